"""The decision for one client: facts and a policy in, a decision with its reasons out.

Kept apart: legal category, risk class, tier, segment, permission. Class and law drive permission; limits narrow it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from edu.domain.suitability.facts import Facts, FactValue
from edu.domain.suitability.policy import LOWEST, ClientStanding, Permission, Policy, PolicyRow

_STRICTNESS = (Permission.ALLOWED, Permission.WARNING, Permission.BLOCKED)


@dataclass(frozen=True, slots=True)
class ProductDecision:
    """What one product group is for this client; ``rows`` are the limits that hold for it."""

    product: str
    permission: Permission
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome, each part with the id of the row that gave it. Same facts and revision, same decision."""

    standing: ClientStanding
    standing_row: str
    category: str
    category_row: str
    tier: str
    tier_row: str
    risk_class: str
    lowest: bool
    products: tuple[ProductDecision, ...]
    documents: tuple[str, ...]
    missing: tuple[str, ...]
    notices: tuple[str, ...]
    segments: tuple[str, ...]
    valid_until: datetime | None
    policy_revision: str

    @property
    def fired(self) -> tuple[str, ...]:
        """Every row that took part, once, table by table."""
        single = (self.standing_row, self.category_row, self.tier_row)
        limits = dict.fromkeys(row for product in self.products for row in product.rows)
        return (*single, *limits, *self.documents, *self.missing, *self.notices, *self.segments)


def decide(policy: Policy, facts: Facts, valid_until: datetime | None) -> Decision:
    """Read the tables top down. One row gives standing, category and tier each; all rows that hold give the rest."""
    known: dict[str, FactValue] = dict(facts)
    for key, find in FOUND.items():
        known[key] = find(policy, known)
    category, tier = _first(policy.categories, known), _first(policy.tiers, known)
    standing = _first(policy.standings, known)
    return Decision(
        standing=ClientStanding(standing.outcome),
        standing_row=standing.id,
        category=category.outcome,
        category_row=category.id,
        tier=tier.outcome,
        tier_row=tier.id,
        risk_class=str(known["risk_class"]),
        lowest=bool(known["lowest_class"]),
        products=_decide_products(policy, known),
        documents=_ids(policy.documents, known),
        missing=_ids(policy.missing, known),
        notices=_ids(policy.notices, known),
        segments=_first_of_each_axis(policy.segments, known),
        valid_until=valid_until,
        policy_revision=policy.revision,
    )


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it was kept: when, with what facts, until when these stand by themselves, and by which policy."""

    decided_at: datetime
    facts: Facts
    valid_until: datetime | None
    policy: Policy
    decision: Decision

    def replays(self) -> bool:
        """Whether the same facts and policy give the same decision again."""
        return decide(self.policy, self.facts, self.valid_until) == self.decision


def _first(rows: Iterable[PolicyRow], facts: Facts) -> PolicyRow:
    return next(row for row in rows if row.condition.holds(facts))


def _ids(rows: Iterable[PolicyRow], facts: Facts) -> tuple[str, ...]:
    return tuple(row.id for row in rows if row.condition.holds(facts))


def _first_of_each_axis(rows: Iterable[PolicyRow], facts: Facts) -> tuple[str, ...]:
    chosen: dict[str, str] = {}
    for row in rows:
        if row.axis not in chosen and row.condition.holds(facts):
            chosen[row.axis] = row.id
    return tuple(chosen.values())


def _decide_products(policy: Policy, facts: Facts) -> tuple[ProductDecision, ...]:
    return tuple(_decide_product(policy, facts, product.id, product.grade) for product in policy.products)


def _any_warning(policy: Policy, facts: Facts) -> bool:
    return any(product.permission is Permission.WARNING for product in _decide_products(policy, facts))


def _any_open(policy: Policy, facts: Facts) -> bool:
    return any(product.permission is not Permission.BLOCKED for product in _decide_products(policy, facts))


FOUND: Mapping[str, Callable[[Policy, Facts], FactValue]] = {
    "category": lambda policy, facts: _first(policy.categories, facts).outcome,
    "tier": lambda policy, facts: _first(policy.tiers, facts).outcome,
    "any_warning": _any_warning,
    "any_open": _any_open,
}
"""Facts that are found while deciding, in this order, for the rows of tables that are read later."""


def _decide_product(policy: Policy, facts: Facts, product: str, grade: str) -> ProductDecision:
    limits = [row for row in policy.limits if product in row.products and row.condition.holds(facts)]
    candidates = [_matched(policy, facts, grade), *(Permission(row.outcome) for row in limits)]
    return ProductDecision(product, max(candidates, key=_STRICTNESS.index), tuple(row.id for row in limits))


def _matched(policy: Policy, facts: Facts, grade: str) -> Permission:
    """By class and grade; before there is a class nothing is open. Professionals are outside the class matching."""
    if facts["category"] != "ordinary":
        return Permission.ALLOWED
    if facts["risk_class"] == "none":
        return Permission.BLOCKED
    row = LOWEST if facts["lowest_class"] else str(facts["risk_class"])
    return policy.matching[row][grade]
