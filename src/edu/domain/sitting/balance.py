"""Balance: forms of one exam with the same expected score."""

from collections.abc import Iterator, Sequence

from edu.domain.sitting.chance import Chance
from edu.domain.sitting.supply import Supply

TOLERANCE = 100
"""Forms are equal when they expect the target give or take one part in this many: 1 %."""

_AIM = 2 * TOLERANCE
"""The search goes on until it is twice as near, or its steps are used up; nearer still, exposure grows less even."""

_ROUNDS, _STEPS, _STEPS_A_PLACE = 10, 120, 12
"""How long the search goes on where a bank gives no such form: some milliseconds."""


def balance(supply: Supply, held: list[list[int]], ranks: Sequence[int], chance: Chance) -> None:
    """Exchange items of ``held`` for others of their cells until the form expects the target, as nearly as it can.

    Threshold accepting (Dueck and Scheuer 1990): a random item is exchanged for a random other one where the form
    stays within a distance of the target that shrinks. Proposals are symmetric, so that the walk prefers no form
    within the distance to another one, and as the target is the mean of the cells, exposure stays nearly as even as
    by a plain draw. Nothing more unwelcome (``ranks``) comes in, and no enemy.
    """
    walk = _Walk(supply, held, ranks)
    best, nearest = [list(places) for places in held], abs(walk.gap)
    for allowed in _distances(walk):
        if nearest <= supply.target // _AIM:
            break
        walk.step(chance, allowed)
        if abs(walk.gap) < nearest:
            best, nearest = [list(places) for places in held], abs(walk.gap)
    held[:] = best


def _distances(walk: "_Walk") -> Iterator[int]:
    if not walk.seats:
        return
    length = _STEPS + _STEPS_A_PLACE * len(walk.seats)
    widest = max(walk.supply.spans)
    for _ in range(_ROUNDS):
        for step in range(length):
            yield widest - widest * step // length


class _Walk:
    """A form under way; ``gap`` is what it expects above the target."""

    def __init__(self, supply: Supply, held: list[list[int]], ranks: Sequence[int]) -> None:
        self.supply, self.held, self.ranks = supply, held, ranks
        self.gap = supply.expect(held) - supply.target
        self.seats = [
            (cell, seat) for cell, places in enumerate(held) if supply.spans[cell] for seat in range(len(places))
        ]
        self._taken = {supply.groups[place] for places in held for place in places}

    def step(self, chance: Chance, allowed: int) -> None:
        """Try one exchange; it is made where the gap stays ``allowed`` or does not widen."""
        supply = self.supply
        cell, seat = self.seats[chance.below(len(self.seats))]
        old, new = self.held[cell][seat], chance.choice(supply.candidates[cell])
        gap = self.gap + supply.weights[cell] * (supply.shares[new] - supply.shares[old])
        if new == old or abs(gap) > max(allowed, abs(self.gap)) or self.ranks[new] > self.ranks[old]:
            return
        group, before = supply.groups[new], supply.groups[old]
        if group != before and group in self._taken:
            return
        self._taken.discard(before)
        self._taken.add(group)
        self.held[cell][seat], self.gap = new, gap
