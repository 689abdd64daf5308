"""A sitting's clock: what is in time, and what came late."""

from dataclasses import dataclass
from datetime import datetime

from edu.domain.sitting.attempt import AttemptState


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
