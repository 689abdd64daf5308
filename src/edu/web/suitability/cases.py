"""Decisions in force for those who answer for them, and each with its inputs and a replay."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from edu.domain.people.role import Duty
from edu.domain.suitability.decision import Decided
from edu.domain.suitability.facts import BY_KEY, FactValue
from edu.domain.suitability.policy import PolicyRow
from edu.services.office import overseeing
from edu.services.office.overseeing import DecisionLine
from edu.services.suitability import deciding
from edu.web.kit.guards import requires
from edu.web.kit.page import Page, render
from edu.web.kit.visit import Visit, read_key
from edu.web.suitability.explained import ExplainedProduct, explain_products, explain_rows


@dataclass(frozen=True, slots=True)
class DecisionsPage(Page):
    """The compliance officer's home: decisions in force."""

    template: ClassVar[str] = "suitability/cases/decisions.html"

    lines: tuple[DecisionLine, ...]
    counts: Mapping[str, int]
    older: int | None


@dataclass(frozen=True, slots=True)
class CasePage(Page):
    """One decision with its inputs and the rows that fired; ``replays`` says whether it comes out the same again."""

    template: ClassVar[str] = "suitability/cases/case.html"

    name: str
    decided: Decided
    facts: tuple[tuple[str, FactValue], ...]
    fired: tuple[PolicyRow, ...]
    products: tuple[ExplainedProduct, ...]
    replays: bool


class DecisionListController(Controller):
    """For compliance officers and auditors."""

    path = "/staff/decisions"
    guards = (requires(Duty.SEE_DECISIONS),)

    @get("/")
    async def list_decisions(self, visit: NamedDependency[Visit], before: FromQuery[str] = "") -> Response[Any]:
        """Decisions in force, newest first."""
        async with visit.platform.database.read() as session:
            lines = tuple(await overseeing.list_decisions(session, read_key(before)))
            counts = await overseeing.count_standings(session)
        older = lines[-1].id if len(lines) == overseeing.PAGE_LENGTH else None
        return render(visit, DecisionsPage(lines, counts, older))

    @get("/{decision_id:int}")
    async def show_case(self, visit: NamedDependency[Visit], decision_id: FromPath[int]) -> Response[Any]:
        """One decision; that somebody looked at it is recorded."""
        async with visit.platform.database.write() as session:
            library = visit.platform.library
            name, decided = await deciding.open_case(session, library, decision_id, visit.person, visit.now)
        decision = decided.decision
        facts = tuple((BY_KEY[key].name, value) for key, value in decided.facts.items())
        fired = explain_rows(decided.policy, decision.fired)
        products = explain_products(decided.policy, decision)
        return render(visit, CasePage(name, decided, facts, fired, products, decided.replays()))
