"""Where a sitting stands, from what is kept of it: the cost is the same however many responses there were.

Of the responses only those that count are read, one of a slot at the most, found through the heads of the attempt.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import JSON, Connection, Integer, Select, String, bindparam, cast, exists, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from edu.domain.items.response import Response, decode_response
from edu.domain.sitting.attempt import Attempt, AttemptState
from edu.domain.sitting.form import Form
from edu.domain.sitting.keeping import UNTOUCHED, Head, find_counting
from edu.domain.sitting.timing import Timing
from edu.store.engine.encoding import from_json
from edu.store.sitting import frozen_items, heads, marks
from edu.store.sitting.attempts import ENDED, AttemptRow, ResponseEventRow
from edu.store.sitting.notes import NoteRow
from edu.store.sitting.rooms import RoomEventRow


@dataclass(frozen=True, slots=True)
class SittingStanding:
    """``heads`` say of each slot how many responses it had and whether it is answered; slots without one are not in it.

    ``responses`` are the counting ones, of all slots or of the one that was asked for; ``notes`` are (flagged, words)
    by slot. ``room`` holds (id, kind, minutes, words, at) of what an examiner did.
    """

    candidate_id: UUID
    title: str
    state: AttemptState
    started_at: datetime
    deadline: datetime
    closes_at: datetime
    first_open: int
    size: int
    receipts: int
    chain: str
    terms: str
    heads: Mapping[int, Head]
    responses: Mapping[int, Response] = field(default_factory=dict)
    notes: Mapping[int, tuple[bool, str]] = field(default_factory=dict)
    room: tuple[Any, ...] = ()

    def seen(self, slot: int) -> int:
        """How many responses the slot has had: what a page that is shown now knows of."""
        return self.heads.get(slot, UNTOUCHED).last

    def is_answered(self, slot: int) -> bool:
        """Whether the counting response leaves nothing out."""
        return self.heads.get(slot, UNTOUCHED).complete

    def list_unanswered(self) -> list[int]:
        """Slots without a complete response."""
        return [slot for slot in range(self.size) if not self.is_answered(slot)]


_ATTEMPTS = AttemptRow.__table__  # type: ignore[attr-defined]
_EVENTS = ResponseEventRow.__table__  # type: ignore[attr-defined]
_NOTES = NoteRow.__table__  # type: ignore[attr-defined]
_ROOM = RoomEventRow.__table__  # type: ignore[attr-defined]
_OWN = (_ATTEMPTS.c.id == bindparam("attempt"), _ATTEMPTS.c.candidate_id == bindparam("candidate"))
_READ = (
    "candidate_id", "title", "state", "started_at", "deadline", "closes_at", "first_open", "size", "receipts", "chain",
    "terms", "heads",
)  # fmt: skip

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
_NUMBERED = select(_EVENTS.c.response).where(
    _EVENTS.c.attempt_id == bindparam("attempt"),
    _EVENTS.c.slot == bindparam("slot"),
    _EVENTS.c.number == bindparam("number"),
)
_NOTED = select(_NOTES.c.slot, _NOTES.c.flagged, _NOTES.c.words).where(_NOTES.c.attempt_id == bindparam("attempt"))
_NOTED_THERE = _NOTED.where(_NOTES.c.slot == bindparam("slot"))
_TOLD = (
    select(_ROOM.c.id, _ROOM.c.kind, _ROOM.c.minutes, _ROOM.c.words, _ROOM.c.at)
    .where(_ROOM.c.attempt_id == bindparam("attempt"))
    .order_by(_ROOM.c.id)
)


def _select_counting(wanted: Any, source: Any, counting: Any, gather: Callable[..., Any]) -> Select[Any]:
    """The counting responses of attempts: from the heads to their events by the unique index, whatever the planner
    thinks of JSON; an outer join keeps that order on SQLite. They come as one JSON object an attempt, by slot, each as
    the text that was kept; slots of which nothing counts are not in it.
    """
    head = source.table_valued("key", "value").alias("head")
    event = (
        (_EVENTS.c.attempt_id == _ATTEMPTS.c.id)
        & (_EVENTS.c.slot == cast(head.c.key, Integer))
        & (_EVENTS.c.number == counting(head.c.value))
    )
    responses = gather(cast(_EVENTS.c.slot, String), cast(_EVENTS.c.response, String)).filter(
        _EVENTS.c.slot.is_not(None)
    )
    return (
        select(_ATTEMPTS.c.id, cast(responses, String).label("responses"))
        .select_from(_ATTEMPTS.outerjoin(head, true()).outerjoin(_EVENTS, event))
        .where(wanted)
        .group_by(_ATTEMPTS.c.id)
    )


_WAYS: Mapping[str, tuple[Any, ...]] = {
    "sqlite": (
        func.json_each(_ATTEMPTS.c.heads), lambda value: func.json_extract(value, "$[1]"), func.json_group_object,
    ),
    "postgresql": (
        func.json_each(cast(_ATTEMPTS.c.heads, JSON)),
        lambda value: cast(value.op("->>")(1), Integer),
        func.json_object_agg,
    ),
}  # fmt: skip
"""The heads one by one, which response of each counts, and how responses are gathered."""

_SOME = _ATTEMPTS.c.id.in_(bindparam("wanted", expanding=True))
_COUNTING = {dialect: _select_counting(_SOME, *ways) for dialect, ways in _WAYS.items()}
_COUNTING_THERE = {
    dialect: _select_counting(_ATTEMPTS.c.id == bindparam("attempt"), *ways) for dialect, ways in _WAYS.items()
}
"""Of one attempt: a list of them takes as long to be put into a statement as the statement itself."""


def read_standing(connection: Connection, attempt_id: UUID, candidate: UUID) -> SittingStanding | None:
    """The candidate's own, with all responses that count; somebody else's is as absent as one that never was."""
    own = {"attempt": attempt_id}
    row = connection.execute(_STANDING, own | {"candidate": candidate}).one_or_none()
    if row is None:
        return None
    responses = {}
    if row.receipts:
        counting = connection.execute(_COUNTING_THERE[connection.dialect.name], own).one()
        responses = _read_responses(counting.responses)
    notes = {}
    if row.has_notes:
        notes = {note.slot: (note.flagged, note.words) for note in connection.execute(_NOTED, own)}
    return _make_standing(connection, own, row, responses, notes)


def read_place(connection: Connection, attempt_id: UUID, candidate: UUID, slot: int) -> SittingStanding | None:
    """As :func:`read_standing`, with the counting response and the note of one slot only."""
    own = {"attempt": attempt_id}
    row = connection.execute(_STANDING, own | {"candidate": candidate}).one_or_none()
    if row is None:
        return None
    there, responses, notes = own | {"slot": slot}, {}, {}
    head = heads.read_heads(row.heads).get(slot, UNTOUCHED)
    if head.counting:
        response = connection.execute(_NUMBERED, there | {"number": head.counting}).scalar_one()
        responses = {slot: decode_response(response)}
    if row.has_notes:
        notes = {note.slot: (note.flagged, note.words) for note in connection.execute(_NOTED_THERE, there)}
    return _make_standing(connection, own, row, responses, notes)


def _make_standing(
    connection: Connection, own: dict[str, UUID], row: Any, responses: dict[int, Response], notes: dict[int, Any]
) -> SittingStanding:
    room = tuple(connection.execute(_TOLD, own)) if row.has_room else ()
    return SittingStanding(
        row.candidate_id, row.title, row.state, row.started_at, row.deadline, row.closes_at, row.first_open, row.size,
        row.receipts, row.chain, row.terms, heads.read_heads(row.heads), responses, notes, room,
    )  # fmt: skip


def read_clock(connection: Connection, attempt_id: UUID, candidate: UUID) -> tuple[Any, tuple[Any, ...]] | None:
    """The candidate's own attempt (candidate_id, state, deadline, closes_at), and its ``room`` as a standing has it."""
    row = connection.execute(_CLOCK, {"attempt": attempt_id, "candidate": candidate}).one_or_none()
    if row is None:
        return None
    return row, tuple(connection.execute(_TOLD, {"attempt": attempt_id})) if row.has_room else ()


def read_counting(connection: Connection, wanted: Sequence[UUID]) -> dict[UUID, dict[int, Response]]:
    """The responses that count, by attempt and slot; every attempt that there is has its entry."""
    rows = connection.execute(_COUNTING[connection.dialect.name], {"wanted": wanted})
    return {row.id: _read_responses(row.responses) for row in rows}


def _read_responses(texts: str | None) -> dict[int, Response]:
    kept = _TEXTS.decode(texts or "{}")
    return {slot: (_read_known if len(text) <= _SHORT else _read_response)(text) for slot, text in kept.items()}


def _read_response(text: str) -> Response:
    return decode_response(msgspec.json.decode(text))


_TEXTS = msgspec.json.Decoder(dict[int, str])
_SHORT = 200
_read_known = lru_cache(maxsize=10_000)(_read_response)
"""Hundreds of candidates choose the same few options; long responses are not kept."""


_NO_MARKS: Mapping[int, Fraction] = {}


async def load_attempt(session: AsyncSession, row: AttemptRow) -> Attempt:
    """The attempt with the counting response of each slot, and with its marks once it has ended."""
    await session.flush()
    responses = await session.run_sync(lambda known: read_counting(known.connection(), [row.id]))
    given = await marks.list_latest(session, row.id) if row.state in ENDED else {}
    return make_attempt(row, from_json(row.frozen.body, Form), responses[row.id], given)


def make_attempt(
    row: Any, form: Form, responses: Mapping[int, Response], given: Mapping[int, Fraction] = _NO_MARKS
) -> Attempt:
    """The attempt of a ``row`` and its counting responses; ``given`` are the marks."""
    return Attempt(
        id=row.id,
        candidate=row.candidate_id,
        form=form,
        started_at=row.started_at,
        deadline=row.deadline,
        state=row.state,
        ended_at=row.ended_at,
        responses=responses,
        events={slot: head.last for slot, head in heads.read_heads(row.heads).items()},
        receipts=row.receipts,
        chain=row.chain,
        closes_at=row.closes_at,
        first_open=row.first_open,
        marks=given,
    )


_HISTORY = select(
    *(_EVENTS.c[name] for name in ("slot", "number", "response", "received_at", "given_at", "late"))
).where(_EVENTS.c.attempt_id == bindparam("attempt"))


def recount(connection: Connection, row: AttemptRow) -> str:
    """The heads of an attempt whose time has changed: late responses may count now. Rare: it reads every response."""
    known = heads.read_heads(row.heads)
    if all(head.counting == head.last for head in known.values()):
        return row.heads
    timing = Timing(row.state, row.deadline, row.closes_at)
    counting = find_counting(connection.execute(_HISTORY, {"attempt": row.id}), timing)
    form = from_json(row.frozen.body, Form)
    items = frozen_items.arrange(form.slots, frozen_items.find_items(connection, [form]))
    for slot, event in counting.items():
        complete = not decode_response(event.response).incomplete(items[slot])
        known[slot] = known[slot]._replace(counting=event.number, complete=complete)
    return heads.write_heads(known)
