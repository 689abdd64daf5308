"""The whole form on one page (a part of it, where one goes forward only). Answering never leaves it."""

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from typing import Any, ClassVar
from uuid import UUID

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from markupsafe import Markup

from edu.domain.attempt import AttemptState
from edu.domain.form import Slot
from edu.domain.item import Item, Kind
from edu.domain.refusal import NotThere
from edu.domain.response import OMITTED
from edu.domain.response import Response as Given
from edu.domain.role import Duty
from edu.domain.terms import Layout, Navigation, Terms
from edu.services import noting
from edu.services.saving import FrozenForm
from edu.services.watching import Notice
from edu.store.encoding import from_json
from edu.store.standings import Standing, read_standing
from edu.web.guards import requires_any
from edu.web.page import Page, context_of, go, render
from edu.web.shown import ShownCredit, ShownItem, show_item
from edu.web.visit import Visit


@dataclass(frozen=True, slots=True)
class SheetItem(Page):
    """One question with its form. ``prefix`` makes the ids its own; ``slot`` and ``number`` are texts."""

    template: ClassVar[str] = "attempts/_sheet_item.html"

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

    template: ClassVar[str] = "attempts/_sheet_link.html"

    number: str
    answered: bool
    flagged: bool


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A part; ``html`` are the forms of its questions."""

    title: str
    html: Markup


@dataclass(frozen=True, slots=True)
class SheetPage(Page):
    """A running attempt. ``first`` is the part's first slot where one goes forward only, ``last_part`` its last one."""

    template: ClassVar[str] = "attempts/sheet.html"

    attempt: UUID
    title: str
    parts: tuple[SheetPart, ...]
    links: Markup
    count: int
    answered: int
    left: timedelta
    notices: tuple[Notice, ...]
    forward: bool
    first: int
    last_part: bool


class SheetController(Controller):
    """For whoever sits it, each his own."""

    guards = (requires_any(Duty.BE_ASSESSED, Duty.SIT_EXAMS),)

    @get("/attempts/{attempt_id:uuid}/form")
    async def show_sheet(self, visit: NamedDependency[Visit], attempt_id: FromPath[UUID]) -> Response[Any]:
        """The form; an attempt that is not running has other pages."""
        platform, person = visit.platform, visit.person.id
        form = await platform.desk.form_of(attempt_id, person)
        standing = await platform.database.read_at_once(
            lambda connection: read_standing(connection, attempt_id, person)
        )
        if standing is None:
            raise NotThere("There is no such check.")
        terms = from_json(standing.terms, Terms)
        running = standing.state is AttemptState.STARTED and visit.now <= standing.deadline
        if not running or terms.layout is not Layout.ONE_PAGE:
            return go(f"/attempts/{attempt_id}")
        if platform.desk.is_new_address(attempt_id, visit.origin.address):
            async with platform.database.write() as session:
                await noting.observe_address(session, attempt_id, person, visit.origin.address, visit.now)
        return render(visit, _sheet_page(visit, attempt_id, form, standing, terms))


def _sheet_page(visit: Visit, attempt_id: UUID, form: FrozenForm, standing: Standing, terms: Terms) -> SheetPage:
    forward = terms.navigation is Navigation.FORWARD
    first = standing.first_open if forward else 0
    title = form.slots[first].part
    after = next((n for n in range(first, len(form.slots)) if form.slots[n].part != title), len(form.slots))
    shown = range(first, after) if forward else range(len(form.slots))
    parts: dict[str, list[str]] = {}
    links, answered = [], 0
    for place in shown:
        slot, item = form.slots[place], form.items[place]
        complete = not standing.responses.get(place, OMITTED).incomplete(item)
        answered += complete
        parts.setdefault(slot.part, []).append(_draw_item(visit, slot, item, place, standing))
        links.append(_draw_link(visit, place + 1, answered=complete, flagged=standing.notes.get(place, _NONE)[0]))
    return SheetPage(
        attempt=attempt_id,
        title=standing.title,
        parts=tuple(SheetPart(one, Markup("".join(forms))) for one, forms in parts.items()),  # noqa: S704 - templates'
        links=Markup("".join(links)),  # noqa: S704 - from our template
        count=len(links),
        answered=answered,
        left=max(standing.deadline - visit.now, timedelta(0)),
        notices=tuple(Notice(*one) for one in standing.room),
        forward=forward,
        first=first,
        last_part=after == len(form.slots),
    )


_NONE = (False, "")
_SLOT, _NUMBER = "\u2063", "\u2064"
"""Stand for slot and number in what is kept of a question; no text of ours holds these signs."""

_MOST_DRAWN = 10_000
_drawn: OrderedDict[tuple[Any, ...], str] = OrderedDict()


def _draw_item(visit: Visit, slot: Slot, item: Item, place: int, standing: Standing) -> str:
    """A question's form. Untouched, it is the same for all who have this order of options, and is drawn once."""
    flagged, words = standing.notes.get(place, _NONE)
    response, seen = standing.responses.get(place, OMITTED), standing.events.get(place, 0)
    if seen or flagged or words:
        page = _make_item(visit, slot, item, response, str(place), str(place + 1))
        answered = not response.incomplete(item)
        return _render(visit, replace(page, seen=seen, answered=answered, flagged=flagged, words=words))
    key = (slot.revision, slot.order, slot.values, slot.points, visit.language.code)
    html = _drawn.get(key)
    if html is None:
        html = _drawn[key] = _render(visit, _make_item(visit, slot, item, OMITTED, _SLOT, _NUMBER))
        if len(_drawn) > _MOST_DRAWN:
            _drawn.popitem(last=False)
    return html.replace(_SLOT, str(place)).replace(_NUMBER, str(place + 1))


def _make_item(visit: Visit, slot: Slot, item: Item, response: Given, place: str, number: str) -> SheetItem:
    prefix = f"q{place}-"
    shown = show_item(visit, item, slot.order, response, prefix)
    credit = ShownCredit.of(item) if item.kind is Kind.MULTIPLE else None
    return SheetItem(number, place, prefix, shown, slot.points, credit, 0, answered=False, flagged=False, words="")


_links: dict[tuple[int, bool, bool, str], str] = {}


def _draw_link(visit: Visit, number: int, *, answered: bool, flagged: bool) -> str:
    key = (number, answered, flagged, visit.language.code)
    if key not in _links:
        _links[key] = _render(visit, SheetLink(str(number), answered, flagged))
    return _links[key]


def _render(visit: Visit, page: Page) -> str:
    template = visit.platform.environments[visit.language.code].get_template(page.template)
    return template.render(context_of(visit, page))
