"""A sitting's clock: when it begins, how it gets more time, what is in time."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from edu.domain.refusal import Conflict
from edu.domain.sitting.attempt import AttemptClosed, AttemptState
from edu.domain.sitting.terms import NotOpenYet, Release, Terms, check_may_enter, compute_deadline


@dataclass(frozen=True, slots=True)
class Timing:
    """Until ``closes_at`` a response may arrive that was given before the ``deadline``."""

    state: AttemptState
    deadline: datetime
    closes_at: datetime


def is_in_time(timing: Timing, received_at: datetime, given_at: datetime | None) -> bool:
    """Whether a response that came then counts: at the deadline it does, and in the grace what was given before."""
    if received_at <= timing.deadline:
        return True
    return given_at is not None and given_at <= timing.deadline and received_at <= timing.closes_at


def is_running(timing: Timing, now: datetime) -> bool:
    """Whether a response may still arrive."""
    return timing.state is AttemptState.STARTED and now <= timing.closes_at


def compute_left(timing: Timing, now: datetime) -> timedelta:
    """Time left on the server's clock, never negative."""
    return max(timing.deadline - now, timedelta(0))


def begin(timing: Timing, terms: Terms, allowed: timedelta, now: datetime) -> Timing:
    """The clock of a sitting that begins now; one that has begun keeps its own. ``allowed`` is the person's time.

    Raises NotOpenYet, NoLongerOpen, or AttemptClosed.
    """
    if timing.state is AttemptState.STARTED:
        return timing
    if timing.state is not AttemptState.WAITING:
        raise AttemptClosed("This check has been handed in; its responses no longer change.")
    check_may_begin(terms, now)
    deadline = compute_deadline(terms, allowed, now)
    return Timing(AttemptState.STARTED, deadline, deadline + terms.grace)


def check_may_begin(terms: Terms, now: datetime) -> None:
    """Refuse before the opening, and after the exam has closed."""
    check_may_enter(terms, now)
    if terms.window is not None and now < terms.window.opens:
        raise NotOpenYet(terms.window.opens)


class ResultShown(Conflict):
    """Something of the result was shown: the same form never goes on."""

    def __init__(self) -> None:
        super().__init__("The result of this sitting has been shown, so that it cannot go on.")


def give_time(timing: Timing, more: timedelta, now: datetime, *, shown: bool) -> Timing:
    """The clock with more time. One whose time had run out goes on from now, unless its result was ``shown``.

    One that waits has no clock yet: what it is given is allowed it when it begins. Raises AttemptClosed for one that
    was handed in, or ResultShown.
    """
    if timing.state is AttemptState.WAITING:
        return timing
    if timing.state is AttemptState.SUBMITTED:
        raise AttemptClosed("This check has been handed in; its responses no longer change.")
    if shown:
        raise ResultShown()
    runs_from = timing.deadline if timing.state is AttemptState.STARTED else max(timing.deadline, now)
    return _run_until(timing, runs_from + more)


def _run_until(timing: Timing, deadline: datetime) -> Timing:
    """It runs, or runs again; its grace stays."""
    return Timing(AttemptState.STARTED, deadline, deadline + (timing.closes_at - timing.deadline))


class RoomAct(StrEnum):
    """What an examiner does to one sitting."""

    EXTENDED = "extended"
    ENDED = "ended"
    TOLD = "told"


def follow_act(timing: Timing, act: RoomAct, deadline: datetime) -> Timing:
    """The clock for whoever hears of an act afterwards; ``deadline`` is the sitting's since then."""
    match act:
        case RoomAct.EXTENDED:
            runs = timing.state in {AttemptState.STARTED, AttemptState.EXPIRED}
            return _run_until(timing, deadline) if runs else timing
        case RoomAct.ENDED:
            return replace(timing, state=AttemptState.SUBMITTED)
        case RoomAct.TOLD:
            return timing
        case _:
            assert_never(act)


def is_shown(terms: Terms, released_at: datetime | None, now: datetime, *, awaiting: bool) -> bool:
    """Whether the candidate may have seen something of the result: all of it, or what needs no marker."""
    if awaiting:
        return terms.release is Release.AT_ONCE
    return released_at is not None and released_at <= now
