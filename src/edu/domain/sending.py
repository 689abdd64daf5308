"""What goes out to people and systems: its kinds, and when a delivery that failed is tried again."""

from datetime import timedelta
from enum import StrEnum


class Channel(StrEnum):
    """A way out. ``PAGE`` is a notice that its reader finds in the page."""

    PAGE = "page"


class News(StrEnum):
    """What a person is told afterwards. It is put into words when it is shown, in the reader's language."""

    RESULT_RELEASED = "result-released"
    CERTIFICATE_ISSUED = "certificate-issued"
    CERTIFICATE_REVOKED = "certificate-revoked"
    CERTIFICATE_REINSTATED = "certificate-reinstated"
    DECISION_CHANGED = "decision-changed"
    TIME_GRANTED = "time-granted"
    DISCLOSURE_RENEWED = "disclosure-renewed"


_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 480, 720, 1440, 1440))


def wait_after(tries: int) -> timedelta | None:
    """How long to wait after so many tries that failed; ``None``: no more. A receiver may be away for days."""
    return _WAITS[tries - 1] if tries <= len(_WAITS) else None
