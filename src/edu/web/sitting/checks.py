"""The knowledge check: its terms before it starts, and earlier attempts."""

from dataclasses import dataclass
from typing import Any, ClassVar

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency

from edu.domain.people.role import Duty
from edu.domain.refusal import Refused
from edu.domain.sitting.attempt import AttemptState
from edu.domain.sitting.blueprint import Blueprint
from edu.services.sitting import taking
from edu.services.sitting.taking import OwnAttempt
from edu.services.suitability.deciding import ONBOARDING
from edu.web.items.shown import ShownCredit, list_credits
from edu.web.kit.guards import requires
from edu.web.kit.page import Page, go, render
from edu.web.kit.statuses import status_of
from edu.web.kit.visit import Visit


@dataclass(frozen=True, slots=True)
class CheckPage(Page):
    """The terms of the check before it starts, and earlier attempts."""

    template: ClassVar[str] = "sitting/checks/check.html"

    blueprint: Blueprint
    title: str
    attempts: tuple[OwnAttempt, ...]
    open_attempt: OwnAttempt | None
    refusal: Refused | None
    credit_rules: tuple[ShownCredit, ...]
    error: str = ""


class CheckController(Controller):
    """For clients."""

    guards = (requires(Duty.BE_ASSESSED),)

    @get("/check")
    async def show_check(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """The terms, and what was done before."""
        return await self._show_check(visit)

    @post("/check", swift=True)
    async def start(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Start; one that is open is gone on with."""
        library = visit.platform.library
        try:
            blueprint = library.blueprints[ONBOARDING.check]
            exposed = await visit.platform.exposures.list_over(blueprint, visit.now)
            supply = await visit.platform.supplies.find(library, blueprint, visit.now)
            entrance = taking.Entrance(library, blueprint, visit.person.id, visit.now, exposed=exposed, supply=supply)
            attempt_id = await visit.platform.admission.enter(entrance)
        except taking.AlreadyOpen as opened:
            attempt_id = opened.attempt
        except Refused as refusal:
            return await self._show_check(visit, visit.language.say(refusal), status_of(refusal))
        return go(f"/attempts/{attempt_id}/questions/1")

    async def _show_check(self, visit: Visit, error: str = "", status: int = 200) -> Response[Any]:
        library = visit.platform.library
        blueprint = library.blueprints[ONBOARDING.check]
        async with visit.platform.database.read() as session:
            own = await taking.list_own_attempts(session, blueprint, visit.person.id, visit.now)
        running = next(
            (attempt for attempt in own if attempt.state is AttemptState.STARTED and attempt.deadline >= visit.now),
            None,
        )
        title = blueprint.english if visit.language.code == "en" and blueprint.english else blueprint.title
        refusal = taking.opens_again(blueprint, own, visit.now)
        told = list_credits(library.live_items, blueprint)
        page = CheckPage(blueprint, title, tuple(reversed(own)), running, refusal, told, error)
        return render(visit, page, status)
