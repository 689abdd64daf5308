"""The facts that a profile gives (Order 130 Art 6), each with its gatherer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from edu.domain.people.identity import age_on
from edu.domain.people.profile import ClientKind, Stated, born_on, plain_number, step_complete, steps
from edu.domain.suitability.facts import FactValue


@dataclass(frozen=True, slots=True)
class Profile:
    """What a client has stated, and what others have verified; also a step that was left half-way, as it was typed."""

    kind: ClientKind
    stated: Stated
    verified: Mapping[str, object]
    has_number: bool
    today: date

    @property
    def complete(self) -> bool:
        """Every step holds all that is asked, as of today."""
        return all(
            step_complete(self.kind, step.id, self.stated, self.today, self.has_number) for step in steps(self.kind)
        )


ProfileFact = Callable[[Profile], FactValue]


def _age(profile: Profile) -> Decimal:
    born = born_on(profile.stated)
    return Decimal(age_on(born, profile.today)) if born and profile.kind is ClientKind.INDIVIDUAL else Decimal(0)


def _says_yes(field: str) -> ProfileFact:
    return lambda profile: profile.stated.get(field) == "yes"


def _is_verified(field: str) -> ProfileFact:
    return lambda profile: profile.verified.get(field) is True


def _stated_word(field: str, unknown: str) -> ProfileFact:
    return lambda profile: profile.stated.get(field) or unknown


def _stated_number(field: str) -> ProfileFact:
    return lambda profile: _read_decimal(profile.stated.get(field))


def _experience(field: str) -> ProfileFact:
    """Trading experience counts in the numbers that were verified, once it has been verified at all."""

    def gather(profile: Profile) -> Decimal:
        verified = profile.verified.get("experience_verified") is True
        return _read_decimal(profile.verified.get(field) if verified else profile.stated.get(field))

    return gather


def _read_decimal(value: object) -> Decimal:
    return Decimal(plain_number(str(value or "0")) or 0)


PROFILE_FACTS: Mapping[str, ProfileFact] = {
    "client_kind": lambda profile: profile.kind.value,
    "profile": lambda profile: "complete" if profile.complete else "incomplete",
    "age": _age,
    "futures_staff": _says_yes("futures_staff"),
    "market_ban": _says_yes("bad_record"),
    "claimed_category": _stated_word("claimed_category", "ordinary"),
    "category_verified": _is_verified("category_verified"),
    "financial_assets": _stated_number("financial_assets"),
    "net_assets": _stated_number("net_assets"),
    "annual_income": _stated_number("annual_income"),
    "experience_years": _experience("experience_years"),
    "experience_verified": _is_verified("experience_verified"),
    "real_trades": _experience("real_trades"),
    "simulated_days": _experience("simulated_days"),
    "simulated_trades": _experience("simulated_trades"),
    "planned_funds": _stated_number("planned_funds"),
    "purpose": _stated_word("purpose", "speculation"),
    "activity": lambda profile: str(profile.verified.get("activity") or "new"),
}
