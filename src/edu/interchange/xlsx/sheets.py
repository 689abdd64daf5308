"""The sheets of a workbook as rows of cells."""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from edu.content.finding import Findings
from edu.interchange.exchange import MOST_ITEMS
from edu.interchange.question_rows.row import EMPTY, RowCell, SheetRow
from edu.interchange.safe_zip import Archive
from edu.interchange.xlsx.cells import CellChange, read_cell
from edu.interchange.xlsx.sheet_layout import SheetLayout, find_sheets, read_layout

MOST_SHEET_ROWS = MOST_ITEMS + 100
_MOST_COLUMNS = 100
_MOST_FILLED = 200_000

DAMAGED = (
    ArithmeticError, AssertionError, AttributeError, EOFError, InvalidFileException, LookupError, NotImplementedError,
    OSError, RecursionError, TypeError, ValueError, etree.LxmlError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What the library raises when a part of the file is not what it should be; broken XML is a ``SyntaxError``."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with its rows that hold something. ``changes`` are by row and column."""

    name: str
    shown: bool
    rows: list[SheetRow]
    layout: SheetLayout
    changes: Mapping[tuple[int, int], CellChange]


def read_sheets(data: bytes, archive: Archive, findings: Findings) -> list[Sheet]:
    """All sheets with cells, or none with a finding."""
    paths = find_sheets(archive, findings)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that the library does not know; we ask for cells only
            return list(_read_sheets(data, archive, paths))
    except SyntaxError as error:
        findings.add("X306", 1, reason=error.msg)
    except DAMAGED:
        findings.add("X301", 1, format=".xlsx")
    return []


def _read_sheets(data: bytes, archive: Archive, paths: Mapping[str, str]) -> Iterator[Sheet]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, rich_text=True)
    for sheet in book.worksheets:
        layout = read_layout(archive.read(paths.get(sheet.title, "")) or b"<none/>")
        rows, changes = _read_rows(sheet, layout.rich)
        _fill_merged(rows, layout)
        kept = [row for _, row in sorted(rows.items()) if any(cell is not EMPTY for cell in row.cells.values())]
        yield Sheet(sheet.title, sheet.sheet_state == "visible", kept, layout, changes)
    book.close()


def _read_rows(sheet: Any, rich: Mapping[str, Any]) -> tuple[dict[int, SheetRow], dict[tuple[int, int], CellChange]]:
    rows: dict[int, SheetRow] = {}
    changes: dict[tuple[int, int], CellChange] = {}
    sheet.reset_dimensions()  # what a file says of its own size is often wrong
    for number, line in enumerate(sheet.iter_rows(max_row=MOST_SHEET_ROWS, max_col=_MOST_COLUMNS), 1):
        cells: dict[int, RowCell] = {}
        for column, given in enumerate(line, 1):
            if given.value is None:
                continue
            cell, change = read_cell(given, rich.get(given.coordinate, given.value))
            if cell.text or cell.fault:
                cells[column] = cell
            if change is not None:
                changes[number, column] = change
        if cells:
            rows[number] = SheetRow(number, cells)
    return rows, changes


def _fill_merged(rows: dict[int, SheetRow], layout: SheetLayout) -> None:
    """The value of a merged range belongs to all its rows, in its first column."""
    filled = 0
    for merged in layout.merged:
        first = rows.get(merged.first_row)
        cell = first.cells.get(merged.column) if first else None
        if cell is None:
            continue
        for number in range(merged.first_row + 1, min(merged.last_row, layout.last_row) + 1):
            filled += 1
            if filled > _MOST_FILLED:
                return
            row = rows.get(number)
            if row is not None and merged.column not in row.cells:
                rows[number] = SheetRow(number, {**row.cells, merged.column: cell})
