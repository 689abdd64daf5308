"""Writes items as Moodle XML, below a category for each topic."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lxml import etree

from edu.content.finding import Findings
from edu.content.items.item_answer import BLANK
from edu.content.items.item_credit import show_points, write_credit
from edu.content.items.units import unit_behind
from edu.domain.items.item import CreditRule, Item, Kind, WrongRule
from edu.interchange.exchange import Exported
from edu.interchange.format import why_not
from edu.interchange.moodle_xml.cloze import escape_wildcard, write_gap
from edu.interchange.moodle_xml.essays import write_information
from edu.interchange.moodle_xml.fractions_of_options import fractions_of, show_fraction, tells_rule
from edu.interchange.moodle_xml.held import KINDS
from edu.interchange.moodle_xml.matches import write_matching
from edu.interchange.moodle_xml.orders import write_ordering
from edu.interchange.moodle_xml.reading import split_category
from edu.interchange.moodle_xml.sheet import NAME, QuestionSheet, Unwritten
from edu.interchange.moodle_xml.tags import make_tag
from edu.interchange.moodle_xml.writing_numbers import fill_numeric_sheet

_NO_PICTURES: Mapping[str, bytes] = {}
_INLINE_BLANK = "_____"
"""Moodle puts the input of a short answer where at least five underscores stand."""


def write_moodle_xml(
    items: Sequence[Item], findings: Findings, pictures: Mapping[str, bytes] = _NO_PICTURES
) -> Exported:
    """The file; ``pictures`` are bytes by the name that the items' texts use."""
    exported = Exported(findings)
    quiz = etree.Element("quiz")
    topic = ""
    for line, item in enumerate(items, 1):
        element = _write(item, line, findings, pictures)
        if element is None:
            continue
        if item.topic != topic:
            topic = item.topic
            quiz.append(_category(topic, line, findings))
        quiz.append(element)
        exported.written.append(item)
    exported.data = etree.tostring(quiz, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return exported


def _write(item: Item, line: int, findings: Findings, pictures: Mapping[str, bytes]) -> etree._Element | None:
    unheld = why_not(KINDS, item.kind)
    if unheld is not None:
        findings.add("X202", line, format=NAME, why=unheld)
        return None
    writer = _WRITERS[item.kind]
    sheet = QuestionSheet(item, writer.type_of(item), line, findings, pictures)
    try:
        writer.write(sheet)
    except Unwritten as error:
        findings.add("X202", line, format=NAME, why=error.words)
        return None
    sheet.add_tags()
    return sheet.element


def _category(topic: str, line: int, findings: Findings) -> etree._Element:
    path = f"$course$/top/{topic.replace('/', '//')}" if topic else "$course$/top"
    now = split_category(path)[0]
    if now != topic:
        findings.add("X203", line, format=NAME, what=(f"考点“{topic}”", f"the topic {topic}"), now=now)
    element = etree.Element("question", {"type": "category"})
    etree.SubElement(etree.SubElement(element, "category"), "text").text = path
    return element


def _write_single(sheet: QuestionSheet) -> None:
    item = sheet.item
    shares = [Fraction(100) if option.letter in item.keys else Fraction(0) for option in item.options]
    _write_options(sheet, "true", shares)


def _write_multiple(sheet: QuestionSheet) -> None:
    if not sheet.item.keys:
        raise Unwritten("没有答案", "it has no key")
    _write_options(sheet, "false", fractions_of(sheet.item))
    _write_rule(sheet)


def _write_options(sheet: QuestionSheet, single: str, shares: Sequence[Fraction]) -> None:
    item = sheet.item
    sheet.add_head(sheet.html(item.stem), sheet.html(item.rationale))
    for name, text in (("single", single), ("shuffleanswers", "true"), ("answernumbering", "ABCD")):
        sheet.add(name, text)
    for option, share in zip(item.options, shares, strict=True):
        answer = etree.SubElement(sheet.element, "answer", {"fraction": show_fraction(share), "format": "html"})
        _no_feedback(sheet.fill(answer, sheet.html(option.text)))


def _write_rule(sheet: QuestionSheet) -> None:
    """The rule as a tag where the fractions alone would be read as another."""
    item = sheet.item
    if not tells_rule(item):
        rule = write_credit(item.credit, item.credit_share)
        sheet.approximate((f"少选“{rule}”", f"the rule {rule} for too few"), ("按比例", "a share for each key"))
    if item.credit is not CreditRule.PER_OPTION:
        sheet.tags.append(make_tag("少选", write_credit(item.credit, item.credit_share)))
    # With a single key both rules for wrong options have the same fractions; with no wrong option neither shows.
    if item.wrong is WrongRule.CANCEL:
        sheet.tags.append(make_tag("错选", "抵消"))


def _no_feedback(answer: etree._Element) -> None:
    etree.SubElement(etree.SubElement(answer, "feedback", {"format": "html"}), "text")


def _write_truth(sheet: QuestionSheet) -> None:
    item = sheet.item
    if item.truth is None:
        raise Unwritten("没有答案", "it has no key")
    sheet.add_head(sheet.html(item.stem), sheet.html(item.rationale))
    for word in ("true", "false"):
        right = item.truth == (word == "true")
        answer = etree.SubElement(
            sheet.element, "answer", {"fraction": "100" if right else "0", "format": "moodle_auto_format"}
        )
        etree.SubElement(answer, "text").text = word
        _no_feedback(answer)


def _write_blanks(sheet: QuestionSheet) -> None:
    item = sheet.item
    pieces = BLANK.split(item.stem)
    if len(pieces) != len(item.blanks) + 1 or not all(blank.accepted for blank in item.blanks):
        raise Unwritten("题干的空与答案对不上", "its blanks and answers do not match")
    for blank, behind in zip(item.blanks, pieces[1:], strict=True):
        if blank.unit != ("" if blank.strict else unit_behind(behind)):
            sheet.lose(f"空的单位 {blank.unit or '（无）'}", f"the unit {blank.unit or '(none)'} of a blank")
    if len(item.blanks) == 1:
        _write_short(sheet)
    else:
        _write_cloze(sheet)
    if not item.ordered:
        sheet.tags.append(make_tag("顺序", "不分"))
        if len(item.blanks) > 1:
            sheet.approximate(("不分顺序的空", "blanks in any order"), ("按顺序的空", "blanks in this order"))


def _write_short(sheet: QuestionSheet) -> None:
    item, blank = sheet.item, sheet.item.blanks[0]
    sheet.add_head(sheet.html(BLANK.sub(_INLINE_BLANK, item.stem)), sheet.html(item.rationale))
    sheet.add("usecase", "1" if blank.strict else "0")
    for text in blank.accepted:
        answer = etree.SubElement(sheet.element, "answer", {"fraction": "100", "format": "moodle_auto_format"})
        etree.SubElement(answer, "text").text = sheet.clean(escape_wildcard(text))
        _no_feedback(answer)


def _write_cloze(sheet: QuestionSheet) -> None:
    """Each blank weighs its share of the points, where that is a whole number."""
    item = sheet.item
    share = item.points / len(item.blanks)
    weight = share.numerator if share.denominator == 1 else 1
    if weight * len(item.blanks) != item.points:
        sheet.tags.append(make_tag("分值", show_points(item.points)))
        total = str(len(item.blanks))
        sheet.approximate((f"分值 {item.points}", f"the points {item.points}"), (f"{total} 分", f"{total} points"))
    pieces = BLANK.split(sheet.html(item.stem))
    if len(pieces) != len(item.blanks) + 1:
        raise Unwritten("题干的空分不清", "the blanks of its stem cannot be told apart")
    gaps = [write_gap(weight, blank.strict, blank.accepted) for blank in item.blanks]
    stem = "".join(part for pair in zip(pieces, [*gaps, ""], strict=True) for part in pair)
    sheet.add_head(stem, sheet.html(item.rationale), points=False)


def _write_written(sheet: QuestionSheet) -> None:
    item = sheet.item
    sheet.add_head(sheet.html(item.stem), sheet.html(item.rationale))
    for name, text in (("responseformat", "editor"), ("responserequired", "1"), ("responsefieldlines", "15"),
                       ("attachments", "0")):  # fmt: skip
        sheet.add(name, text)
    sheet.add_html("graderinfo", write_information(sheet.html(item.reference), item.rubric))


@dataclass(frozen=True, slots=True)
class _Writer:
    """How a kind is written, and what Moodle calls an item of it."""

    write: Callable[[QuestionSheet], None]
    type_of: Callable[[Item], str]


def _named(name: str) -> Callable[[Item], str]:
    return lambda item: name


def _type_of_blanks(item: Item) -> str:
    return "shortanswer" if len(item.blanks) == 1 else "cloze"


def _type_of_number(item: Item) -> str:
    return "calculated" if item.numeric and item.numeric.parameters else "numerical"


_WRITERS: Mapping[Kind, _Writer] = {
    Kind.SINGLE: _Writer(_write_single, _named("multichoice")),
    Kind.MULTIPLE: _Writer(_write_multiple, _named("multichoice")),
    Kind.TRUE_FALSE: _Writer(_write_truth, _named("truefalse")),
    Kind.FILL_IN: _Writer(_write_blanks, _type_of_blanks),
    Kind.NUMERIC: _Writer(fill_numeric_sheet, _type_of_number),
    Kind.WRITTEN: _Writer(_write_written, _named("essay")),
    Kind.ORDERING: _Writer(write_ordering, _named("ordering")),
    Kind.MATCHING: _Writer(write_matching, _named("matching")),
}
