"""A sitting's clock: begun once, with more time, never again once its result was shown."""

from datetime import datetime, timedelta

import pytest

from edu.domain.refusal import Refused
from edu.domain.sitting.attempt import AttemptClosed, AttemptState
from edu.domain.sitting.terms import NoLongerOpen, NotOpenYet, Release, Terms, Window
from edu.domain.sitting.timing import ResultShown, Timing, begin, give_time, is_shown
from tests.cases import MINUTE, MOMENT, NOON

WAITING, STARTED, SUBMITTED, EXPIRED = AttemptState
HALF_AN_HOUR = 30 * MINUTE
DEADLINE = NOON + HALF_AN_HOUR
OPEN = Terms(window=Window(NOON, NOON + 60 * MINUTE), grace=MINUTE)


def a_timing(state: AttemptState) -> Timing:
    return Timing(state, DEADLINE, DEADLINE + MINUTE)


@pytest.mark.parametrize(
    ("state", "terms", "now", "expected"),
    [
        (WAITING, Terms(), NOON, DEADLINE), (WAITING, OPEN, NOON, DEADLINE), (WAITING, OPEN, NOON - MOMENT, NotOpenYet),
        (WAITING, OPEN, NOON + 60 * MINUTE, NOON + 90 * MINUTE), (WAITING, OPEN, NOON + 61 * MINUTE, NoLongerOpen),
        (STARTED, OPEN, NOON + 5 * MINUTE, DEADLINE), (SUBMITTED, OPEN, NOON, AttemptClosed),
        (EXPIRED, OPEN, NOON, AttemptClosed),
    ],
)  # fmt: skip
def test_when_a_sitting_begins(state: AttemptState, terms: Terms, now: datetime, expected: datetime | type[Refused]):
    if not isinstance(expected, datetime):
        with pytest.raises(expected):
            begin(a_timing(state), terms, HALF_AN_HOUR, now)
        return
    timing = begin(a_timing(state), terms, HALF_AN_HOUR, now)
    assert (timing.state, timing.deadline, timing.closes_at) == (STARTED, expected, expected + terms.grace)


@pytest.mark.parametrize(
    ("state", "after", "deadline"),
    [
        (STARTED, -5, 10), (STARTED, 1, 10),  # from its deadline, though that has just passed
        (EXPIRED, 20, 30), (EXPIRED, -5, 10),  # from now where it had ended
    ],
)  # fmt: skip
def test_more_time(state: AttemptState, after: int, deadline: int):
    timing = give_time(a_timing(state), 10 * MINUTE, DEADLINE + after * MINUTE, shown=False)
    assert timing.state is STARTED
    assert (timing.deadline - DEADLINE, timing.closes_at - timing.deadline) == (deadline * MINUTE, MINUTE)


def test_one_that_waits_has_no_clock_yet():
    assert give_time(a_timing(WAITING), MINUTE, NOON, shown=False) == a_timing(WAITING)


@pytest.mark.parametrize(
    ("state", "shown", "refusal"),
    [(SUBMITTED, False, AttemptClosed), (SUBMITTED, True, AttemptClosed), (EXPIRED, True, ResultShown)],
)
def test_who_cannot_go_on(state: AttemptState, shown: bool, refusal: type[Refused]):
    with pytest.raises(refusal):
        give_time(a_timing(state), MINUTE, DEADLINE, shown=shown)


@pytest.mark.parametrize(
    ("release", "minutes", "awaiting", "shown"),
    [
        (Release.AT_ONCE, 0, False, True), (Release.AT_ONCE, None, True, True),
        (Release.AFTER_MARKING, None, True, False),
        (Release.AFTER_MARKING, -1, False, True), (Release.AT_DATE, 5, False, False),
        (Release.AT_DATE, None, True, False),
        (Release.AT_ONCE, None, False, False),
    ],
)  # fmt: skip
def test_what_a_candidate_may_have_seen(release: Release, minutes: int | None, awaiting: bool, shown: bool):
    released = None if minutes is None else NOON + timedelta(minutes=minutes)
    assert is_shown(Terms(release=release), released, NOON, awaiting=awaiting) is shown
