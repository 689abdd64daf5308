"""Exams for members of staff: which there are, the lobby with the terms, the waiting room, and the start."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.params import FromPath

from edu.domain.people.role import Duty
from edu.domain.refusal import NotRight, NotThere, Refused
from edu.domain.sitting.attempt import AttemptState
from edu.domain.sitting.blueprint import Blueprint
from edu.domain.sitting.certificate import Certificate
from edu.domain.sitting.terms import Layout, Navigation, Sitters, Terms, check_may_enter, compute_admission, must_wait
from edu.services.sitting import certifying, taking
from edu.services.sitting.taking import OwnAttempt, Sitting
from edu.web.items.shown import ShownCredit, list_credits
from edu.web.kit.guards import requires
from edu.web.kit.page import Page, go, render
from edu.web.kit.statuses import status_of
from edu.web.kit.visit import Visit, posted_text


@dataclass(frozen=True, slots=True)
class ExamLine:
    """One exam in the list; ``refusal`` says why it cannot be entered now."""

    id: str
    title: str
    terms: Terms
    duration: timedelta
    count: int
    current: OwnAttempt | None
    refusal: Refused | None


@dataclass(frozen=True, slots=True)
class ExamsPage(Page):
    """Every exam for members of staff, own results and certificates."""

    template: ClassVar[str] = "sitting/exams/exams.html"

    lines: tuple[ExamLine, ...]
    attempts: tuple[OwnAttempt, ...]
    certificates: tuple[Certificate, ...]


@dataclass(frozen=True, slots=True)
class LobbyPage(Page):
    """The terms of one exam, and the door: honour statement and entry code."""

    template: ClassVar[str] = "sitting/exams/lobby.html"

    blueprint: Blueprint
    title: str
    honour: str
    parts: tuple[tuple[str, int, Any], ...]
    forward: bool
    credit_rules: tuple[ShownCredit, ...]
    refusal: Refused | None
    waits: bool
    error: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class WaitingPage(Page):
    """Until the exam opens. ``left`` includes this candidate's place in the queue at the door."""

    template: ClassVar[str] = "sitting/exams/waiting.html"

    attempt: UUID
    title: str
    opens: datetime | None
    left: timedelta
    allowed: timedelta
    count: int
    open: bool
    refresh: int
    error: str = ""


class NotConfirmed(NotRight):
    """The honour statement was not confirmed."""

    def __init__(self) -> None:
        super().__init__("Please confirm the statement first.")


_FIELDS: Mapping[type[Refused], str] = {taking.WrongCode: "code", NotConfirmed: "honour"}
"""Beside which field of the lobby a refusal stands; others stand above the form."""


class ExamController(Controller):
    """For members of staff who sit exams."""

    guards = (requires(Duty.SIT_EXAMS),)

    @get("/exams")
    async def list_exams(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """What can be sat, and what was."""
        blueprints = [
            blueprint
            for blueprint in visit.platform.library.blueprints.values()
            if blueprint.terms.sitters is Sitters.STAFF
        ]
        lines, attempts = [], []
        async with visit.platform.database.read() as session:
            for blueprint in blueprints:
                own = await taking.list_own_attempts(session, blueprint, visit.person.id, visit.now)
                lines.append(_line(visit, blueprint, own))
                attempts.extend(own)
            certificates = tuple(await certifying.list_own_certificates(session, visit.person.id))
        ended = sorted(
            (attempt for attempt in attempts if attempt.ended_at), key=lambda attempt: attempt.started_at, reverse=True
        )
        return render(visit, ExamsPage(tuple(lines), tuple(ended), certificates))

    @get("/exams/{exam:str}")
    async def show_lobby(self, visit: NamedDependency[Visit], exam: FromPath[str]) -> Response[Any]:
        """The terms."""
        return await self._show_lobby(visit, _find(visit, exam))

    @post("/exams/{exam:str}/enter", swift=True)
    async def enter(
        self, visit: NamedDependency[Visit], form: NamedDependency[FormMultiDict], exam: FromPath[str]
    ) -> Response[Any]:
        """Through the door: into the waiting room, or straight to the form where the exam is open."""
        blueprint = _find(visit, exam)
        library, now, person = visit.platform.library, visit.now, visit.person.id
        try:
            if blueprint.terms.honour and posted_text(form, "honour") != "yes":
                raise NotConfirmed()
            if blueprint.terms.entry_code:
                async with visit.platform.database.write() as session:
                    await taking.check_code(session, blueprint, person, posted_text(form, "code"), now)
            exposed = await visit.platform.exposures.list_over(blueprint, now)
            supply = await visit.platform.supplies.find(library, blueprint, now)
            entrance = taking.Entrance(
                library, blueprint, person, now, must_wait(blueprint.terms, now), exposed, supply
            )
            attempt_id = await visit.platform.admission.enter(entrance)
        except taking.AlreadyOpen as opened:
            return go(f"/attempts/{opened.attempt}")
        except Refused as refusal:
            field = _FIELDS.get(type(refusal), "")
            return await self._show_lobby(visit, blueprint, visit.language.say(refusal), field, status_of(refusal))
        visit.platform.watch.forget(attempt_id)
        begun = "form" if blueprint.terms.layout is Layout.ONE_PAGE else "questions/1"
        return go(f"/attempts/{attempt_id}/{'waiting' if entrance.waits else begun}")

    @get("/attempts/{attempt_id:uuid}/waiting")
    async def show_waiting(self, visit: NamedDependency[Visit], attempt_id: FromPath[UUID]) -> Response[Any]:
        """The waiting room; who has begun goes on to the form."""
        return await self._show_waiting(visit, attempt_id)

    @post("/attempts/{attempt_id:uuid}/begin", swift=True)
    async def begin(self, visit: NamedDependency[Visit], attempt_id: FromPath[UUID]) -> Response[Any]:
        """Start the clock of the form that was drawn on entering."""
        try:
            await visit.platform.desk.begin(attempt_id, visit.person.id, visit.now)
        except NotThere:
            raise
        except Refused as refusal:
            return await self._show_waiting(visit, attempt_id, visit.language.say(refusal), status_of(refusal))
        visit.platform.watch.forget(attempt_id)
        return go(f"/attempts/{attempt_id}/form")

    async def _show_waiting(self, visit: Visit, attempt_id: UUID, error: str = "", status: int = 200) -> Response[Any]:
        await visit.platform.desk.form_of(attempt_id, visit.person.id)  # read now, so that nobody waits for it later
        async with visit.platform.database.read() as session:
            sitting = await taking.load_own(session, attempt_id, visit.person.id)
            waiting = await taking.count_waiting(session, sitting.blueprint)
        if sitting.attempt.state is not AttemptState.WAITING:
            return go(f"/attempts/{attempt_id}")
        return render(visit, _waiting_page(visit, sitting, waiting, error), status)

    async def _show_lobby(
        self, visit: Visit, blueprint: Blueprint, error: str = "", field: str = "", status: int = 200
    ) -> Response[Any]:
        async with visit.platform.database.read() as session:
            own = await taking.list_own_attempts(session, blueprint, visit.person.id, visit.now)
        line = _line(visit, blueprint, own)
        if line.current is not None and not error:
            return go(f"/attempts/{line.current.id}")
        terms = blueprint.terms
        english = visit.language.code == "en"
        page = LobbyPage(
            blueprint=blueprint,
            title=line.title,
            honour=(terms.honour_english if english else "") or terms.honour,
            parts=_list_parts(blueprint),
            forward=terms.navigation is Navigation.FORWARD,
            credit_rules=list_credits(visit.platform.library.live_items, blueprint),
            refusal=line.refusal,
            waits=must_wait(terms, visit.now),
            error=error,
            field=field,
        )
        return render(visit, page, status)


def _find(visit: Visit, exam: str) -> Blueprint:
    blueprint = visit.platform.library.blueprints.get(exam)
    if blueprint is None or blueprint.terms.sitters is not Sitters.STAFF:
        raise NotThere("There is no such page.")
    return blueprint


def _line(visit: Visit, blueprint: Blueprint, own: list[OwnAttempt]) -> ExamLine:
    english = visit.language.code == "en"
    running = (attempt for attempt in own if attempt.state is AttemptState.STARTED and visit.now <= attempt.closes_at)
    refusal = taking.opens_again(blueprint, own, visit.now)
    try:
        check_may_enter(blueprint.terms, visit.now)
    except Refused as closed:
        refusal = closed
    return ExamLine(
        blueprint.id, (blueprint.english if english else "") or blueprint.title, blueprint.terms, blueprint.duration,
        blueprint.count, next(running, None), refusal,
    )  # fmt: skip


def _list_parts(blueprint: Blueprint) -> tuple[tuple[str, int, Any], ...]:
    """Title, number of questions and points of each part."""
    titles = dict.fromkeys(cell.part for cell in blueprint.cells)
    cells = [(title, [cell for cell in blueprint.cells if cell.part == title]) for title in titles]
    return tuple(
        (title, sum(cell.count for cell in own), sum(cell.count * cell.points for cell in own)) for title, own in cells
    )


def _waiting_page(visit: Visit, sitting: Sitting, waiting: int, error: str) -> WaitingPage:
    window = sitting.terms.window
    admitted = compute_admission(visit.person.id, sitting.blueprint, waiting)
    left = max(window.opens + admitted - visit.now, timedelta(0)) if window else timedelta(0)
    return WaitingPage(
        attempt=sitting.attempt.id,
        title=sitting.title,
        opens=window.opens if window else None,
        left=left,
        allowed=sitting.allowed,
        count=len(sitting.items),
        open=not must_wait(sitting.terms, visit.now),
        refresh=max(int(left.total_seconds()) + 1, 2),
        error=error,
    )
