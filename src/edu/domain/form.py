"""A form: the items drawn for one sitting, in order, frozen. The same seed and pool give the same form."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from edu.domain.blueprint import Blueprint, Cell
from edu.domain.item import Item, Kind
from edu.domain.refusal import Refused
from edu.domain.variant import draw_values


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a form. ``order`` lists the file's letters in the order shown: the page's A is ``order[0]``.

    ``values`` are what the item's parameters stand for in this form.
    """

    item: str
    revision: str
    part: str
    points: Fraction
    order: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """``seed`` reproduces the draw from the same pool."""

    blueprint: str
    seed: int
    slots: tuple[Slot, ...]

    @property
    def points(self) -> Fraction:
        """The most that can be earned."""
        return sum((slot.points for slot in self.slots), Fraction(0))


@dataclass(frozen=True, slots=True)
class Shortage:
    """A cell that asks for more items than are left for it."""

    cell: Cell
    available: int


class CannotBeFilled(Refused):
    """The banks do not hold the items that the blueprint asks for."""

    def __init__(self, shortages: Sequence[Shortage]) -> None:
        super().__init__("This check cannot be put together at present. Please tell us, and try again later.")
        self.shortages = tuple(shortages)


def find_shortages(blueprint: Blueprint, pool: Sequence[Item]) -> list[Shortage]:
    """The cells that cannot be filled. Cells that share items are filled together, so that none is double-counted."""
    return _list_shortages(blueprint, _assign(blueprint, pool))


def draw(blueprint: Blueprint, pool: Sequence[Item], seed: int) -> Form:
    """Draw a form: items of each cell at random, options shuffled, parts in the blueprint's order."""
    rng = random.Random(seed)  # noqa: S311 - reproducible draws, not secrets
    shuffled = sorted(pool, key=lambda item: item.id)
    rng.shuffle(shuffled)
    assignment = _assign(blueprint, shuffled)
    if short := _list_shortages(blueprint, assignment):
        raise CannotBeFilled(short)
    slots: list[Slot] = []
    for part in dict.fromkeys(cell.part for cell in blueprint.cells):
        chosen = [
            (item, cell)
            for place, cell in enumerate(blueprint.cells)
            if cell.part == part
            for item in assignment[place]
        ]
        rng.shuffle(chosen)
        slots += [_make_slot(item, cell, rng) for item, cell in chosen]
    return Form(blueprint.id, seed, tuple(slots))


def _make_slot(item: Item, cell: Cell, rng: random.Random) -> Slot:
    order = _shuffle_options(item, rng)
    values = tuple(draw_values(item.numeric, rng).items()) if item.numeric else ()
    return Slot(item.id, item.revision, cell.part, cell.points, order, values)


def _list_shortages(blueprint: Blueprint, assignment: Sequence[Sequence[Item]]) -> list[Shortage]:
    pairs = zip(blueprint.cells, assignment, strict=True)
    return [Shortage(cell, len(items)) for cell, items in pairs if len(items) < cell.count]


def _shuffle_options(item: Item, rng: random.Random) -> tuple[str, ...]:
    letters = [option.letter for option in item.options]
    if item.kind in {Kind.SINGLE, Kind.MULTIPLE}:
        rng.shuffle(letters)
    return tuple(letters)


def _assign(blueprint: Blueprint, pool: Sequence[Item]) -> list[list[Item]]:
    """Items for each cell by augmenting paths: a full assignment is found whenever one exists."""
    owner: dict[int, int] = {}
    held: list[list[int]] = [[] for _ in blueprint.cells]
    candidates = [[place for place, item in enumerate(pool) if cell.admits(item)] for cell in blueprint.cells]

    def take_one(cell: int, seen: set[int]) -> bool:
        seen.add(cell)  # a cell is asked once: a path is no longer than the blueprint has cells
        for place in candidates[cell]:
            current = owner.get(place)
            if current is None or (current not in seen and take_one(current, seen)):
                if current is not None:
                    held[current].remove(place)
                owner[place] = cell
                held[cell].append(place)
                return True
        return False

    for number, cell in enumerate(blueprint.cells):
        for _ in range(cell.count):
            if not take_one(number, set()):
                break
    return [[pool[place] for place in sorted(places)] for places in held]
