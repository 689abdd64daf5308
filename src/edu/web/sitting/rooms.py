"""The exam room: who is in, where they stand, and what an examiner may do about it."""

from asyncio import to_thread
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from edu.domain.people.role import Duty
from edu.domain.refusal import NotThere, Refused
from edu.domain.sitting.attempt import AttemptState
from edu.domain.sitting.blueprint import Blueprint
from edu.domain.sitting.signal import Signal
from edu.domain.sitting.terms import Sitters
from edu.services.sitting import invigilating, noting, seating
from edu.services.sitting.invigilating import Granted
from edu.services.sitting.seating import LATELY, Board, Seat
from edu.web.kit.guards import requires
from edu.web.kit.page import PAGE_HEADERS, Page, go, render
from edu.web.kit.statuses import status_of
from edu.web.kit.visit import Visit, posted_text, read_posted, texts_of


@dataclass(frozen=True, slots=True)
class RoomsPage(Page):
    """The exams whose rooms an examiner can open."""

    template: ClassVar[str] = "sitting/rooms/rooms.html"

    blueprints: tuple[tuple[str, str, Any], ...]


@dataclass(frozen=True, slots=True)
class RoomPage(Page):
    """One exam's room. ``counts`` by state; ``code``: ``None`` where none is asked.

    ``said``: how the last act went; ``may_undo``: it was an end, which may be taken back.
    """

    template: ClassVar[str] = "sitting/rooms/room.html"
    part: ClassVar[str] = "sitting/rooms/_seats.html"

    blueprint: Blueprint
    title: str
    seats: tuple[tuple[Seat, bool], ...]
    counts: dict[str, int]
    version: str
    code: str | None
    granted: tuple[Granted, ...]
    said: str = ""
    may_undo: bool = False
    error: str = ""
    chosen: frozenset[str] = frozenset()
    minutes: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class RoomChangesPage(Page):
    """What has changed in a room since its page was last told: htmx puts each row in its place."""

    template: ClassVar[str] = "sitting/rooms/_changes.html"

    exam: str
    changed: tuple[tuple[Seat, bool], ...]
    counts: dict[str, int]
    version: str


@dataclass(frozen=True, slots=True)
class EndingPage(Page):
    """Whose sittings are about to be ended, with the words that they will read; nothing is ended yet."""

    template: ClassVar[str] = "sitting/rooms/ending.html"

    exam: str
    title: str
    seats: tuple[Seat, ...]
    words: str


@dataclass(frozen=True, slots=True)
class SignalsPage(Page):
    """The signals of one sitting, for a person to judge."""

    template: ClassVar[str] = "sitting/rooms/signals.html"

    exam: str
    title: str
    name: str
    signals: tuple[Signal, ...]


class RoomController(Controller):
    """For examiners."""

    path = "/staff/rooms"
    guards = (requires(Duty.INVIGILATE),)

    @get("/")
    async def list_rooms(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """Every exam."""
        blueprints = visit.platform.library.blueprints.values()
        ordered = sorted(blueprints, key=lambda blueprint: (blueprint.terms.sitters is not Sitters.STAFF, blueprint.id))
        return render(
            visit, RoomsPage(tuple((blueprint.id, _title(visit, blueprint), blueprint.terms) for blueprint in ordered))
        )

    @get("/{exam:str}")
    async def show_room(
        self, visit: NamedDependency[Visit], exam: FromPath[str], done: FromQuery[str] = "",
        count: FromQuery[int] = 0, minutes: FromQuery[int] = 0, ended: FromQuery[int] = 0, since: FromQuery[str] = "",
        shown: FromQuery[int] = 0,
    ) -> Response[Any]:  # fmt: skip
        """Who is in; the table renews itself, ``since`` is what it was told. The rest says how the last act went."""
        if since and visit.wants_part:
            return await _tell_changes(visit, _find(visit, exam), since)
        said = _say(visit, done, count, minutes, ended, shown)
        return await _show(visit, _find(visit, exam), said=said, may_undo=done == "end" and count > 0)

    @post("/{exam:str}")
    async def act(
        self, request: Request[Any, Any, Any], visit: NamedDependency[Visit], exam: FromPath[str]
    ) -> Response[Any]:
        """Extend, tell or end, for those chosen or for all; an end asks first, and may be taken back."""
        blueprint, form = _find(visit, exam), await read_posted(request)
        try:
            if posted_text(form, "act") == "end" and not posted_text(form, "sure"):
                return render(visit, await _ask_to_end(visit, blueprint, form))
            done = await _act(visit, blueprint, form)
        except Refused as refusal:
            return await _show(visit, blueprint, form, error=visit.language.say(refusal), status=status_of(refusal))
        return go(f"/staff/rooms/{exam}?{urlencode(done)}")  # a page that is loaded again must not act again

    @post("/{exam:str}/code")
    async def renew_code(self, visit: NamedDependency[Visit], exam: FromPath[str]) -> Response[Any]:
        """A new entry code."""
        async with visit.platform.database.write() as session:
            await invigilating.renew_code(session, _find(visit, exam).id, visit.now)
        return go(f"/staff/rooms/{exam}")

    @post("/{exam:str}/accommodations")
    async def grant(
        self, request: Request[Any, Any, Any], visit: NamedDependency[Visit], exam: FromPath[str]
    ) -> Response[Any]:
        """More time for one person, beforehand."""
        blueprint, form = _find(visit, exam), await read_posted(request)
        try:
            async with visit.platform.database.write() as session:
                await invigilating.grant(
                    session, blueprint.id, blueprint.duration, posted_text(form, "login"), _factor(form),
                    _number(posted_text(form, "extra")), posted_text(form, "reason"), visit.person.id, visit.now,
                )  # fmt: skip
        except Refused as refusal:
            return await _show(visit, blueprint, error=visit.language.say(refusal), status=status_of(refusal))
        return go(f"/staff/rooms/{exam}")

    @post("/{exam:str}/accommodations/{accommodation:int}/end")
    async def take_back(
        self, visit: NamedDependency[Visit], exam: FromPath[str], accommodation: FromPath[int]
    ) -> Response[Any]:
        """No longer grant it."""
        async with visit.platform.database.write() as session:
            await invigilating.take_back(session, accommodation, visit.person.id, visit.now)
        return go(f"/staff/rooms/{_find(visit, exam).id}")

    @get("/{exam:str}/signals/{attempt_id:uuid}")
    async def show_signals(
        self, visit: NamedDependency[Visit], exam: FromPath[str], attempt_id: FromPath[UUID]
    ) -> Response[Any]:
        """What the page noticed about one sitting."""
        blueprint = _find(visit, exam)
        async with visit.platform.database.read() as session:
            name, signals = await noting.list_signals(session, attempt_id, blueprint.id)
        return render(visit, SignalsPage(blueprint.id, _title(visit, blueprint), name, tuple(signals)))


def _find(visit: Visit, exam: str) -> Blueprint:
    blueprint = visit.platform.library.blueprints.get(exam)
    if blueprint is None:
        raise NotThere("There is no such page.")
    return blueprint


def _title(visit: Visit, blueprint: Blueprint) -> str:
    return (blueprint.english if visit.language.code == "en" else "") or blueprint.title


def _number(text: str) -> int:
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 6 else 0


def _factor(form: FormMultiDict) -> Fraction:
    try:
        return Fraction(posted_text(form, "factor").strip()[:10] or "1").limit_denominator(100)
    except (ValueError, ZeroDivisionError):
        return Fraction(0)


def _say(visit: Visit, done: str, count: int, minutes: int, ended: int, shown: int) -> str:
    """What was done, in a sentence."""
    language = visit.language
    if done == "end":
        return language.gettext("Sittings that were ended: %(count)s.") % {"count": count}
    if done == "undo":
        return language.gettext("Sittings that go on: %(count)s. The time that they lost is added.") % {"count": count}
    if done == "tell":
        return language.gettext("The message is on its way. Candidates: %(count)s.") % {"count": count}
    if done != "extend":
        return ""
    told = language.gettext("%(minutes)s more minutes given. Candidates: %(count)s.") % {
        "count": count,
        "minutes": minutes,
    }
    handed_in = language.gettext("%(count)s had been handed in already.") % {"count": ended}
    seen = language.gettext("Of %(count)s the result has been shown: they cannot go on.") % {"count": shown}
    return " ".join([told, *[handed_in] * bool(ended), *[seen] * bool(shown)])


async def _act(visit: Visit, blueprint: Blueprint, form: FormMultiDict) -> dict[str, str | int]:
    """What was done, as the room's page is told."""
    act, words, by = posted_text(form, "act"), posted_text(form, "words"), visit.person.id
    if act == "undo":
        async with visit.platform.database.write() as session:
            return {"done": act, "count": await invigilating.undo_end(session, blueprint.id, by, visit.now)}
    chosen = await _choose(visit, blueprint, form)
    async with visit.platform.database.write() as session:
        if act == "end":
            return {
                "done": act,
                "count": await invigilating.end_sittings(session, blueprint.id, chosen, words, by, visit.now),
            }
        if act == "tell":
            return {"done": act, "count": await invigilating.tell(session, blueprint.id, chosen, words, by, visit.now)}
        minutes = _number(posted_text(form, "minutes"))
        extended = await invigilating.extend(session, blueprint.id, chosen, minutes, words, by, visit.now)
    told: dict[str, str | int] = {"done": "extend", "count": len(extended.done), "minutes": minutes}
    return told | {"ended": extended.ended, "shown": extended.shown}


async def _choose(visit: Visit, blueprint: Blueprint, form: FormMultiDict) -> list[UUID]:
    """The seats that were ticked, or all that have not ended."""
    async with visit.platform.database.read() as session:
        if posted_text(form, "whom") == "all":
            return await invigilating.list_in_room(session, blueprint.id)
        seats = await seating.list_seats(session, blueprint.id, visit.now - LATELY)
    ticked = set(texts_of(form, "seat"))
    chosen = [seat.attempt for seat in seats if str(seat.attempt) in ticked]
    if not chosen:
        raise Refused("Please choose somebody first.")
    return chosen


async def _ask_to_end(visit: Visit, blueprint: Blueprint, form: FormMultiDict) -> EndingPage:
    words = invigilating.check_words(posted_text(form, "words"))
    chosen = set(await _choose(visit, blueprint, form))
    async with visit.platform.database.read() as session:
        seats = await seating.list_seats(session, blueprint.id, visit.now - LATELY)
    meant = tuple(seat for seat in seats if seat.attempt in chosen and seat.state is AttemptState.STARTED)
    if not meant:
        raise Refused("None of them is writing: there is nothing to end.")
    return EndingPage(blueprint.id, _title(visit, blueprint), meant, words)


async def _show(
    visit: Visit, blueprint: Blueprint, form: FormMultiDict | None = None, *, said: str = "", may_undo: bool = False,
    error: str = "", status: int = 200,
) -> Response[Any]:  # fmt: skip
    async with visit.platform.database.read() as session:
        code = await invigilating.find_code(session, blueprint.id) if blueprint.terms.entry_code else None
        granted = tuple(await invigilating.list_granted(session, blueprint.id))
    board = await visit.platform.seating.look(blueprint.id, visit.now)
    page = RoomPage(
        blueprint=blueprint,
        title=_title(visit, blueprint),
        seats=board.seats,
        counts=_count(board),
        version=board.version,
        code=code,
        granted=granted,
        said=said,
        may_undo=may_undo,
        error=error,
        chosen=frozenset(texts_of(form, "seat")) if form else frozenset(),
        minutes=posted_text(form, "minutes") if form else "",
        words=posted_text(form, "words") if form else "",
    )
    return await to_thread(render, visit, page, status)  # hundreds of rows, while candidates wait for their receipts


async def _tell_changes(visit: Visit, blueprint: Blueprint, since: str) -> Response[Any]:
    """The rows that changed; nothing where none did; the whole table where seats came or the order is another."""
    board = await visit.platform.seating.glance(blueprint.id, visit.now)
    changed = board.list_changed(since)
    if changed is None:
        return await _show(visit, blueprint)
    if not changed:
        return Response(None, status_code=204, headers=PAGE_HEADERS)
    page = RoomChangesPage(blueprint.id, changed, _count(board), board.version)
    answer = await to_thread(render, visit, page)
    answer.headers["HX-Reswap"] = "none"  # each row says itself where it belongs
    return answer


def _count(board: Board) -> dict[str, int]:
    return {state.value: sum(seat.state is state for seat, _ in board.seats) for state in AttemptState}
