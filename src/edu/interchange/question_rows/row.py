"""Rows as their reader hands them on: texts with their places."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowCell:
    """What a cell says. ``place`` is its name for people, such as C5; ``fault`` tells why it cannot be taken."""

    text: str = ""
    place: str = ""
    fault: tuple[str, str] | None = None
    truth: bool | None = None
    """Of a cell that holds a truth value and no text."""


EMPTY = RowCell()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """Cells by their column, from 1; empty ones are absent. ``number`` is the row's line in the source."""

    number: int
    cells: Mapping[int, RowCell]

    def text(self, column: int) -> str:
        """The text of a cell, empty where there is none."""
        return self.cells.get(column, EMPTY).text
