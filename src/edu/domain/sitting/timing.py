"""A sitting's clock: when it begins, how it gets more time, what is in time."""

from dataclasses import dataclass
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


def give_time(timing: Timing, more: timedelta, now: datetime, *, cut_short: bool, shown: bool) -> Timing:
    """The clock with more time. One whose time had run out goes on from now, unless its result was ``shown``.

    One that waits has no clock yet: what it is given is allowed it when it begins. Raises AttemptClosed for one that
    was handed in or ``cut_short`` by an examiner, or ResultShown.
    """
    if timing.state is AttemptState.WAITING:
        return timing
    if timing.state is AttemptState.SUBMITTED or cut_short:
        raise AttemptClosed("This check has been handed in; its responses no longer change.")
    if shown:
        raise ResultShown()
    runs_from = timing.deadline if timing.state is AttemptState.STARTED else max(timing.deadline, now)
    return _run_until(timing, runs_from + more)


def _run_until(timing: Timing, deadline: datetime) -> Timing:
    """It runs, or runs again; its grace stays."""
    return Timing(AttemptState.STARTED, deadline, deadline + (timing.closes_at - timing.deadline))


LAST_WORDS = timedelta(seconds=15)
"""After an examiner has ended a sitting, what was typed before that may arrive for so long, and counts."""

UNDONE_WITHIN = timedelta(minutes=1)
"""An examiner may take back an end for so long. Until then nothing of its result is shown."""


def cut_short(timing: Timing, now: datetime) -> Timing:
    """The clock of a sitting that an examiner ends: its time is over now. Raises AttemptClosed where it was before."""
    if timing.state is not AttemptState.STARTED or now >= timing.deadline:
        raise AttemptClosed("This check has been handed in; its responses no longer change.")
    return Timing(AttemptState.STARTED, now, now + LAST_WORDS)


def resume(timing: Timing, terms: Terms, earlier: datetime, now: datetime) -> Timing:
    """The clock of a sitting whose end by an examiner is taken back: its ``earlier`` deadline and the time it lost.

    Raises AttemptClosed where the candidate had handed it in, or TooLateToUndo.
    """
    if timing.state not in {AttemptState.STARTED, AttemptState.EXPIRED}:
        raise AttemptClosed("This check has been handed in; its responses no longer change.")
    if now >= hold_until(timing.deadline):
        raise TooLateToUndo()
    deadline = earlier + (now - timing.deadline)
    return Timing(AttemptState.STARTED, deadline, deadline + terms.grace)


def hold_until(cut_short_at: datetime) -> datetime:
    """Until when an end by an examiner may be taken back, and its result is not shown."""
    return cut_short_at + UNDONE_WITHIN


class TooLateToUndo(Conflict):
    """The minute in which an end can be taken back is over."""

    def __init__(self) -> None:
        super().__init__("An end can be taken back for one minute only.")


class RoomAct(StrEnum):
    """What an examiner does to one sitting."""

    EXTENDED = "extended"
    ENDED = "ended"
    RESUMED = "resumed"
    TOLD = "told"


def follow_act(timing: Timing, act: RoomAct, at: datetime, deadline: datetime) -> Timing:
    """The clock for whoever hears afterwards of an act done ``at`` a time.

    ``deadline`` is the sitting's since then; of an end, the one that it had before.
    """
    match act:
        case RoomAct.EXTENDED | RoomAct.RESUMED:
            runs = timing.state in {AttemptState.STARTED, AttemptState.EXPIRED}
            return _run_until(timing, deadline) if runs else timing
        case RoomAct.ENDED:
            return cut_short(timing, at) if timing.state is AttemptState.STARTED and at < timing.deadline else timing
        case RoomAct.TOLD:
            return timing
        case _:
            assert_never(act)


def is_shown(
    terms: Terms, released_at: datetime | None, now: datetime, *, awaiting: bool, cut_short_at: datetime | None
) -> bool:
    """Whether the candidate may have seen something of the result: all of it, or what needs no marker.

    ``cut_short_at`` is when an examiner ended it, nothing where none did.
    """
    if cut_short_at is not None and now < hold_until(cut_short_at):
        return False
    if awaiting:
        return terms.release is Release.AT_ONCE
    return released_at is not None and released_at <= now
