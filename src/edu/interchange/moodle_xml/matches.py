"""Matching items: Moodle's subquestions with their answers; one without a text adds an answer that belongs to none."""

from dataclasses import replace

from lxml import etree

from edu.content.items.item_credit import PART_RULE_SHOWN
from edu.content.syntax.field_line import LETTERS
from edu.domain.items.item import Item, Kind, PartRule
from edu.interchange.html.text import markdown_of_plain, text_of_markdown
from edu.interchange.moodle_xml.orders import LAID_OUT
from edu.interchange.moodle_xml.question import MoodleQuestion, Untaken, raw_text
from edu.interchange.moodle_xml.question_terms import read_common_terms
from edu.interchange.moodle_xml.sheet import QuestionSheet, Unwritten
from edu.interchange.moodle_xml.tags import make_tag
from edu.interchange.paired_texts import Pair, gather_pairs, letters_of, on_one_line, pairs_of, why_no_pairs

RULE = "计分"
"""The tag of a rule that Moodle has not."""


def read_matching(question: MoodleQuestion, topic: str) -> Item:
    """A matching item. Raises Untaken."""
    item = read_common_terms(question, Kind.MATCHING, question.markdown("questiontext"), topic)
    pairs = [_read_pair(question, element) for element in question.all("subquestion")]
    why = why_no_pairs(pairs)
    if why is not None:
        raise Untaken(*why)
    if not question.on("shuffleanswers", True):
        question.lose("选项不打乱次序", "that options keep their order")
    options, premises = gather_pairs(pairs, _read_letters(question, len({text for _, text in pairs})))
    return replace(item, options=options, premises=premises, part_rule=_read_rule(question))


def _read_pair(question: MoodleQuestion, element: etree._Element) -> Pair:
    row = question.markdown_of(element)
    line = on_one_line(row)
    if line != row:
        question.amend((f"分行的“{line}”", f"the lines of {line}"), ("一行", "one line"))
    answer = element.find("answer")
    return line, markdown_of_plain("" if answer is None else raw_text(answer).strip())


def _read_letters(question: MoodleQuestion, count: int) -> tuple[str, ...]:
    letters = tuple(question.tags.peek(LAID_OUT).split("-"))
    if sorted(letters) != list(LETTERS[:count]):
        return tuple(LETTERS[:count])
    question.tags.take(LAID_OUT)
    return letters


def _read_rule(question: MoodleQuestion) -> PartRule:
    if question.tags.peek(RULE) != PART_RULE_SHOWN[PartRule.WHOLE]:
        return PartRule.PAIR
    question.tags.take(RULE)
    return PartRule.WHOLE


def write_matching(sheet: QuestionSheet) -> None:
    """The rows with their options as plain text. Raises Unwritten."""
    item = sheet.item
    plain = {option.letter: text_of_markdown(option.text) for option in item.options}
    if len(set(plain.values())) < len(plain) or not all(plain.values()):
        raise Unwritten("有选项的文字相同或没有文字", "options have the same words, or none")
    sheet.add_head(sheet.html(item.stem), sheet.html(item.rationale))
    sheet.add("shuffleanswers", "true")
    for row, text in pairs_of(item):
        element = sheet.add_html("subquestion", sheet.html(row))
        answer = etree.SubElement(element, "answer")
        etree.SubElement(answer, "text").text = sheet.clean(text_of_markdown(text))
    for option in item.options:
        if markdown_of_plain(plain[option.letter]) != option.text:
            what = (f"选项 {option.letter} 的格式", f"the formatting of option {option.letter}")
            sheet.approximate(what, ("纯文字", "plain words"))
    _write_tags(sheet)


def _write_tags(sheet: QuestionSheet) -> None:
    letters, rule = letters_of(sheet.item), sheet.item.part_rule
    if letters != sorted(letters):
        sheet.tags.append(make_tag(LAID_OUT, "-".join(letters)))
    if rule is PartRule.WHOLE:
        sheet.approximate((PART_RULE_SHOWN[rule], "all or nothing"), ("按对计分", "a share for each row"))
        sheet.tags.append(make_tag(RULE, PART_RULE_SHOWN[rule]))
