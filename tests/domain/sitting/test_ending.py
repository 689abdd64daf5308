"""The end of a sitting: handed in or expired, what goes on record, and who is told."""

from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction

import pytest

from edu.domain.items.response import chosen
from edu.domain.items.scoring import Score
from edu.domain.sitting.attempt import AttemptState, Result, score_attempt
from edu.domain.sitting.ending import AWAITING, end, is_overdue, must_be_told, release
from edu.domain.sitting.terms import Release, Terms
from tests.cases import CHOICE, MINUTE, MOMENT, NOON, an_attempt

DEADLINE = NOON + 30 * MINUTE
PASSED = Result((Score(Fraction(2), Fraction(3)),), Fraction(2, 3))
FAILED = Result((Score(Fraction(1), Fraction(3)),), Fraction(2, 3))
UNMARKED = Result((Score(Fraction(0), Fraction(3), awaiting=True),), Fraction(2, 3))


@pytest.mark.parametrize(
    ("at", "state", "ended_at"),
    [
        (NOON + MINUTE, AttemptState.SUBMITTED, NOON + MINUTE),
        (DEADLINE, AttemptState.SUBMITTED, DEADLINE),
        (DEADLINE + MOMENT, AttemptState.EXPIRED, DEADLINE),
        (DEADLINE + timedelta(days=1), AttemptState.EXPIRED, DEADLINE),
    ],
)
def test_in_time_it_is_handed_in_and_a_moment_later_it_has_ended_at_its_deadline(
    at: datetime, state: AttemptState, ended_at: datetime
):
    ended = end(an_attempt(responses={0: chosen("A")}), at)
    assert (ended.state, ended.ended_at) == (state, ended_at)
    assert score_attempt(ended, [CHOICE] * 3, Fraction(1)).earned == 2


@pytest.mark.parametrize("state", [AttemptState.WAITING, AttemptState.SUBMITTED, AttemptState.EXPIRED])
@pytest.mark.parametrize("at", [NOON, DEADLINE + MINUTE])
def test_what_does_not_run_stays_as_it_is(state: AttemptState, at: datetime):
    """A second hand-in finds the first, even where the clock was set back."""
    attempt = replace(an_attempt(), state=state)
    assert end(attempt, at) is attempt


@pytest.mark.parametrize("state", list(AttemptState))
@pytest.mark.parametrize(("at", "over"), [(DEADLINE, False), (DEADLINE + MOMENT, True)])
def test_only_what_runs_is_overdue(state: AttemptState, at: datetime, over: bool):
    assert is_overdue(state, DEADLINE, at) is (over and state is AttemptState.STARTED)


@pytest.mark.parametrize(
    ("terms", "released"),
    [
        (Terms(), NOON),
        (Terms(release=Release.AFTER_MARKING), NOON),
        (Terms(release=Release.AT_DATE, release_at=NOON + MINUTE), NOON + MINUTE),
        (Terms(release=Release.AT_DATE, release_at=NOON - MINUTE), NOON),
        (Terms(release=Release.AT_ONCE, release_at=NOON + MINUTE), NOON),
    ],
)
@pytest.mark.parametrize(("result", "certificate"), [(PASSED, True), (PASSED, False), (FAILED, True)])
def test_when_a_complete_result_is_seen_and_certified(
    terms: Terms, released: datetime, result: Result, certificate: bool
):
    outcome = release(result, replace(terms, certificate=certificate), NOON, None)
    assert (outcome.earned, outcome.possible, outcome.passed) == (result.earned, 3, result is PASSED)
    assert (outcome.awaiting, outcome.released_at) == (False, released)
    assert outcome.certificate_due_at == (released if certificate and result is PASSED else None)


@pytest.mark.parametrize(("ago", "waits"), [(0, 1), (1, 0), (5, 0)])
def test_what_an_examiner_ended_is_seen_when_that_can_no_longer_be_taken_back(ago: int, waits: int):
    outcome = release(PASSED, Terms(certificate=True), NOON, NOON - ago * MINUTE)
    assert outcome.released_at == outcome.certificate_due_at == NOON + waits * MINUTE


def test_while_a_marker_is_awaited_nothing_is_on_record():
    assert release(UNMARKED, Terms(certificate=True), NOON, None) == AWAITING


@pytest.mark.parametrize(
    ("released", "handed_in", "told"),
    [(NOON, True, False), (NOON, False, True), (NOON + MOMENT, True, True), (NOON + MOMENT, False, True)],
)
def test_who_sees_the_result_at_once_is_not_told(released: datetime, handed_in: bool, told: bool):
    outcome = replace(release(PASSED, Terms(), NOON, None), released_at=released)
    assert must_be_told(outcome, NOON, handed_in=handed_in) is told
    assert not must_be_told(AWAITING, NOON, handed_in=handed_in)


def test_a_result_is_added_up_exactly():
    thirds = Result(tuple(Score(Fraction(1, 3), Fraction(1)) for _ in range(3)), Fraction(1, 3))
    assert (thirds.earned, thirds.possible, thirds.share, thirds.passed) == (1, 3, Fraction(1, 3), True)
    assert not replace(thirds, cut=Fraction(334, 1000)).passed
