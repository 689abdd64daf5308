"""The knowledge check: its terms, the questions one by one, hand-in and result."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any, ClassVar
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from edu.domain.attempt import Attempt, AttemptClosed, AttemptState, StalePage, remaining
from edu.domain.blueprint import Blueprint
from edu.domain.item import CreditRule, Kind
from edu.domain.receipt import code_of
from edu.domain.refusal import NotThere, Refused
from edu.domain.response import OMITTED
from edu.domain.role import Duty
from edu.services import taking
from edu.services.deciding import ONBOARDING
from edu.services.taking import Sitting
from edu.store.attempts import AttemptRow
from edu.web.guards import requires
from edu.web.in_force import renew_decision
from edu.web.page import Page, go, render
from edu.web.shown import ShownCredit, ShownItem, ShownResult, read_response, show_item, show_result
from edu.web.visit import Visit, read_form, text_of


@dataclass(frozen=True, slots=True)
class CheckPage(Page):
    """The terms of the check before it starts, and earlier attempts."""

    template: ClassVar[str] = "checks/check.html"

    blueprint: Blueprint
    title: str
    attempts: tuple[AttemptRow, ...]
    open_attempt: AttemptRow | None
    refusal: Refused | None
    credit_rules: tuple[ShownCredit, ...]
    error: str = ""


@dataclass(frozen=True, slots=True)
class SlotLine:
    """A question in the palette."""

    number: int
    answered: bool
    current: bool


@dataclass(frozen=True, slots=True)
class QuestionPage(Page):
    """One question of a running attempt. ``seen`` is how many responses to it this page knows of."""

    template: ClassVar[str] = "checks/question.html"
    part: ClassVar[str] = "checks/_question.html"

    attempt: Attempt
    title: str
    number: int
    count: int
    part_title: str
    points: Fraction
    credit: ShownCredit
    item: ShownItem
    slots: tuple[SlotLine, ...]
    answered: int
    left: timedelta
    seen: int
    receipts: int
    saved_at: datetime | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class SavedPage(Page):
    """The answer to a save in the background: a receipt or the reason why not."""

    template: ClassVar[str] = "checks/_saved.html"
    part: ClassVar[str] = "checks/_saved.html"

    slots: tuple[SlotLine, ...]
    answered: int
    count: int
    seen: int
    receipts: int
    saved_at: datetime | None
    error: str


@dataclass(frozen=True, slots=True)
class HandInPage(Page):
    """What is unanswered, and the last chance to go back."""

    template: ClassVar[str] = "checks/hand_in.html"
    part: ClassVar[str] = "checks/_hand_in.html"

    attempt: Attempt
    title: str
    unanswered: tuple[int, ...]
    count: int
    left: timedelta


@dataclass(frozen=True, slots=True)
class TopicLine:
    """Points by topic."""

    topic: str
    earned: Fraction
    possible: Fraction

    @property
    def share(self) -> Fraction:
        """0 to 1."""
        return self.earned / self.possible


@dataclass(frozen=True, slots=True)
class ResultPage(Page):
    """The result of an ended attempt."""

    template: ClassVar[str] = "checks/result.html"

    row: AttemptRow
    attempt: Attempt
    code: str
    earned: Fraction
    possible: Fraction
    share: Fraction
    cut: Fraction
    passed: bool
    topics: tuple[TopicLine, ...]
    results: tuple[ShownResult, ...]
    sections: dict[str, str]
    next_start: Refused | None


class CheckController(Controller):
    """For clients, each his own."""

    guards = (requires(Duty.BE_ASSESSED),)

    @get("/check")
    async def show_check(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """The terms, and what was done before."""
        return await self._show_check(visit)

    @post("/check")
    async def start(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Start; one that is open is gone on with."""
        library = visit.platform.library
        try:
            async with visit.platform.database.write() as session:
                attempt_id = await taking.start(
                    session, library, library.blueprints[ONBOARDING.check], visit.person.id, visit.now
                )
        except taking.AlreadyOpen as opened:
            attempt_id = opened.attempt
        except Refused as refusal:
            return await self._show_check(visit, visit.language.say(refusal), 422)
        return go(f"/attempts/{attempt_id}/questions/1")

    @get("/attempts/{attempt_id:uuid}")
    async def show_attempt(self, visit: NamedDependency[Visit], attempt_id: FromPath[UUID]) -> Response[Any]:
        """The first unanswered question, or the result."""
        sitting = await self._load(visit, attempt_id)
        if sitting.attempt.state is not AttemptState.STARTED:
            return go(f"/attempts/{attempt_id}/result")
        unanswered = sitting.attempt.unanswered(sitting.items)
        return go(f"/attempts/{attempt_id}/questions/{unanswered[0] + 1 if unanswered else 1}")

    @get("/attempts/{attempt_id:uuid}/questions/{number:int}")
    async def show_question(
        self, visit: NamedDependency[Visit], attempt_id: FromPath[UUID], number: FromPath[int]
    ) -> Response[Any]:
        """One question."""
        sitting = await self._load(visit, attempt_id)
        if sitting.attempt.state is not AttemptState.STARTED:
            return self._leave(visit, attempt_id)
        return render(visit, question_page(visit, sitting, number))

    @post("/attempts/{attempt_id:uuid}/questions/{number:int}")
    async def respond(
        self, request: Request[Any, Any, Any], visit: NamedDependency[Visit],
        attempt_id: FromPath[UUID], number: FromPath[int],
    ) -> Response[Any]:  # fmt: skip
        """Save a response, then stay, or go where the pressed button says."""
        form = await read_form(request)
        in_background = text_of(form, "auto") == "1"
        error, status = "", 200
        try:
            sitting = await self._save(visit, attempt_id, number, form)
        except (AttemptClosed, StalePage) as conflict:
            sitting = await self._load(visit, attempt_id)
            error, status = visit.language.say(conflict), 409
            if isinstance(conflict, AttemptClosed) and not in_background:
                return self._leave(visit, attempt_id)
            if isinstance(conflict, StalePage) and in_background:
                answer = render(visit, question_page(visit, sitting, number, error=error), status)
                answer.headers |= {"HX-Retarget": "#sitting", "HX-Reswap": "outerHTML"}
                return answer
        except NotThere:
            raise
        except Refused as refusal:
            sitting = await self._load(visit, attempt_id)
            error, status = visit.language.say(refusal), 422
        if in_background:
            return render(visit, saved_page(sitting, number, None if error else visit.now, error), status)
        if error:
            return render(visit, question_page(visit, sitting, number, error=error), status)
        return self._move(visit, sitting, number, text_of(form, "go"))

    @get("/attempts/{attempt_id:uuid}/hand-in")
    async def show_hand_in(self, visit: NamedDependency[Visit], attempt_id: FromPath[UUID]) -> Response[Any]:
        """What is unanswered."""
        sitting = await self._load(visit, attempt_id)
        if sitting.attempt.state is not AttemptState.STARTED:
            return self._leave(visit, attempt_id)
        return render(visit, hand_in_page(visit, sitting))

    @post("/attempts/{attempt_id:uuid}/hand-in")
    async def hand_in(self, visit: NamedDependency[Visit], attempt_id: FromPath[UUID]) -> Response[Any]:
        """Hand in; a second time finds the first."""
        async with visit.platform.database.write() as session:
            await taking.hand_in(session, attempt_id, visit.person.id, visit.now)
        await renew_decision(visit, visit.person.id)
        return self._leave(visit, attempt_id)

    @get("/attempts/{attempt_id:uuid}/result")
    async def show_result(self, visit: NamedDependency[Visit], attempt_id: FromPath[UUID]) -> Response[Any]:
        """The result of an ended attempt; a running one goes on."""
        sitting = await self._load(visit, attempt_id)
        if sitting.attempt.state is AttemptState.STARTED:
            return go(f"/attempts/{attempt_id}")
        blueprint = visit.platform.library.blueprints[ONBOARDING.check]
        async with visit.platform.database.read() as session:
            rows = await taking.list_own(session, blueprint, visit.person.id)
        return render(visit, result_page(visit, sitting, taking.opens_again(blueprint, rows, visit.now)))

    async def _show_check(self, visit: Visit, error: str = "", status: int = 200) -> Response[Any]:
        library = visit.platform.library
        blueprint = library.blueprints[ONBOARDING.check]
        async with visit.platform.database.read() as session:
            rows = await taking.list_own(session, blueprint, visit.person.id)
        running = next((r for r in rows if r.state is AttemptState.STARTED and r.deadline >= visit.now), None)
        title = blueprint.english if visit.language.code == "en" and blueprint.english else blueprint.title
        rules = {ShownCredit.of(item) for item in library.live_items if item.kind is Kind.MULTIPLE}
        refusal = taking.opens_again(blueprint, rows, visit.now)
        ordered = tuple(sorted(rules, key=lambda one: (list(CreditRule).index(one.rule), one.share, one.wrong)))
        page = CheckPage(blueprint, title, tuple(reversed(rows)), running, refusal, ordered, error)
        return render(visit, page, status)

    async def _load(self, visit: Visit, attempt_id: UUID) -> Sitting:
        """The candidate's own sitting; one whose time is over is ended first."""
        async with visit.platform.database.read() as session:
            sitting = await taking.load_own(session, attempt_id, visit.person.id)
        if sitting.attempt.state is not AttemptState.STARTED or visit.now <= sitting.attempt.deadline:
            return sitting
        async with visit.platform.database.write() as session:
            sitting = await taking.hand_in(session, attempt_id, visit.person.id, visit.now)
        await renew_decision(visit, visit.person.id)
        return sitting

    async def _save(self, visit: Visit, attempt_id: UUID, number: int, form: Any) -> Sitting:
        frozen = await visit.platform.desk.form_of(attempt_id, visit.person.id)
        if not 1 <= number <= len(frozen.items):
            raise NotThere("This check has no such question.")
        slot = number - 1
        response = read_response(form, frozen.items[slot], frozen.slots[slot].order)
        seen = text_of(form, "seen")
        async with visit.platform.database.write() as session:
            return await taking.respond(
                session,
                attempt_id,
                visit.person.id,
                slot,
                response,
                int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else None,
                visit.now,
            )

    def _move(self, visit: Visit, sitting: Sitting, number: int, target: str) -> Response[Any]:
        place = int(target) if target.isascii() and target.isdigit() and len(target) < 4 else number
        place = min(max(place, 1), len(sitting.items))
        leaf = "hand-in" if target == "hand-in" else f"questions/{place}"
        path = f"/attempts/{sitting.row.id}/{leaf}"
        if not visit.wants_part:
            return go(path)
        page: Page = hand_in_page(visit, sitting)
        if target != "hand-in":
            page = question_page(visit, sitting, place, saved_at=visit.now if place == number else None)
        answer = render(visit, page)
        answer.headers["HX-Push-Url"] = path
        return answer

    def _leave(self, visit: Visit, attempt_id: UUID) -> Response[Any]:
        """Out of the running attempt as a whole, to its result."""
        path = f"/attempts/{attempt_id}/result"
        if visit.wants_part:
            return Response("", headers={"HX-Redirect": path}, media_type="text/html")
        return go(path)


def question_page(
    visit: Visit, sitting: Sitting, number: int, *, saved_at: datetime | None = None, error: str = ""
) -> QuestionPage:
    """The page of one question."""
    if not 1 <= number <= len(sitting.items):
        raise NotThere("This check has no such question.")
    slot, item, attempt = sitting.attempt.form.slots[number - 1], sitting.items[number - 1], sitting.attempt
    response = attempt.responses.get(number - 1, OMITTED)
    slots = _palette(sitting, number)
    return QuestionPage(
        attempt=attempt,
        title=sitting.row.title,
        number=number,
        count=len(sitting.items),
        part_title=slot.part,
        points=slot.points,
        credit=ShownCredit.of(item),
        item=show_item(visit, item, slot.order, response),
        slots=slots,
        answered=sum(one.answered for one in slots),
        left=remaining(attempt, visit.now),
        seen=attempt.events.get(number - 1, 0),
        receipts=attempt.receipts,
        saved_at=saved_at,
        error=error,
    )


def saved_page(sitting: Sitting, number: int, saved_at: datetime | None, error: str) -> SavedPage:
    """The answer to a background save."""
    slots = _palette(sitting, number)
    answered = sum(one.answered for one in slots)
    seen = sitting.attempt.events.get(number - 1, 0)
    return SavedPage(slots, answered, len(slots), seen, sitting.attempt.receipts, saved_at, error)


def hand_in_page(visit: Visit, sitting: Sitting) -> HandInPage:
    """The page before handing in."""
    unanswered = tuple(slot + 1 for slot in sitting.attempt.unanswered(sitting.items))
    left = remaining(sitting.attempt, visit.now)
    return HandInPage(sitting.attempt, sitting.row.title, unanswered, len(sitting.items), left)


def _palette(sitting: Sitting, current: int) -> tuple[SlotLine, ...]:
    unanswered = set(sitting.attempt.unanswered(sitting.items))
    return tuple(SlotLine(n + 1, n not in unanswered, n + 1 == current) for n in range(len(sitting.items)))


def result_page(visit: Visit, sitting: Sitting, next_start: Refused | None) -> ResultPage:
    """Score, topics, and item by item against the frozen form."""
    result = sitting.result
    triples = list(zip(sitting.attempt.form.slots, sitting.items, result.scores, strict=True))
    responses = sitting.attempt.responses
    shown = tuple(
        show_result(visit, item, slot.order, responses.get(n, OMITTED), score, f"r{n}")
        for n, (slot, item, score) in enumerate(triples)
    )
    topics: dict[str, TopicLine] = {}
    for _, item, score in triples:
        line = topics.get(item.topic, TopicLine(item.topic, Fraction(0), Fraction(0)))
        topics[item.topic] = TopicLine(item.topic, line.earned + score.earned, line.possible + score.possible)
    return ResultPage(
        row=sitting.row,
        attempt=sitting.attempt,
        code=code_of(sitting.attempt.chain),
        earned=result.earned,
        possible=result.possible,
        share=result.share,
        cut=result.cut,
        passed=result.passed,
        topics=tuple(topics.values()),
        results=shown,
        sections=_section_titles(visit, {one.section for one in shown}),
        next_start=next_start,
    )


def _section_titles(visit: Visit, wanted: set[str]) -> dict[str, str]:
    """``lesson#section`` -> title, for those that the lessons still have."""
    titles: dict[str, str] = {}
    for target in wanted:
        lesson_id, _, section_id = target.partition("#")
        if lesson_id not in visit.platform.library.lessons:
            continue
        lesson, _ = visit.platform.library.lesson(lesson_id, visit.language.code)
        section = lesson.section(section_id)
        if section is not None:
            titles[target] = section.title
    return titles
