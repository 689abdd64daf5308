"""Orders: Moodle's ordering questions. Their answers stand in the right order; candidates see them shuffled."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lxml import etree

from edu.content.items.item_answer import FEWEST_IN_ORDER
from edu.content.syntax.field_line import LETTERS
from edu.domain.items.item import Item, Kind, Option, PartRule
from edu.interchange.moodle_xml.choices import report_option_feedback
from edu.interchange.moodle_xml.question import MoodleQuestion, Untaken, read_decimal
from edu.interchange.moodle_xml.question_terms import read_common_terms
from edu.interchange.moodle_xml.sheet import QuestionSheet
from edu.interchange.moodle_xml.tags import make_tag

LAID_OUT = "排列"
"""The tag that holds the letters of the answers, where ours stand in another order in the bank."""

_WRITTEN_RULES: Mapping[PartRule, str] = {
    PartRule.WHOLE: "ALL_OR_NOTHING",
    PartRule.ADJACENT: "RELATIVE_NEXT_EXCLUDE_LAST",
    PartRule.PLACE: "ABSOLUTE_POSITION",
}
_RULES = {name: rule for rule, name in _WRITTEN_RULES.items()} | {
    "-1": PartRule.WHOLE, "1": PartRule.ADJACENT, "0": PartRule.PLACE, "": PartRule.PLACE,
}  # fmt: skip
"""By Moodle's names and its older numbers; where it says nothing, places count."""


def read_ordering(question: MoodleQuestion, topic: str) -> Item:
    """An ordering item. Raises Untaken."""
    item = read_common_terms(question, Kind.ORDERING, question.markdown("questiontext"), topic)
    answers = list(question.all("answer"))
    if not FEWEST_IN_ORDER <= len(answers) <= len(LETTERS):
        count = len(answers)
        raise Untaken(f"有 {count} 项要排序，应为 {FEWEST_IN_ORDER} 到 {len(LETTERS)} 项",
                      f"it has {count} entries to order, not {FEWEST_IN_ORDER} to {len(LETTERS)}")  # fmt: skip
    _check_places(answers)
    texts = [question.markdown_of(answer) for answer in answers]
    if not all(texts):
        raise Untaken("有一项没有文字", "an entry has no text")
    report_option_feedback(question, answers)
    _report_ways(question, len(answers))
    sequence = _read_letters(question, len(answers))
    options = sorted(map(Option, sequence, texts), key=lambda option: option.letter)
    return replace(item, options=tuple(options), sequence=sequence, part_rule=_read_rule(question))


def _check_places(answers: Sequence[etree._Element]) -> None:
    """Moodle counts places in the fractions: where these are places, the answers have to stand in them."""
    given = [read_decimal(answer.get("fraction", "")) for answer in answers]
    places = list(range(1, len(answers) + 1))
    if given != places and set(given) & set(places[1:]) and len(set(given)) > 1:
        raise Untaken("各项标明的位置与所在的次序不一致", "the places of its entries are not those in which they stand")


def _read_letters(question: MoodleQuestion, count: int) -> tuple[str, ...]:
    """The letters that our tag gives to the answers, else A, B, C as they stand."""
    letters = tuple(question.tags.peek(LAID_OUT).split("-"))
    if sorted(letters) != list(LETTERS[:count]):
        return tuple(LETTERS[:count])
    question.tags.take(LAID_OUT)
    return letters


def _read_rule(question: MoodleQuestion) -> PartRule:
    given = question.value("gradingtype").upper()
    if given not in _RULES:
        question.amend((f"计分方式 {given}", f"the grading {given}"), ("按位置", "a share for each right place"))
    return _RULES.get(given, PartRule.PLACE)


def _report_ways(question: MoodleQuestion, count: int) -> None:
    if question.value("layouttype").upper() in {"HORIZONTAL", "1"}:
        question.lose("横排的版式", "that entries stand side by side")
    drawn = question.value("selectcount")
    if question.value("selecttype").upper() not in {"", "ALL", "0"} and drawn not in {"", "0", str(count)}:
        question.lose(f"每次只取 {drawn} 项", f"that only {drawn} entries are drawn")
    style = question.value("numberingstyle")
    if style not in {"", "none"}:
        question.lose(f"各项的编号 {style}", f"the numbering {style}")


def write_ordering(sheet: QuestionSheet) -> None:
    """The answers in their right order, the rule by Moodle's name."""
    item = sheet.item
    sheet.add_head(sheet.html(item.stem), sheet.html(item.rationale))
    for name, text in (("layouttype", "VERTICAL"), ("selecttype", "ALL"), ("selectcount", "0"),
                       ("gradingtype", _WRITTEN_RULES[item.part_rule]), ("showgrading", "SHOW"),
                       ("numberingstyle", "none")):  # fmt: skip
        sheet.add(name, text)
    texts = {option.letter: option.text for option in item.options}
    for place, letter in enumerate(item.sequence, 1):
        answer = etree.SubElement(sheet.element, "answer", {"fraction": f"{place}.0000000", "format": "html"})
        sheet.fill(answer, sheet.html(texts[letter]))
    if list(item.sequence) != sorted(item.sequence):
        sheet.tags.append(make_tag(LAID_OUT, "-".join(item.sequence)))
