"""Decisions in the words of their policy."""

from collections.abc import Iterable
from dataclasses import dataclass

from edu.domain.suitability.decision import Decision
from edu.domain.suitability.policy import Permission, Policy, PolicyRow, ProductGroup


@dataclass(frozen=True, slots=True)
class ExplainedProduct:
    """A product group with what it is for this client and the rows that say why."""

    group: ProductGroup
    permission: Permission
    rows: tuple[PolicyRow, ...]


def explain_rows(policy: Policy, ids: Iterable[str]) -> tuple[PolicyRow, ...]:
    """The rows behind ``ids``, in that order."""
    found = (policy.row(row_id) for row_id in ids)
    return tuple(row for row in found if row is not None)


def explain_products(policy: Policy, decision: Decision) -> tuple[ExplainedProduct, ...]:
    """Each product group of the policy with its outcome."""
    groups = {group.id: group for group in policy.products}
    return tuple(
        ExplainedProduct(groups[product.product], product.permission, explain_rows(policy, product.rows))
        for product in decision.products
    )
