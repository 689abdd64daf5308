"""The facts that a profile gives (Order 130 Art 6)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from edu.domain.people.identity import age_on
from edu.domain.people.profile import ClientKind, Stated, born_on, plain_number
from edu.domain.suitability.facts import FactValue


def to_facts(kind: ClientKind, stated: Stated, verified: Mapping[str, object], today: date) -> dict[str, FactValue]:
    """The facts that the profile gives, also from a step that was left half-way and so holds what was typed.

    Trading experience counts in the numbers that were verified, once it has been verified at all.
    """
    born = born_on(stated)
    facts: dict[str, FactValue] = {
        "client_kind": kind.value,
        "age": Decimal(age_on(born, today)) if born and kind is ClientKind.INDIVIDUAL else Decimal(0),
        "futures_staff": stated.get("futures_staff") == "yes",
        "market_ban": stated.get("bad_record") == "yes",
        "claimed_category": stated.get("claimed_category") or "ordinary",
        "category_verified": verified.get("category_verified") is True,
        "experience_verified": verified.get("experience_verified") is True,
        "purpose": stated.get("purpose") or "speculation",
        "activity": str(verified.get("activity") or "new"),
    }
    for key in ("financial_assets", "net_assets", "annual_income", "planned_funds"):
        facts[key] = _read_decimal(stated.get(key))
    for key in ("experience_years", "real_trades", "simulated_days", "simulated_trades"):
        facts[key] = _read_decimal(verified.get(key) if facts["experience_verified"] else stated.get(key))
    return facts


def _read_decimal(value: object) -> Decimal:
    return Decimal(plain_number(str(value or "0")) or 0)
