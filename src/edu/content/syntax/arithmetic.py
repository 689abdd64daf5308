"""Sums in lessons, recomputed exactly: digits, ``+ - × ÷ ( ) %`` and units, over fractions. No eval."""

import re
from fractions import Fraction

from edu.content.syntax.field_line import narrow

_LONGEST_LINE = 300
_DEEPEST = 30
_UNIT = r"(?:[\u4e00-\u9fff]+(?:/[\u4e00-\u9fff]+)?|RMB|yuan(?:/\w+)?|lots?|tonnes?|tons?|points?|days?)"
_NUMBER = re.compile(rf"(\d{{1,3}}(?:,\d{{3}})+|\d{{1,15}})(?:\.(\d{{1,10}}))?\s*(%)?\s*({_UNIT})?")
_CURRENCY = re.compile(r"(?:RMB|CNY|¥|￥)\s*(?=[\d(-])")
_SIGNS = str.maketrans({"−": "-", "–": "-", "*": "×", "/": "÷", "·": "×"})
_EQUALS = re.compile(r"\s*(=|≈)\s*")
_SCALES = {"万": 10**4, "亿": 10**8}


class NotASum(Exception):
    """A line that is no sum."""


def read_equation(line: str) -> list[tuple[str, str]] | None:
    """The sides of ``terms = value`` with the sign before each; ``None`` for a line that is a remark in words.

    What stands before a colon names the line and is left out.
    """
    plain = narrow(line).strip().removeprefix("- ").strip()
    if not _EQUALS.search(plain):
        return None
    plain = plain.rsplit(":", 1)[-1]
    pieces = _EQUALS.split(plain)
    return [("=", pieces[0]), *zip(pieces[1::2], pieces[2::2], strict=True)]


def compute_sum(text: str) -> Fraction:
    """The exact value. Raises :class:`NotASum`."""
    if len(text) > _LONGEST_LINE:
        raise NotASum(text)
    return _Sum(_CURRENCY.sub("", narrow(text))).value()


def agree(exact: Fraction, sign: str, given: str) -> bool:
    """Whether ``given`` is the value; after ``≈`` it may be rounded, half up, to the places that it shows."""
    value = compute_sum(given)
    if sign == "=":
        return exact == value
    match = _NUMBER.match(narrow(given).strip().lstrip("-−–+"))
    if match is None:
        return False
    step = Fraction(1, 10 ** len(match[2] or "")) * (Fraction(1, 100) if match[3] else 1) * _scale(match[4])
    return abs(exact - value) * 2 <= step


def show_sum(value: Fraction) -> str:
    """Digits with separators; at most six places, and a fraction where that would not be exact."""
    scaled = value * 10**6
    if scaled.denominator != 1:
        return f"{float(value):,.6g}" if abs(value) < 10**15 else str(value)
    whole = f"{abs(scaled.numerator) // 10**6:,}"
    places = f"{abs(scaled.numerator) % 10**6:06d}".rstrip("0")
    return ("-" if value < 0 else "") + whole + (f".{places}" if places else "")


def _scale(unit: str | None) -> int:
    return _SCALES.get((unit or "")[:1], 1)


class _Sum:
    """Recursive descent: sums of products of signed numbers and brackets."""

    def __init__(self, text: str) -> None:
        self.text, self.place, self.depth = text, 0, 0

    def value(self) -> Fraction:
        found = self._sum()
        if self._peek():
            raise NotASum(self.text)
        return found

    def _peek(self) -> str:
        while self.place < len(self.text) and self.text[self.place].isspace():
            self.place += 1
        return self.text[self.place].translate(_SIGNS) if self.place < len(self.text) else ""

    def _sum(self) -> Fraction:
        found = self._product()
        while (sign := self._peek()) and sign in "+-":
            self.place += 1
            term = self._product()
            found = found + term if sign == "+" else found - term
        return found

    def _product(self) -> Fraction:
        found = self._factor()
        while (sign := self._peek()) and sign in "×÷":
            self.place += 1
            factor = self._factor()
            if sign == "÷" and factor == 0:
                raise NotASum(self.text)
            found = found * factor if sign == "×" else found / factor
        return found

    def _factor(self) -> Fraction:
        sign = self._peek()
        self.depth += 1
        if self.depth > _DEEPEST:
            raise NotASum(self.text)
        if sign and sign in "+-":
            self.place += 1
            found = self._factor() * (-1 if sign == "-" else 1)
        elif sign == "(":
            found = self._bracket()
        else:
            found = self._number()
        self.depth -= 1
        return found

    def _bracket(self) -> Fraction:
        self.place += 1
        found = self._sum()
        if self._peek() != ")":
            raise NotASum(self.text)
        self.place += 1
        return found

    def _number(self) -> Fraction:
        match = _NUMBER.match(self.text, self.place)
        if match is None:
            raise NotASum(self.text)
        self.place = match.end()
        value = Fraction(match[1].replace(",", "") + ("." + match[2] if match[2] else ""))
        return value / (100 if match[3] else 1) * _scale(match[4])
