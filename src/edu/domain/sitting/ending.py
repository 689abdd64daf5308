"""The end of a sitting: when it ends, what it came to, and from when its candidate may see that."""

from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from edu.domain.sitting.attempt import Attempt, AttemptState, Result
from edu.domain.sitting.terms import Release, Terms
from edu.domain.sitting.timing import hold_until


def end(attempt: Attempt, now: datetime) -> Attempt:
    """Handed in, or ended by somebody, at ``now``; where the deadline has passed, it expired then.

    One that waits or has ended stays as it is: an end that comes second finds the first.
    """
    if attempt.state is not AttemptState.STARTED:
        return attempt
    if now > attempt.deadline:
        return replace(attempt, state=AttemptState.EXPIRED, ended_at=attempt.deadline)
    return replace(attempt, state=AttemptState.SUBMITTED, ended_at=now)


def is_overdue(state: AttemptState, closes_at: datetime, now: datetime) -> bool:
    """It runs, nobody handed it in, and its time and grace are over: whoever finds it so may end it."""
    return state is AttemptState.STARTED and now > closes_at


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is on record of a result. Nothing but ``awaiting`` while a marker is to come, or before the end.

    From ``released_at`` its candidate sees it; ``certificate_due_at`` is from when the certificate that it earned is
    to be issued, nothing once it is.
    """

    awaiting: bool
    earned: Fraction | None
    possible: Fraction | None
    passed: bool | None
    released_at: datetime | None
    certificate_due_at: datetime | None


AWAITING = Outcome(True, None, None, None, None, None)


def release(result: Result, terms: Terms, now: datetime, cut_short_at: datetime | None) -> Outcome:
    """What goes on record when the result is complete at ``now``; until then, that a marker is awaited.

    ``cut_short_at`` is when an examiner ended it, nothing where none did: for as long as that can be taken back, the
    result is not seen.
    """
    if result.awaiting:
        return AWAITING
    dated = terms.release_at if terms.release is Release.AT_DATE else None
    held = hold_until(cut_short_at) if cut_short_at else None
    released = max(moment for moment in (now, dated, held) if moment)
    certified = released if result.passed and terms.certificate else None
    return Outcome(False, result.earned, result.possible, result.passed, released, certified)


def must_be_told(outcome: Outcome, now: datetime, *, handed_in: bool) -> bool:
    """Whether a notice says that the result may be seen: not to one who has just ``handed_in`` and sees it at once."""
    return outcome.released_at is not None and not (handed_in and outcome.released_at <= now)
