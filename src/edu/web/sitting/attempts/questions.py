"""The page of one question, put together from what is drawn once for many.

Hundreds ask for one every few seconds. What does not differ between them is drawn once: the frame, each question in
each order of its options with what is often given, each number of the palette. What is somebody's own never is.
"""

from dataclasses import fields
from datetime import datetime, timedelta

from edu.domain.items.response import Response as Given
from edu.web.items.shown import ShownCredit, is_often_given, show_item
from edu.web.kit.anybody import OWN, draw_for_anybody, dress_of, own_values
from edu.web.kit.i18n import LANGUAGES
from edu.web.kit.page import draw_piece
from edu.web.kit.pieces import Drawings, Pieces, mark_place, own
from edu.web.kit.room_words import say_notices
from edu.web.kit.visit import Visit
from edu.web.sitting.attempts.pages import (
    Onward,
    PaletteNumber,
    QuestionBody,
    QuestionFrame,
    QuestionPage,
    QuestionStatus,
    QuestionValues,
)
from edu.web.sitting.attempts.places import QuestionPlace

MARKS = frozenset(field.name for field in fields(QuestionValues))
MARKED = QuestionValues(**{name: mark_place(name) for name in MARKS})
"""What is around a question, with a mark for all that is its own."""

_frames = Drawings(1_000)
_bodies = {code: Drawings(8_000) for code in LANGUAGES}
_lines = {code: Drawings(2_000) for code in LANGUAGES}
_numbers: dict[tuple[int, bool, bool, str], bytes] = {}  # a form has a few hundred questions at most
_NO_MARKS: frozenset[str] = frozenset()


def draw_question(
    visit: Visit, place: QuestionPlace, given: Given, *, saved_at: datetime | None = None, error: str = ""
) -> bytes:
    """The page of one question with what is ``given`` in its fields, or only its part where htmx asks for that."""
    part, frame = visit.wants_part, _make_frame(place)
    notices = () if part else say_notices(visit.language, place.room)

    def draw_pieces() -> Pieces:
        return draw_for_anybody(visit, QuestionPage(frame, notices, MARKED), MARKS | OWN, part=part)

    pieces = _frames.find((dress_of(visit), frame, notices, part), draw_pieces)
    return pieces.fill(own_values(visit) | _draw_values(visit, place, given, saved_at=saved_at, error=error))


def _make_frame(place: QuestionPlace) -> QuestionFrame:
    """What is around it."""
    first, after = place.open_slots
    end = Onward.FINISH if after < place.count else Onward.HAND_IN
    return QuestionFrame(
        title=place.title,
        count=place.count,
        has_previous=place.number > first + 1,
        onward=Onward.NEXT if place.number < after else end,
        looks_over=place.number < after == place.count,
    )


def _draw_values(
    visit: Visit, place: QuestionPlace, given: Given, *, saved_at: datetime | None, error: str
) -> dict[str, bytes]:
    """What is the question's own and its reader's, by the names of :class:`QuestionValues`."""
    left = max(place.deadline - visit.now, timedelta(0))
    first, after = place.open_slots
    palette = (
        _draw_number(visit, n + 1, n not in place.unanswered, n + 1 == place.number) for n in range(first, after)
    )
    return {
        "attempt": str(place.attempt).encode(),
        "number": b"%d" % place.number,
        "before": b"%d" % (place.number - 1),
        "after": b"%d" % (place.number + 1),
        "kind": place.item.kind.value.encode(),
        "seen": b"%d" % place.seen,
        "seconds": b"%d" % left.total_seconds(),
        "minutes": own(str(visit.language.minutes(left))),
        "body": _draw_body(visit, place, given),
        "status": _draw_status(visit, place, saved_at, error),
        "palette": b"".join(palette),
    }


def _draw_body(visit: Visit, place: QuestionPlace, given: Given) -> bytes:
    def draw_pieces() -> Pieces:
        shown = show_item(visit, place.item, place.slot.order, given)
        page = QuestionBody(place.slot.part, place.slot.points, ShownCredit.of(place.item), shown)
        return draw_for_anybody(visit, page, _NO_MARKS)

    if not is_often_given(given):
        return draw_pieces().fill({})
    key = (place.form.looks[place.number - 1], place.slot.part, given)
    return _bodies[visit.language.code].find(key, draw_pieces).fill({})


def _draw_status(visit: Visit, place: QuestionPlace, saved_at: datetime | None, error: str) -> bytes:
    answered = place.count - len(place.unanswered)
    page = QuestionStatus(error, saved_at, place.receipts if saved_at else 0, answered, place.count)
    if error or saved_at:
        return draw_piece(visit, page).encode()
    return _lines[visit.language.code].find(page, lambda: draw_for_anybody(visit, page, _NO_MARKS)).fill({})


def _draw_number(visit: Visit, number: int, answered: bool, current: bool) -> bytes:
    key = (number, answered, current, visit.language.code)
    known = _numbers.get(key)
    if known is None:
        known = _numbers[key] = draw_for_anybody(visit, PaletteNumber(number, answered, current), _NO_MARKS).fill({})
    return known
