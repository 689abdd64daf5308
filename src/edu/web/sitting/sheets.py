"""The whole form on one page (a part of it, where one goes forward only). Answering never leaves it.

Hundreds open it in the same second. What does not differ between them is drawn once: the frame around the questions,
each question in each order of its options, each number of the palette. A page is put together from these.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from typing import Any, ClassVar
from uuid import UUID

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK
from markupsafe import Markup

from edu.domain.items.response import OMITTED
from edu.domain.items.response import Response as Given
from edu.domain.people.role import Duty
from edu.domain.refusal import NotThere
from edu.domain.sitting.attempt import AttemptState
from edu.domain.sitting.terms import Layout, Navigation, Terms
from edu.services.sitting.watching import make_notice
from edu.store.sitting.frozen_forms import FrozenForm
from edu.store.sitting.results import read_kept_terms
from edu.store.sitting.standings import SittingStanding, read_standing
from edu.web.items.shown import ShownCredit, ShownItem, show_item
from edu.web.kit.guards import requires_any
from edu.web.kit.i18n import LANGUAGES
from edu.web.kit.page import PAGE_HEADERS, Page, draw_piece, go
from edu.web.kit.pieces import Drawings, Pieces, mark_place, own
from edu.web.kit.room_words import SaidNotice, say_notices
from edu.web.kit.visit import Visit


@dataclass(frozen=True, slots=True)
class SheetItem(Page):
    """One question with its form. ``prefix`` makes the ids its own; ``slot`` and ``number`` are texts or marks."""

    template: ClassVar[str] = "sitting/attempts/_sheet_item.html"

    number: str
    slot: str
    prefix: str
    item: ShownItem
    points: Fraction
    credit: ShownCredit | None
    seen: int
    answered: bool
    flagged: bool
    words: str


@dataclass(frozen=True, slots=True)
class SheetLink(Page):
    """One number in the palette."""

    template: ClassVar[str] = "sitting/attempts/_sheet_link.html"

    number: int
    answered: bool
    flagged: bool


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A part; ``html`` are the forms of its questions."""

    title: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Frame:
    """What is around the questions, and the same for many: ``parts`` are titles.

    ``first`` is the part's first slot where one goes forward only, ``last_part`` that it is the last one.
    """

    title: str
    parts: tuple[str, ...]
    count: int
    notices: tuple[SaidNotice, ...]
    forward: bool
    first: int
    last_part: bool


@dataclass(frozen=True, slots=True)
class SheetPage(Page):
    """A running attempt, drawn with marks for what is each candidate's own: all that are texts here, and ``links``."""

    template: ClassVar[str] = "sitting/attempts/sheet.html"

    attempt: str
    title: str
    parts: tuple[SheetPart, ...]
    links: Markup
    count: int
    answered: str
    seconds: str
    minutes: str
    notices: tuple[SaidNotice, ...]
    forward: bool
    first: int
    last_part: bool

    @classmethod
    def of(cls, frame: Frame) -> "SheetPage":
        """The frame's page, with marks."""
        return cls(
            attempt=mark_place("attempt"),
            title=frame.title,
            parts=tuple(SheetPart(title, mark_place(f"part-{number}")) for number, title in enumerate(frame.parts)),
            links=mark_place("links"),
            count=frame.count,
            answered=mark_place("answered"),
            seconds=mark_place("seconds"),
            minutes=mark_place("minutes"),
            notices=frame.notices,
            forward=frame.forward,
            first=frame.first,
            last_part=frame.last_part,
        )


class SheetController(Controller):
    """For whoever sits it: to each their own."""

    guards = (requires_any(Duty.BE_ASSESSED, Duty.SIT_EXAMS),)

    @get("/attempts/{attempt_id:uuid}/form", swift=True)
    async def show_sheet(self, visit: NamedDependency[Visit], attempt_id: FromPath[UUID]) -> Response[Any]:
        """The form; an attempt that is not running has other pages."""
        platform, person = visit.platform, visit.person.id
        form = await platform.desk.form_of(attempt_id, person)
        standing = await platform.database.glance(lambda connection: read_standing(connection, attempt_id, person))
        if standing is None:
            raise NotThere("There is no such check.")
        terms = read_kept_terms(standing.terms)
        running = standing.state is AttemptState.STARTED and visit.now <= standing.deadline
        if not running or terms.layout is not Layout.ONE_PAGE:
            return go(f"/attempts/{attempt_id}")
        platform.desk.meet(attempt_id, person, visit.origin.address, visit.now)
        html = _put_together(visit, attempt_id, form, standing, terms)
        return Response(html, status_code=HTTP_200_OK, media_type="text/html", headers=PAGE_HEADERS)


_frames = Drawings(200)
_questions = {code: Drawings(10_000) for code in LANGUAGES}
_numbers: dict[tuple[int, bool, bool, str], bytes] = {}  # a form has a few hundred questions at most


def _put_together(visit: Visit, attempt_id: UUID, form: FrozenForm, standing: SittingStanding, terms: Terms) -> bytes:
    forward = terms.navigation is Navigation.FORWARD
    first = standing.first_open if forward else 0
    title = form.slots[first].part
    after = next((n for n in range(first, len(form.slots)) if form.slots[n].part != title), len(form.slots))
    parts: dict[str, list[bytes]] = {}
    links, answered = [], 0
    for place in range(first, after) if forward else range(len(form.slots)):
        if place in standing.heads or place in standing.notes:
            html, link, complete = _draw_touched(visit, form, place, standing)
            answered += complete
        else:
            html, link = _draw_untouched(visit, form, place), _draw_number(visit, place + 1)
        parts.setdefault(form.slots[place].part, []).append(html)
        links.append(link)
    left = max(standing.deadline - visit.now, timedelta(0))
    values = {
        "csrf": own(visit.csrf),
        "name": own(visit.person.name),
        "attempt": str(attempt_id).encode(),
        "answered": b"%d" % answered,
        "seconds": str(left.total_seconds()).encode(),
        "minutes": str(visit.language.minutes(left)).encode(),
        "links": b"".join(links),
    }
    for number, forms in enumerate(parts.values()):
        values[f"part-{number}"] = b"".join(forms)
    notices = say_notices(visit.language, (make_notice(*event) for event in standing.room))
    frame = Frame(standing.title, tuple(parts), len(links), notices, forward, first, after == len(form.slots))
    return _draw_frame(visit, frame, values).fill(values)


class _Anybody(Visit):
    """Of a visit, what a frame may know: what is the visitor's own is a mark."""

    @property
    def csrf(self) -> str:
        return mark_place("csrf")

    @property
    def path(self) -> str:
        return Markup("/attempts/{}/form").format(mark_place("attempt"))

    @property
    def place(self) -> str:
        return self.path


def _draw_frame(visit: Visit, frame: Frame, values: Mapping[str, bytes]) -> Pieces:
    def draw_pieces() -> Pieces:
        somebody = replace(visit.person, name=mark_place("name"))
        anybody = _Anybody(visit.platform, visit.request, visit.now, visit.language, visit.theme, visit.elder, somebody)
        return Pieces(draw_piece(anybody, SheetPage.of(frame)), frozenset(values))

    dress = (visit.language.code, visit.theme, visit.elder, visit.person.role, visit.demo)
    return _frames.find((*dress, frame), draw_pieces)


_PLACES = frozenset({"slot", "number"})


def _draw_untouched(visit: Visit, form: FrozenForm, place: int) -> bytes:
    """The same for all who have this order of options, whatever its number; drawn once."""

    def draw_pieces() -> Pieces:
        page = _make_item(visit, form, place, OMITTED, mark_place("slot"), mark_place("number"))
        return Pieces(draw_piece(visit, page), _PLACES)

    pieces = _questions[visit.language.code].find(form.looks[place], draw_pieces)
    return pieces.fill({"slot": b"%d" % place, "number": b"%d" % (place + 1)})


def _draw_touched(visit: Visit, form: FrozenForm, place: int, standing: SittingStanding) -> tuple[bytes, bytes, bool]:
    """A question and its number as the candidate left them; whether it is answered in full."""
    flagged, words = standing.notes.get(place, (False, ""))
    response, seen = standing.responses.get(place, OMITTED), standing.seen(place)
    answered = standing.is_answered(place)
    page = _make_item(visit, form, place, response, str(place), str(place + 1))
    html = draw_piece(visit, replace(page, seen=seen, answered=answered, flagged=flagged, words=words))
    return html.encode(), _draw_number(visit, place + 1, answered=answered, flagged=flagged), answered


def _make_item(visit: Visit, form: FrozenForm, place: int, response: Given, slot: str, number: str) -> SheetItem:
    item, prefix = form.items[place], f"q{slot}-"
    shown = show_item(visit, item, form.slots[place].order, response, prefix)
    credit = ShownCredit.of(item)
    points = form.slots[place].points
    return SheetItem(number, slot, prefix, shown, points, credit, 0, answered=False, flagged=False, words="")


def _draw_number(visit: Visit, number: int, *, answered: bool = False, flagged: bool = False) -> bytes:
    key = (number, answered, flagged, visit.language.code)
    known = _numbers.get(key)
    if known is None:
        known = _numbers[key] = draw_piece(visit, SheetLink(number, answered, flagged)).encode()
    return known
