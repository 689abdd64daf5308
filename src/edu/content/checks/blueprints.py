"""Blueprints: the banks and topics that they name exist, and every cell can be filled, no two enemies together."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from edu.content.checks.ids import check_ids
from edu.content.finding import Finding, make_finding
from edu.content.folder import Sources
from edu.content.items.kind_names import KIND_SHOWN
from edu.content.items.twins import find_enemies
from edu.content.nearest import nearest_name
from edu.content.sitting.blueprint_file import BlueprintFile
from edu.domain.items.item import Item, Use
from edu.domain.sitting.blueprint import Cell
from edu.domain.sitting.form import find_shortages


def check_blueprints(sources: Sources) -> Iterator[Finding]:
    """Findings of every blueprint."""
    live = [bank for bank in sources.banks if bank.use is Use.LIVE]
    pool = list({item.id: item for bank in live for item in bank.items}.values())
    enemies = find_enemies(pool)
    yield from check_ids((file.path, file.blueprint.id) for file in sources.blueprints)
    for file in sources.blueprints:
        named = list(_check_names(file, sorted({bank.title for bank in live}), sorted({item.topic for item in pool})))
        yield from named
        if not named:
            yield from _check_cells(file, pool, enemies)
            yield from _check_exposure(file, pool)


def _check_names(file: BlueprintFile, banks: Sequence[str], topics: Sequence[str]) -> Iterator[Finding]:
    for cell, line in zip(file.blueprint.cells, file.lines, strict=True):
        if cell.bank and cell.bank not in banks:
            yield make_finding("B105", file.path, line, value=cell.bank, nearest=nearest_name(cell.bank, banks))
        if cell.topic and cell.topic not in topics:
            yield make_finding("B106", file.path, line, value=cell.topic, nearest=nearest_name(cell.topic, topics))


def _check_cells(file: BlueprintFile, pool: Sequence[Item], enemies: Mapping[str, str]) -> Iterator[Finding]:
    cells = file.blueprint.cells
    for shortage in find_shortages(file.blueprint, pool, enemies):
        line = next(line for cell, line in zip(cells, file.lines, strict=True) if cell is shortage.cell)
        yield make_finding(
            "B107", file.path, line,
            cell=describe_cell(shortage.cell), count=shortage.cell.count, available=shortage.available,
        )  # fmt: skip


def _check_exposure(file: BlueprintFile, pool: Sequence[Item]) -> Iterator[Finding]:
    limit = file.blueprint.terms.exposure
    if limit is None:
        return
    for cell, line in zip(file.blueprint.cells, file.lines, strict=True):
        available = sum(cell.admits(item) for item in pool)
        if cell.count <= available and Fraction(cell.count, available) > limit:
            yield make_finding(
                "B110", file.path, line, cell=describe_cell(cell), count=cell.count, available=available,
                share=f"{float(Fraction(cell.count, available)):.0%}", limit=f"{float(limit):.0%}",
            )  # fmt: skip


def describe_cell(cell: Cell) -> tuple[str, str]:
    """The cell's criteria in both languages."""
    chinese, english = KIND_SHOWN[cell.kind]
    rest = [part for part in (cell.bank, cell.topic, cell.difficulty.value if cell.difficulty else "") if part]
    return "·".join([chinese, *rest]), " · ".join([english, *rest])
