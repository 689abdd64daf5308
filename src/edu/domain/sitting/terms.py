"""The terms of a sitting: who sits, when, in what order, and when the result comes."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from edu.domain.refusal import Conflict


class Sitters(StrEnum):
    """Whom an exam is for."""

    CLIENTS = "clients"
    STAFF = "staff"


class Navigation(StrEnum):
    """``forward``: a part that has been left stays closed."""

    FREE = "free"
    FORWARD = "forward"


class Layout(StrEnum):
    """One question a page, or the whole form (a part of it, where one goes forward only)."""

    ONE_BY_ONE = "one-by-one"
    ONE_PAGE = "one-page"


class Release(StrEnum):
    """When a candidate sees the result: each score as it is there, all when all is marked, or not before a date."""

    AT_ONCE = "at-once"
    AFTER_MARKING = "after-marking"
    AT_DATE = "at-date"


@dataclass(frozen=True, slots=True)
class Window:
    """An exam may be started from ``opens`` until ``closes``."""

    opens: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class Terms:
    """Frozen into each attempt as it starts.

    ``together``: everybody's time runs from the window's opening, and who comes late has less. ``waiting`` is how long
    before that the waiting room opens. ``grace`` is how long after the deadline a response may still arrive that was
    given before it. ``exposure`` is the largest share of the forms that an item should stand in.
    """

    sitters: Sitters = Sitters.CLIENTS
    window: Window | None = None
    together: bool = False
    waiting: timedelta = timedelta(minutes=15)
    entry_code: bool = False
    honour: str = ""
    honour_english: str = ""
    navigation: Navigation = Navigation.FREE
    layout: Layout = Layout.ONE_BY_ONE
    release: Release = Release.AT_ONCE
    release_at: datetime | None = None
    grace: timedelta = timedelta(seconds=60)
    certificate: bool = False
    exposure: Fraction | None = None


class NotOpenYet(Conflict):
    """The exam opens at ``opens``."""

    def __init__(self, opens: datetime) -> None:
        super().__init__("This exam opens at {time}.", time=opens)
        self.opens = opens


class NoLongerOpen(Conflict):
    """The exam could be started until ``closed``."""

    def __init__(self, closed: datetime) -> None:
        super().__init__("This exam could be started until {time}. Please ask the examiner.", time=closed)


def check_may_enter(terms: Terms, now: datetime) -> None:
    """Refuse who comes before the waiting room opens or after the exam has closed."""
    if terms.window is None:
        return
    if now < terms.window.opens - terms.waiting:
        raise NotOpenYet(terms.window.opens)
    if now > terms.window.closes:
        raise NoLongerOpen(terms.window.closes)


def must_wait(terms: Terms, now: datetime) -> bool:
    """Whether whoever enters now waits for the opening."""
    return terms.window is not None and now < terms.window.opens


def compute_deadline(terms: Terms, allowed: timedelta, started: datetime) -> datetime:
    """When a sitting that starts now must be handed in.

    Where all start together, a late-comer's time is shorter; admission in turns costs nobody any of it.
    """
    if not terms.together or terms.window is None:
        return started + allowed
    return min(started, terms.window.opens + LONGEST_ADMISSION) + allowed


LONGEST_ADMISSION = timedelta(seconds=30)
_ADMITTED_A_SECOND = 400


def compute_admission(candidate: UUID, exam: str, waiting: int) -> timedelta:
    """How long after the opening a candidate's page asks to be let in: spread evenly, the same at every look.

    ``waiting`` is how many wait. Few come in at once; two thousand within five seconds.
    """
    spread = min(waiting / _ADMITTED_A_SECOND, LONGEST_ADMISSION.total_seconds())
    digest = hashlib.sha256(f"{exam}:{candidate}".encode()).digest()
    return timedelta(seconds=spread * int.from_bytes(digest[:4]) / 2**32)


@dataclass(frozen=True, slots=True)
class Accommodation:
    """More time for a person, granted beforehand: ``factor`` times the duration, and ``minutes`` on top."""

    factor: Fraction = Fraction(1)
    minutes: int = 0


def allow_time(duration: timedelta, granted: Iterable[Accommodation]) -> timedelta:
    """The time that a person has: the most generous of what was granted, never less than the duration."""
    return max([duration, *(_stretch(duration, accommodation) for accommodation in granted)])


def _stretch(duration: timedelta, granted: Accommodation) -> timedelta:
    factor = granted.factor
    return duration * factor.numerator / factor.denominator + timedelta(minutes=granted.minutes)
