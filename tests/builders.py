"""Items and blueprints for tests: each builder takes only what its test is about."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

from edu.domain.items.item import Blank, Item, Kind, Option
from edu.domain.sitting.blueprint import Blueprint, Cell


def an_item(
    keys: str = "AB",
    points: Fraction | int = 4,
    *,
    item_id: str = "q",
    options: str | tuple[Option, ...] = "ABCD",
    **fields: Any,
) -> Item:
    """A choice: of one option where there is one key, else of several."""
    values: dict[str, Any] = {
        "kind": Kind.SINGLE if len(keys) == 1 else Kind.MULTIPLE,
        "stem": f"题干 {item_id}",
        "rationale": "解析",
        "options": options
        if isinstance(options, tuple)
        else tuple(Option(name, f"第 {name} 种说法") for name in options),
        "keys": frozenset(keys),
        "points": Fraction(points),
    }
    return Item(item_id, **(values | fields))


def a_fill_in(*blanks: str, points: int = 6, strict: bool = False, **fields: Any) -> Item:
    """Each of ``blanks`` lists its synonyms between bars: ``平仓|对冲平仓``."""
    accepted = tuple(Blank(tuple(blank.split("|")), strict) for blank in blanks)
    values: dict[str, Any] = {
        "stem": "____，" * len(blanks),
        "rationale": "解析",
        "blanks": accepted,
        "points": Fraction(points),
    }
    return Item("f", Kind.FILL_IN, **(values | fields))


def a_true_false(truth: bool = True, points: int = 2, **fields: Any) -> Item:
    """A statement to judge."""
    return Item("j", Kind.TRUE_FALSE, "说法", "解析", truth=truth, points=Fraction(points), **fields)


def a_cell(count: int = 1, *, kind: Kind = Kind.SINGLE, part: str = "一", points: int = 2, **criteria: Any) -> Cell:
    """Places for ``count`` items; ``criteria`` are bank, topic and difficulty."""
    return Cell(part, kind, count, Fraction(points), **criteria)


def a_blueprint(*cells: Cell) -> Blueprint:
    """A form of these cells, by default of a single item."""
    return Blueprint("check", "检查", timedelta(minutes=30), Fraction(4, 5), cells or (a_cell(),))
