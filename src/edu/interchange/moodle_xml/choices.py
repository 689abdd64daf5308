"""Multiple choice and true/false."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from lxml import etree

from edu.content.items.item_credit import read_credit
from edu.content.syntax.field_line import LETTERS
from edu.domain.items.item import CreditRule, Item, Kind, Option, WrongRule
from edu.interchange.moodle_xml.fractions_of_options import CLOSE, fractions_of, same_fractions, show_fraction
from edu.interchange.moodle_xml.question import MoodleQuestion, Untaken, raw_text, read_decimal
from edu.interchange.moodle_xml.question_terms import read_common_terms

_TRUE = frozenset({"true", "正确", "对", "vrai", "verdadero", "wahr"})
_FALSE = frozenset({"false", "错误", "错", "faux", "falso", "falsch"})
_WRONGS = {"不得分": WrongRule.NOTHING, "抵消": WrongRule.CANCEL}
FULL = Fraction(100)


def read_percent(question: MoodleQuestion, answer: etree._Element) -> Fraction:
    """The percent of the points that an answer earns. Raises Untaken."""
    given = answer.get("fraction") or (answer.findtext("fraction") or "0")
    value = read_decimal(given)
    if value is None:
        raise Untaken(f"答案的分数“{given}”不是数", f"the fraction {given} of an answer is no number")
    return Fraction(value)


def read_multichoice(question: MoodleQuestion, topic: str) -> Item:
    """A single or multiple choice item. Raises Untaken."""
    item, fractions = _read_options(question, topic)
    multiple = not question.on("single", True)
    return _read_multiple(question, item, fractions) if multiple else _read_single(question, item, fractions)


def read_set(question: MoodleQuestion, topic: str) -> Item:
    """The widespread extension ``multichoiceset``: only the exact set of keys earns points. Raises Untaken."""
    item, fractions = _read_options(question, topic)
    keys = frozenset(option.letter for option, share in zip(item.options, fractions, strict=True) if share > 0)
    if not keys:
        raise Untaken("没有得分的选项", "no option earns points")
    return replace(item, kind=Kind.MULTIPLE, keys=keys, credit=CreditRule.ALL_OR_NOTHING)


def _read_options(question: MoodleQuestion, topic: str) -> tuple[Item, list[Fraction]]:
    """The item without its keys, and the percent that each option earns. Raises Untaken."""
    item = read_common_terms(question, Kind.SINGLE, question.markdown("questiontext"), topic)
    answers = list(question.all("answer"))
    texts = [question.markdown_of(answer) for answer in answers]
    kept = [(answer, text) for answer, text in zip(answers, texts, strict=True) if text]
    if not 2 <= len(kept) <= len(LETTERS):
        raise Untaken(f"有 {len(kept)} 个选项，应为 2 到 {len(LETTERS)} 个", f"it has {len(kept)} options, not 2 to 10")
    item = replace(item, options=tuple(Option(letter, text) for letter, (_, text) in zip(LETTERS, kept, strict=False)))
    fractions = [read_percent(question, answer) for answer, _ in kept]
    report_option_feedback(question, (answer for answer, _ in kept))
    _report_order(question)
    return item, fractions


def read_truefalse(question: MoodleQuestion, topic: str) -> Item:
    """A true/false item. Raises Untaken."""
    answers = list(question.all("answer"))
    words = [raw_text(answer).strip().casefold() for answer in answers]
    truths = {word: word in _TRUE for word in words if word in _TRUE | _FALSE}
    right = [place for place, answer in enumerate(answers) if read_percent(question, answer) == FULL]
    if len(answers) != 2 or len(right) != 1:
        raise Untaken("判断题没有唯一的正确答案", "it has not just one right answer")
    if len(truths) == 2:
        truth = truths[words[right[0]]]
    elif not truths:
        truth = right[0] == 0  # what old files mean by words in any other language: true comes first
        question.amend((f"答案“{words[right[0]]}”", f"the answer {words[right[0]]}"), _shown(truth))
    else:
        raise Untaken("判断题的答案不是正确与错误", "its answers are not true and false")
    report_option_feedback(question, answers)
    item = read_common_terms(question, Kind.TRUE_FALSE, question.markdown("questiontext"), topic)
    return replace(item, truth=truth)


def _shown(truth: bool) -> tuple[str, str]:
    return ("正确", "true") if truth else ("错误", "false")


def report_option_feedback(
    question: MoodleQuestion, answers: Iterator[etree._Element] | Sequence[etree._Element]
) -> None:
    """Report what would be told to whoever gave an answer."""
    for answer in answers:
        feedback = answer.find("feedback")
        if feedback is not None:
            question.lose_text("选项反馈", "option feedback", feedback)


def _report_order(question: MoodleQuestion) -> None:
    if not question.on("shuffleanswers", True):
        question.lose("选项不打乱次序", "that options keep their order")
    style = question.value("answernumbering") or "abc"
    if style.casefold() not in {"abc", "abcd"}:
        question.amend((f"选项编号 {style}", f"the numbering {style}"), ("A、B、C", "A, B, C"))


def _read_single(question: MoodleQuestion, item: Item, fractions: list[Fraction]) -> Item:
    keys = [option.letter for option, share in zip(item.options, fractions, strict=True) if share >= FULL - CLOSE]
    if len(keys) != 1:
        raise Untaken(f"单选题有 {len(keys)} 个满分的选项", f"{len(keys)} options of a single choice earn all points")
    for option, share in zip(item.options, fractions, strict=True):
        if option.letter not in keys and share:
            shown = show_fraction(share)
            question.lose(f"选项 {option.letter} 得 {shown}% 的分", f"that option {option.letter} earns {shown} %")
    return replace(item, keys=frozenset(keys))


def _read_multiple(question: MoodleQuestion, item: Item, fractions: list[Fraction]) -> Item:
    keys = frozenset(option.letter for option, share in zip(item.options, fractions, strict=True) if share > 0)
    if not keys:
        raise Untaken("没有得分的选项", "no option earns points")
    item = replace(item, kind=Kind.MULTIPLE, keys=keys)
    for candidate in _candidates(question, item):
        if same_fractions(fractions_of(candidate), fractions):
            question.tags.take("少选")
            question.tags.take("错选")
            return candidate
    return _nearest_rule(question, item, fractions)


def _candidates(question: MoodleQuestion, item: Item) -> Iterator[Item]:
    """Rules that the item may have: what a tag of ours says, then what the fractions alone can say."""
    credit = read_credit(question.tags.peek("少选") or "按比例")
    wrong = _WRONGS.get(question.tags.peek("错选") or "不得分")
    if credit is not None and wrong is not None and credit.sound:
        settled = credit.of(item.points)
        yield replace(item, credit=settled.rule, credit_share=settled.share, wrong=wrong)
    yield item
    yield replace(item, wrong=WrongRule.CANCEL)


def _nearest_rule(question: MoodleQuestion, item: Item, fractions: list[Fraction]) -> Item:
    """The rule that comes nearest, reported with the fractions that it stands for."""
    shares = "、".join(
        f"{option.letter} {show_fraction(share)}%" for option, share in zip(item.options, fractions, strict=True)
    )
    wrong = [share for option, share in zip(item.options, fractions, strict=True) if option.letter not in item.keys]
    # A wrong choice that costs less than everything is nearer to taking one right choice back.
    cancels = bool(wrong) and all(-FULL < share < 0 for share in wrong)
    now = ("少选按比例，错选抵消", "a share for each key, a wrong one takes a right one back")
    if not cancels:
        now = ("少选按比例，错选不得分", "a share for each key, nothing with a wrong one")
    question.amend((f"各选项的分数（{shares}）", f"the fractions ({shares})"), now)
    return replace(item, wrong=WrongRule.CANCEL if cancels else WrongRule.NOTHING)
