"""How long to wait after failed sign-ins."""

from datetime import datetime, timedelta

from edu.domain.refusal import Refused

FREE_TRIES = 5
LONGEST_WAIT = timedelta(minutes=15)
MEMORY = timedelta(hours=24)


class TooManyTries(Refused):
    """The next try is heard at ``opens``."""

    def __init__(self, opens: datetime) -> None:
        super().__init__("Too many tries. Please try again after {time}.", time=opens)


def opens_at(failures: int, last_at: datetime) -> datetime:
    """From when the next try is heard: five are free, then 30 s, doubled each time up to 15 minutes."""
    beyond = failures - FREE_TRIES
    if beyond < 0:
        return last_at
    return last_at + min(timedelta(seconds=30 * (1 << min(beyond, 10))), LONGEST_WAIT)


def count_after(failures: int, last_at: datetime | None, now: datetime) -> int:
    """The count after one more failure; a day without any starts anew."""
    return 1 if last_at is None or now - last_at > MEMORY else failures + 1
