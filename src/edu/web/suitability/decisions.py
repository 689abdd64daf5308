"""The client's own suitability decision, explained."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from litestar import Controller, Response, get
from litestar.di import NamedDependency

from edu.domain.people.role import Duty
from edu.domain.suitability.decision import Decided
from edu.domain.suitability.facts import FactValue
from edu.domain.suitability.policy import PolicyRow
from edu.web.kit.guards import requires
from edu.web.kit.in_force import load_decision
from edu.web.kit.page import Page, render
from edu.web.kit.visit import Visit
from edu.web.suitability.explained import ExplainedProduct, explain_products, explain_rows


@dataclass(frozen=True, slots=True)
class DecisionPage(Page):
    """What was decided, which rows fired, what it opens, what to sign, what is missing."""

    template: ClassVar[str] = "suitability/decisions/decision.html"

    decided: Decided
    facts: Mapping[str, FactValue]
    standing: PolicyRow
    category: PolicyRow
    tier: PolicyRow
    products: tuple[ExplainedProduct, ...]
    documents: tuple[PolicyRow, ...]
    missing: tuple[PolicyRow, ...]
    notices: tuple[PolicyRow, ...]
    fired: tuple[PolicyRow, ...]


class DecisionController(Controller):
    """For clients: to each their own."""

    guards = (requires(Duty.BE_ASSESSED),)

    @get("/decision")
    async def show(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """The decision in force."""
        return render(visit, decision_page(await load_decision(visit, visit.person.id)))


def decision_page(decided: Decided) -> DecisionPage:
    """A decision with the words of the policy revision that it was made by."""
    decision, policy = decided.decision, decided.policy
    rows = explain_rows(policy, decision.fired)
    by_id = {row.id: row for row in rows}
    return DecisionPage(
        decided=decided,
        facts=decided.facts,
        standing=by_id[decision.standing_row],
        category=by_id[decision.category_row],
        tier=by_id[decision.tier_row],
        products=explain_products(policy, decision),
        documents=tuple(by_id[row] for row in decision.documents),
        missing=tuple(by_id[row] for row in decision.missing),
        notices=tuple(by_id[row] for row in decision.notices),
        fired=rows,
    )
