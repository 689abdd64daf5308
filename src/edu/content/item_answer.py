"""The answer decides the kind of an item, and with it what is the key."""

import re
from dataclasses import dataclass

from edu.content.finding import Findings
from edu.content.item_text import RawItem
from edu.content.nearest import nearest_name
from edu.content.syntax.field_line import narrow
from edu.domain.item import Blank, Kind
from edu.domain.normalising import normalise, normalise_strictly
from edu.domain.response import LONGEST_TEXT

BLANK = re.compile(r"[_＿]{2,}")
"""A blank in a stem: two underscores or more, so that ____ and __ are both one blank."""

KIND_NAMES = {
    "单选": Kind.SINGLE, "单选题": Kind.SINGLE, "单项选择题": Kind.SINGLE, "single": Kind.SINGLE,
    "多选": Kind.MULTIPLE, "多选题": Kind.MULTIPLE, "多项选择题": Kind.MULTIPLE, "multiple": Kind.MULTIPLE,
    "判断": Kind.TRUE_FALSE, "判断题": Kind.TRUE_FALSE, "true-false": Kind.TRUE_FALSE,
    "填空": Kind.FILL_IN, "填空题": Kind.FILL_IN, "fill-in": Kind.FILL_IN,
}  # fmt: skip
KIND_SHOWN = {
    Kind.SINGLE: ("单选", "single choice"), Kind.MULTIPLE: ("多选", "multiple choice"),
    Kind.TRUE_FALSE: ("判断", "true/false"), Kind.FILL_IN: ("填空", "fill-in"),
}  # fmt: skip

_TRUE = frozenset({"正确", "对", "√", "✓", "✔", "true", "t"})
_FALSE = frozenset({"错误", "错", "×", "✗", "✘", "x", "false", "f"})
_LETTERS = re.compile(r"[A-Z](?:[\s、，,;和与及]*[A-Z])*[.。]?")
_NUMERIC = re.compile(r"\{\{|±|保留\s*\d+\s*位|[\[［].*[,，].*[\]］]|[-+]?[\d.,]+\s*%?")
_MODIFIERS = {
    "不分顺序": "any-order",
    "any order": "any-order",
    "any-order": "any-order",
    "严格": "strict",
    "strict": "strict",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The key, in the shape of its kind."""

    kind: Kind
    keys: frozenset[str] = frozenset()
    truth: bool | None = None
    blanks: tuple[Blank, ...] = ()
    ordered: bool = True


def read_answer(raw: RawItem, findings: Findings) -> Answer | None:
    """The kind and the key; ``None``, with a finding, where they cannot be told."""
    if "parameters" in raw.fields or "mistakes" in raw.fields or "{{" in raw.stem:
        findings.add("Q206", raw.line)
        return None
    value = raw.value("answer")
    if not value:
        findings.add("Q207" if "rubric" in raw.fields else "Q201", raw.line)
        return None
    marks = _read_marks(raw, findings)
    answer = _read_by_shape(raw, value, marks, findings)
    if answer is not None:
        _check_marks(raw, answer, marks, findings)
        _check_stated(raw, answer, findings)
    return answer


def _read_by_shape(raw: RawItem, value: str, marks: frozenset[str], findings: Findings) -> Answer | None:
    plain = narrow(value).strip()
    if raw.options:
        return _read_choice(raw, plain, findings)
    if BLANK.search(raw.stem):
        return _read_blanks(raw, value, marks, findings)
    word = plain.rstrip("。. ").casefold()
    if word in _TRUE | _FALSE:
        return Answer(Kind.TRUE_FALSE, truth=word in _TRUE)
    if _LETTERS.fullmatch(plain):
        findings.add("Q203", raw.line_of("answer"), letters=value)
    elif _NUMERIC.match(plain):
        findings.add("Q206", raw.line_of("answer"))
    else:
        findings.add("Q205", raw.line_of("answer"), value=value)
    return None


def _read_choice(raw: RawItem, value: str, findings: Findings) -> Answer | None:
    line = raw.line_of("answer")
    if not _LETTERS.fullmatch(value.upper()):
        findings.add("Q204", line, value=value)
        return None
    letters = re.findall("[A-Z]", value.upper())
    twice = sorted({letter for letter in letters if letters.count(letter) > 1})
    if twice:
        findings.add("Q210", line, letters="".join(twice))
    known = [option.letter for option in raw.options]
    strange = [letter for letter in dict.fromkeys(letters) if letter not in known]
    if strange:
        findings.add("Q202", line, letters="、".join(strange), first=known[0], last=known[-1])
        return None
    return Answer(Kind.SINGLE if len(set(letters)) == 1 else Kind.MULTIPLE, keys=frozenset(letters))


def _read_blanks(raw: RawItem, value: str, marks: frozenset[str], findings: Findings) -> Answer | None:
    line, count = raw.line_of("answer"), len(BLANK.findall(raw.stem))
    groups = [re.split(r"[|｜]", group) for group in re.split("[；;]", value)]
    if len(groups) != count:
        findings.add("Q208", line, blanks=count, answers=len(groups))
        return None
    blanks = []
    for number, group in enumerate(groups, 1):
        accepted = tuple(synonym.strip() for synonym in group)
        _check_accepted(accepted, number, line, findings)
        blanks.append(Blank(accepted, "strict" in marks))
    return Answer(Kind.FILL_IN, blanks=tuple(blanks), ordered="any-order" not in marks)


def _check_accepted(accepted: tuple[str, ...], number: int, line: int, findings: Findings) -> None:
    for text in accepted:
        if not text:
            findings.add("Q209", line, number=number)
        elif len(text) > LONGEST_TEXT:
            findings.add("Q216", line, count=len(text), limit=LONGEST_TEXT)
        elif not normalise(text).text or not normalise_strictly(text).text:
            findings.add("Q215", line, value=text)


def _read_marks(raw: RawItem, findings: Findings) -> frozenset[str]:
    answer = raw.fields["answer"]
    marks = set()
    for name in filter(None, (part.strip() for part in re.split("[、，,；;]", answer.mark))):
        if name.casefold() in _MODIFIERS:
            marks.add(_MODIFIERS[name.casefold()])
        else:
            findings.add("Q117", answer.line, name=name, nearest=nearest_name(name, ("不分顺序", "严格")))
    return frozenset(marks)


def _check_marks(raw: RawItem, answer: Answer, marks: frozenset[str], findings: Findings) -> None:
    if marks and answer.kind is not Kind.FILL_IN:
        findings.add("Q118", raw.line_of("answer"), name=raw.fields["answer"].mark)


def _check_stated(raw: RawItem, answer: Answer, findings: Findings) -> None:
    stated = raw.value("kind")
    if not stated:
        return
    kind = KIND_NAMES.get(stated.casefold())
    if kind is None:
        findings.add("Q114", raw.line_of("kind"), name=("题型", "kind"), value=stated,
                     nearest=nearest_name(stated, KIND_NAMES))  # fmt: skip
    elif kind is not answer.kind:
        findings.add("Q116", raw.line_of("kind"), stated=stated, found=KIND_SHOWN[answer.kind])
