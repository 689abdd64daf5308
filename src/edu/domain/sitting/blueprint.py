"""A blueprint: what a form must be made of, and the terms of sitting it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction

from edu.domain.items.item import Difficulty, Item, Kind
from edu.domain.sitting.terms import Terms


@dataclass(frozen=True, slots=True)
class Cell:
    """``count`` items of one part that match; an empty criterion matches all."""

    part: str
    kind: Kind
    count: int
    points: Fraction
    bank: str = ""
    topic: str = ""
    difficulty: Difficulty | None = None

    def admits(self, item: Item) -> bool:
        """Whether the item could fill a place of this cell."""
        return (
            item.kind is self.kind
            and (not self.bank or item.bank == self.bank)
            and (not self.topic or item.topic == self.topic)
            and (self.difficulty is None or item.difficulty is self.difficulty)
        )


@dataclass(frozen=True, slots=True)
class AttemptLimit:
    """At most ``count`` attempts within any ``period``."""

    count: int
    period: timedelta


def find_opening(limits: Iterable[AttemptLimit], times: Iterable[datetime], now: datetime) -> datetime | None:
    """From when the limits allow one more, after what was begun at ``times``; ``None``: now."""
    begun, opens = sorted(times), list[datetime]()
    for limit in limits:
        recent = [time for time in begun if time > now - limit.period]
        if len(recent) >= limit.count:
            opens.append(recent[-limit.count] + limit.period)
    return max(opens, default=None)


@dataclass(frozen=True, slots=True)
class Blueprint:
    """``cut`` is the share of the points that passes; ``validity_months`` how long a pass stands.

    ``terms`` are those of the sitting: who, when, in what order, and when the result comes.
    """

    id: str
    title: str
    duration: timedelta
    cut: Fraction
    cells: tuple[Cell, ...]
    limits: tuple[AttemptLimit, ...] = ()
    interval: timedelta = timedelta(0)
    validity_months: int = 12
    english: str = ""
    terms: Terms = field(default_factory=Terms)

    @property
    def count(self) -> int:
        """Items of a form."""
        return sum(cell.count for cell in self.cells)

    @property
    def points(self) -> Fraction:
        """Points of a form."""
        return sum((cell.count * cell.points for cell in self.cells), Fraction(0))
