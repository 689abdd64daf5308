"""Facility: the trainer's guess until enough candidates have met the item, and then what they earned."""

from dataclasses import replace
from fractions import Fraction

import pytest

from edu.domain.items.item import Difficulty
from edu.domain.sitting.facility import ENOUGH, Observed, facility
from tests.builders import an_item

ITEM = an_item("A", difficulty=Difficulty.HARD)  # expected to earn a half


@pytest.mark.parametrize(
    ("count", "earned", "expected"),
    [
        (ENOUGH - 1, 0.0, "0.5"),
        (ENOUGH, 0.0, "0.25"),
        (ENOUGH, 15.0, "0.5"),
        (ENOUGH, 30.0, "0.75"),
        (970, 970.0, "0.985"),
        (100_000, 80_000.0, "0.7999"),
    ],
)
def test_what_was_earned_outweighs_the_guess_by_and_by(count: int, earned: float, expected: str):
    assert facility(ITEM, {ITEM.revision: Observed(count, earned)}) == Fraction(expected)


def test_a_changed_item_begins_anew():
    assert facility(ITEM, {"another": Observed(1000, 0.0)}) == Fraction(1, 2)


def test_it_stays_a_share_whatever_was_added_up():
    assert facility(ITEM, {ITEM.revision: Observed(10**9, 10.0**9 + 5)}) == 1
    assert facility(ITEM, {ITEM.revision: Observed(10**9, -5.0)}) == 0


def test_the_sum_of_many_shares_may_be_a_little_more_than_their_number():
    assert facility(replace(ITEM, difficulty=Difficulty.EASY), {}) == Fraction(85, 100)
    assert facility(ITEM, {ITEM.revision: Observed(10**9, 10.0**9 * 1.4)}) == 1
