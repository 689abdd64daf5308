"""What many draws of one exam are like: whether its forms are equal, and how often each item is met."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from statistics import fmean, pstdev

from edu.domain.sitting.balance import TOLERANCE
from edu.domain.sitting.blueprint import Cell
from edu.domain.sitting.form import Form, Shortage
from edu.domain.sitting.supply import Supply

ROOMY = 3
"""Items for each place of a cell: with fewer, a third attempt repeats items of the first two."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Expected scores in points. ``within`` is the share of forms within 1 % of the target."""

    target: float
    mean: float
    sd: float
    lowest: float
    highest: float
    lowest_seed: int
    highest_seed: int
    within: float
    scores: tuple[float, ...]
    """Of each form, in the order of the draws."""


@dataclass(frozen=True, slots=True)
class TopicCover:
    """Items of one topic in a form; ``present`` is the share of forms that have any."""

    topic: str
    fewest: int
    mean: float
    most: int
    present: float


@dataclass(frozen=True, slots=True)
class Exposure:
    """The share of forms that each item is in, by its id; all items that some cell admits.

    ``limit`` is the blueprint's, where it has one. A sitting avoids items that stood in more of the latest forms than
    that; a report's forms are drawn without each other's past, and so tell which items the limit will hold back.
    """

    rates: Mapping[str, float]
    limit: Fraction | None = None

    @property
    def lowest(self) -> float:
        """Of the item that comes least often."""
        return min(self.rates.values(), default=0.0)

    @property
    def mean(self) -> float:
        """Of an item on average."""
        return fmean(self.rates.values()) if self.rates else 0.0

    @property
    def highest(self) -> float:
        """Of the item that comes most often."""
        return max(self.rates.values(), default=0.0)

    @property
    def never(self) -> tuple[str, ...]:
        """Items that were in no form."""
        return tuple(item for item, rate in self.rates.items() if not rate)

    @property
    def over(self) -> tuple[str, ...]:
        """Items beyond the limit, the most frequent first."""
        if self.limit is None:
            return ()
        beyond = [item for item, rate in self.rates.items() if rate > float(self.limit)]
        return tuple(sorted(beyond, key=self.rates.__getitem__, reverse=True))


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two forms have in common: the mean share of items over all pairs, and the most items of neighbours."""

    mean: float
    most: int


@dataclass(frozen=True, slots=True)
class CellRoom:
    """``available`` counts enemies as one; items that several cells admit count for each of them."""

    cell: Cell
    available: int
    short: bool = False

    @property
    def ratio(self) -> float:
        """Items for each place."""
        return self.available / self.cell.count

    @property
    def tight(self) -> bool:
        """Filled, but from few items."""
        return not self.short and self.available < ROOMY * self.cell.count


@dataclass(frozen=True, slots=True)
class DrawReport:
    """What draws with these seeds gave."""

    forms: int
    spread: Spread
    topics: tuple[TopicCover, ...]
    exposure: Exposure
    overlap: Overlap
    rooms: tuple[CellRoom, ...]


def report_draws(supply: Supply, forms: Sequence[Form]) -> DrawReport:
    """Figures over ``forms``, of which there is at least one, all drawn from ``supply``."""
    counts = Counter(slot.item for form in forms for slot in form.slots)
    return DrawReport(
        forms=len(forms),
        spread=_measure_spread(supply, forms),
        topics=_measure_topics(supply, forms),
        exposure=Exposure(
            {item.id: counts[item.id] / len(forms) for item in supply.items}, supply.blueprint.terms.exposure
        ),
        overlap=_measure_overlap(counts, forms),
        rooms=measure_rooms(supply, ()),
    )


def measure_rooms(supply: Supply, shortages: Sequence[Shortage]) -> tuple[CellRoom, ...]:
    """What each cell can be filled from; of a short one, what the others leave for it."""
    short = {id(shortage.cell): shortage.available for shortage in shortages}
    return tuple(
        CellRoom(cell, short.get(id(cell), len({supply.groups[place] for place in places})), id(cell) in short)
        for cell, places in zip(supply.blueprint.cells, supply.candidates, strict=True)
    )


def _measure_spread(supply: Supply, forms: Sequence[Form]) -> Spread:
    shares = supply.expected_shares
    scores = [sum(slot.points * shares[slot.item] for slot in form.slots) for form in forms]
    target = supply.expected_points
    lowest, highest = (pick(range(len(forms)), key=scores.__getitem__) for pick in (min, max))
    plain = tuple(map(float, scores))
    return Spread(
        target=float(target),
        mean=fmean(plain),
        sd=pstdev(plain),
        lowest=plain[lowest],
        highest=plain[highest],
        lowest_seed=forms[lowest].seed,
        highest_seed=forms[highest].seed,
        within=sum(abs(score - target) * TOLERANCE <= target for score in scores) / len(forms),
        scores=plain,
    )


def _measure_topics(supply: Supply, forms: Sequence[Form]) -> tuple[TopicCover, ...]:
    topic_of = {item.id: item.topic for item in supply.items}
    counted = [Counter(topic_of[slot.item] for slot in form.slots) for form in forms]
    topics = list(dict.fromkeys([cell.topic for cell in supply.blueprint.cells if cell.topic]))
    topics += sorted({topic for topic in topic_of.values() if topic} - set(topics))
    covers = []
    for topic in topics:
        numbers = [counts[topic] for counts in counted]
        covers.append(TopicCover(topic, min(numbers), fmean(numbers), max(numbers), fmean(map(bool, numbers))))
    return tuple(covers)


def _measure_overlap(counts: Mapping[str, int], forms: Sequence[Form]) -> Overlap:
    """The mean needs no pairs: an item that is in k of n forms is shared by k(k−1)/2 of the n(n−1)/2 pairs."""
    pairs = len(forms) * (len(forms) - 1)
    if not pairs:
        return Overlap(0.0, 0)
    shared = sum(count * (count - 1) for count in counts.values())
    items = [{slot.item for slot in form.slots} for form in forms]
    most = max(len(before & other) for before, other in pairwise(items))
    return Overlap(shared / pairs / max(1, len(forms[0].slots)), most)
