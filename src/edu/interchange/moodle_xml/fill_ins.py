"""Short answers and texts with gaps, as fill-in items."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from edu.content.items.item_answer import BLANK
from edu.content.items.item_rubric import narrow_digits
from edu.content.items.units import unit_behind
from edu.domain.items.item import Blank, Item, Kind
from edu.domain.items.normalising import normalise, normalise_strictly
from edu.domain.items.response import LONGEST_TEXT
from edu.interchange.moodle_xml.choices import FULL, read_percent
from edu.interchange.moodle_xml.cloze import Alternative, Gap, read_wildcard, split_gaps
from edu.interchange.moodle_xml.fractions_of_options import CLOSE, show_fraction
from edu.interchange.moodle_xml.numbers import GivenAnswer, make_numeric
from edu.interchange.moodle_xml.question import MoodleQuestion, Untaken, checked_text, raw_text, read_decimal
from edu.interchange.moodle_xml.question_terms import read_common_terms

_HOLE = "____"


def read_shortanswer(question: MoodleQuestion, topic: str) -> Item:
    """A fill-in item with one blank; where the stem shows none, one is put at its end. Raises Untaken."""
    stem = BLANK.sub(_HOLE, question.markdown("questiontext"))
    count = len(BLANK.findall(stem))
    if count > 1:
        raise Untaken(f"题干有 {count} 个空，只有一个答案", f"the stem has {count} blanks and one answer")
    if not count:
        stem = f"{stem} {_HOLE}".strip()
        question.amend(("没有空的题干", "a stem without a blank"), ("末尾加了空", "one with a blank at its end"))
    alternatives = []
    for answer in question.all("answer"):
        alternatives.append(Alternative(read_percent(question, answer), raw_text(answer).strip()))
        feedback = answer.find("feedback")
        if feedback is not None:
            question.lose_text("选项反馈", "option feedback", feedback)
    strict = question.value("usecase") in {"1", "true"}
    return _make(question, stem, [read_accepted(question, alternatives, strict, 1)], topic)


def read_cloze(question: MoodleQuestion, topic: str) -> Item:
    """A fill-in item, or a numeric one where the only gap takes a number. Raises Untaken."""
    element = question.element.find("questiontext")
    if element is None:
        raise Untaken("没有题干", "there is no question text")
    pieces, gaps = split_gaps(checked_text(element))
    if not gaps:
        raise Untaken("题干里没有填空", "its text has no gaps")
    stem = BLANK.sub(_HOLE, question.markdown_from(_HOLE.join(pieces), element))
    if len(BLANK.findall(stem)) != len(gaps):
        raise Untaken("题干里的下划线与填空分不开", "underscores in its text cannot be told from gaps")
    if len(gaps) == 1 and gaps[0].numerical:
        return _read_number(question, stem, gaps[0], topic)
    blanks = [_read_gap(question, gap, place) for place, gap in enumerate(gaps, 1)]
    return _read_weights(question, gaps, _make(question, stem, blanks, topic))


def _make(question: MoodleQuestion, stem: str, blanks: Sequence[Blank], topic: str) -> Item:
    item = read_common_terms(question, Kind.FILL_IN, stem, topic)
    if len({blank.strict for blank in blanks}) > 1:
        question.amend(
            ("只有部分空区分大小写", "case that counts in some blanks"), ("全部严格", "strict in all of them")
        )
        blanks = [replace(blank, strict=True) for blank in blanks]
    behind = BLANK.split(stem)[1:]
    blanks = [
        blank if blank.strict else replace(blank, unit=unit_behind(text))
        for blank, text in zip(blanks, behind, strict=True)
    ]
    loose = question.tags.peek("顺序") == "不分"
    if loose:
        question.tags.take("顺序")
    return replace(item, blanks=tuple(blanks), ordered=not loose)


def _read_gap(question: MoodleQuestion, gap: Gap, place: int) -> Blank:
    if gap.short:
        report_told(question, gap.alternatives)
        return read_accepted(question, gap.alternatives, gap.strict, place)
    if gap.numerical:
        answers = [_exact(alternative) for alternative in gap.alternatives]
        report_told(question, gap.alternatives)
        return read_accepted(question, answers, False, place)
    raise Untaken(f"第 {place} 空是 {gap.name}，与填空混在一题里", f"gap {place} is {gap.name}, mixed with others")


def report_told(question: MoodleQuestion, alternatives: Iterable[Alternative]) -> None:
    """Report what gaps would tell."""
    for alternative in alternatives:
        if alternative.feedback:
            question.lose(f"选项反馈“{alternative.feedback}”", f"option feedback: {alternative.feedback}")


def _exact(given: Alternative) -> Alternative:
    """A number without a margin is compared by its value in a fill-in, too."""
    text, _, margin = given.text.partition(":")
    if margin and read_decimal(margin) != 0:
        raise Untaken("有误差范围的填空与其他空混在一题里", "a gap with a margin is mixed with others")
    return Alternative(given.percent, text.strip())


def read_accepted(question: MoodleQuestion, alternatives: Sequence[Alternative], strict: bool, place: int) -> Blank:
    """What a blank accepts; wildcards and answers that earn a part are reported. Raises Untaken."""
    accepted: dict[str, None] = {}
    for alternative in alternatives:
        text, wild = read_wildcard(alternative.text)
        if alternative.percent < FULL - CLOSE:
            _report_part(question, text, alternative.percent)
        elif not wild:
            accepted[text] = None
        elif narrowed := _without_wildcards(question, alternative.text):
            accepted[narrowed] = None
    kept = tuple(text for text in accepted if _comparable(text))
    if not kept:
        raise Untaken(f"第 {place} 空没有可以比较的答案", f"blank {place} has no answer that can be compared")
    for text in accepted:
        if text and text not in kept:
            question.lose(f"答案“{text}”", f"the answer {text}")
    return Blank(kept, strict)


def _comparable(text: str) -> bool:
    return len(text) <= LONGEST_TEXT and bool(normalise(text).text) and bool(normalise_strictly(text).text)


def _report_part(question: MoodleQuestion, text: str, percent: Fraction) -> None:
    if percent:
        shown = show_fraction(percent)
        question.lose(f"答案“{text}”得 {shown}% 的分", f"that the answer {text} earns {shown} %")


def _without_wildcards(question: MoodleQuestion, text: str) -> str:
    """``*平仓*`` as 平仓; a wildcard within the words leaves nothing that could be compared."""
    inner = re.sub(r"^\*+|(?<!\\)\*+$", "", text).strip()
    plain, wild = read_wildcard(inner)
    if wild or not plain:
        question.lose(f"带通配符的答案“{text}”", f"the answer {text} with its wildcard")
        return ""
    question.amend((f"带通配符的答案“{text}”", f"the answer {text} with its wildcard"), (f"“{plain}”", plain))
    return plain


def _read_weights(question: MoodleQuestion, gaps: Sequence[Gap], item: Item) -> Item:
    """The weights add up to the points; ours count all blanks alike."""
    weights = [gap.weight for gap in gaps]
    if not sum(weights):
        raise Untaken("各空的权重都是 0", "all its gaps weigh nothing")
    points = Fraction(sum(weights))
    if len(set(weights)) > 1:
        shown = ":".join(map(str, weights))
        question.amend((f"各空权重 {shown}", f"the weights {shown}"), ("每空相同", "the same for each blank"))
    stated = read_points_tag(question.tags.peek("分值"))
    if stated and set(weights) == {1}:
        question.tags.take("分值")
        points = stated
    return replace(item, points=points)


def read_points_tag(text: str) -> Fraction | None:
    """``2.5`` or ``1/3``; ``None`` for anything else."""
    match = re.fullmatch(r"\d{1,4}(?:\.\d{1,4}|/[1-9]\d{0,3})?", narrow_digits(text))
    return (Fraction(match[0]) or None) if match else None


def _read_number(question: MoodleQuestion, stem: str, gap: Gap, topic: str) -> Item:
    given = []
    for alternative in gap.alternatives:
        text, _, margin = alternative.text.partition(":")
        tolerance = read_decimal(margin or "0")
        if tolerance is None:
            raise Untaken(f"误差“{margin}”不是数", f"the tolerance {margin} is no number")
        given.append(GivenAnswer(alternative.percent, text.strip(), tolerance, alternative.feedback))
    item = read_common_terms(question, Kind.NUMERIC, stem, topic)
    return _read_weights(question, [gap], replace(item, numeric=make_numeric(question, given)))
