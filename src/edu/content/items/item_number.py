"""Numeric answers: ``4000 元 ± 1``, ``{{价格 × 手数}} ± 1%``, ``[3.3, 3.4]``, ``12.5 保留 2 位``."""

import re
from dataclasses import dataclass
from decimal import Decimal

from edu.content.finding import Findings
from edu.content.items.item_text import RawItem
from edu.content.items.units import split_unit
from edu.content.syntax.field_line import narrow
from edu.domain.items.expression import FUNCTION_NAMES, NotAnExpression, parse, write_expression
from edu.domain.items.item import Mistake, Numeric, Parameter
from edu.domain.items.normalising import fold, read_number
from edu.domain.items.variant import HOLE, list_values, show_value, value_of

_MARGIN = re.compile(r"\s*(?:±|\+/-|\+-|正负|误差)\s*([\d.,]+\s*%?)\s*")
_PLACES = re.compile(
    r"\s*[，,;；（(]?\s*保留\s*(?:到)?\s*(?:小数点后)?\s*([\d一二两三四五六])\s*位(?:小数)?\s*[）)]?\s*"
)
_RANGE = re.compile(r"[\[［【]\s*(.+?)\s*[,，]\s*(.+?)\s*[\]］】]\s*(.*)")
_STARTS_LIKE_ONE = re.compile(r"[-+−]?\s*(?:0(?!\d)|[1-9]|\.\d|\{\{)|[\[［]")
_NAME = re.compile(r"[A-Za-z_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff]{0,19}")
_PARAMETER = re.compile(r"\s*(.+?)\s*[=＝]\s*(.+?)\s*")
_MISTAKE = re.compile(r"\s*(.+?)\s*(?:→|->|=>|－>|⇒)\s*(.+)")
_COUNTS = {sign: value for value, sign in enumerate("零一二三四五六")} | {"两": 2}
MOST_PARAMETERS = 8
MOST_MISTAKES = 10


@dataclass(frozen=True, slots=True)
class _Value:
    """One side of an answer: an expression's canonical text and the unit written behind it."""

    text: str
    unit: str = ""


def looks_numeric(value: str) -> bool:
    """Whether an answer could be a number: it begins with a digit, a sign, ``{{`` or a bracket."""
    return _STARTS_LIKE_ONE.match(narrow(value)) is not None


def read_numeric(raw: RawItem, printed_unit: str, findings: Findings) -> Numeric | None:
    """The key of a numeric item; ``None``, with a finding, where it cannot be read."""
    line = raw.line_of("answer")
    parameters = _read_parameters(raw, findings)
    answer = _read_answer(raw.value("answer"), printed_unit, line, findings)
    if answer is None or parameters is None:
        return None
    mistakes = _read_mistakes(raw, printed_unit, findings)
    return Numeric(
        answer.answer, answer.margin, answer.low, answer.high, answer.places, answer.unit, parameters, mistakes
    )


def could_be_numeric(value: str) -> bool:
    """Whether the answer reads as a number as a whole, in whatever unit."""
    return looks_numeric(value) and _read_answer(value, "", 1, Findings("")) is not None


def _read_answer(value: str, printed_unit: str, line: int, findings: Findings) -> Numeric | None:
    plain = narrow(value).strip().rstrip("。")
    if match := _RANGE.fullmatch(plain):
        percent = printed_unit == "%"
        low, high = (_read_value(side, line, findings, percent=percent) for side in match.groups()[:2])
        unit = match[3] or (low.unit if low else "") or (high.unit if high else "")
        if low is None or high is None:
            return None
        if _reversed(low.text, high.text):
            findings.add("Q411", line, value=value)
            return None
        if not _fits(unit, printed_unit, line, findings):
            return None
        return Numeric(low=low.text, high=high.text, unit=unit or printed_unit)
    places, margin = _PLACES.search(plain), _MARGIN.search(plain)
    for match in filter(None, (places, margin)):
        plain = plain.replace(match[0], " ", 1)
    found = _read_value(plain, line, findings, percent=printed_unit == "%")
    if found is None or not _fits(found.unit, printed_unit, line, findings):
        return None
    shift = _shift(found.text, printed_unit)
    return Numeric(
        found.text,
        _plain_margin(margin[1], shift) if margin else "",
        places=_count(places[1]) + shift if places else None,
        unit=found.unit or printed_unit,
    )


def _fits(unit: str, printed_unit: str, line: int, findings: Findings) -> bool:
    """An answer in another unit than the one that the stem prints would never be met."""
    if not unit or not printed_unit or unit == printed_unit:
        return True
    findings.add("Q417", line, unit=unit, printed=printed_unit)
    return False


def _shift(answer: str, printed_unit: str) -> int:
    """Places between what candidates write and the value: two where they write per cent."""
    return 2 if printed_unit == "%" or answer.endswith("%") else 0


def _reversed(low: str, high: str) -> bool:
    try:
        return value_of(low) > value_of(high)
    except NotAnExpression:
        return False  # expressions are compared for each variant


def _count(sign: str) -> int:
    return int(sign) if sign.isdigit() else _COUNTS[sign]


def _plain_margin(text: str, shift: int) -> str:
    """A share of the answer (``1%``), or an amount as candidates write it: behind a printed % in points of it."""
    plain = re.sub(r"[\s,]", "", text)
    if plain.endswith("%"):
        return show_value(Decimal(plain.rstrip("%"))) + "%"
    return show_value(Decimal(plain).scaleb(-shift))


def _read_value(text: str, line: int, findings: Findings, *, percent: bool = False) -> _Value | None:
    """An expression in braces, or a number with an optional unit. Behind a printed % a bare 8 is 8%."""
    text = text.strip()
    braces = re.fullmatch(r"\{\{(.+?)\}\}\s*(.*)", text)
    if braces is not None:
        try:
            return _Value(write_expression(parse(braces[1])), braces[2].strip())
        except NotAnExpression as error:
            findings.add("Q401", line, text=braces[1], why=error.words)
            return None
    number, unit = split_unit(text)
    amount = read_number(fold(number).text)
    if amount is None or not re.match(r"[-+−.\d]", number):
        findings.add("Q410", line, value=text)
        return None
    shown = amount.shown
    return _Value(f"{shown}%" if percent and not shown.endswith("%") else shown, unit)


def _read_parameters(raw: RawItem, findings: Findings) -> tuple[Parameter, ...] | None:
    line, found = raw.line_of("parameters"), list[Parameter]()
    for part in filter(None, re.split(r"\s*[；;\n]\s*", raw.value("parameters"))):
        match = _PARAMETER.fullmatch(part)
        if match is None:
            findings.add("Q403", line, text=part, why=("写成“名称 = 值”", "write name = values"))
            return None
        name, values = narrow(match[1]), match[2]
        if not _NAME.fullmatch(name) or name in FUNCTION_NAMES or name in {parameter.name for parameter in found}:
            findings.add("Q402", line, name=name)
            return None
        try:
            list_values(values)
        except NotAnExpression as error:
            findings.add("Q403", line, text=part, why=error.words)
            return None
        found.append(Parameter(name, canonical_values(values)))
    if len(found) > MOST_PARAMETERS:
        findings.add("Q414", line, count=len(found), limit=MOST_PARAMETERS)
        return None
    return tuple(found)


def canonical_values(text: str) -> str:
    """``1..5``, ``3000..4000 每 10`` or ``8%、10%、12%``, whatever twins of the signs were typed."""
    match = re.fullmatch(
        r"(\S+?)\s*(?:\.\.+|…+|～|~|至)\s*(\S+?)(?:\s*(?:每|步长|step)\s*(\S+))?", narrow(text).strip()
    )
    if match is None:
        return "、".join(list_values(text))
    step = f" 每 {match[3]}" if match[3] else ""
    return f"{match[1]}..{match[2]}{step}"


def _read_mistakes(raw: RawItem, printed_unit: str, findings: Findings) -> tuple[Mistake, ...]:
    line, found = raw.line_of("mistakes"), list[Mistake]()
    percent = printed_unit == "%"
    for part in filter(None, re.split(r"\s*[；;\n]\s*", raw.value("mistakes"))):
        match = _MISTAKE.fullmatch(part)
        value = _read_value(narrow(match[1]), line, findings, percent=percent) if match else None
        if match is None:
            findings.add("Q413", line, text=part)
        elif value is not None:
            found.append(Mistake(value.text, match[2].strip()))
    if len(found) > MOST_MISTAKES:
        findings.add("Q415", line, count=len(found), limit=MOST_MISTAKES)
    return tuple(found[:MOST_MISTAKES])


def write_numeric(numeric: Numeric, printed_unit: str) -> str:
    """The answer as a field has it."""
    unit = "" if numeric.unit == printed_unit else numeric.unit
    if not numeric.answer:
        return f"[{_braced(numeric.low)}, {_braced(numeric.high)}]{f' {unit}' if unit else ''}"
    parts = [_braced(numeric.answer) + (f" {unit}" if unit else "")]
    shift = _shift(numeric.answer, printed_unit)
    if numeric.margin:
        margin = numeric.margin
        parts.append(f"± {margin if margin.endswith('%') else show_value(Decimal(margin).scaleb(shift))}")
    if numeric.places is not None:
        parts.append(f"保留 {numeric.places - shift} 位")
    return " ".join(parts)


def write_mistake(mistake: Mistake) -> str:
    """A typical mistake as a line of its field."""
    return f"{_braced(mistake.value)} → {mistake.feedback}"


def _braced(text: str) -> str:
    return text if read_number(fold(text).text) is not None else f"{{{{{text}}}}}"


def canonical_holes(text: str, line: int, findings: Findings) -> str:
    """``text`` with each ``{{expression}}`` in its canonical form; one that cannot be read is a finding."""

    def change(match: re.Match[str]) -> str:
        try:
            return "{{" + write_expression(parse(match[1])) + "}}"
        except NotAnExpression as error:
            findings.add("Q401", line, text=match[1], why=error.words)
            return match[0]

    return HOLE.sub(change, text)
