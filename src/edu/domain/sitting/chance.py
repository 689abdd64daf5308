"""Chance that can be repeated: the same seed gives the same choices in every version of Python."""

import random
from collections.abc import MutableSequence
from typing import Any


class Chance(random.Random):
    """A seeded source whose choices rest on :meth:`random` alone.

    Python promises the sequence of ``random()`` for a seed for all time; how ``shuffle`` and ``choice`` use their
    bits it may change (and did, in 3.2). Forms must come out alike years later.
    """

    def below(self, bound: int) -> int:
        """A whole number from 0 up to and without ``bound``."""
        return int(self.random() * bound)

    def choice(self, seq: Any) -> Any:
        """One of ``seq``, each as likely as the others."""
        return seq[self.below(len(seq))]

    def shuffle(self, x: MutableSequence[Any]) -> None:
        """Fisher and Yates, in place."""
        fraction = self.random
        for last in range(len(x) - 1, 0, -1):
            other = int(fraction() * (last + 1))
            x[last], x[other] = x[other], x[last]
