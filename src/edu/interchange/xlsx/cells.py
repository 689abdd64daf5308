"""What a cell of a sheet says, as text."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.cell.rich_text import CellRichText, TextBlock

from edu.interchange.emphasis_marks import mark_bold
from edu.interchange.exchange import LONGEST_LINE
from edu.interchange.question_rows.row import RowCell
from edu.interchange.raised_text import lower_text, raise_text

CellChange = tuple[tuple[str, str], tuple[str, str]]
"""What became what, for a finding."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")
_TEXT_FORMULA = re.compile(r'="((?:[^"]|"")*)"')
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_BAD_VALUE = ("单元格 {place} 是错误值 {value}", "cell {place} holds the error {value}")


def read_cell(cell: ReadOnlyCell, value: Any) -> tuple[RowCell, CellChange | None]:
    """The cell, and what was changed to make it text. A formula's value is unknown: it is a fault."""
    place = str(cell.coordinate)
    if cell.data_type == "f":
        return _read_formula(value, place), None
    if cell.data_type == "e":
        return RowCell(place=place, fault=(_BAD_VALUE[0].format(place=place, value=value),
                                        _BAD_VALUE[1].format(place=place, value=value))), None  # fmt: skip
    if isinstance(value, bool):
        return RowCell("TRUE" if value else "FALSE", place, truth=value), None
    if isinstance(value, int | float):
        return RowCell(_show_number(value, cell.number_format or ""), place), None
    if isinstance(value, CellRichText):
        return _read_rich(value, place)
    for kind, show in _TIMES.items():
        if isinstance(value, kind):
            return _read_time(show(value), place)
    return _make(clean_cell(str(value)), place), None


def clean_cell(text: str) -> str:
    """Text without control characters and with plain line ends; Excel writes ``_x000D_`` for some."""
    plain = _ESCAPED.sub(_unescape, text).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", plain).replace("\u2028", "\n").replace("\xa0", " ").strip()


def _unescape(match: re.Match[str]) -> str:
    sign = chr(int(match[1], 16))
    return "" if sign == "\r" or _CONTROL.match(sign) else sign if sign in "\n\t" else match[0]


def _make(text: str, place: str) -> RowCell:
    if len(text) <= LONGEST_LINE:
        return RowCell(text, place)
    return RowCell(
        "", place, (f"单元格 {place} 有 {len(text)} 个字符，太长", f"cell {place} has {len(text)} characters")
    )


def _read_formula(value: Any, place: str) -> RowCell:
    """A formula is a fault, but for the ``="001"`` with which some systems write text."""
    match = _TEXT_FORMULA.fullmatch(value) if isinstance(value, str) else None
    if match is not None:
        return _make(clean_cell(match[1].replace('""', '"')), place)
    return RowCell("", place, (f"单元格 {place} 是公式", f"cell {place} is a formula"))


def _show_number(value: float, number_format: str) -> str:
    """1 for 1.0, 0.05 or, where the sheet shows percentages, 5%."""
    number = Decimal(repr(value))
    if not number.is_finite():
        return str(value)
    percent = "%" in _LITERAL.sub("", number_format)
    shown = format((number * 100 if percent else number).normalize(), "f")
    return f"{shown}%" if percent else shown


def _show_moment(value: datetime) -> str:
    if value.time() == time():
        return value.date().isoformat()
    return value.isoformat(" ", "seconds" if value.second else "minutes")


def _show_time(value: time) -> str:
    return value.isoformat("seconds" if value.second else "minutes")


_TIMES: Mapping[type, Callable[[Any], str]] = {
    datetime: _show_moment, date: date.isoformat, time: _show_time, timedelta: str,
}  # fmt: skip


def _read_time(shown: str, place: str) -> tuple[RowCell, CellChange]:
    return RowCell(shown, place), (
        (f"单元格 {place} 的日期或时间", f"the date or time in cell {place}"),
        (shown, shown),
    )


def _read_rich(value: CellRichText, place: str) -> tuple[RowCell, CellChange | None]:
    """Bold stays, raised and lowered signs become plain ones, colours and sizes carry nothing."""
    stretches, raised = list[tuple[str, bool]](), list[str]()
    for part in value:
        text, bold = str(part), False
        if isinstance(part, TextBlock):
            bold = bool(part.font.b)
            show = {"superscript": raise_text, "subscript": lower_text}.get(part.font.vertAlign or "")
            if show is not None and text.strip():
                text = show(text.strip())
                raised.append(text)
        stretches.append((_ESCAPED.sub(_unescape, text), bold))
    cell = _make(clean_cell(mark_bold(stretches)), place)
    if not raised:
        return cell, None
    shown = "、".join(raised)
    return cell, ((f"单元格 {place} 的上下标", f"raised or lowered text in cell {place}"), (shown, shown))
