"""What the quick reading of cells does not tell of a sheet: merged ranges, hidden rows and columns."""

import io
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from openpyxl.cell.rich_text import CellRichText
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries

from edu.content.finding import Findings
from edu.interchange.safe_xml import parse_xml
from edu.interchange.safe_zip import Archive

MOST_MERGED = 20_000
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range, rows and columns from 1, the last ones included."""

    name: str
    column: int
    first_row: int
    last_row: int


@dataclass(slots=True)
class SheetLayout:
    """``last_row`` is the last one with a value, ``filled`` how many have one.

    ``rich`` are texts with formats that stand in the sheet itself.
    """

    merged: list[Merged] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)
    rich: dict[str, CellRichText] = field(default_factory=dict)
    last_row: int = 0
    filled: int = 0


def check_parts(archive: Archive, findings: Findings) -> bool:
    """Whether no XML part declares entities: the library would read them."""
    for name in archive.names:
        if not name.casefold().endswith((".xml", ".rels", ".vml")):
            continue
        data = archive.read(name)
        if data is None:
            findings.add("X301", 1, format=".xlsx")
            return False
        if _DECLARES.search(data[:100_000].replace(b"\0", b"")):
            findings.add("X305", 1)
            return False
    return True


def find_sheets(archive: Archive, findings: Findings) -> dict[str, str]:
    """The paths of the sheets by their names."""
    workbook = parse_xml(archive.read("xl/workbook.xml") or b"", Findings(findings.path))
    relations = parse_xml(archive.read("xl/_rels/workbook.xml.rels") or b"", Findings(findings.path))
    if workbook is None or relations is None:
        return {}
    targets = {relation.get("Id", ""): relation.get("Target", "") for relation in relations}
    found = {}
    for sheet in workbook.iter("{*}sheet"):
        target = targets.get(sheet.get(_RELATION, ""), "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        found[sheet.get("name", "")] = path
    return found


def read_layout(data: bytes) -> SheetLayout:
    """The layout of one sheet. Raises ``etree.XMLSyntaxError`` where it is broken."""
    layout = SheetLayout()
    options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    tags = ("{*}row", "{*}col", "{*}mergeCell")
    for _, element in etree.iterparse(io.BytesIO(data), events=("end",), tag=tags, **options):
        name = etree.QName(element).localname
        if name == "row":
            _take_row(element, layout)
        elif name == "col":
            layout.hidden_columns += _hidden_columns(element)
        elif len(layout.merged) < MOST_MERGED:
            layout.merged += _merged(element.get("ref", ""))
        element.clear()
    return layout


def _take_row(element: etree._Element, layout: SheetLayout) -> None:
    number = element.get("r", "")
    row = int(number) if number.isdecimal() else layout.last_row + 1
    text: Any  # the library asks for any tree's elements
    for text in element.iter("{*}is"):
        if text.find("{*}r") is not None:
            layout.rich[text.getparent().get("r", "")] = CellRichText.from_tree(text)
    if next(element.iter("{*}v", "{*}is", "{*}f"), None) is None:
        return
    layout.last_row = max(layout.last_row, row)
    layout.filled += 1
    if _is_true(element.get("hidden")):
        layout.hidden_rows.append(row)


def _hidden_columns(element: etree._Element) -> Iterator[str]:
    first, last = element.get("min", ""), element.get("max", "")
    if _is_true(element.get("hidden")) and first.isdecimal() and last.isdecimal():
        for column in range(int(first), min(int(last), int(first) + 30) + 1):
            if 1 <= column <= 18_278:
                yield get_column_letter(column)


def _merged(name: str) -> Iterator[Merged]:
    try:
        left, top, _, bottom = range_boundaries(name)
    except (ValueError, TypeError):
        return
    if None not in (left, top, bottom):
        yield Merged(name, int(left or 1), int(top or 1), int(bottom or 1))


def _is_true(value: str | None) -> bool:
    return value in {"1", "true"}
