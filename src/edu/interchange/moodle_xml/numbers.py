"""Numerical questions: a value with a tolerance, typical mistakes with their words, and a unit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from lxml import etree

from edu.content.items.item_answer import BLANK
from edu.content.items.item_number import MOST_MISTAKES
from edu.domain.items.expression import CannotBeComputed, NotAnExpression
from edu.domain.items.item import Item, Kind, Mistake, Numeric
from edu.interchange.moodle_xml.choices import FULL, read_percent
from edu.interchange.moodle_xml.constants import Constant, mistake_of, numeric_of, shown_value
from edu.interchange.moodle_xml.fractions_of_options import CLOSE, show_fraction
from edu.interchange.moodle_xml.question import MoodleQuestion, Untaken, raw_text, read_decimal
from edu.interchange.moodle_xml.question_terms import read_common_terms

_NO_UNITS = "3"
ALL_THE_REST = "*"


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer as it stands: ``text`` is a number, a formula or ``*`` for all the rest."""

    percent: Fraction
    text: str
    tolerance: Decimal
    feedback: str = ""
    kind: str = ""
    """Moodle's type of tolerance: 1 is a share of the answer, 2 absolute, 3 a factor."""
    digits: str = ""
    """Places after the point that the answer is shown with."""


def read_numerical(question: MoodleQuestion, topic: str) -> Item:
    """A numeric item without parameters. Raises Untaken."""
    given = [read_numeric_answer(question, answer) for answer in question.all("answer")]
    stem = read_number_stem(question)
    item = read_common_terms(question, Kind.NUMERIC, stem, topic)
    return replace(item, numeric=make_numeric(question, given, read_unit(question)))


def read_number_stem(question: MoodleQuestion) -> str:
    """The stem; it has one blank at most. Raises Untaken."""
    stem = BLANK.sub("____", question.markdown("questiontext"))
    count = len(BLANK.findall(stem))
    if count > 1:
        raise Untaken(f"题干有 {count} 个空，只有一个答案", f"the stem has {count} blanks and one answer")
    return stem


def read_numeric_answer(question: MoodleQuestion, answer: etree._Element) -> GivenAnswer:
    """One ``answer`` element. Raises Untaken."""
    text = (answer.findtext("tolerance") or "0").strip() or "0"
    tolerance = read_decimal(text)
    if tolerance is None or tolerance < 0:
        raise Untaken(f"误差“{text}”不是数", f"the tolerance {text} is no number")
    feedback = answer.find("feedback")
    told = "" if feedback is None else re.sub(r"\s*\n\s*", " ", question.markdown_of(feedback))
    length = (answer.findtext("correctanswerlength") or "").strip()
    decimals = (answer.findtext("correctanswerformat") or "1").strip() == "1"
    return GivenAnswer(
        read_percent(question, answer),
        raw_text(answer).strip(),
        tolerance,
        told,
        (answer.findtext("tolerancetype") or "").strip(),
        length if decimals else "",
    )


def choose(question: MoodleQuestion, given: Sequence[GivenAnswer]) -> tuple[GivenAnswer, list[GivenAnswer]]:
    """The one answer that earns all, and those that earn nothing but are told why. Raises Untaken."""
    right = [answer for answer in given if answer.percent >= FULL - CLOSE]
    if len(right) != 1 or right[0].text == ALL_THE_REST:
        raise Untaken("没有唯一的满分答案", "not just one answer earns all points")
    if right[0].feedback:
        question.lose(f"答对时的反馈“{right[0].feedback}”", f"what a right answer is told: {right[0].feedback}")
    mistakes: list[GivenAnswer] = []
    for answer in given:
        if answer is right[0]:
            continue
        if answer.percent:
            shown = show_fraction(answer.percent)
            question.lose(f"答案“{answer.text}”得 {shown}% 的分", f"that the answer {answer.text} earns {shown} %")
        if answer.feedback and (answer.text == ALL_THE_REST or len(mistakes) == MOST_MISTAKES):
            question.lose(f"选项反馈“{answer.feedback}”", f"option feedback: {answer.feedback}")
        elif answer.feedback:
            mistakes.append(answer)
    return right[0], mistakes


def make_numeric(question: MoodleQuestion, given: Sequence[GivenAnswer], unit: str = "") -> Numeric:
    """The key of an item without parameters. Raises Untaken."""
    right, others = choose(question, given)
    numeric = numeric_of(Constant(_value(right.text), right.tolerance), unit, question.tags)
    mistakes = []
    for other in others:
        value = shown_value(_value(other.text), unit)
        try:
            same = mistake_of(numeric, value) == Constant(_value(other.text), other.tolerance)
        except (NotAnExpression, CannotBeComputed):
            same = False
        if not same:
            amend_tolerance(question, other)
        mistakes.append(Mistake(value, other.feedback))
    return replace(numeric, mistakes=tuple(mistakes))


def amend_tolerance(question: MoodleQuestion, given: GivenAnswer) -> None:
    """Report that a typical mistake is compared as the answer is."""
    question.amend(
        (f"典型错误 {given.text} 的误差", f"the tolerance of the mistake {given.text}"),
        ("与答案相同的误差", "that of the answer"),
    )


def _value(text: str) -> Decimal:
    value = read_decimal(text)
    if value is None:
        raise Untaken(f"答案“{text}”不是数", f"the answer {text} is no number")
    return value


def read_unit(question: MoodleQuestion) -> str:
    """The unit that may stand behind the number; others, and points for it, are reported."""
    units = [
        ((unit.findtext("unit_name") or "").strip(), read_decimal(unit.findtext("multiplier") or "1"))
        for unit in question.all("units/unit")
    ]
    if question.value("showunits") == _NO_UNITS:
        units = []
    named = [name for name, factor in units if name and factor == 1]
    for name, _factor in units:
        if name and name != next(iter(named), ""):
            question.lose(f"可换算的单位 {name}", f"the other unit {name}")
    if units and question.value("unitgradingtype") in {"1", "2"}:
        share = question.value("unitpenalty") or "0.1"
        question.lose(f"单位错误扣分 {share}", f"the penalty {share} for a wrong unit")
    if units and question.on("unitsleft", False):
        question.lose("单位写在数字前面", "that the unit stands before the number")
    return next(iter(named), "")
