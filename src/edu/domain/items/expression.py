"""Expressions of numeric items: a small tree over Decimal with Chinese or Latin names. No eval.

Grammar: sums and products (``+ - × ÷``, also ``* /``, ``−``), brackets, a sign, numbers (``3,500``, ``8%``, ``3.5万``),
names of parameters, and the functions 取整 (towards zero), 四舍五入 (half up, with places), 最大, 最小, 绝对值.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from functools import lru_cache

PRECISION = 34
LARGEST = Decimal(10) ** 18
_LONGEST = 300
_DEEPEST = 30

_SIGNS = str.maketrans({"−": "-", "–": "-", "*": "×", "/": "÷", "·": "×", "⋅": "×", "，": ",", "、": ","})
_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?)(?P<scale>万|亿)?(?P<percent>%)?"
    r"|(?P<name>[A-Za-z_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff]*)|(?P<sign>[-+×÷(),]))"
)
_SCALES = {"万": Decimal(10**4), "亿": Decimal(10**8)}


class NotAnExpression(Exception):
    """A text that is no expression; the message says why, in Chinese and English."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(english)
        self.words = (chinese, english)


class CannotBeComputed(Exception):
    """A division by zero, a value beyond bounds, or a name without a value."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(english)
        self.words = (chinese, english)


@dataclass(frozen=True, slots=True)
class Number:
    """A constant; ``text`` is how it was written."""

    value: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """A parameter."""

    name: str


@dataclass(frozen=True, slots=True)
class Operation:
    """``sign`` (``+ - × ÷``, or ``neg``) or a function's name, with its operands."""

    sign: str
    operands: "tuple[Node, ...]"


Node = Number | Name | Operation


def _truncate(value: Decimal) -> Decimal:
    return value.to_integral_value(ROUND_DOWN)


def round_half_up(value: Decimal, places: Decimal = Decimal(0)) -> Decimal:
    """四舍五入: half away from zero, to ``places`` after the point."""
    if places != places.to_integral_value() or not 0 <= places <= 12:
        raise CannotBeComputed("四舍五入的位数要在 0 到 12 之间", "places are 0 to 12")
    return value.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)


_FUNCTIONS: Mapping[str, tuple[int, int, Callable[..., Decimal]]] = {
    "取整": (1, 1, _truncate),
    "四舍五入": (1, 2, round_half_up),
    "最大": (1, 20, max),
    "最小": (1, 20, min),
    "绝对值": (1, 1, abs),
}
_ENGLISH = {"trunc": "取整", "round": "四舍五入", "max": "最大", "min": "最小", "abs": "绝对值"}
FUNCTION_NAMES = frozenset(_FUNCTIONS) | frozenset(_ENGLISH)
"""Words that no parameter may have."""

_OPERATIONS: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "×": lambda a, b: a * b,
    "÷": lambda a, b: a / b,
}


@lru_cache(4096)
def parse(text: str) -> Node:
    """The tree of ``text``. Raises :class:`NotAnExpression`."""
    if len(text) > _LONGEST:
        raise NotAnExpression(f"超过 {_LONGEST} 个字符", f"more than {_LONGEST} characters")
    return _Parser(_tokens(text)).whole()


def names(node: Node) -> frozenset[str]:
    """The parameters that ``node`` asks for."""
    if isinstance(node, Name):
        return frozenset({node.name})
    if isinstance(node, Operation):
        return frozenset().union(*map(names, node.operands))
    return frozenset()


def compute(node: Node, values: Mapping[str, Decimal]) -> Decimal:
    """The value to 34 digits. Raises :class:`CannotBeComputed`."""
    with localcontext(prec=PRECISION, rounding=ROUND_HALF_UP):
        try:
            value = _compute(node, values)
        except (InvalidOperation, ArithmeticError) as error:
            raise CannotBeComputed("除数为零或数值超出范围", "a division by zero, or a value out of range") from error
    return value


def _compute(node: Node, values: Mapping[str, Decimal]) -> Decimal:
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Name):
        if node.name not in values:
            raise CannotBeComputed(f"没有参数“{node.name}”", f"there is no parameter {node.name}")
        return values[node.name]
    operands = [_compute(operand, values) for operand in node.operands]
    if node.sign == "neg":
        value = -operands[0]
    elif node.sign in _OPERATIONS:
        value = _OPERATIONS[node.sign](*operands)
    else:
        value = _FUNCTIONS[node.sign][2](*operands)
    if not value.is_finite() or abs(value) > LARGEST:
        raise CannotBeComputed("数值超出范围", "the value is out of range")
    return value


def write_expression(node: Node) -> str:
    """The canonical text of ``node``: Chinese function names, single spaces around signs, no needless brackets."""
    return _write(node, 0)


_STRENGTH = {"+": 1, "-": 1, "×": 2, "÷": 2, "neg": 3}


def _write(node: Node, outer: int) -> str:
    if isinstance(node, Number):
        return node.text
    if isinstance(node, Name):
        return node.name
    if node.sign == "neg":
        return _bracket(f"-{_write(node.operands[0], 3)}", outer > 1)
    if node.sign in _STRENGTH:
        own = _STRENGTH[node.sign]
        left, right = node.operands
        return _bracket(f"{_write(left, own)} {node.sign} {_write(right, own + 1)}", outer > own)
    return f"{node.sign}({', '.join(_write(operand, 0) for operand in node.operands)})"


def _bracket(text: str, needed: bool) -> str:
    return f"({text})" if needed else text


def _tokens(text: str) -> list[re.Match[str]]:
    plain = unicodedata.normalize("NFKC", text).translate(_SIGNS).strip()
    found, place = [], 0
    while place < len(plain):
        match = _TOKEN.match(plain, place)
        if match is None:
            if not plain[place:].strip():
                break
            sign = plain[place:].strip()[0]
            raise NotAnExpression(f"不认识“{sign}”", f"{sign} is unknown here")
        found.append(match)
        place = match.end()
    return found


class _Parser:
    """Recursive descent over the tokens, bounded in depth."""

    def __init__(self, tokens: list[re.Match[str]]) -> None:
        self.tokens, self.place, self.depth = tokens, 0, 0

    def whole(self) -> Node:
        node = self._sum()
        if self.place < len(self.tokens):
            text = self.tokens[self.place][0].strip()
            raise NotAnExpression(f"“{text}”之前缺少运算符", f"an operator is missing before {text}")
        return node

    def _sign(self) -> str:
        return self.tokens[self.place]["sign"] or "" if self.place < len(self.tokens) else ""

    def _sum(self) -> Node:
        node = self._product()
        while (sign := self._sign()) in {"+", "-"}:
            self.place += 1
            node = Operation(sign, (node, self._product()))
        return node

    def _product(self) -> Node:
        node = self._factor()
        while (sign := self._sign()) in {"×", "÷"}:
            self.place += 1
            node = Operation(sign, (node, self._factor()))
        return node

    def _factor(self) -> Node:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise NotAnExpression("括号嵌套太深", "brackets are nested too deeply")
        if self.place >= len(self.tokens):
            raise NotAnExpression("算式不完整", "the expression is not complete")
        token = self.tokens[self.place]
        self.place += 1
        node = self._take(token)
        self.depth -= 1
        return node

    def _take(self, token: re.Match[str]) -> Node:
        if token["number"]:
            return _read_number(token)
        if token["name"]:
            return self._call(token["name"]) if self._sign() == "(" else Name(token["name"])
        if token["sign"] == "(":
            node = self._sum()
            self._close()
            return node
        if token["sign"] in {"+", "-"}:
            operand = self._factor()
            return operand if token["sign"] == "+" else Operation("neg", (operand,))
        raise NotAnExpression(f"“{token['sign']}”之前缺少数值", f"a value is missing before {token['sign']}")

    def _call(self, name: str) -> Node:
        known = _ENGLISH.get(name, name)
        if known not in _FUNCTIONS:
            raise NotAnExpression(f"没有函数“{name}”", f"there is no function {name}")
        self.place += 1
        operands = [self._sum()]
        while self._sign() == ",":
            self.place += 1
            operands.append(self._sum())
        self._close()
        least, most, _ = _FUNCTIONS[known]
        if not least <= len(operands) <= most:
            raise NotAnExpression(f"“{name}”的参数个数不对", f"{name} has the wrong number of values")
        return Operation(known, tuple(operands))

    def _close(self) -> None:
        if self._sign() != ")":
            raise NotAnExpression("缺少右括号", "a closing bracket is missing")
        self.place += 1


def _read_number(token: re.Match[str]) -> Number:
    value = Decimal(token["number"].replace(",", "")) * _SCALES.get(token["scale"] or "", Decimal(1))
    return Number(value / 100 if token["percent"] else value, token[0].strip())
