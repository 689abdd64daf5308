"""The whole form on one page (a part of it, where one goes forward only). Answering never leaves it."""

from collections import OrderedDict
from dataclasses import dataclass
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
class SheetItem:
    """One question: ``html`` is its stem and fields."""

    number: int
    slot: int
    kind: Kind
    html: Markup
    points: Fraction
    credit: ShownCredit | None
    seen: int
    answered: bool
    flagged: bool
    words: str


@dataclass(frozen=True, slots=True)
class DrawnItem(Page):
    """Stem and fields of one question; ``prefix`` makes the ids its own."""

    template: ClassVar[str] = "attempts/_sheet_item.html"

    item: ShownItem
    prefix: str


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A part with its questions."""

    title: str
    items: tuple[SheetItem, ...]


@dataclass(frozen=True, slots=True)
class SheetPage(Page):
    """A running attempt. ``first`` is the part's first slot where one goes forward only, ``last_part`` its last one."""

    template: ClassVar[str] = "attempts/sheet.html"

    attempt: UUID
    title: str
    parts: tuple[SheetPart, ...]
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
    items = [_sheet_item(visit, form.slots[n], form.items[n], n, standing) for n in shown]
    titles = dict.fromkeys(form.slots[n].part for n in shown)
    parts = tuple(SheetPart(one, tuple(item for item in items if form.slots[item.slot].part == one)) for one in titles)
    return SheetPage(
        attempt=attempt_id,
        title=standing.title,
        parts=parts,
        count=len(items),
        answered=sum(item.answered for item in items),
        left=max(standing.deadline - visit.now, timedelta(0)),
        notices=tuple(Notice(*one) for one in standing.room),
        forward=forward,
        first=first,
        last_part=after == len(form.slots),
    )


def _sheet_item(visit: Visit, slot: Slot, item: Item, place: int, standing: Standing) -> SheetItem:
    response = standing.responses.get(place, OMITTED)
    flagged, words = standing.notes.get(place, (False, ""))
    credit = ShownCredit.of(item) if item.kind is Kind.MULTIPLE else None
    return SheetItem(
        place + 1, place, item.kind, _draw(visit, slot, item, place, response), slot.points, credit,
        standing.events.get(place, 0), not response.incomplete(item), flagged, words,
    )  # fmt: skip


_PLACE = "\u2063"
"""Stands for the slot in what is kept of a question; no text of ours holds this sign."""

_MOST_DRAWN = 20_000
_drawn: OrderedDict[tuple[Any, ...], str] = OrderedDict()


def _draw(visit: Visit, slot: Slot, item: Item, place: int, response: Given) -> Markup:
    """Stem and fields of a question; without a response they are the same for all who have this order of options."""
    if not response.omitted:
        return Markup(_render(visit, slot, item, response, str(place)))  # noqa: S704 - from our template
    key = (slot.revision, slot.order, slot.values, visit.language.code)
    html = _drawn.get(key)
    if html is None:
        html = _drawn[key] = _render(visit, slot, item, response, _PLACE)
        if len(_drawn) > _MOST_DRAWN:
            _drawn.popitem(last=False)
    return Markup(html.replace(_PLACE, str(place)))  # noqa: S704 - from our template


def _render(visit: Visit, slot: Slot, item: Item, response: Given, place: str) -> str:
    prefix = f"q{place}-"
    shown = show_item(visit, item, slot.order, response, prefix)
    page = DrawnItem(shown, prefix)
    template = visit.platform.environments[visit.language.code].get_template(page.template)
    return template.render(context_of(visit, page))
