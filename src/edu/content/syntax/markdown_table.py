"""Markdown tables under known columns."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from edu.content.finding import Findings
from edu.content.nearest import nearest_name
from edu.content.syntax.document import Line

_RULE = re.compile(r"\s*:?-+:?\s*")
_ESCAPED = re.compile(r"(?<!\\)[|｜]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its Chinese and English name; an optional one may be left out of the table."""

    name: str
    english: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """Cells by the column's English name."""

    cells: Mapping[str, str]
    line: int

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in order; ``line`` is that of the head. A table without a needed column is not ``whole`` and has no rows."""

    line: int
    rows: tuple[TableRow, ...]
    whole: bool = True


def read_table(lines: Sequence[Line], columns: Sequence[Column], findings: Findings) -> Table | None:
    """The first table among ``lines``, or ``None``; text around it is a remark. Bad rows are findings and left out."""
    block = _first_block(lines)
    if not block:
        return None
    head = block[0]
    names = _read_head(head, columns, findings)
    if not all(column.optional or column.english in names for column in columns):
        return Table(head.number, (), whole=False)
    rows = []
    for line in block[1:]:
        cells = _split(line.text)
        if all(_RULE.fullmatch(cell) for cell in cells):
            continue
        if len(cells) != len(names):
            findings.add("F404", line.number, count=len(cells), wanted=len(names))
            continue
        known = {name: cell for name, cell in zip(names, cells, strict=True) if name}
        rows.append(TableRow(known, line.number))
    return Table(head.number, tuple(rows))


def _first_block(lines: Sequence[Line]) -> list[Line]:
    """Lines of the first table: they begin with a bar, and a second line of dashes follows the head."""
    block: list[Line] = []
    for line in lines:
        if line.text.strip()[:1] in ("|", "｜"):
            block.append(line)
        elif block:
            break
    return block


def _split(text: str) -> list[str]:
    """Cells of a row; ``\\|`` is a bar inside a cell."""
    inner = text.strip()[1:]
    if inner[-1:] in ("|", "｜") and inner[-2:-1] != "\\":
        inner = inner[:-1]
    return [cell.replace("\\|", "|").strip() for cell in _ESCAPED.split(inner)]


def _read_head(head: Line, columns: Sequence[Column], findings: Findings) -> list[str]:
    known = {name: column.english for column in columns for name in (column.name, column.english)}
    names: list[str] = []
    for cell in _split(head.text):
        name = known.get(cell) or known.get(cell.lower(), "")
        if not name:
            findings.add("F402", head.number, name=cell, nearest=nearest_name(cell, known))
        elif name in names:
            findings.add("F205", head.number, name=cell, first=head.number)
        names.append(name)
    for column in columns:
        if column.english not in names and not column.optional:
            findings.add("F403", head.number, name=(column.name, column.english))
    return names
