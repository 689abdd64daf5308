"""A sitting's clock: begun once, with more time, never again once its result was shown."""

from datetime import datetime, timedelta

import pytest

from edu.domain.refusal import Refused
from edu.domain.sitting.attempt import AttemptClosed, AttemptState
from edu.domain.sitting.terms import NoLongerOpen, NotOpenYet, Release, Terms, Window
from edu.domain.sitting.timing import (
    ResultShown,
    RoomAct,
    Timing,
    begin,
    compute_left,
    follow_act,
    give_time,
    is_running,
    is_shown,
)
from tests.cases import MINUTE, MOMENT, NOON

WAITING, STARTED, SUBMITTED, EXPIRED = AttemptState
HALF_AN_HOUR = 30 * MINUTE
DEADLINE = NOON + HALF_AN_HOUR
OPEN = Terms(window=Window(NOON, NOON + 60 * MINUTE), grace=MINUTE)


def a_timing(state: AttemptState) -> Timing:
    return Timing(state, DEADLINE, DEADLINE + MINUTE)


@pytest.mark.parametrize(("after", "left"), [(0, 30), (29, 1), (30, 0), (31, 0)])
def test_the_time_left_is_never_negative(after: int, left: int):
    assert compute_left(a_timing(STARTED), NOON + after * MINUTE) == left * MINUTE


@pytest.mark.parametrize(
    ("state", "now", "running"),
    [
        (STARTED, DEADLINE + MINUTE, True), (STARTED, DEADLINE + MINUTE + MOMENT, False), (WAITING, NOON, False),
        (SUBMITTED, NOON, False), (EXPIRED, NOON, False),
    ],
)  # fmt: skip
def test_responses_may_arrive_until_the_grace_is_over(state: AttemptState, now: datetime, running: bool):
    assert is_running(a_timing(state), now) is running


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


LATER = DEADLINE + 10 * MINUTE


@pytest.mark.parametrize(
    ("state", "act", "followed"),
    [
        (WAITING, RoomAct.EXTENDED, a_timing(WAITING)), (SUBMITTED, RoomAct.EXTENDED, a_timing(SUBMITTED)),
        (STARTED, RoomAct.EXTENDED, Timing(STARTED, LATER, LATER + MINUTE)),
        (EXPIRED, RoomAct.EXTENDED, Timing(STARTED, LATER, LATER + MINUTE)),
        (STARTED, RoomAct.ENDED, a_timing(SUBMITTED)), (STARTED, RoomAct.TOLD, a_timing(STARTED)),
    ],
)  # fmt: skip
def test_whoever_hears_of_an_act_afterwards_has_the_same_clock(state: AttemptState, act: RoomAct, followed: Timing):
    assert follow_act(a_timing(state), act, LATER) == followed


@pytest.mark.parametrize("state", [STARTED, EXPIRED])
def test_an_extension_that_is_followed_is_the_one_that_was_given(state: AttemptState):
    given = give_time(a_timing(state), 10 * MINUTE, DEADLINE + MINUTE, shown=False)
    assert follow_act(a_timing(state), RoomAct.EXTENDED, given.deadline) == given


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
