"""Numeric answers: ``3500:1``, ``3..4``, several of them with weights."""

import re
from dataclasses import dataclass
from decimal import Decimal, localcontext

from edu.content.items.item_answer import BLANK, printed_unit
from edu.content.syntax.field_line import narrow
from edu.domain.items.expression import (
    LARGEST,
    PRECISION,
    CannotBeComputed,
    NotAnExpression,
    compute,
    parse,
    round_half_up,
)
from edu.domain.items.item import Item, Mistake, Numeric
from edu.domain.items.quantity import NO_VALUES
from edu.interchange.gift.choices import report_feedback
from edu.interchange.gift.question import AnswerPiece, GiftQuestion, read_piece, split_answers
from edu.interchange.gift.scope import Reading, Writing, cannot_write, refuse_text
from edu.interchange.gift.texts import TextForm, read_text, unescape_text, write_text
from edu.interchange.not_exchanged import refuse

_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)?(?:\.\d*)?(?:[eE][-+]?\d{1,2})?")
_LONGEST = 60
_EXACT = 100
"""Digits of the arithmetic that turns a percentage into a value."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """One answer: a value with its margin, or from ``low`` to ``high``; ``value`` is ``None`` for ``*``."""

    piece: AnswerPiece
    value: Decimal | None = None
    margin: Decimal = Decimal(0)
    low: Decimal | None = None
    high: Decimal | None = None


def read_numeric_key(question: GiftQuestion, stem: str, reading: Reading) -> Numeric:
    """The key. Behind a printed % a bare 8 is 8 %. Raises NotExchanged."""
    answers = [_read_answer(piece) for piece in _split(question, reading)]
    full = [answer for answer in answers if _weight(answer.piece) >= 100]
    if len(full) != 1:
        raise refuse(f"得满分的值要有 1 个，这里有 {len(full)} 个", f"{len(full)} values earn all the points, not one")
    key = full[0]
    unit = printed_unit(stem)
    percent = unit == "%"
    for answer in answers:
        _report(answer, question, reading)
    mistakes = tuple(
        _read_mistake(answer, key, question, percent, reading)
        for answer in answers
        if _weight(answer.piece) <= 0 and answer.value is not None and answer.piece.feedback
    )
    if key.low is not None and key.high is not None:
        return Numeric(low=_show(key.low, percent), high=_show(key.high, percent), unit=unit, mistakes=mistakes)
    if key.value is None:
        raise refuse("任何数都算对（*）", "any number is right (*)")
    margin = key.margin.scaleb(-2) if percent else key.margin
    return Numeric(_show(key.value, percent), plain(margin) if margin else "", unit=unit, mistakes=mistakes)


def _split(question: GiftQuestion, reading: Reading) -> list[AnswerPiece]:
    body, tilde, rest = (question.answer or "").strip().removeprefix("#").partition("~")
    if tilde:
        report_feedback(read_piece("~", rest).feedback, ("其他答案的", "of other answers"), question, reading)
    pieces = split_answers(body, "=") if body.lstrip().startswith("=") else [read_piece("", body)]
    if not body.strip():
        raise refuse("没有得满分的值", "no value earns all the points")
    return pieces


def _weight(piece: AnswerPiece) -> Decimal:
    return Decimal(100) if piece.weight is None else Decimal(piece.weight)


def _read_answer(piece: AnswerPiece) -> _Answer:
    text = narrow(unescape_text(piece.text)).replace("−", "-").strip()
    if text == "*":
        return _Answer(piece)
    if ".." in text:
        low, high = (_read_number(part) for part in text.split("..", 1))
        if low > high:
            raise refuse(f"范围 {text} 从大到小", f"the range {text} runs downwards")
        return _Answer(piece, low=low, high=high)
    value, _, margin = text.partition(":")
    width = _read_number(margin) if margin.strip() else Decimal(0)
    if width < 0:
        raise refuse(f"误差 {margin.strip()} 小于零", f"the margin {margin.strip()} is below zero")
    return _Answer(piece, _read_number(value), width)


def _read_number(text: str) -> Decimal:
    plain_text = text.strip()
    if len(plain_text) > _LONGEST or not re.search(r"\d", plain_text) or not _NUMBER.fullmatch(plain_text):
        raise refuse_text(text)
    value = Decimal(plain_text.replace(",", ""))
    if abs(value) > LARGEST:
        raise refuse(f"数值 {plain_text} 超出范围", f"the value {plain_text} is out of range")
    return value


def _report(answer: _Answer, question: GiftQuestion, reading: Reading) -> None:
    """What an answer says that a numeric key or a typical mistake has no place for."""
    weight, shown = _weight(answer.piece), unescape_text(answer.piece.text)
    if weight > 0 or answer.value is None:
        report_feedback(answer.piece.feedback, (f"答案 {shown} 的", f"of the answer {shown}"), question, reading)
    if 0 < weight < 100:
        reading.lost(f"答 {shown} 得 {answer.piece.weight}% 的分", f"{answer.piece.weight}% of the points for {shown}")
    elif weight <= 0 and not answer.piece.feedback:
        reading.lost(f"不得分的答案 {shown}", f"the answer {shown}, which earns nothing")


def _read_mistake(answer: _Answer, key: _Answer, question: GiftQuestion, percent: bool, reading: Reading) -> Mistake:
    value = answer.value or Decimal(0)
    if answer.margin != key.margin:
        what = (
            f"错误值 {plain(value)} 的误差 {plain(answer.margin)}",
            f"the margin {plain(answer.margin)} of {plain(value)}",
        )
        reading.changed(what, (f"答案的误差 {plain(key.margin)}", f"that of the answer, {plain(key.margin)}"))
    return Mistake(_show(value, percent), read_text(answer.piece.feedback, question.form, reading.report))


def plain(value: Decimal) -> str:
    """Every digit, without exponent or trailing zeros."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def _show(value: Decimal, percent: bool) -> str:
    return f"{plain(value)}%" if percent else plain(value)


def write_numeric_key(item: Item, form: TextForm, writing: Writing) -> list[str]:
    """The line of the key and those of typical mistakes. Raises NotExchanged."""
    numeric = item.numeric
    if numeric is None or numeric.parameters:
        raise cannot_write("答案随参数变化", "its answer depends on parameters")
    if len(BLANK.findall(item.stem)) > 1:
        raise cannot_write("GIFT 一题只有一个空", "GIFT has one blank a question")
    return _Writer(numeric, printed_unit(item.stem), form, writing).write()


class _Writer:
    """Turns expressions into values; what changes in looks is reported."""

    def __init__(self, numeric: Numeric, printed: str, form: TextForm, writing: Writing) -> None:
        self.numeric, self.form, self.writing = numeric, form, writing
        self.percent = printed == "%" and numeric.unit == "%"
        if numeric.unit and numeric.unit != printed:
            writing.lost(f"单位“{numeric.unit}”", f"the unit {numeric.unit}")
        if numeric.places is not None:
            writing.lost(f"保留 {numeric.places} 位", f"rounding to {numeric.places} places")

    def write(self) -> list[str]:
        numeric = self.numeric
        if numeric.answer:
            key = self._around(numeric.answer, ("答案", "the answer"))
        else:
            low = self._value(numeric.low, ("下限", "the lower end"))
            key = f"{low}..{self._value(numeric.high, ('上限', 'the upper end'))}"
        told = ("错误值", "the mistaken value")
        mistakes = [
            f"=%0%{self._around(mistake.value, told)}#{write_text(mistake.feedback, self.form)[1]}"
            for mistake in numeric.mistakes
        ]
        return [f"={key}", *mistakes]

    def _around(self, text: str, name: tuple[str, str]) -> str:
        """A value with the margin around it."""
        value = self._compute(text)
        if self.numeric.places is not None:
            value = round_half_up(value, Decimal(self.numeric.places))
        margin = self._margin(value)
        shown = self._shown(value, text, name)
        return f"{shown}:{plain(self._scale(margin))}" if margin else shown

    def _value(self, text: str, name: tuple[str, str]) -> str:
        return self._shown(self._compute(text), text, name)

    def _shown(self, value: Decimal, text: str, name: tuple[str, str]) -> str:
        shown = plain(self._scale(value))
        if text != shown + ("%" if self.percent else ""):
            self.writing.changed((f"{name[0]} {text}", f"{name[1]} {text}"), (shown, shown))
        return shown

    def _scale(self, value: Decimal) -> Decimal:
        with localcontext(prec=_EXACT):
            return value.scaleb(2) if self.percent else value

    def _margin(self, value: Decimal) -> Decimal:
        text = self.numeric.margin
        if not text:
            return Decimal(0)
        margin = self._compute(text)
        if not text.endswith("%"):
            return margin
        if len(value.as_tuple().digits) >= PRECISION:
            raise cannot_write(f"误差 {text} 换算不出精确的值", f"the margin {text} is no exact value")
        with localcontext(prec=_EXACT):
            margin *= abs(value)
        shown = plain(self._scale(margin))
        self.writing.changed((f"误差 {text}", f"the margin {text}"), (shown, shown))
        return margin

    def _compute(self, text: str) -> Decimal:
        try:
            return compute(parse(text), NO_VALUES)
        except (NotAnExpression, CannotBeComputed) as error:
            raise cannot_write(*error.words) from error
