"""A supply: what the banks hold for a blueprint, looked up once for many draws."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from types import MappingProxyType

from edu.domain.items.item import Difficulty, Item
from edu.domain.sitting.blueprint import Blueprint

EXPECTED_SHARES: Mapping[Difficulty, Fraction] = MappingProxyType(
    {Difficulty.EASY: Fraction(85, 100), Difficulty.MEDIUM: Fraction(70, 100), Difficulty.HARD: Fraction(50, 100)}
)
"""The share of an item's points that a prepared candidate earns on average, guessing aside.

An assumption of ours, to be replaced by observed shares once there are responses enough. Little hangs on the figures:
forms of the same points, equal by this table, are equal by any other whose steps stand to each other as 15 to 20.
"""

_UNIT = 10_000
"""Shares count in ten-thousandths: whole numbers are exact, quick, and the same on every machine."""

NO_ENEMIES: Mapping[str, str] = MappingProxyType({})


def expected_share(item: Item) -> Fraction:
    """What is expected of an item before statistics exist: by its difficulty alone."""
    return EXPECTED_SHARES[item.difficulty]


@dataclass(frozen=True)
class Supply:
    """The items of a pool that some cell admits, by id, so that the pool's order does not matter.

    Items are known by their place in ``items``. ``groups`` tells enemies: of items with one number a form has one.
    """

    blueprint: Blueprint
    items: tuple[Item, ...]
    candidates: tuple[tuple[int, ...], ...]
    """The items that each cell admits."""
    groups: tuple[int, ...]
    shares: tuple[int, ...]
    """What is expected of each item, in ten-thousandths."""

    @classmethod
    def of(
        cls, blueprint: Blueprint, pool: Sequence[Item], enemies: Mapping[str, str] = NO_ENEMIES,
        expected: Callable[[Item], Fraction] = expected_share,
    ) -> "Supply":  # fmt: skip
        """``enemies`` maps an item's id to the name of the group of which a form may hold one."""
        alike: dict[tuple[object, ...], list[Item]] = {}
        for item in pool:
            alike.setdefault((item.kind, item.bank, item.topic, item.difficulty), []).append(item)
        admitting = [frozenset(key for key, some in alike.items() if cell.admits(some[0])) for cell in blueprint.cells]
        wanted = frozenset[tuple[object, ...]]().union(*admitting)
        pairs = sorted(((item.id, key) for key in wanted for item in alike[key]), key=lambda pair: pair[0])
        by_id = {item.id: item for key in wanted for item in alike[key]}
        items = tuple(by_id[item_id] for item_id, _ in pairs)
        candidates = [tuple(n for n, (_, key) in enumerate(pairs) if key in keys) for keys in admitting]
        shares = tuple(round(expected(item) * _UNIT) for item in items)
        return cls(blueprint, items, tuple(candidates), _number_groups(items, enemies), shares)

    @cached_property
    def cells_of(self) -> tuple[tuple[int, ...], ...]:
        """The cells that admit each item."""
        cells: list[list[int]] = [[] for _ in self.items]
        for cell, places in enumerate(self.candidates):
            for place in places:
                cells[place].append(cell)
        return tuple(map(tuple, cells))

    @cached_property
    def scale(self) -> int:
        """How many units of expectation are one point."""
        return _UNIT * lcm(*(cell.points.denominator for cell in self.blueprint.cells))

    @cached_property
    def weights(self) -> tuple[int, ...]:
        """By cell, what a ten-thousandth of an item's share adds to a form's expectation, in units."""
        return tuple(int(cell.points * self.scale / _UNIT) for cell in self.blueprint.cells)

    @cached_property
    def spans(self) -> tuple[int, ...]:
        """By cell, the most that changing one item changes a form's expectation by, in units."""
        shares = ([self.shares[place] for place in places] for places in self.candidates)
        widths = (max(some, default=0) - min(some, default=0) for some in shares)
        return tuple(width * weight for width, weight in zip(widths, self.weights, strict=True))

    @cached_property
    def target(self) -> int:
        """The expectation that every form should have, in units: the mean of all that a cell admits, at its points.

        It is what plain random draws give on average, so that holding forms to it asks no item more often than others.
        """
        return sum(
            cell.count * weight * sum(self.shares[place] for place in places) // len(places)
            for cell, weight, places in zip(self.blueprint.cells, self.weights, self.candidates, strict=True)
            if places
        )

    @cached_property
    def expected_points(self) -> Fraction:
        """The target in points."""
        return Fraction(self.target, self.scale)

    @cached_property
    def expected_shares(self) -> Mapping[str, Fraction]:
        """What is expected of each item, by its id."""
        return {item.id: Fraction(share, _UNIT) for item, share in zip(self.items, self.shares, strict=True)}

    def expect(self, held: Sequence[Sequence[int]]) -> int:
        """The expectation, in units, of a form with these items in its cells."""
        return sum(
            weight * self.shares[place] for weight, places in zip(self.weights, held, strict=True) for place in places
        )


def _number_groups(items: Sequence[Item], enemies: Mapping[str, str]) -> tuple[int, ...]:
    numbers: dict[tuple[bool, str], int] = {}
    names = ((True, enemies[item.id]) if item.id in enemies else (False, item.id) for item in items)
    return tuple(numbers.setdefault(name, len(numbers)) for name in names)
