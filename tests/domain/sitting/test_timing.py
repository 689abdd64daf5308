"""A sitting's clock: begun once, with more time, never again once its result was shown."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from edu.domain.refusal import Refused
from edu.domain.sitting.attempt import AttemptClosed, AttemptState
from edu.domain.sitting.terms import NoLongerOpen, NotOpenYet, Release, Terms, Window
from edu.domain.sitting.timing import (
    LAST_WORDS,
    UNDONE_WITHIN,
    ResultShown,
    RoomAct,
    Timing,
    TooLateToUndo,
    begin,
    compute_left,
    cut_short,
    follow_act,
    give_time,
    is_running,
    is_shown,
    resume,
)
from tests.cases import MINUTE, MOMENT, NOON, SECOND

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
    timing = give_time(a_timing(state), 10 * MINUTE, DEADLINE + after * MINUTE, cut_short=False, shown=False)
    assert timing.state is STARTED
    assert (timing.deadline - DEADLINE, timing.closes_at - timing.deadline) == (deadline * MINUTE, MINUTE)


def test_one_that_waits_has_no_clock_yet():
    assert give_time(a_timing(WAITING), MINUTE, NOON, cut_short=False, shown=False) == a_timing(WAITING)


@pytest.mark.parametrize(
    ("state", "cut", "shown", "refusal"),
    [
        (SUBMITTED, False, False, AttemptClosed), (SUBMITTED, False, True, AttemptClosed),
        (EXPIRED, False, True, ResultShown), (EXPIRED, True, False, AttemptClosed),
        (STARTED, True, False, AttemptClosed),
    ],
)  # fmt: skip
def test_who_cannot_go_on(state: AttemptState, cut: bool, shown: bool, refusal: type[Refused]):
    with pytest.raises(refusal):
        give_time(a_timing(state), MINUTE, DEADLINE, cut_short=cut, shown=shown)


def test_an_end_by_an_examiner_leaves_a_moment_for_the_last_words():
    assert cut_short(a_timing(STARTED), NOON) == Timing(STARTED, NOON, NOON + LAST_WORDS)


@pytest.mark.parametrize(
    ("state", "at"),
    [(WAITING, NOON), (SUBMITTED, NOON), (EXPIRED, NOON), (STARTED, DEADLINE), (STARTED, DEADLINE + MINUTE)],
)
def test_what_does_not_run_is_not_ended(state: AttemptState, at: datetime):
    with pytest.raises(AttemptClosed):
        cut_short(a_timing(state), at)


@pytest.mark.parametrize("state", [STARTED, EXPIRED])
@pytest.mark.parametrize("lost", [timedelta(0), 59 * SECOND])
def test_an_end_that_is_taken_back_costs_no_time(state: AttemptState, lost: timedelta):
    ended = replace(cut_short(a_timing(STARTED), NOON), state=state)
    again = resume(ended, OPEN, DEADLINE, NOON + lost)
    assert again == Timing(STARTED, DEADLINE + lost, DEADLINE + lost + OPEN.grace)


@pytest.mark.parametrize(
    ("state", "lost", "refusal"),
    [(SUBMITTED, SECOND, AttemptClosed), (WAITING, SECOND, AttemptClosed), (EXPIRED, UNDONE_WITHIN, TooLateToUndo)],
)
def test_which_ends_are_not_taken_back(state: AttemptState, lost: timedelta, refusal: type[Refused]):
    ended = replace(cut_short(a_timing(STARTED), NOON), state=state)
    with pytest.raises(refusal):
        resume(ended, OPEN, DEADLINE, NOON + lost)


LATER = DEADLINE + 10 * MINUTE


@pytest.mark.parametrize(
    ("state", "act", "followed"),
    [
        (WAITING, RoomAct.EXTENDED, a_timing(WAITING)), (SUBMITTED, RoomAct.EXTENDED, a_timing(SUBMITTED)),
        (STARTED, RoomAct.EXTENDED, Timing(STARTED, LATER, LATER + MINUTE)),
        (EXPIRED, RoomAct.EXTENDED, Timing(STARTED, LATER, LATER + MINUTE)),
        (STARTED, RoomAct.RESUMED, Timing(STARTED, LATER, LATER + MINUTE)),
        (STARTED, RoomAct.ENDED, Timing(STARTED, NOON, NOON + LAST_WORDS)),
        (SUBMITTED, RoomAct.ENDED, a_timing(SUBMITTED)), (STARTED, RoomAct.TOLD, a_timing(STARTED)),
    ],
)  # fmt: skip
def test_whoever_hears_of_an_act_afterwards_has_the_same_clock(state: AttemptState, act: RoomAct, followed: Timing):
    assert follow_act(a_timing(state), act, NOON, LATER) == followed


def test_an_end_that_comes_after_the_deadline_changes_nothing():
    assert follow_act(a_timing(STARTED), RoomAct.ENDED, DEADLINE, LATER) == a_timing(STARTED)


@pytest.mark.parametrize("state", [STARTED, EXPIRED])
def test_an_extension_that_is_followed_is_the_one_that_was_given(state: AttemptState):
    given = give_time(a_timing(state), 10 * MINUTE, DEADLINE + MINUTE, cut_short=False, shown=False)
    assert follow_act(a_timing(state), RoomAct.EXTENDED, NOON, given.deadline) == given


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
    assert is_shown(Terms(release=release), released, NOON, awaiting=awaiting, cut_short_at=None) is shown


@pytest.mark.parametrize(("ago", "shown"), [(timedelta(0), False), (59 * SECOND, False), (UNDONE_WITHIN, True)])
@pytest.mark.parametrize("awaiting", [False, True])
def test_nothing_is_shown_while_an_end_may_be_taken_back(ago: timedelta, shown: bool, awaiting: bool):
    released = None if awaiting else NOON
    assert is_shown(Terms(), released, NOON, awaiting=awaiting, cut_short_at=NOON - ago) is shown
