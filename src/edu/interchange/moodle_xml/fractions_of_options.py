"""Credit rules as the fractions that Moodle adds up over the chosen options, never below nothing."""

from collections.abc import Sequence
from fractions import Fraction

from edu.domain.items.item import CreditRule, Item, WrongRule

CLOSE = Fraction(1, 20)
"""Percent by which a written fraction may miss the exact one: 33.3 and 33.33333 are a third."""


def fractions_of(item: Item) -> list[Fraction]:
    """Percent for each option: the keys share 100; a wrong one takes all of it, or one key, back."""
    share = Fraction(100, max(len(item.keys), 1))
    wrong = -share if item.wrong is WrongRule.CANCEL else Fraction(-100)
    return [share if option.letter in item.keys else wrong for option in item.options]


def tells_rule(item: Item) -> bool:
    """Whether the sum of the fractions earns for every response what the item's rule earns."""
    count = len(item.keys)
    if count == 1 or item.credit is CreditRule.PER_OPTION:
        return True
    if item.credit is CreditRule.HALF:
        return count == 2
    if item.credit is CreditRule.FIXED:
        return count == 2 and item.credit_share == Fraction(1, 2)
    return item.credit is CreditRule.EACH and item.credit_share * count == 1


def same_fractions(left: Sequence[Fraction], right: Sequence[Fraction]) -> bool:
    """Equal but for the rounding of decimals."""
    return len(left) == len(right) and all(abs(a - b) <= CLOSE for a, b in zip(left, right, strict=True))


def show_fraction(percent: Fraction) -> str:
    """As Moodle writes it: five places, no trailing zeros."""
    text = f"{float(percent):.5f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
