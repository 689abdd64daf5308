"""Ends of sittings, many in one transaction: handed in, or out of time.

Core statements, as in the journal: two queries for all attempts of a batch, and an UPDATE, an INSERT and a COMMIT.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select, update

from edu.domain.items.response import encode_response
from edu.domain.refusal import NotNow, NotThere, Refused
from edu.domain.sitting.attempt import AttemptState, score_attempt
from edu.domain.sitting.ending import Outcome, end, is_overdue, must_be_told, release
from edu.store.evidence import ledger, outbox
from edu.store.evidence.outbox import Outgoing
from edu.store.people.clients import ClientRow
from edu.store.sitting.attempts import AttemptRow
from edu.store.sitting.results import find_cut, read_kept_terms, tell_result, write_outcome
from edu.store.sitting.sat import Sat, load_sat

MOST_ENDINGS = 20
"""Ends of one transaction: whoever saves meanwhile waits for it."""


@dataclass(frozen=True, slots=True)
class Ending:
    """``actor`` ends the sitting. ``candidate``: it must be that person's own.

    ``overdue``: only where time and grace are over.
    """

    attempt: UUID
    actor: UUID
    at: datetime
    candidate: UUID | None = None
    overdue: bool = False


class NotHandedIn(NotNow):
    """The database could not keep it now."""

    def __init__(self) -> None:
        super().__init__("This could not be handed in just now. Everything saved is safe; please try again.")


_ATTEMPTS = AttemptRow.__table__  # type: ignore[attr-defined]
_CLIENTS = ClientRow.__table__  # type: ignore[attr-defined]

_READ = (
    "id", "candidate_id", "state", "cut", "started_at", "deadline", "ended_at", "receipts", "chain", "closes_at",
    "first_open", "terms", "heads", "title", "ended_by",
)  # fmt: skip
_SOME = (
    select(*(_ATTEMPTS.c[name] for name in _READ))
    .where(_ATTEMPTS.c.id.in_(bindparam("wanted", expanding=True)))
    .order_by(_ATTEMPTS.c.id)
)
_UPDATE = (
    update(_ATTEMPTS)
    .where(_ATTEMPTS.c.id == bindparam("of"))
    .values(
        {name: bindparam(f"new_{name}") for name in
         ("state", "ended_at", "awaiting", "earned", "possible", "passed", "released_at",
          "certificate_due_at")}
    )
)  # fmt: skip
_DUE = (
    update(_CLIENTS)
    .where(_CLIENTS.c.account_id == bindparam("whose"))
    .values(decision_due_at=bindparam("due"))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ended:
    """What one end changes: the attempt, the ledger, and when the decision is due. ``basis`` is what it rests on."""

    basis: tuple[Any, ...]
    state: AttemptState
    change: dict[str, Any]
    entry: dict[str, Any]
    due: dict[str, Any]
    told: Outgoing | None


_NOTHING: Mapping[Ending, Ended] = {}


def list_overdue(connection: Connection, now: datetime, limit: int) -> list[Ending]:
    """Ends of sittings that nobody handed in and whose grace is over, longest over first; nothing is locked."""
    query = select(_ATTEMPTS.c.id, _ATTEMPTS.c.candidate_id).where(
        _ATTEMPTS.c.state == AttemptState.STARTED, _ATTEMPTS.c.closes_at < now
    )
    rows = connection.execute(query.order_by(_ATTEMPTS.c.closes_at).limit(limit))
    return [Ending(row.id, row.candidate_id, now, overdue=True) for row in rows]


def work_out(connection: Connection, endings: Sequence[Ending]) -> dict[Ending, Ended]:
    """What :func:`end_all` would write, worked out before anything is locked: scoring takes its time."""
    rows = _read(connection, endings, lock=False)
    return _work_out(connection, [ending for ending in endings if _is_meant(ending, rows.get(ending.attempt))], rows)


def end_all(
    connection: Connection, endings: Sequence[Ending], looked: Mapping[Ending, Ended] = _NOTHING
) -> list[AttemptState | Refused]:
    """End each sitting that runs, and score it; what comes back is its state, or the reason why it is not there.

    One that has ended stays as it is, so that a second hand-in finds the first. What was ``looked`` at before holds
    where nothing has come to it since. The caller commits.
    """
    rows = _read(connection, endings, lock=True)
    meant = [ending for ending in endings if _is_meant(ending, rows.get(ending.attempt))]
    known = {
        ending: looked[ending]
        for ending in meant
        if ending in looked and looked[ending].basis == _basis(rows[ending.attempt])
    }
    known |= _work_out(connection, [ending for ending in meant if ending not in known], rows)
    ended: dict[UUID, Ended] = {}
    for ending in meant:
        if known[ending].state is not AttemptState.STARTED:
            ended.setdefault(ending.attempt, known[ending])
    if ended:
        connection.execute(_UPDATE, [done.change for done in ended.values()])
        ledger.put_all(connection, [done.entry for done in ended.values()])
        connection.execute(_DUE, sorted((done.due for done in ended.values()), key=lambda due: str(due["whose"])))
        outbox.put_all(connection, [done.told for done in ended.values() if done.told], endings[0].at)
    return [_tell(ending, rows.get(ending.attempt), ended) for ending in endings]


def _read(connection: Connection, endings: Sequence[Ending], *, lock: bool) -> dict[UUID, Any]:
    query = _SOME.with_for_update() if lock else _SOME
    return {row.id: row for row in connection.execute(query, {"wanted": list({ending.attempt for ending in endings})})}


def _basis(row: Any) -> tuple[Any, ...]:
    """What an end depends on: as long as it is the same, so is the outcome."""
    return row.state, row.receipts, row.deadline, row.closes_at, row.ended_by


def _work_out(connection: Connection, endings: Sequence[Ending], rows: Mapping[UUID, Any]) -> dict[Ending, Ended]:
    loaded = load_sat(connection, [rows[key] for key in dict.fromkeys(ending.attempt for ending in endings)])
    return {ending: _end(ending, loaded[ending.attempt], rows[ending.attempt]) for ending in endings}


def _end(ending: Ending, sat: Sat, row: Any) -> Ended:
    done = end(sat.attempt, ending.at)
    result = score_attempt(done, sat.items, Fraction(row.cut))
    outcome = release(result, read_kept_terms(row.terms), ending.at, find_cut(row))
    whole = {"state": done.state, "ended_at": done.ended_at} | write_outcome(outcome)
    responses = {str(slot): encode_response(response) for slot, response in done.responses.items()}
    body = {
        "attempt": row.id, "responses": responses, "awaiting": result.awaiting, "earned": result.earned,
        "possible": result.possible, "passed": outcome.passed,
    }  # fmt: skip
    return Ended(
        basis=_basis(row),
        state=done.state,
        change={"of": row.id} | {f"new_{name}": value for name, value in whole.items()},
        entry=ledger.make_values(f"attempt-{done.state.value}", ending.at, row.candidate_id, ending.actor, body),
        due={"whose": row.candidate_id, "due": outcome.released_at or ending.at},
        told=_tell_later(ending, row, outcome),
    )


def _tell_later(ending: Ending, row: Any, outcome: Outcome) -> Outgoing | None:
    handed_in = ending.actor == row.candidate_id and not ending.overdue
    if outcome.released_at is None or not must_be_told(outcome, ending.at, handed_in=handed_in):
        return None
    return tell_result(row.id, row.candidate_id, row.title, ending.at, outcome.released_at)


def _is_meant(ending: Ending, row: Any) -> bool:
    if row is None or row.state is not AttemptState.STARTED:
        return False
    own = ending.candidate is None or row.candidate_id == ending.candidate
    return own and (not ending.overdue or is_overdue(row.state, row.closes_at, ending.at))


def _tell(ending: Ending, row: Any, ended: Mapping[UUID, Ended]) -> AttemptState | Refused:
    if row is None or (ending.candidate is not None and row.candidate_id != ending.candidate):
        return NotThere("There is no such check.")
    return ended[row.id].state if row.id in ended else row.state
