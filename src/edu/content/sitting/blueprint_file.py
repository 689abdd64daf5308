"""Blueprints: what a form must be made of, and the terms of sitting it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import TypeVar

from edu.content.finding import Findings
from edu.content.items.item_file import DIFFICULTIES
from edu.content.items.kind_names import KIND_NAMES
from edu.content.nearest import nearest_name
from edu.content.sitting.terms_file import TERM_KEYS, read_terms
from edu.content.syntax.amount_text import (
    read_count,
    read_duration,
    read_months,
    read_plain_number,
    read_share,
)
from edu.content.syntax.document import Document
from edu.content.syntax.front_matter import FrontMatter, Key, read_front, read_limits
from edu.content.syntax.markdown_table import Column, TableRow, read_table
from edu.domain.sitting.blueprint import Blueprint, Cell

T = TypeVar("T")

_KEYS = (
    Key("编号", "id", required=True),
    Key("考试", "title", required=True),
    Key("英文", "english", required=True),
    Key("时长", "duration", required=True),
    Key("及格", "cut", required=True),
    Key("次数", "limits"),
    Key("间隔", "interval"),
    Key("有效期", "validity"),
    Key("来源", "source"),
    *TERM_KEYS,
)
_COLUMNS = (
    Column("大题", "part"), Column("题型", "kind"), Column("题库", "bank", optional=True),
    Column("考点", "topic", optional=True), Column("题数", "count"), Column("每题分值", "points"),
    Column("难度", "difficulty", optional=True),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BlueprintFile:
    """``lines`` has one entry a cell."""

    blueprint: Blueprint
    path: str
    lines: tuple[int, ...]


def read_blueprint(document: Document, findings: Findings) -> BlueprintFile:
    """The blueprint with the cells that can be read."""
    front = read_front(document, _KEYS, findings)
    table = read_table(document.body, _COLUMNS, findings)
    read = [(_read_cell(row, findings), row.line) for row in (table.rows if table else ())]
    if table is None or (table.whole and not read):
        findings.add("B101", 1 if table is None else table.line)
    cells = [(cell, line) for cell, line in read if cell is not None]
    blueprint = _make_blueprint(front, [cell for cell, _ in cells])
    return BlueprintFile(blueprint, document.path, tuple(line for _, line in cells))


def _make_blueprint(front: FrontMatter, cells: Sequence[Cell]) -> Blueprint:
    return Blueprint(
        id=front.id(),
        title=front.text("title"),
        duration=_read(front, "duration", read_duration, timedelta(minutes=30), "30 分钟"),
        cut=_read(front, "cut", read_share, Fraction(1), "80%"),
        cells=tuple(cells),
        limits=read_limits(front),
        interval=_read(front, "interval", read_duration, timedelta(0), "10 分钟"),
        validity_months=_read(front, "validity", read_months, 12, "12 个月"),
        english=front.text("english"),
        terms=read_terms(front),
    )


def _read(front: FrontMatter, key: str, reader: Callable[[str], T | None], default: T, example: str) -> T:
    entry = front.entry(key)
    value = reader(entry.value) if entry.value else default
    if value is None:
        front.findings.add("F208", entry.line, name=entry.name, value=entry.value, example=example)
    return default if value is None else value


def _read_cell(row: TableRow, findings: Findings) -> Cell | None:
    kind = KIND_NAMES.get(row["kind"].casefold())
    count, points = read_count(row["count"]), read_plain_number(row["points"])
    difficulty = DIFFICULTIES.get(row["difficulty"].casefold())
    sound = True
    for name, cell, found, known in (
        ("题型", row["kind"], kind, tuple(KIND_NAMES)),
        ("难度", row["difficulty"], difficulty or not row["difficulty"], tuple(DIFFICULTIES)),
    ):
        if not found:
            findings.add("B102", row.line, name=name, value=cell, nearest=nearest_name(cell, known))
            sound = False
    for name, cell, number, example in (("题数", row["count"], count, "4"), ("每题分值", row["points"], points, "2")):
        if not number:
            findings.add("B103", row.line, name=name, value=cell, example=example)
            sound = False
    if not row["part"]:
        findings.add("B104", row.line)
    if not sound or kind is None or count is None or points is None:
        return None
    return Cell(row["part"], kind, count, points, row["bank"], row["topic"], difficulty)
