"""Facility: the share of an item's points that candidates earn. By its difficulty first, then from what they earned."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from edu.domain.items.item import Item
from edu.domain.sitting.supply import expected_share

ENOUGH = 30
"""Candidates before what they earned says anything; the expectation by difficulty weighs as much as so many."""

_UNIT = 10_000


@dataclass(frozen=True, slots=True)
class Observed:
    """What ``count`` candidates earned of an item: the sum of their shares, from 0 to ``count``."""

    count: int
    earned: float


def facility(item: Item, observed: Mapping[str, Observed]) -> Fraction:
    """The share to expect of ``item``, in whole ten-thousandths; ``observed`` is by revision.

    Below :data:`ENOUGH` candidates it is that of the item's difficulty. From then on it is the mean of what was earned,
    drawn towards that figure as if :data:`ENOUGH` more had earned just it: a small group must not make an item look
    harder or easier than it is, and a large one outweighs the trainer's guess.
    """
    prior, seen = expected_share(item), observed.get(item.revision)
    if seen is None or seen.count < ENOUGH:
        return prior
    mean = (float(prior) * ENOUGH + seen.earned) / (ENOUGH + seen.count)
    return Fraction(round(min(max(mean, 0.0), 1.0) * _UNIT), _UNIT)
