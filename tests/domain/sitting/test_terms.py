"""The terms of a sitting: doors, deadlines, admission, more time."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from uuid import UUID

import pytest

from edu.domain.refusal import Conflict
from edu.domain.sitting.terms import (
    Accommodation,
    NoLongerOpen,
    NotOpenYet,
    Terms,
    Window,
    allow_time,
    check_may_enter,
    compute_admission,
    compute_deadline,
    must_wait,
)

NINE = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TERMS = Terms(window=Window(NINE, NINE + 2 * HOUR), waiting=timedelta(minutes=15))


@pytest.mark.parametrize(("minutes", "waits"), [(-15, True), (-1, True), (0, False), (120, False)])
def test_the_door_is_open_from_the_waiting_room_to_the_end(minutes: int, waits: bool):
    now = NINE + timedelta(minutes=minutes)
    check_may_enter(TERMS, now)
    assert must_wait(TERMS, now) is waits


@pytest.mark.parametrize(("minutes", "refusal"), [(-16, NotOpenYet), (121, NoLongerOpen)])
def test_before_and_after_it_is_shut(minutes: int, refusal: type[Conflict]):
    assert TERMS.window is not None
    with pytest.raises(refusal) as refused:
        check_may_enter(TERMS, NINE + timedelta(minutes=minutes))
    named = TERMS.window.opens if minutes < 0 else TERMS.window.closes
    assert refused.value.values == {"time": named}
    assert str(named) in str(refused.value)
    assert getattr(refused.value, "opens", named) == named


def test_without_a_window_it_is_always_open():
    check_may_enter(Terms(), NINE)
    assert not must_wait(Terms(), NINE)


@pytest.mark.parametrize(("together", "late", "left"), [(False, 600, 3600), (True, 20, 3600), (True, 600, 3030)])
def test_time_runs_from_the_start_or_from_the_opening(together: bool, late: int, left: int):
    started = NINE + timedelta(seconds=late)
    terms = Terms(window=TERMS.window, together=together)
    assert compute_deadline(terms, HOUR, started) - started == timedelta(seconds=left)


@pytest.mark.parametrize(("waiting", "longest"), [(1, 1), (400, 1), (2000, 5), (1_000_000, 30)])
def test_admission_is_spread_evenly_and_stays_the_same(waiting: int, longest: int):
    delays = [compute_admission(UUID(int=n), "exam", waiting) for n in range(400)]
    assert delays == [compute_admission(UUID(int=n), "exam", waiting) for n in range(400)]
    assert max(delays) <= timedelta(seconds=longest)
    if waiting >= 400:
        early = sum(delay < timedelta(seconds=longest / 2) for delay in delays)
        assert 150 < early < 250


def test_the_most_generous_grant_counts_and_none_takes_time_away():
    granted = [Accommodation(Fraction(3, 2)), Accommodation(minutes=10), Accommodation(Fraction(5, 4), 20)]
    assert allow_time(HOUR, granted) == timedelta(minutes=95)
    assert allow_time(HOUR, []) == HOUR
    assert allow_time(HOUR, [Accommodation(Fraction(1, 2))]) == HOUR
