"""What a candidate does in a running attempt: look at a question, respond, go on, hand in."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.params import FromPath

from edu.domain.people.role import Duty
from edu.domain.refusal import NotThere, Refused
from edu.domain.sitting.attempt import AttemptClosed, AttemptState, StalePage, TimeOver
from edu.domain.sitting.ending import is_overdue
from edu.domain.sitting.receipt import Receipt
from edu.domain.sitting.terms import Layout, Release
from edu.services.sitting import taking
from edu.services.sitting.taking import Sitting
from edu.web.items.answering import read_form_response
from edu.web.kit.guards import requires_any
from edu.web.kit.page import go, render, send_drawn
from edu.web.kit.room_words import say_notices
from edu.web.kit.statuses import status_of
from edu.web.kit.visit import Visit, posted_text
from edu.web.sitting.attempts.pages import ClosingPage, HandInPage
from edu.web.sitting.attempts.places import QuestionPlace, check_number, find_question
from edu.web.sitting.attempts.questions import draw_question


class AttemptController(Controller):
    """For whoever sits it: to each their own."""

    guards = (requires_any(Duty.BE_ASSESSED, Duty.SIT_EXAMS),)

    @get("/attempts/{attempt_id:uuid}")
    async def show_attempt(self, visit: NamedDependency[Visit], attempt_id: FromPath[UUID]) -> Response[Any]:
        """Where the candidate stands: the waiting room, the form, its first unanswered question, or the result."""
        sitting = await self._load(visit, attempt_id)
        if sitting.attempt.state is AttemptState.WAITING:
            return go(f"/attempts/{attempt_id}/waiting")
        if sitting.attempt.state is not AttemptState.STARTED:
            return go(f"/attempts/{attempt_id}/result")
        if visit.now > sitting.attempt.deadline:
            left = max(sitting.attempt.closes_at - visit.now, timedelta(0))
            room = (await find_question(visit, attempt_id, 1)).room
            return render(visit, ClosingPage(attempt_id, sitting.title, left, say_notices(visit.language, room)))
        if sitting.terms.layout is Layout.ONE_PAGE:
            return go(f"/attempts/{attempt_id}/form")
        unanswered = sitting.attempt.unanswered(sitting.items)
        return go(f"/attempts/{attempt_id}/questions/{unanswered[0] + 1 if unanswered else 1}")

    @get("/attempts/{attempt_id:uuid}/questions/{number:int}", swift=True)
    async def show_question(
        self, visit: NamedDependency[Visit], attempt_id: FromPath[UUID], number: FromPath[int]
    ) -> Response[Any]:
        """One question; of a part that was left, the first that is open."""
        return await self._show(visit, attempt_id, number)

    @post("/attempts/{attempt_id:uuid}/questions/{number:int}", swift=True)
    async def respond(
        self, visit: NamedDependency[Visit], form: NamedDependency[FormMultiDict],
        attempt_id: FromPath[UUID], number: FromPath[int],
    ) -> Response[Any]:  # fmt: skip
        """Save a response, then stay, or go where the pressed button says."""
        try:
            receipt = await self._save(visit, attempt_id, number, form)
            if receipt.late:
                raise TimeOver()  # it was kept, late
        except AttemptClosed:
            await self._end_overdue(visit, await self._load(visit, attempt_id))
            return _leave(visit, attempt_id)
        except NotThere:
            raise
        except Refused as refusal:
            return await self._show_refused(visit, attempt_id, number, form, refusal)
        return await self._move(visit, attempt_id, number, posted_text(form, "go"))

    async def _save(self, visit: Visit, attempt_id: UUID, number: int, form: FormMultiDict) -> Receipt:
        desk, person = visit.platform.desk, visit.person.id
        frozen = await desk.form_of(attempt_id, person)
        check_number(frozen, number)
        response = read_form_response(form, frozen.items[number - 1], frozen.slots[number - 1].order)
        seen = posted_text(form, "seen")
        desk.meet(attempt_id, person, visit.origin.address, visit.now)
        return await desk.save(
            attempt_id, person, number - 1, response, visit.now,
            seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else None,
        )  # fmt: skip

    async def _move(self, visit: Visit, attempt_id: UUID, number: int, target: str) -> Response[Any]:
        """To where the pressed button leads; a page that is asked for whole looks at the clock itself."""
        if target == "finish":
            place = await find_question(visit, attempt_id, number)
            return await self._finish(visit, attempt_id, place.first_open)
        if target == "hand-in":
            return await self._show_hand_in(visit, attempt_id) if visit.wants_part else go(hand_in_path(attempt_id))
        wanted = int(target) if target.isascii() and target.isdigit() and len(target) < 4 else number
        frozen = await visit.platform.desk.form_of(attempt_id, visit.person.id)
        wanted = min(max(wanted, 1), len(frozen.items))
        if not visit.wants_part:
            return go(question_path(attempt_id, wanted))
        return await self._show(visit, attempt_id, wanted, saved_at=visit.now if wanted == number else None)

    async def _show(
        self, visit: Visit, attempt_id: UUID, number: int, *, saved_at: datetime | None = None
    ) -> Response[Any]:
        place = await find_question(visit, attempt_id, number)
        if not place.clock_runs(visit.now):
            await self._load(visit, attempt_id)  # one whose time is over ends here
            return _leave(visit, attempt_id)
        first, after = place.open_slots
        if place.forward and not first < number <= after:
            return _go_whole(visit, question_path(attempt_id, first + 1))
        answer = send_drawn(draw_question(visit, place, place.response, saved_at=saved_at))
        if visit.is_post:
            answer.headers["HX-Push-Url"] = question_path(attempt_id, number)
        return answer

    async def _show_refused(
        self, visit: Visit, attempt_id: UUID, number: int, form: FormMultiDict, refusal: Refused
    ) -> Response[Any]:
        """What could not be saved stays in its fields; where another page was newer, its response stands there."""
        place = await find_question(visit, attempt_id, number)
        is_stale = isinstance(refusal, StalePage)
        given = place.response if is_stale else read_form_response(form, place.item, place.slot.order)
        error = visit.language.say(refusal)
        return send_drawn(draw_question(visit, place, given, error=error), status_of(refusal))

    @get("/attempts/{attempt_id:uuid}/hand-in")
    async def show_hand_in(self, visit: NamedDependency[Visit], attempt_id: FromPath[UUID]) -> Response[Any]:
        """What is unanswered."""
        return await self._show_hand_in(visit, attempt_id)

    async def _show_hand_in(self, visit: Visit, attempt_id: UUID) -> Response[Any]:
        place = await find_question(visit, attempt_id, 1)
        if not place.clock_runs(visit.now):
            return _leave(visit, attempt_id)
        answer = render(visit, make_hand_in_page(visit, place))
        if visit.is_post:
            answer.headers["HX-Push-Url"] = hand_in_path(attempt_id)
        return answer

    @post("/attempts/{attempt_id:uuid}/hand-in")
    async def hand_in(self, visit: NamedDependency[Visit], attempt_id: FromPath[UUID]) -> Response[Any]:
        """Hand in; a second time finds the first."""
        try:
            await visit.platform.desk.hand_in(attempt_id, visit.person.id, visit.now)
        except taking.NotHandedIn as refusal:
            place = await find_question(visit, attempt_id, 1)
            return render(visit, make_hand_in_page(visit, place, visit.language.say(refusal)), status_of(refusal))
        visit.platform.watch.forget(attempt_id)
        visit.platform.following.follow_soon(visit.person.id, visit.now)
        return _leave(visit, attempt_id)

    @post("/attempts/{attempt_id:uuid}/parts/{first:int}/finish")
    async def finish_part(
        self, visit: NamedDependency[Visit], attempt_id: FromPath[UUID], first: FromPath[int]
    ) -> Response[Any]:
        """Leave a part for good, and go on with the next."""
        return await self._finish(visit, attempt_id, first)

    async def _finish(self, visit: Visit, attempt_id: UUID, first: int) -> Response[Any]:
        async with visit.platform.database.write() as session:
            sitting = await taking.finish_part(session, attempt_id, visit.person.id, first, visit.now)
        is_left = sitting.attempt.first_open != first
        return _go_whole(visit, f"/attempts/{attempt_id}" if is_left else hand_in_path(attempt_id))

    async def _load(self, visit: Visit, attempt_id: UUID) -> Sitting:
        """The candidate's own sitting. One whose time is over is ended by the sweep, which is told to come now."""
        async with visit.platform.database.read() as session:
            sitting = await taking.load_own(session, attempt_id, visit.person.id)
        if is_overdue(sitting.attempt.state, sitting.attempt.closes_at, visit.now):
            visit.platform.following.wake()
        return sitting

    async def _end_overdue(self, visit: Visit, sitting: Sitting) -> None:
        """After an act that came too late: the sitting ends now, with what follows from it."""
        if is_overdue(sitting.attempt.state, sitting.attempt.closes_at, visit.now):
            await visit.platform.desk.hand_in(sitting.attempt.id, visit.person.id, visit.now)
            await visit.platform.following.follow(visit.person.id, visit.now)


def question_path(attempt_id: UUID, number: int) -> str:
    """Where a question of a sitting is."""
    return f"/attempts/{attempt_id}/questions/{number}"


def hand_in_path(attempt_id: UUID) -> str:
    """Where a sitting is handed in."""
    return f"/attempts/{attempt_id}/hand-in"


def _leave(visit: Visit, attempt_id: UUID) -> Response[Any]:
    """Out of the running attempt as a whole, to its result."""
    return _go_whole(visit, f"/attempts/{attempt_id}/result")


def _go_whole(visit: Visit, path: str) -> Response[Any]:
    """To another page, not to a part of this one."""
    return Response("", headers={"HX-Redirect": path}, media_type="text/html") if visit.wants_part else go(path)


def make_hand_in_page(visit: Visit, place: QuestionPlace, error: str = "") -> HandInPage:
    """The page before handing in."""
    unanswered = tuple(slot + 1 for slot in sorted(place.unanswered))
    left = max(place.deadline - visit.now, timedelta(0))
    at_once = place.release is Release.AT_ONCE and not place.has_marker
    notices = say_notices(visit.language, place.room)
    return HandInPage(place.attempt, place.title, unanswered, place.count, left, at_once, notices, error)
