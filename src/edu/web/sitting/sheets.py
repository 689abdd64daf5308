"""The whole form on one page (a part of it, where one goes forward only). Answering never leaves it.

Hundreds open it in the same second. What does not differ between them is drawn once: the frame around the questions,
each question in each order of its options with what is often given, each number of the palette. A page is put together
from these.
"""

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Any, ClassVar
from uuid import UUID

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
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
from edu.web.items.shown import ShownCredit, ShownItem, is_often_given, show_item
from edu.web.kit.anybody import OWN, draw_for_anybody, dress_of, own_values
from edu.web.kit.guards import requires_any
from edu.web.kit.i18n import LANGUAGES
from edu.web.kit.page import Page, go, send_drawn
from edu.web.kit.pieces import Drawings, Pieces, mark_place
from edu.web.kit.room_words import SaidNotice, say_notices
from edu.web.kit.visit import Visit


@dataclass(frozen=True, slots=True)
class SheetItem(Page):
    """One question. ``prefix`` makes ids its own; ``slot``, ``number`` and ``seen`` are texts or marks."""

    template: ClassVar[str] = "sitting/attempts/_sheet_item.html"

    number: str
    slot: str
    prefix: str
    item: ShownItem
    points: Fraction
    credit: ShownCredit | None
    seen: str
    saved: bool
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


@dataclass(frozen=True, slots=True)
class Left:
    """A question as its candidate left it; ``words`` are the note's."""

    response: Given
    saved: bool
    answered: bool
    flagged: bool
    words: str

    @classmethod
    def of(cls, standing: SittingStanding, place: int) -> "Left":
        """From what is kept."""
        if place not in standing.heads and place not in standing.notes:
            return LEFT_BLANK
        flagged, words = standing.notes.get(place, (False, ""))
        response = standing.responses.get(place, OMITTED)
        return cls(response, bool(standing.seen(place)), standing.is_answered(place), flagged, words)


LEFT_BLANK = Left(OMITTED, saved=False, answered=False, flagged=False, words="")


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
        return send_drawn(html)


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
        left = Left.of(standing, place)
        answered += left.answered
        html = _draw_item(visit, form, place, left, standing.seen(place))
        parts.setdefault(form.slots[place].part, []).extend(html)
        links.append(_draw_number(visit, place + 1, answered=left.answered, flagged=left.flagged))
    time_left = max(standing.deadline - visit.now, timedelta(0))
    values = own_values(visit) | {
        "attempt": str(attempt_id).encode(),
        "answered": b"%d" % answered,
        "seconds": str(time_left.total_seconds()).encode(),
        "minutes": str(visit.language.minutes(time_left)).encode(),
        "links": b"".join(links),
    }
    for number, forms in enumerate(parts.values()):
        values[f"part-{number}"] = b"".join(forms)
    notices = say_notices(visit.language, (make_notice(*event) for event in standing.room))
    frame = Frame(standing.title, tuple(parts), len(links), notices, forward, first, after == len(form.slots))
    return _draw_frame(visit, frame, frozenset(values)).fill(values)


def _draw_frame(visit: Visit, frame: Frame, marks: frozenset[str]) -> Pieces:
    return _frames.find((dress_of(visit), frame), lambda: draw_for_anybody(visit, SheetPage.of(frame), marks | OWN))


_OWN_SIGNS = 12
"""Of an item's digest: enough to tell the questions of a form apart, where it names the parts of each."""

_PLACES = frozenset({"slot", "number", "seen"})


def _draw_item(visit: Visit, form: FrozenForm, place: int, left: Left, seen: int) -> list[bytes]:
    """The same for all who have this order of options and left it so, whatever its number."""

    def draw_pieces() -> Pieces:
        slot, item = form.slots[place], form.items[place]
        prefix = f"q{slot.revision[:_OWN_SIGNS]}-"
        shown = show_item(visit, item, slot.order, left.response, prefix)
        page = SheetItem(
            number=mark_place("number"), slot=mark_place("slot"), prefix=prefix, item=shown, points=slot.points,
            credit=ShownCredit.of(item), seen=mark_place("seen"), saved=left.saved, answered=left.answered,
            flagged=left.flagged, words=left.words,
        )  # fmt: skip
        return draw_for_anybody(visit, page, _PLACES)

    if left.words or not is_often_given(left.response):
        pieces = draw_pieces()
    else:
        pieces = _questions[visit.language.code].find(
            (form.looks[place], None if left is LEFT_BLANK else left), draw_pieces
        )
    return pieces.spread({"slot": b"%d" % place, "number": b"%d" % (place + 1), "seen": b"%d" % seen})


def _draw_number(visit: Visit, number: int, *, answered: bool, flagged: bool) -> bytes:
    key = (number, answered, flagged, visit.language.code)
    known = _numbers.get(key)
    if known is None:
        page = SheetLink(number, answered, flagged)
        known = _numbers[key] = draw_for_anybody(visit, page, frozenset()).fill({})
    return known
