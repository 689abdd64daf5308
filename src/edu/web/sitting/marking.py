"""A plain marking page: written responses without their authors' names, by rubric."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from edu.domain.items.response import Response as Given
from edu.domain.items.scoring import score
from edu.domain.people.role import Duty
from edu.domain.refusal import NotThere, Refused
from edu.domain.sitting.mark import Mark
from edu.services.sitting import marking
from edu.services.sitting.marking import ToMark, UnmarkedAttempt
from edu.web.items.shown import ShownResult, show_result
from edu.web.kit.guards import requires
from edu.web.kit.page import Page, go, render
from edu.web.kit.statuses import status_of
from edu.web.kit.visit import Visit, posted_text, read_posted


@dataclass(frozen=True, slots=True)
class MarkingPage(Page):
    """What waits for a marker, longest first, without names."""

    template: ClassVar[str] = "sitting/marking/marking.html"

    attempts: tuple[UnmarkedAttempt, ...]


@dataclass(frozen=True, slots=True)
class MarkPage(Page):
    """The written responses of one attempt. ``typed`` keeps what a refused form held, by slot."""

    template: ClassVar[str] = "sitting/marking/mark.html"

    attempt: UUID
    code: str
    title: str
    responses: tuple[tuple[ToMark, ShownResult, tuple[str, ...], str], ...]
    left: int
    error: str = ""
    wrong: int = -1


class MarkingController(Controller):
    """For examiners."""

    path = "/staff/marking"
    guards = (requires(Duty.MARK),)

    @get("/")
    async def list_waiting(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """What waits."""
        async with visit.platform.database.read() as session:
            waiting = await marking.list_waiting(session, visit.person.id)
        return render(visit, MarkingPage(tuple(waiting)))

    @get("/{attempt_id:uuid}")
    async def show(self, visit: NamedDependency[Visit], attempt_id: FromPath[UUID]) -> Response[Any]:
        """One attempt's written responses."""
        return await _show(visit, attempt_id)

    @post("/{attempt_id:uuid}/{slot:int}")
    async def mark(
        self, request: Request[Any, Any, Any], visit: NamedDependency[Visit],
        attempt_id: FromPath[UUID], slot: FromPath[int],
    ) -> Response[Any]:  # fmt: skip
        """Give points for one response."""
        form = await read_posted(request)
        typed = [posted_text(form, f"points-{n}") for n in range(100) if f"points-{n}" in form]
        comment = posted_text(form, "comment")
        try:
            given = Mark(tuple(_read_points(text) for text in typed), comment.strip())
            async with visit.platform.database.write() as session:
                complete = await marking.mark(session, attempt_id, slot, given, visit.person.id, visit.now)
        except NotThere:
            raise
        except Refused as refusal:
            kept = {slot: (tuple(typed), comment)}
            return await _show(visit, attempt_id, kept, visit.language.say(refusal), slot, status_of(refusal))
        if not complete:
            return go(f"/staff/marking/{attempt_id}")
        async with visit.platform.database.read() as session:
            candidate = await marking.get_candidate(session, attempt_id)
        await visit.platform.following.follow(candidate, visit.now)
        return go("/staff/marking")


def _read_points(text: str) -> Fraction:
    plain = text.strip().replace("，", ".").replace("。", ".")
    whole, _, part = plain.partition(".")
    if not (whole + part).isascii() or not (whole + part).isdigit() or len(plain) > 8:
        raise Refused("Please write the points of each line as a number.")
    return Fraction(plain)


async def _show(
    visit: Visit,
    attempt_id: UUID,
    kept: dict[int, tuple[tuple[str, ...], str]] | None = None,
    error: str = "",
    wrong: int = -1,
    status: int = 200,
) -> Response[Any]:
    async with visit.platform.database.read() as session:
        sheet = await marking.load_written(session, attempt_id, visit.person.id)
    if not sheet.responses:
        raise NotThere("There is no such page.")
    shown = tuple(
        (response, _draw(visit, response), *_fields(response, (kept or {}).get(response.slot)))
        for response in sheet.responses
    )
    left = sum(response.mark is None for response in sheet.responses)
    return render(visit, MarkPage(attempt_id, sheet.code, sheet.title, shown, left, error, wrong), status)


def _fields(response: ToMark, kept: tuple[tuple[str, ...], str] | None) -> tuple[tuple[str, ...], str]:
    """What the fields hold: what was typed, what was given before, or nothing."""
    if kept is not None:
        return kept
    if response.mark is None:
        return ("",) * len(response.lines), ""
    points = tuple(f"{float(part):g}" for part in response.mark.points)
    return points, response.mark.comment


def _draw(visit: Visit, marked: ToMark) -> ShownResult:
    response = Given(texts=(marked.text,))
    return show_result(visit, marked.item, (), response, score(marked.item, response, marked.points), f"m{marked.slot}")
