"""Where a running sitting stands, read in one trip: for the page that hundreds open in the same second."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, exists, select

from edu.domain.items.item import Item
from edu.domain.items.response import Response
from edu.domain.items.response import decode as decode_response
from edu.domain.sitting.attempt import AttemptState
from edu.domain.sitting.form import Form, Slot
from edu.store.engine.encoding import from_json
from edu.store.sitting import frozen_items
from edu.store.sitting.attempts import AttemptRow, FormRow, ResponseEventRow
from edu.store.sitting.notes import NoteRow
from edu.store.sitting.rooms import RoomEventRow


@dataclass(frozen=True, slots=True)
class Standing:
    """``events`` is how many responses each slot has had; ``notes`` are (flagged, words) by slot.

    ``room`` holds (id, kind, minutes, words, at) of what an examiner did.
    """

    candidate_id: UUID
    title: str
    state: AttemptState
    deadline: datetime
    closes_at: datetime
    first_open: int
    receipts: int
    terms: str
    responses: Mapping[int, Response] = field(default_factory=dict)
    events: Mapping[int, int] = field(default_factory=dict)
    notes: Mapping[int, tuple[bool, str]] = field(default_factory=dict)
    room: tuple[Any, ...] = ()


def read_form(
    connection: Connection, attempt_id: UUID, candidate: UUID
) -> tuple[tuple[Slot, ...], tuple[Item, ...]] | None:
    """The slots and the items of the candidate's own form."""
    text = connection.execute(_FORM, {"attempt": attempt_id, "candidate": candidate}).scalar_one_or_none()
    if text is None:
        return None
    form = from_json(text, Form)
    return form.slots, frozen_items.arrange(form.slots, frozen_items.find(connection, [form]))


_ATTEMPTS = AttemptRow.__table__  # type: ignore[attr-defined]
_EVENTS = ResponseEventRow.__table__  # type: ignore[attr-defined]
_FORMS = FormRow.__table__  # type: ignore[attr-defined]
_NOTES = NoteRow.__table__  # type: ignore[attr-defined]
_ROOM = RoomEventRow.__table__  # type: ignore[attr-defined]
_OWN = (_ATTEMPTS.c.id == bindparam("attempt"), _ATTEMPTS.c.candidate_id == bindparam("candidate"))
_FORM = select(_FORMS.c.body).join(_ATTEMPTS, _ATTEMPTS.c.id == _FORMS.c.attempt_id).where(*_OWN)
_READ = ("candidate_id", "title", "state", "deadline", "closes_at", "first_open", "receipts", "terms")

_CLOCK = select(
    *(_ATTEMPTS.c[name] for name in ("candidate_id", "state", "deadline", "closes_at")),
    exists().where(_ROOM.c.attempt_id == _ATTEMPTS.c.id).label("has_room"),
).where(*_OWN)

# Built once: making a statement anew costs more than running it.
_STANDING = select(
    *(_ATTEMPTS.c[name] for name in _READ),
    exists().where(_NOTES.c.attempt_id == _ATTEMPTS.c.id).label("has_notes"),
    exists().where(_ROOM.c.attempt_id == _ATTEMPTS.c.id).label("has_room"),
).where(*_OWN)
_GIVEN = (
    select(_EVENTS.c.slot, _EVENTS.c.number, _EVENTS.c.response, _EVENTS.c.late)
    .where(_EVENTS.c.attempt_id == bindparam("attempt"))
    .order_by(_EVENTS.c.id)
)
_NOTED = select(_NOTES.c.slot, _NOTES.c.flagged, _NOTES.c.words).where(_NOTES.c.attempt_id == bindparam("attempt"))
_TOLD = (
    select(_ROOM.c.id, _ROOM.c.kind, _ROOM.c.minutes, _ROOM.c.words, _ROOM.c.at)
    .where(_ROOM.c.attempt_id == bindparam("attempt"))
    .order_by(_ROOM.c.id)
)


def read_standing(connection: Connection, attempt_id: UUID, candidate: UUID) -> Standing | None:
    """The candidate's own; somebody else's is as absent as one that never was."""
    own = {"attempt": attempt_id}
    row = connection.execute(_STANDING, own | {"candidate": candidate}).one_or_none()
    if row is None:
        return None
    responses: dict[int, Response] = {}
    events: dict[int, int] = {}
    notes: dict[int, tuple[bool, str]] = {}
    room: tuple[Any, ...] = ()
    if row.receipts:
        for event in connection.execute(_GIVEN, own):
            events[event.slot] = event.number
            if not event.late:
                responses[event.slot] = decode_response(event.response)
    if row.has_notes:
        notes = {one.slot: (one.flagged, one.words) for one in connection.execute(_NOTED, own)}
    if row.has_room:
        room = tuple(connection.execute(_TOLD, own))
    return Standing(
        row.candidate_id, row.title, row.state, row.deadline, row.closes_at, row.first_open, row.receipts, row.terms,
        responses, events, notes, room,
    )  # fmt: skip


def read_clock(connection: Connection, attempt_id: UUID, candidate: UUID) -> tuple[Any, tuple[Any, ...]] | None:
    """The candidate's own attempt (candidate_id, state, deadline, closes_at), and the room as in :class:`Standing`."""
    row = connection.execute(_CLOCK, {"attempt": attempt_id, "candidate": candidate}).one_or_none()
    if row is None:
        return None
    return row, tuple(connection.execute(_TOLD, {"attempt": attempt_id})) if row.has_room else ()
