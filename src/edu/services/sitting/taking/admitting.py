"""Admission: who may come in, and with which form. It is drawn and frozen here, and the clock set."""

import secrets
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from edu.content.library import Library
from edu.domain.items.item import encode_item
from edu.domain.refusal import Conflict, Refused
from edu.domain.sitting.attempt import AttemptState, check_may_start
from edu.domain.sitting.blueprint import Blueprint
from edu.domain.sitting.ending import is_overdue
from edu.domain.sitting.form import Form, draw_from
from edu.domain.sitting.supply import Supply
from edu.domain.sitting.terms import Accommodation, allow_time, check_may_enter
from edu.domain.sitting.timing import Timing, begin, check_may_begin
from edu.store.engine.encoding import to_json
from edu.store.evidence import revisions
from edu.store.evidence.ledger import make_values
from edu.store.sitting import entrances as store
from edu.store.sitting.endings import Ending, end_all
from edu.store.sitting.entrances import Changes, ExamEntry, Own

_LATELY = 2
"""Attempts whose items do not come again in the next one, where the bank allows it."""

_STALE = timedelta(days=1)
"""A sitting that was entered so long ago and never begun is drawn anew."""


class AlreadyOpen(Conflict):
    """There is an attempt that has not ended; ``attempt`` is its id."""

    def __init__(self, attempt: UUID) -> None:
        super().__init__("You have a check that is not handed in yet. It has been opened again.")
        self.attempt = attempt


@dataclass(frozen=True, slots=True)
class Entrance:
    """Somebody comes in. ``waits``: into the waiting room; else the clock starts at once.

    Items in ``exposed`` have been shown too often; they are drawn where the bank has no others. The form is drawn from
    ``supply``, or from what the library holds where that is not given.
    """

    library: Library
    blueprint: Blueprint
    candidate: UUID
    at: datetime
    waits: bool = False
    exposed: Set[str] = frozenset()
    supply: Supply | None = None

    @property
    def key(self) -> ExamEntry:
        """Whose, and of which exam."""
        return self.candidate, self.blueprint.id


@dataclass(frozen=True, slots=True)
class Drawn:
    """A form for somebody who has sat ``sat`` before; ``body`` is its JSON."""

    sat: tuple[UUID, ...]
    form: Form
    body: str


_NOTHING: Mapping[ExamEntry, Drawn] = {}


def draw_all(connection: Connection, entrances: Sequence[Entrance]) -> dict[ExamEntry, Drawn]:
    """Forms for those who will need one, drawn before anything is locked: it takes its time."""
    own = store.list_entered(connection, {entrance.key for entrance in entrances})
    forms = store.read_forms(connection, _find_needed(own))
    drawn = {}
    for entrance in entrances:
        rows = own.get(entrance.key, [])
        sat = _list_sat(rows)
        if len(sat) == len(rows) and not any(row.state is AttemptState.STARTED for row in sat):
            with suppress(Refused):  # said when it comes to it
                drawn[entrance.key] = _draw(entrance, sat, forms)
    return drawn


def _draw(entrance: Entrance, sat: Sequence[Own], forms: Mapping[UUID, Form]) -> Drawn:
    lately = {slot.item for row in sat[-_LATELY:] for slot in forms[row.id].slots}
    supply = entrance.supply or entrance.library.supply(entrance.blueprint)
    form = draw_from(supply, secrets.randbits(63), lately | entrance.exposed)
    return Drawn(tuple(row.id for row in sat), form, to_json(form))


def enter_all(
    connection: Connection, entrances: Sequence[Entrance], drawn: Mapping[ExamEntry, Drawn] = _NOTHING
) -> list[UUID | Refused]:
    """Let each in, in turn; what comes back is the attempt or the reason why not. The caller commits.

    Sittings whose time is over are ended first. Two starts of one person at once: the second finds the first. What was
    ``drawn`` before is taken where the person has sat nothing since.
    """
    keys = {entrance.key for entrance in entrances}
    _end_overdue(connection, entrances, store.list_entered(connection, keys))
    store.lock_candidates(connection, keys)
    own = store.list_entered(connection, keys)
    forms = store.read_forms(connection, _find_needed(own))
    admission = _Admission(own, forms, store.list_allowed(connection, keys), drawn)
    outcomes = [_try(admission, entrance) for entrance in entrances]
    admission.freeze(connection)
    store.write_changes(connection, admission.changes)
    return outcomes


def _end_overdue(connection: Connection, entrances: Sequence[Entrance], own: Mapping[ExamEntry, list[Own]]) -> None:
    over = [
        Ending(row.id, entrance.candidate, entrance.at, overdue=True)
        for entrance in entrances
        for row in own.get(entrance.key, [])
        if is_overdue(row.state, row.closes_at, entrance.at)
    ]
    if over:
        end_all(connection, over)


def _find_needed(own: Mapping[ExamEntry, list[Own]]) -> list[UUID]:
    """Attempts whose forms are needed: the last ones of each, and those that wait."""
    needed = []
    for rows in own.values():
        needed += [row.id for row in rows if row.state is AttemptState.WAITING]
        needed += [row.id for row in _list_sat(rows)[-_LATELY:]]
    return needed


def _list_sat(rows: Iterable[Own]) -> list[Own]:
    return [row for row in rows if row.state is not AttemptState.WAITING]


def _try(admission: "_Admission", entrance: Entrance) -> UUID | Refused:
    try:
        return admission.admit(entrance)
    except Refused as refusal:
        return refusal


@dataclass(slots=True)
class _Admission:
    """What is known of everybody who comes, and what is to be written."""

    own: dict[ExamEntry, list[Own]]
    forms: dict[UUID, Form]
    granted: Mapping[ExamEntry, list[Accommodation]]
    drawn_before: Mapping[ExamEntry, Drawn]
    changes: Changes = field(default_factory=Changes)
    drawn: list[tuple[Entrance, Form]] = field(default_factory=list)

    def admit(self, entrance: Entrance) -> UUID:
        """One person's attempt; raises the refusal."""
        terms, now = entrance.blueprint.terms, entrance.at
        (check_may_enter if entrance.waits else check_may_begin)(terms, now)
        rows = self.own.setdefault(entrance.key, [])
        sat = _list_sat(rows)
        running = next((row for row in sat if row.state is AttemptState.STARTED), None)
        if running is not None:
            raise AlreadyOpen(running.id)
        waiting = next((row for row in rows if row.state is AttemptState.WAITING), None)
        if waiting is not None and now - waiting.started_at >= _STALE:
            self.changes.dropped.append(waiting.id)
            rows.remove(waiting)
            waiting = None
        if waiting is None:
            last_end = max((row.ended_at for row in sat if row.ended_at), default=None)
            check_may_start(entrance.blueprint, [row.started_at for row in sat], last_end, now)
            waiting = self._draw(entrance, sat)
            rows.append(waiting)
        elif entrance.waits:
            return waiting.id
        if not entrance.waits:
            rows[rows.index(waiting)] = self._begin(entrance, waiting)
        self._note(entrance, waiting.id)
        return waiting.id

    def _draw(self, entrance: Entrance, sat: Sequence[Own]) -> Own:
        drawn = self.drawn_before.get(entrance.key)
        if drawn is None or drawn.sat != tuple(row.id for row in sat):
            drawn = _draw(entrance, sat, self.forms)
        allowed = allow_time(entrance.blueprint.duration, self.granted[entrance.key])
        row = _make_row(entrance, allowed, len(drawn.form.slots))
        self.changes.attempts.append(row)
        self.changes.forms.append({"attempt_id": row["id"], "body": drawn.body})
        self.forms[row["id"]] = drawn.form
        self.drawn.append((entrance, drawn.form))
        return Own(row["id"], AttemptState.WAITING, entrance.at, None, row["closes_at"], row["allowed"])

    def _begin(self, entrance: Entrance, waiting: Own) -> Own:
        terms, now = entrance.blueprint.terms, entrance.at
        before = Timing(waiting.state, waiting.closes_at - terms.grace, waiting.closes_at)
        timing = begin(before, terms, timedelta(seconds=waiting.allowed), now)
        values = {
            "state": timing.state, "started_at": now, "deadline": timing.deadline, "closes_at": timing.closes_at,
            "seen_at": now,
        }  # fmt: skip
        self.changes.begun.append({"of": waiting.id} | {f"new_{name}": value for name, value in values.items()})
        return replace(waiting, state=timing.state, started_at=now, closes_at=timing.closes_at)

    def _note(self, entrance: Entrance, attempt: UUID) -> None:
        kind = "attempt-entered" if entrance.waits else "attempt-started"
        body = {"attempt": attempt, "form": self.forms[attempt]}
        self.changes.entries.append(make_values(kind, entrance.at, entrance.candidate, entrance.candidate, body))

    def freeze(self, connection: Connection) -> None:
        """Keep the items and pictures of all forms that were drawn."""
        for library in {id(entrance.library): entrance.library for entrance, _ in self.drawn}.values():
            found = [(entrance, form) for entrance, form in self.drawn if entrance.library is library]
            items = {slot.revision: slot.item for _, form in found for slot in form.slots}
            pictures = {picture.digest for item in items.values() for picture in library.items[item].pictures}
            now = found[0][0].at
            revisions.keep_missing(connection, "item", items, partial(_write_item, library, items), now)
            revisions.keep_missing(connection, "picture", pictures, partial(_write_picture, library), now)


def _write_item(library: Library, items: Mapping[str, str], revision: str) -> str:
    return to_json(encode_item(library.items[items[revision]]))


def _write_picture(library: Library, digest: str) -> str:
    return to_json(b64encode(library.pictures[digest]).decode())


def _make_row(entrance: Entrance, allowed: timedelta, size: int) -> dict[str, Any]:
    blueprint, deadline = entrance.blueprint, entrance.at + allowed
    return {
        "id": uuid4(), "candidate_id": entrance.candidate, "blueprint": blueprint.id, "title": blueprint.title,
        "cut": str(blueprint.cut), "validity_months": blueprint.validity_months, "state": AttemptState.WAITING,
        "started_at": entrance.at, "deadline": deadline, "closes_at": deadline + blueprint.terms.grace,
        "allowed": int(allowed.total_seconds()), "terms": to_json(blueprint.terms),
        "certified": blueprint.terms.certificate, "size": size,
    }  # fmt: skip
