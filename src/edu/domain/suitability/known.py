"""What is known of one client, and how each fact is gathered from it. The law's words on time and share stand here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from edu.domain.sitting.attempt import add_months
from edu.domain.suitability.disclosure import Acknowledged
from edu.domain.suitability.facts import FactValue, unknown_facts
from edu.domain.suitability.profile_facts import PROFILE_FACTS, Profile, ProfileFact


@dataclass(frozen=True, slots=True)
class Assessed:
    """The questionnaire that counts, the latest. It is valid for ``validity_months``."""

    taken_at: datetime
    validity_months: int
    risk_class: str
    lowest: bool

    @property
    def ends_at(self) -> datetime:
        """From then on it is expired."""
        return add_months(self.taken_at, self.validity_months)


@dataclass(frozen=True, slots=True)
class Checked:
    """An attempt at the knowledge check, with the ``share`` of the points; a pass lasts ``validity_months``."""

    ended_at: datetime
    released_at: datetime | None
    share: Fraction
    passed: bool
    validity_months: int

    @property
    def ends_at(self) -> datetime:
        """From then on a pass is expired."""
        return add_months(self.ended_at, self.validity_months)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one client at ``now``."""

    now: datetime
    profile: Profile
    course_complete: bool
    acknowledged: Acknowledged
    assessed: Assessed | None
    checked: Checked | None


def find_counting_check(attempts: Sequence[Checked], now: datetime) -> Checked | None:
    """The check that counts: the latest whose result has been released. ``attempts``: oldest first."""
    released = [attempt for attempt in attempts if attempt.released_at is not None and attempt.released_at <= now]
    return released[-1] if released else None


def to_percent(share: Fraction) -> Decimal:
    """Hundredths of a percent, rounded down, so that a fact never says more than was earned."""
    return Decimal(int(share * 10_000)) / 100


Gather = Callable[[Known], FactValue]


def _of_profile(gather: ProfileFact) -> Gather:
    return lambda known: gather(known.profile)


def _questionnaire(known: Known) -> str:
    if known.assessed is None:
        return "none"
    return "valid" if known.now < known.assessed.ends_at else "expired"


def _check(known: Known) -> str:
    if known.checked is None:
        return "none"
    if not known.checked.passed:
        return "failed"
    return "passed" if known.now < known.checked.ends_at else "expired"


GATHERERS: Mapping[str, Gather] = {
    **{key: _of_profile(gather) for key, gather in PROFILE_FACTS.items()},
    "course": lambda known: "complete" if known.course_complete else "incomplete",
    "disclosure": lambda known: known.acknowledged.value,
    "questionnaire": _questionnaire,
    "check": _check,
    "check_percent": lambda known: to_percent(known.checked.share) if known.checked else Decimal(0),
    "risk_class": lambda known: known.assessed.risk_class if known.assessed else "none",
    "lowest_class": lambda known: known.assessed.lowest if known.assessed else False,
}
"""By the fact's key. Facts that are found while deciding have theirs in ``decision.py``."""


def gather_facts(known: Known) -> dict[str, FactValue]:
    """Every fact; those that are found while deciding are not known yet."""
    return unknown_facts() | {key: gather(known) for key, gather in GATHERERS.items()}


def stands_until(known: Known) -> datetime | None:
    """When the first of the facts changes by itself; ``None`` where none does."""
    lasting = [known.assessed.ends_at] if known.assessed else []
    if known.checked is not None and known.checked.passed:
        lasting.append(known.checked.ends_at)
    return min((end for end in lasting if known.now < end), default=None)
