"""A form: the items drawn for one sitting, in order, frozen. The same seed and pool give the same form."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from fractions import Fraction

from edu.domain.items.item import Item
from edu.domain.items.lettering import reorder
from edu.domain.items.shuffling import shuffle_options
from edu.domain.items.variant import draw_values, resolve
from edu.domain.refusal import Conflict
from edu.domain.sitting.balance import balance
from edu.domain.sitting.blueprint import Blueprint, Cell
from edu.domain.sitting.chance import Chance
from edu.domain.sitting.filling import fill
from edu.domain.sitting.supply import NO_ENEMIES, Supply, expected_share


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


class CannotBeFilled(Conflict):
    """The banks do not hold the items that the blueprint asks for."""

    def __init__(self, shortages: Sequence[Shortage]) -> None:
        super().__init__("This check cannot be put together at present. Please tell us, and try again later.")
        self.shortages = tuple(shortages)


def find_shortages(
    blueprint: Blueprint, pool: Sequence[Item], enemies: Mapping[str, str] = NO_ENEMIES
) -> list[Shortage]:
    """The cells that cannot be filled. Cells that share items are filled together, so that none is double-counted.

    Enemies, which no form holds together, count as one item.
    """
    return list_shortages(Supply.of(blueprint, pool, enemies))


def list_shortages(supply: Supply) -> list[Shortage]:
    """As :func:`find_shortages`, for a supply that is at hand."""
    return _compare(supply, fill(supply, range(len(supply.items)), [0] * len(supply.items)))


def draw_form(
    blueprint: Blueprint, pool: Sequence[Item], seed: int, *, avoid: Set[str] = frozenset(),
    enemies: Mapping[str, str] = NO_ENEMIES, expected: Callable[[Item], Fraction] = expected_share,
) -> Form:  # fmt: skip
    """Draw one form from ``pool``; whoever draws many keeps the supply and calls :func:`draw_from`."""
    return draw_from(Supply.of(blueprint, pool, enemies, expected), seed, avoid)


def draw_from(supply: Supply, seed: int, avoid: Set[str] = frozenset()) -> Form:
    """Draw a form: items of each cell at random, options shuffled, parts in the blueprint's order.

    No two enemies stand in it. The ids in ``avoid`` stay out where the bank allows it, their enemies too. Every form
    of a supply expects the same score, within 1 % where the bank allows. Raises CannotBeFilled.
    """
    chance = Chance(seed)
    order = list(range(len(supply.items)))
    chance.shuffle(order)
    ranks = _rank(supply, avoid)
    held = fill(supply, order, ranks)
    if _compare(supply, held):
        raise CannotBeFilled(list_shortages(supply))
    balance(supply, held, ranks, chance)
    return Form(supply.blueprint.id, seed, tuple(_place(supply, held, chance)))


def meet_items(form: Form, items: Mapping[str, Item]) -> list[Item]:
    """The items of a form as its candidate meets them: variants filled in, options re-lettered, the form's points.

    ``items`` are by revision: a form stays what it was when its banks go on.
    """
    met = []
    for slot in form.slots:
        item = replace(resolve(items[slot.revision], dict(slot.values)), points=slot.points)
        met.append(reorder(item, slot.order) if slot.order else item)
    return met


def _rank(supply: Supply, avoid: Set[str]) -> list[int]:
    """How unwelcome each item is: 2 to be avoided, 1 an enemy of such a one, 0 any other."""
    if not avoid:
        return [0] * len(supply.items)
    pairs = list(zip(supply.groups, supply.items, strict=True))
    sat = {group for group, item in pairs if item.id in avoid}
    return [2 if item.id in avoid else int(group in sat) for group, item in pairs]


def _place(supply: Supply, held: Sequence[Sequence[int]], chance: Chance) -> Iterator[Slot]:
    cells = supply.blueprint.cells
    for part in dict.fromkeys(cell.part for cell in cells):
        filled = zip(cells, held, strict=True)
        chosen = [(supply.items[place], cell) for cell, places in filled if cell.part == part for place in places]
        chance.shuffle(chosen)
        for item, cell in chosen:
            yield _make_slot(item, cell, chance)


def _compare(supply: Supply, held: Sequence[Sequence[int]]) -> list[Shortage]:
    pairs = zip(supply.blueprint.cells, held, strict=True)
    return [Shortage(cell, len(places)) for cell, places in pairs if len(places) < cell.count]


def _make_slot(item: Item, cell: Cell, chance: Chance) -> Slot:
    order = shuffle_options(item, chance)
    values = tuple(draw_values(item.numeric, chance).items()) if item.numeric else ()
    return Slot(item.id, item.revision, cell.part, cell.points, order, values)
