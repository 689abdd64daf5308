"""Starts: sittings that wait for the opening begin many at a time. The form was drawn before; this sets the clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, select, update

from edu.domain.refusal import NotNow, NotThere, Refused
from edu.domain.sitting.attempt import AttemptState
from edu.domain.sitting.terms import Terms
from edu.domain.sitting.timing import Timing
from edu.domain.sitting.timing import begin as start_clock
from edu.store.engine.encoding import from_json
from edu.store.evidence.ledger import LedgerRow, make_values
from edu.store.sitting.attempts import AttemptRow

_ATTEMPTS = AttemptRow.__table__  # type: ignore[attr-defined]
_LEDGER = LedgerRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Begin:
    """Somebody's own waiting sitting, to begin now."""

    attempt: UUID
    candidate: UUID
    at: datetime


class NotBegunNow(NotNow):
    """The database could not begin it now."""

    def __init__(self) -> None:
        super().__init__("The exam could not be opened just now. Please try again; no time is lost.")


def begin_all(connection: Connection, begins: Sequence[Begin]) -> list[datetime | Refused]:
    """Begin each; what comes back is its deadline or the reason why not. One that has begun keeps its deadline."""
    names = ("id", "candidate_id", "state", "deadline", "closes_at", "allowed", "terms")
    query = select(*(_ATTEMPTS.c[name] for name in names)).where(
        _ATTEMPTS.c.id.in_({begin.attempt for begin in begins})
    )
    rows = {row.id: row for row in connection.execute(query.order_by(_ATTEMPTS.c.id).with_for_update())}
    begun: dict[UUID, dict[str, Any]] = {}
    outcomes = [_begin_one(rows.get(begin.attempt), begin, begun) for begin in begins]
    if begun:
        connection.execute(_UPDATE, list(begun.values()))
        connection.execute(insert(_LEDGER), [_note(change) for change in begun.values()])
    return outcomes


_UPDATE = (
    update(_ATTEMPTS)
    .where(_ATTEMPTS.c.id == bindparam("of"))
    .values(
        state=AttemptState.STARTED,
        started_at=bindparam("started"),
        deadline=bindparam("ends"),
        closes_at=bindparam("closes"),
        seen_at=bindparam("started"),
    )
)


def _begin_one(row: Any, begin: Begin, begun: dict[UUID, dict[str, Any]]) -> datetime | Refused:
    if row is None or row.candidate_id != begin.candidate:
        return NotThere("There is no such check.")
    if row.id in begun:
        return begun[row.id]["ends"]  # type: ignore[no-any-return]
    before, terms = Timing(row.state, row.deadline, row.closes_at), from_json(row.terms, Terms)
    try:
        timing = start_clock(before, terms, timedelta(seconds=row.allowed), begin.at)
    except Refused as refusal:
        return refusal
    if timing is not before:
        begun[row.id] = {
            "of": row.id, "started": begin.at, "ends": timing.deadline, "closes": timing.closes_at,
            "candidate": begin.candidate,
        }  # fmt: skip
    return timing.deadline


def _note(change: dict[str, Any]) -> dict[str, Any]:
    body = {"attempt": change["of"], "deadline": change["ends"]}
    return make_values("attempt-begun", change["started"], change["candidate"], change["candidate"], body)
