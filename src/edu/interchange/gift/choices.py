"""Options with weights, and the credit rules that they stand for."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from edu.content.syntax.field_line import LETTERS
from edu.domain.items.item import CreditRule, Item, Kind, Option, WrongRule
from edu.interchange.exchange import BothLanguages
from edu.interchange.gift.question import AnswerPiece, GiftQuestion, split_answers
from edu.interchange.gift.scope import Reading, Writing, cannot_write
from edu.interchange.gift.texts import TextForm, read_text, write_text
from edu.interchange.not_exchanged import refuse

_CLOSE = Fraction(1, 20)
"""Percent by which rounded weights may differ: 33.3 and 33.33333 are a third."""

_WHOLE = Fraction(100)


@dataclass(frozen=True, slots=True)
class Choice:
    """What an item has of its options."""

    kind: Kind
    options: tuple[Option, ...]
    keys: frozenset[str]
    credit: CreditRule = CreditRule.PER_OPTION
    wrong: WrongRule = WrongRule.NOTHING


def read_options(question: GiftQuestion, reading: Reading) -> Choice:
    """The options. ``=`` marks the only right one; without it each option has its share. Raises NotExchanged."""
    pieces = split_answers(question.answer or "", "=~")
    if not 2 <= len(pieces) <= len(LETTERS):
        raise refuse(f"选项要有 2 到 {len(LETTERS)} 个，这里有 {len(pieces)} 个",
                     f"there are {len(pieces)} options, not 2 to {len(LETTERS)}")  # fmt: skip
    options = tuple(
        Option(letter, read_text(piece.text, question.form, reading.report))
        for letter, piece in zip(LETTERS, pieces, strict=False)
    )
    for option in options:
        if not option.text:
            raise refuse(f"选项 {option.letter} 没有文字", f"option {option.letter} has no text")
    weights = {option.letter: _weight(piece) for option, piece in zip(options, pieces, strict=True)}
    single = any(piece.sign == "=" and _weight(piece) == _WHOLE for piece in pieces)
    choice = _read_single(options, weights, reading) if single else _read_multiple(options, weights, reading)
    for option, piece in zip(options, pieces, strict=True):
        report_feedback(piece.feedback, (f"选项 {option.letter} 的", f"of option {option.letter}"), question, reading)
    return choice


def _weight(piece: AnswerPiece) -> Fraction:
    if piece.weight is not None:
        return Fraction(piece.weight)
    return _WHOLE if piece.sign == "=" else Fraction(0)


def report_feedback(feedback: str, whose: BothLanguages, question: GiftQuestion, reading: Reading) -> None:
    """Feedback that belongs to one answer has no place with us."""
    text = read_text(feedback, question.form, lambda what: None) if feedback else ""
    if text:
        reading.lost(f"{whose[0]}反馈“{text}”", f"the feedback {whose[1]}: {text}")


def _read_single(options: tuple[Option, ...], weights: dict[str, Fraction], reading: Reading) -> Choice:
    keys = [letter for letter, weight in weights.items() if weight == _WHOLE]
    if len(keys) != 1:
        raise refuse("有几个选项各得满分（选任何一个都对）", "several options earn all the points by themselves")
    for letter, weight in weights.items():
        if weight not in {0, _WHOLE}:
            shown = show_percent(weight)
            reading.lost(f"选 {letter} 得 {shown}% 的分", f"{shown}% of the points for option {letter}")
    return Choice(Kind.SINGLE, options, frozenset(keys))


def _read_multiple(options: tuple[Option, ...], weights: dict[str, Fraction], reading: Reading) -> Choice:
    keys = frozenset(letter for letter, weight in weights.items() if weight > 0)
    if not keys:
        raise refuse("没有正确选项", "no option is right")
    right = [weights[letter] for letter in sorted(keys)]
    wrong = [weight for letter, weight in weights.items() if letter not in keys]
    if any(abs(weight - _WHOLE / len(keys)) > _CLOSE for weight in right):
        shown = "、".join(f"{show_percent(weight)}%" for weight in right)
        reading.changed(
            (f"正确选项的权重 {shown}", f"the weights {shown} of the right options"), ("按比例", "equal shares")
        )
    return Choice(Kind.MULTIPLE, options, keys, wrong=_read_wrong(wrong, _WHOLE / len(keys), reading))


def _read_wrong(wrong: Sequence[Fraction], share: Fraction, reading: Reading) -> WrongRule:
    """-100 % cancels everything, minus one share one right option; anything else is neither and becomes the nearer."""
    if all(weight <= _CLOSE - _WHOLE for weight in wrong):
        return WrongRule.NOTHING
    if all(abs(weight + share) <= _CLOSE for weight in wrong):
        return WrongRule.CANCEL
    shown = "、".join(f"{show_percent(weight)}%" for weight in dict.fromkeys(wrong))
    what = (f"错误选项的权重 {shown}", f"the weights {shown} of the wrong options")
    if all(-_WHOLE < weight < 0 for weight in wrong):
        reading.changed(what, ("错选“抵消”", "a wrong option that takes one right one back"))
        return WrongRule.CANCEL
    reading.changed(what, ("错选“不得分”", "a wrong option that spoils the item"))
    return WrongRule.NOTHING


def show_percent(weight: Fraction) -> str:
    """At most five places, as Moodle lists its weights: 33.33333."""
    text = f"{Decimal(weight.numerator) / Decimal(weight.denominator):.5f}"
    return text.rstrip("0").rstrip(".")


def write_single(item: Item, form: TextForm, writing: Writing) -> list[str]:
    """The lines of the options, one of them right. Raises NotExchanged."""
    if len(item.keys) > 1:
        raise cannot_write("单选题有几个答案", "a single choice has several keys")
    return _write_options(item, form, "=", "~")


def write_multiple(item: Item, form: TextForm, writing: Writing) -> list[str]:
    """The lines of the options with their weights. Raises NotExchanged."""
    _check_options(item)
    right, wrong = _write_weights(item, writing)
    return _write_options(item, form, f"~{right}", f"~{wrong}")


def _check_options(item: Item) -> None:
    letters = {option.letter for option in item.options}
    if len(item.options) < 2 or not item.keys or not item.keys <= letters:
        raise cannot_write("选项或答案不全", "its options or keys are not complete")


def _write_options(item: Item, form: TextForm, right: str, wrong: str) -> list[str]:
    """``right`` and ``wrong`` stand before the options."""
    _check_options(item)
    return [
        f"{right if option.letter in item.keys else wrong}{write_text(option.text, form)[1]}" for option in item.options
    ]


_SHOWN = {
    CreditRule.HALF: ("少选“得半”", "half the points for too few options"),
    CreditRule.ALL_OR_NOTHING: ("少选“不得分”", "no points for too few options"),
    CreditRule.FIXED: ("少选“固定”", "a fixed share for too few options"),
    CreditRule.EACH: ("少选“每项”", "a fixed share for each option"),
}


def _write_weights(item: Item, writing: Writing) -> tuple[str, str]:
    """What a key and what another option earn; credit is always by share."""
    if item.credit in _SHOWN:
        writing.changed(_SHOWN[item.credit], ("按比例", "equal shares"))
    share = _WHOLE / len(item.keys)
    cancel = item.wrong is WrongRule.CANCEL
    if cancel and (len(item.keys) == 1 or len(item.keys) == len(item.options)):
        writing.lost(
            "错选“抵消”（这里与“不得分”没有分别）", "that wrong options cancel: here they spoil the item as well"
        )
    return f"%{show_percent(share)}%", f"%-{show_percent(share if cancel else _WHOLE)}%"
