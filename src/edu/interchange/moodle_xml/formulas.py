"""Moodle's formulas, ``{a} * {b}``, and our expressions."""

import re
from collections.abc import Mapping
from html import unescape

from edu.domain.items.expression import Name, Node, NotAnExpression, Number, Operation, parse, write_expression
from edu.domain.items.variant import show_value
from edu.interchange.moodle_xml.question import Untaken, read_decimal

_TOKEN = re.compile(
    r"\s*(?:\{(?P<name>[^{}]{1,100})\}|(?P<number>(?:\d{1,18}(?:\.\d{0,18})?|\.\d{1,18})(?:[eE][-+]?\d{1,2})?)"
    r"|(?P<function>[A-Za-z_]\w{0,30})\s*(?=\()|(?P<sign>\*\*|[-+*/(),]))\s*"
)
_PERCENT = re.compile(r"(?<![A-Za-z0-9_])\((\d{1,18}(?:\.\d{1,18})?)/100\)")
"""How a percentage is written, so that it comes back as one: ``(8/100)``, without spaces."""

_FUNCTIONS = {"round": "四舍五入", "max": "最大", "min": "最小", "abs": "绝对值", "floor": "取整"}
_NAMES = {chinese: name for name, chinese in _FUNCTIONS.items()}
_SIGNS = {"×": "*", "÷": "/"}
_STRENGTH = {"+": 1, "-": 1, "×": 2, "÷": 2}


def read_formula(text: str, names: Mapping[str, str]) -> str:
    """Our expression for a formula; ``names`` are the parameters' by the data sets'. Raises Untaken."""
    words, place = [], 0
    plain = unescape(text).replace("\u00a0", " ").strip()
    while place < len(plain):
        percent = _PERCENT.match(plain, place)
        match = percent or _TOKEN.match(plain, place)
        if match is None:
            raise Untaken(
                f"公式“{text}”里的“{plain[place]}”没有对应", f"{plain[place]} in the formula {text} is not ours"
            )
        words.append(f"{match[1]}%" if percent else _token(match, names, text))
        place = match.end()
    try:
        return write_expression(parse(" ".join(words)))
    except NotAnExpression as error:
        chinese, english = error.words
        raise Untaken(f"公式“{text}”：{chinese}", f"the formula {text}: {english}") from error


def _token(match: re.Match[str], names: Mapping[str, str], text: str) -> str:
    if match["name"] is not None:
        if match["name"] not in names:
            raise Untaken(f"公式“{text}”里的 {{{match['name']}}} 没有数据集", f"{{{match['name']}}} has no data set")
        return names[match["name"]]
    if match["number"]:
        value = read_decimal(match["number"])
        return show_value(value) if value is not None else match["number"]
    if match["function"]:
        function = match["function"].casefold()
        if function not in _FUNCTIONS:
            raise Untaken(f"没有函数 {function}", f"there is no function {function}")
        return _FUNCTIONS[function]
    if match["sign"] == "**":
        raise Untaken("没有乘方运算", "there are no powers")
    return match["sign"]


def write_formula(node: Node, names: Mapping[str, str]) -> str:
    """The formula for our expression; ``names`` are the data sets' by the parameters'."""
    return _write(node, names, 0)


def _write(node: Node, names: Mapping[str, str], outer: int) -> str:
    if isinstance(node, Number):
        return f"({show_value(node.value * 100)}/100)" if node.text.endswith("%") else show_value(node.value)
    if isinstance(node, Name):
        return f"{{{names[node.name]}}}"
    if node.sign == "neg":
        return f"(-{_write(node.operands[0], names, 3)})"
    if node.sign in _STRENGTH:
        own = _STRENGTH[node.sign]
        left, right = _write(node.operands[0], names, own), _write(node.operands[1], names, own + 1)
        text = f"{left} {_SIGNS.get(node.sign, node.sign)} {right}"
        return f"({text})" if outer > own else text
    inner = [_write(operand, names, 0) for operand in node.operands]
    if node.sign in {"最大", "最小"} and len(inner) == 1:
        return f"({inner[0]})"
    return f"{_NAMES[node.sign]}({', '.join(inner)})"


def truncated(node: Node) -> list[Node]:
    """What ``node`` truncates: Moodle rounds these down, which is the same above 0 only."""
    if not isinstance(node, Operation):
        return []
    own = [node.operands[0]] if node.sign == "取整" else []
    return own + [part for operand in node.operands for part in truncated(operand)]
