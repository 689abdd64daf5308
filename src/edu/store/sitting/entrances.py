"""What a start needs to know of many people at once, and what it writes: Core statements, as in the journal."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from edu.domain.sitting.attempt import AttemptState
from edu.domain.sitting.form import Form
from edu.domain.sitting.terms import Accommodation
from edu.store.engine.encoding import from_json
from edu.store.evidence.ledger import LedgerRow
from edu.store.people.accounts import AccountRow
from edu.store.sitting.accommodations import AccommodationRow
from edu.store.sitting.attempts import AttemptRow, FormRow
from edu.store.sitting.rooms import RoomEventRow
from edu.store.sitting.signals import SignalRow

ExamEntry = tuple[UUID, str]
"""A candidate and the id of an exam."""

_ACCOMMODATIONS = AccommodationRow.__table__  # type: ignore[attr-defined]
_ACCOUNTS = AccountRow.__table__  # type: ignore[attr-defined]
_ATTEMPTS = AttemptRow.__table__  # type: ignore[attr-defined]
_FORMS = FormRow.__table__  # type: ignore[attr-defined]
_LEDGER = LedgerRow.__table__  # type: ignore[attr-defined]
_ROOM = RoomEventRow.__table__  # type: ignore[attr-defined]
_SIGNALS = SignalRow.__table__  # type: ignore[attr-defined]

_READ = ("id", "candidate_id", "blueprint", "state", "started_at", "ended_at", "closes_at", "allowed")
_OWN = (
    select(*(_ATTEMPTS.c[name] for name in _READ))
    .where(_ATTEMPTS.c.candidate_id.in_(bindparam("candidates", expanding=True)))
    .where(_ATTEMPTS.c.blueprint.in_(bindparam("blueprints", expanding=True)))
    .order_by(_ATTEMPTS.c.started_at)
)
_BODIES = select(_FORMS.c.attempt_id, _FORMS.c.body).where(_FORMS.c.attempt_id.in_(bindparam("wanted", expanding=True)))
_LOCK = (
    select(_ACCOUNTS.c.id)
    .where(_ACCOUNTS.c.id.in_(bindparam("candidates", expanding=True)))
    .order_by(_ACCOUNTS.c.id)
    .with_for_update()
)
_GRANTED = (
    select(*(_ACCOMMODATIONS.c[name] for name in ("account_id", "blueprint", "factor", "minutes")))
    .where(_ACCOMMODATIONS.c.account_id.in_(bindparam("candidates", expanding=True)))
    .where(_ACCOMMODATIONS.c.ended_at.is_(None))
)
_BEGIN = (
    update(_ATTEMPTS)
    .where(_ATTEMPTS.c.id == bindparam("of"))
    .values(
        {name: bindparam(f"new_{name}") for name in ("state", "started_at", "deadline", "closes_at", "seen_at")}
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Own:
    """One attempt of somebody at one exam."""

    id: UUID
    state: AttemptState
    started_at: datetime
    ended_at: datetime | None
    closes_at: datetime
    allowed: int


def list_entered(connection: Connection, keys: Collection[ExamEntry]) -> dict[ExamEntry, list[Own]]:
    """The attempts of each candidate at each exam, oldest first."""
    found: dict[ExamEntry, list[Own]] = defaultdict(list)
    wanted = {"candidates": _candidates(keys), "blueprints": sorted({blueprint for _, blueprint in keys})}
    for row in connection.execute(_OWN, wanted):
        own = Own(row.id, row.state, row.started_at, row.ended_at, row.closes_at, row.allowed)
        found[row.candidate_id, row.blueprint].append(own)
    return found


def lock_candidates(connection: Connection, keys: Collection[ExamEntry]) -> None:
    """Whoever starts something for the same people waits for this transaction, and then finds what it did."""
    connection.execute(_LOCK, {"candidates": _candidates(keys)}).all()


def read_forms(connection: Connection, wanted: Collection[UUID]) -> dict[UUID, Form]:
    """The frozen forms of some attempts."""
    if not wanted:
        return {}
    return {row.attempt_id: from_json(row.body, Form) for row in connection.execute(_BODIES, {"wanted": list(wanted)})}


def list_allowed(connection: Connection, keys: Collection[ExamEntry]) -> dict[ExamEntry, list[Accommodation]]:
    """What each candidate has for each exam; what was granted for every exam counts for each."""
    rows: Sequence[Row[Any]] = connection.execute(_GRANTED, {"candidates": _candidates(keys)}).all()
    return {
        (candidate, blueprint): [
            Accommodation(Fraction(row.factor), row.minutes)
            for row in rows
            if row.account_id == candidate and row.blueprint in ("", blueprint)
        ]
        for candidate, blueprint in keys
    }


@dataclass(slots=True)
class Changes:
    """What is to be written: rows by column. ``dropped`` are waiting attempts that are drawn anew."""

    dropped: list[UUID] = field(default_factory=list)
    attempts: list[dict[str, Any]] = field(default_factory=list)
    forms: list[dict[str, Any]] = field(default_factory=list)
    begun: list[Mapping[str, Any]] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)


def write_changes(connection: Connection, changes: Changes) -> None:
    """All of it; the caller commits."""
    if changes.dropped:
        for table in (_ROOM, _SIGNALS, _FORMS):
            connection.execute(delete(table).where(table.c.attempt_id.in_(changes.dropped)))
        connection.execute(delete(_ATTEMPTS).where(_ATTEMPTS.c.id.in_(changes.dropped)))
    if changes.attempts:
        connection.execute(insert(_ATTEMPTS), changes.attempts)
        connection.execute(insert(_FORMS), changes.forms)
    if changes.begun:
        connection.execute(_BEGIN, changes.begun)
    if changes.entries:
        connection.execute(insert(_LEDGER), changes.entries)


def _candidates(keys: Collection[ExamEntry]) -> list[UUID]:
    return sorted({candidate for candidate, _ in keys})
