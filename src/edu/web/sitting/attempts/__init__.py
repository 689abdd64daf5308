"""A running attempt question by question, its hand-in and its result."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any, ClassVar
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.params import FromPath

from edu.domain.items.item import Item
from edu.domain.items.response import OMITTED
from edu.domain.items.response import Response as Given
from edu.domain.items.traits import traits_of
from edu.domain.people.role import Duty
from edu.domain.refusal import NotThere, Refused
from edu.domain.sitting.attempt import AttemptClosed, AttemptState, StalePage, TimeOver
from edu.domain.sitting.ending import is_overdue
from edu.domain.sitting.form import Slot
from edu.domain.sitting.terms import Layout, Navigation, Release
from edu.services.sitting import taking
from edu.services.sitting.taking import Sitting
from edu.services.sitting.watching import Notice, make_notice
from edu.store.sitting.frozen_forms import FrozenForm
from edu.store.sitting.results import read_kept_terms
from edu.store.sitting.standings import SittingStanding, read_place
from edu.web.items.answering import read_form_response
from edu.web.items.shown import ShownCredit, ShownItem, show_item
from edu.web.kit.guards import requires_any
from edu.web.kit.page import Page, go, render
from edu.web.kit.room_words import SaidNotice, say_notices
from edu.web.kit.statuses import status_of
from edu.web.kit.visit import Visit, posted_text, read_posted


@dataclass(frozen=True, slots=True)
class SlotLine:
    """A question in the palette."""

    number: int
    answered: bool
    current: bool


@dataclass(frozen=True, slots=True)
class QuestionPage(Page):
    """One question of a running attempt. ``seen`` is how many responses to it this page knows of.

    ``first`` and ``last`` are the numbers of the questions that are open: all, or those of the part. ``notices`` stand
    around the part that is swapped, which leaves them as they are.
    """

    template: ClassVar[str] = "sitting/attempts/question.html"
    part: ClassVar[str] = "sitting/attempts/_question.html"

    attempt: UUID
    title: str
    number: int
    count: int
    part_title: str
    points: Fraction
    credit: ShownCredit | None
    item: ShownItem
    slots: tuple[SlotLine, ...]
    answered: int
    left: timedelta
    seen: int
    receipts: int
    first: int
    last: int
    notices: tuple[SaidNotice, ...]
    saved_at: datetime | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class HandInPage(Page):
    """What is unanswered, and the last chance to go back."""

    template: ClassVar[str] = "sitting/attempts/hand_in.html"
    part: ClassVar[str] = "sitting/attempts/_hand_in.html"

    attempt: UUID
    title: str
    unanswered: tuple[int, ...]
    count: int
    left: timedelta
    at_once: bool
    notices: tuple[SaidNotice, ...]
    error: str = ""


@dataclass(frozen=True, slots=True)
class ClosingPage(Page):
    """The time is over; what was given before may still be on its way until ``left`` has passed."""

    template: ClassVar[str] = "sitting/attempts/closing.html"

    attempt: UUID
    title: str
    left: timedelta
    notices: tuple[SaidNotice, ...]


@dataclass(frozen=True, slots=True)
class QuestionPlace:
    """One question of a sitting and where it stands. ``unanswered`` are the slots of the whole form that want more.

    ``room`` is what an examiner did, where a whole page is to be drawn.
    """

    attempt: UUID
    title: str
    state: AttemptState
    deadline: datetime
    number: int
    slots: tuple[Slot, ...]
    items: tuple[Item, ...]
    forward: bool
    release: Release
    first_open: int
    unanswered: frozenset[int]
    response: Given
    seen: int
    receipts: int
    room: tuple[Notice, ...] = ()

    @classmethod
    def of_standing(cls, attempt_id: UUID, number: int, form: FrozenForm, standing: SittingStanding) -> "QuestionPlace":
        """From the form in memory and what is kept of the sitting."""
        terms = read_kept_terms(standing.terms)
        return cls(
            attempt_id, standing.title, standing.state, standing.deadline, number, form.slots, form.items,
            terms.navigation is Navigation.FORWARD, terms.release, standing.first_open,
            frozenset(standing.list_unanswered()), standing.responses.get(number - 1, OMITTED),
            standing.seen(number - 1), standing.receipts, tuple(make_notice(*event) for event in standing.room),
        )  # fmt: skip

    @classmethod
    def of_sitting(cls, sitting: Sitting, number: int) -> "QuestionPlace":
        """From a whole sitting."""
        attempt = sitting.attempt
        return cls(
            attempt.id, sitting.title, attempt.state, attempt.deadline, number, attempt.form.slots, sitting.items,
            sitting.terms.navigation is Navigation.FORWARD, sitting.terms.release, attempt.first_open,
            frozenset(attempt.unanswered(sitting.items)), attempt.responses.get(number - 1, OMITTED),
            attempt.events.get(number - 1, 0), attempt.receipts,
        )  # fmt: skip

    @property
    def open_slots(self) -> tuple[int, int]:
        """The slots that are open, first and the one after the last: all, or those of the part if one goes forward."""
        if not self.forward:
            return 0, len(self.slots)
        title = self.slots[self.first_open].part
        rest = range(self.first_open, len(self.slots))
        return self.first_open, next((n for n in rest if self.slots[n].part != title), len(self.slots))


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
            room = (await self._find_place(visit, attempt_id, 1)).room
            return render(visit, ClosingPage(attempt_id, sitting.title, left, say_notices(visit.language, room)))
        if sitting.terms.layout is Layout.ONE_PAGE:
            return go(f"/attempts/{attempt_id}/form")
        unanswered = sitting.attempt.unanswered(sitting.items)
        return go(f"/attempts/{attempt_id}/questions/{unanswered[0] + 1 if unanswered else 1}")

    @get("/attempts/{attempt_id:uuid}/questions/{number:int}")
    async def show_question(
        self, visit: NamedDependency[Visit], attempt_id: FromPath[UUID], number: FromPath[int]
    ) -> Response[Any]:
        """One question; of a part that was left, the first that is open."""
        place = await self._find_place(visit, attempt_id, number)
        if place.state is not AttemptState.STARTED or visit.now > place.deadline:
            await self._load(visit, attempt_id)  # one whose time is over ends here
            return self._leave(visit, attempt_id)
        first, after = place.open_slots
        if place.forward and not first < number <= after:
            return go(f"/attempts/{attempt_id}/questions/{first + 1}")
        return render(visit, draw_question(visit, place))

    @post("/attempts/{attempt_id:uuid}/questions/{number:int}")
    async def respond(
        self, request: Request[Any, Any, Any], visit: NamedDependency[Visit],
        attempt_id: FromPath[UUID], number: FromPath[int],
    ) -> Response[Any]:  # fmt: skip
        """Save a response, then stay, or go where the pressed button says."""
        form = await read_posted(request)
        try:
            sitting = await self._save(visit, attempt_id, number, form)
        except AttemptClosed:
            await self._end_overdue(visit, await self._load(visit, attempt_id))
            return self._leave(visit, attempt_id)
        except NotThere:
            raise
        except Refused as refusal:
            return await self._show_refused(visit, attempt_id, number, form, refusal)
        if posted_text(form, "go") == "finish":
            return await self._finish(visit, attempt_id, sitting.attempt.first_open)
        return self._move(visit, sitting, number, posted_text(form, "go"))

    async def _show_refused(
        self, visit: Visit, attempt_id: UUID, number: int, form: FormMultiDict, refusal: Refused
    ) -> Response[Any]:
        """What could not be saved stays in its fields; where another page was newer, its response stands there."""
        place = await self._find_place(visit, attempt_id, number)
        page = draw_question(visit, place, error=visit.language.say(refusal))
        is_stale = isinstance(refusal, StalePage)
        return render(visit, page if is_stale else _with_given(visit, page, place, form), status_of(refusal))

    @get("/attempts/{attempt_id:uuid}/hand-in")
    async def show_hand_in(self, visit: NamedDependency[Visit], attempt_id: FromPath[UUID]) -> Response[Any]:
        """What is unanswered."""
        place = await self._find_place(visit, attempt_id, 1)
        if place.state is not AttemptState.STARTED or visit.now > place.deadline:
            return self._leave(visit, attempt_id)
        return render(visit, hand_in_page(visit, place))

    @post("/attempts/{attempt_id:uuid}/hand-in")
    async def hand_in(self, visit: NamedDependency[Visit], attempt_id: FromPath[UUID]) -> Response[Any]:
        """Hand in; a second time finds the first."""
        try:
            await visit.platform.desk.hand_in(attempt_id, visit.person.id, visit.now)
        except taking.NotHandedIn as refusal:
            place = await self._find_place(visit, attempt_id, 1)
            return render(visit, hand_in_page(visit, place, visit.language.say(refusal)), status_of(refusal))
        visit.platform.watch.forget(attempt_id)
        visit.platform.following.follow_soon(visit.person.id, visit.now)
        return self._leave(visit, attempt_id)

    @post("/attempts/{attempt_id:uuid}/parts/{first:int}/finish")
    async def finish_part(
        self, visit: NamedDependency[Visit], attempt_id: FromPath[UUID], first: FromPath[int]
    ) -> Response[Any]:
        """Leave a part for good, and go on with the next."""
        return await self._finish(visit, attempt_id, first)

    async def _finish(self, visit: Visit, attempt_id: UUID, first: int) -> Response[Any]:
        async with visit.platform.database.write() as session:
            sitting = await taking.finish_part(session, attempt_id, visit.person.id, first, visit.now)
        path = f"/attempts/{attempt_id}" if sitting.attempt.first_open != first else f"/attempts/{attempt_id}/hand-in"
        return _go_whole(visit, path)

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

    async def _find_place(self, visit: Visit, attempt_id: UUID, number: int) -> QuestionPlace:
        """Where the question stands; the cost is the same however much was saved."""
        person = visit.person.id
        form = await visit.platform.desk.form_of(attempt_id, person)
        standing = await visit.platform.database.glance(
            lambda connection: read_place(connection, attempt_id, person, number - 1)
        )
        if standing is None:
            raise NotThere("There is no such check.")
        return QuestionPlace.of_standing(attempt_id, number, form, standing)

    async def _save(self, visit: Visit, attempt_id: UUID, number: int, form: Any) -> Sitting:
        frozen = await visit.platform.desk.form_of(attempt_id, visit.person.id)
        if not 1 <= number <= len(frozen.items):
            raise NotThere("This check has no such question.")
        slot = number - 1
        response = read_form_response(form, frozen.items[slot], frozen.slots[slot].order)
        seen = posted_text(form, "seen")
        await visit.platform.desk.save(
            attempt_id, visit.person.id, slot, response, visit.now,
            seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else None,
        )  # fmt: skip
        sitting = await self._load(visit, attempt_id)
        if not clock_runs(sitting, visit.now):
            raise TimeOver()  # it was kept, late
        return sitting

    def _move(self, visit: Visit, sitting: Sitting, number: int, target: str) -> Response[Any]:
        place = int(target) if target.isascii() and target.isdigit() and len(target) < 4 else number
        place = min(max(place, 1), len(sitting.items))
        leaf = "hand-in" if target == "hand-in" else f"questions/{place}"
        path = f"/attempts/{sitting.attempt.id}/{leaf}"
        if not visit.wants_part:
            return go(path)
        page: Page = hand_in_page(visit, QuestionPlace.of_sitting(sitting, number))
        if target != "hand-in":
            page = question_page(visit, sitting, place, saved_at=visit.now if place == number else None)
        answer = render(visit, page)
        answer.headers["HX-Push-Url"] = path
        return answer

    def _leave(self, visit: Visit, attempt_id: UUID) -> Response[Any]:
        """Out of the running attempt as a whole, to its result."""
        return _go_whole(visit, f"/attempts/{attempt_id}/result")


def _go_whole(visit: Visit, path: str) -> Response[Any]:
    """To another page, not to a part of this one."""
    return Response("", headers={"HX-Redirect": path}, media_type="text/html") if visit.wants_part else go(path)


def clock_runs(sitting: Sitting, now: datetime) -> bool:
    """Begun, not ended, and in time."""
    return sitting.attempt.state is AttemptState.STARTED and now <= sitting.attempt.deadline


def question_page(visit: Visit, sitting: Sitting, number: int, *, saved_at: datetime | None) -> QuestionPage:
    """The page of one question of a sitting that was loaded for a change."""
    return draw_question(visit, QuestionPlace.of_sitting(sitting, number), saved_at=saved_at)


def draw_question(
    visit: Visit, place: QuestionPlace, *, saved_at: datetime | None = None, error: str = ""
) -> QuestionPage:
    """The page of one question."""
    count = len(place.items)
    if not 1 <= place.number <= count:
        raise NotThere("This check has no such question.")
    slot, item = place.slots[place.number - 1], place.items[place.number - 1]
    first, after = place.open_slots
    return QuestionPage(
        attempt=place.attempt,
        title=place.title,
        number=place.number,
        count=count,
        part_title=slot.part,
        points=slot.points,
        credit=ShownCredit.of(item),
        item=show_item(visit, item, slot.order, place.response),
        slots=_make_palette(place),
        answered=count - len(place.unanswered),
        left=max(place.deadline - visit.now, timedelta(0)),
        seen=place.seen,
        receipts=place.receipts,
        first=first + 1,
        last=after,
        notices=say_notices(visit.language, place.room),
        saved_at=saved_at,
        error=error,
    )


def _with_given(visit: Visit, page: QuestionPage, place: QuestionPlace, form: FormMultiDict) -> QuestionPage:
    """The page as it was sent: what could not be saved stays in its fields."""
    slot, item = place.slots[page.number - 1], place.items[page.number - 1]
    given = read_form_response(form, item, slot.order)
    return replace(page, item=show_item(visit, item, slot.order, given))


def hand_in_page(visit: Visit, place: QuestionPlace, error: str = "") -> HandInPage:
    """The page before handing in."""
    unanswered = tuple(slot + 1 for slot in sorted(place.unanswered))
    left = max(place.deadline - visit.now, timedelta(0))
    at_once = place.release is Release.AT_ONCE and not any(traits_of(item).marked for item in place.items)
    notices = say_notices(visit.language, place.room)
    return HandInPage(place.attempt, place.title, unanswered, len(place.items), left, at_once, notices, error)


def _make_palette(place: QuestionPlace) -> tuple[SlotLine, ...]:
    first, after = place.open_slots
    return tuple(SlotLine(n + 1, n not in place.unanswered, n + 1 == place.number) for n in range(first, after))
