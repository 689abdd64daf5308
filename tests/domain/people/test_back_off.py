"""Waiting after failed sign-ins."""

from datetime import timedelta
from itertools import pairwise

import pytest

from edu.domain.people.back_off import FREE_TRIES, LONGEST_WAIT, MEMORY, count_after, opens_at
from tests.cases import MOMENT, NOON


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (1, 0), (4, 0), (5, 30), (6, 60), (7, 120), (8, 240), (9, 480), (10, 900), (11, 900), (10**6, 900)],
)
def test_after_the_free_tries_each_wait_is_twice_the_one_before(failures: int, seconds: int):
    assert opens_at(failures, NOON) == NOON + timedelta(seconds=seconds)


def test_waits_never_shrink_and_end_at_the_longest():
    waits = [opens_at(failures, NOON) - NOON for failures in range(40)]
    assert all(before <= after for before, after in pairwise(waits))
    assert waits[FREE_TRIES - 1] == timedelta(0)
    assert waits[-1] == LONGEST_WAIT


@pytest.mark.parametrize(
    ("failures", "since_last", "count"),
    [
        (0, None, 1), (3, timedelta(0), 4), (3, timedelta(hours=1), 4), (9, MEMORY, 10), (9, MEMORY + MOMENT, 1),
    ],
)  # fmt: skip
def test_a_day_without_failures_is_forgiven(failures: int, since_last: timedelta | None, count: int):
    last = None if since_last is None else NOON - since_last
    assert count_after(failures, last, NOON) == count


def test_an_evening_of_guessing():
    """Whoever tries again as soon as they may gets about four tries an hour."""
    now, failures, last, heard = NOON, 0, None, 0
    while now < NOON + timedelta(hours=2):
        failures, last, heard = count_after(failures, last, now), now, heard + 1
        now = opens_at(failures, last) + MOMENT
    assert heard <= FREE_TRIES + 5 + 8
