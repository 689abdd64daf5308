"""Exact points: many fractions with few denominators."""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction


def add_up(points: Iterable[Fraction]) -> Fraction:
    """The sum. Adding fraction to fraction reduces each time; here each denominator is added up by itself first."""
    by_denominator: dict[int, int] = defaultdict(int)
    for part in points:
        by_denominator[part.denominator] += part.numerator
    return sum((Fraction(top, bottom) for bottom, top in by_denominator.items()), Fraction(0))
