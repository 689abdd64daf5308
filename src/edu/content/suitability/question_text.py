"""The text of one question of a questionnaire: options with points in braces, and gates."""

import re
from fractions import Fraction

from edu.content.finding import Findings
from edu.content.nearest import nearest_name
from edu.content.syntax.amount_text import read_plain_number
from edu.content.syntax.document import Line
from edu.content.syntax.field_line import LETTERS, read_field, read_option
from edu.content.syntax.heading import Part
from edu.domain.suitability.questionnaire import Question, QuestionOption

_MARK = re.compile(r"\s*[{｛]([^{}｛｝]{0,40})[}｝]\s*$")
_POINTS = re.compile(r"(.+?)\s*(?:分|points?|pts?)", re.IGNORECASE)
_GATES = frozenset({"最低类别", "lowest class", "lowest-class", "lowest"})
_KINDS = {"单选": False, "单选题": False, "single": False, "多选": True, "多选题": True, "multiple": True}
_KIND_FIELDS = frozenset({"题型", "kind"})


def read_question(part: Part, theme: str, findings: Findings) -> Question:
    """The question with its options; whatever else stands there is a finding."""
    text, options, multiple = [part.title], [], False
    for line in part.lines:
        plain = line.text.strip()
        if not plain:
            continue
        option, found = read_option(plain), read_field(plain)
        if option is not None:
            options.append(_read_option(option.letter, option.text, line, findings))
        elif found is not None and (options or found.name.casefold() in _KIND_FIELDS):
            multiple = _read_kind(found.name, found.value, line, findings)
        elif options:
            findings.add("R112", line.number, text=plain)
        else:
            text.append(plain)
    _check_options(part, options, findings)
    return Question(part.id, "\n".join(text), theme, tuple(options), multiple)


def _read_kind(name: str, value: str, line: Line, findings: Findings) -> bool:
    if name.casefold() not in _KIND_FIELDS:
        findings.add("R111", line.number, name=name, nearest="题型")
        return False
    if value.casefold() not in _KINDS:
        findings.add("R110", line.number, name=name, value=value, nearest=nearest_name(value, _KINDS))
    return _KINDS.get(value.casefold(), False)


def _read_option(letter: str, text: str, line: Line, findings: Findings) -> QuestionOption:
    points: Fraction | None = None
    gate = False
    while match := _MARK.search(text):
        text, mark = text[: match.start()].strip(), match[1].strip()
        if mark.casefold() in _GATES:
            gate = True
        elif (number := _read_points(mark)) is not None:
            points = number
        else:
            findings.add("R105", line.number, value=mark)
    if points is None:
        findings.add("R104", line.number, letter=letter)
    if not text:
        findings.add("R115", line.number, letter=letter)
    return QuestionOption(letter, text, points or Fraction(0), gate)


def _read_points(mark: str) -> Fraction | None:
    match = _POINTS.fullmatch(mark)
    return read_plain_number(match[1]) if match else None


def _check_options(part: Part, options: list[QuestionOption], findings: Findings) -> None:
    if len(options) < 2:
        findings.add("R107", part.line)
    given = [option.letter for option in options]
    if given != list(LETTERS[: len(given)]):
        wanted = next((a for a, b in zip(LETTERS, given, strict=False) if a != b), LETTERS[-1])
        place = min(LETTERS.index(wanted), len(given) - 1)
        findings.add("R108", part.line, wanted=wanted, given=given[place])
