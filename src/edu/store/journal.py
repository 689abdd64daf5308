"""The journal: responses of running attempts, appended many at a time, each request waiting for its own commit.

The one hot path. Core statements, no ORM objects: a batch is one query for the attempts, one INSERT, one UPDATE and one
COMMIT, however many responses it holds. While a batch is being committed the next one gathers.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from edu.domain.attempt import AttemptClosed, AttemptState, StalePage, TimeOver
from edu.domain.receipt import Receipt, extend
from edu.domain.refusal import NotThere, Refused
from edu.store.attempts import AttemptRow, ResponseEventRow
from edu.store.database import Database

LATE_IS_KEPT = timedelta(hours=1)
"""After the deadline a response is kept for so long, as evidence; it never counts."""

MOST_AT_ONCE = 500
"""Responses of one transaction."""

_ATTEMPTS = AttemptRow.__table__  # type: ignore[attr-defined]
_EVENTS = ResponseEventRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Save:
    """A response to be kept.

    ``seen`` is how many responses to its slot the page knew of; ``key`` names this save wherever it is sent again.
    """

    attempt: UUID
    candidate: UUID
    slot: int
    response: Mapping[str, Any]
    at: datetime
    seen: int | None = None
    key: str | None = None


class NotSaved(Refused):
    """The database could not keep it now; nothing of it was kept."""

    def __init__(self) -> None:
        super().__init__("This could not be saved just now. It stays on this page and is sent again by itself.")


@dataclass(slots=True)
class _Open:
    """An attempt while a batch is worked through."""

    candidate: UUID
    state: AttemptState
    deadline: datetime
    receipts: int
    chain: str
    heads: dict[str, int]
    changed: bool = False


def keep(connection: Connection, saves: Sequence[Save]) -> list[Receipt | Refused]:
    """Append ``saves`` in their order; what comes back for each is its receipt or the reason why not.

    The caller commits; until then nobody may be told. Attempts are locked in one order, so that no two wait for each
    other.
    """
    opened = _open(connection, {save.attempt for save in saves})
    events: list[dict[str, Any]] = []
    outcomes: list[Receipt | Refused] = []
    for save in saves:
        outcomes.append(_keep_one(connection, opened, save, events))
    if events:
        connection.execute(insert(_EVENTS), events)
        connection.execute(
            _UPDATE,
            [
                {"of": key, "receipts": one.receipts, "chain": one.chain, "heads": json.dumps(one.heads)}
                for key, one in opened.items()
                if one.changed
            ],
        )
    return outcomes


_UPDATE = (
    update(_ATTEMPTS)
    .where(_ATTEMPTS.c.id == bindparam("of"))
    .values(receipts=bindparam("receipts"), chain=bindparam("chain"), heads=bindparam("heads"))
)


def _open(connection: Connection, wanted: set[UUID]) -> dict[UUID, _Open]:
    columns = [_ATTEMPTS.c[name] for name in ("id", "candidate_id", "state", "deadline", "receipts", "chain", "heads")]
    query = select(*columns).where(_ATTEMPTS.c.id.in_(wanted)).order_by(_ATTEMPTS.c.id).with_for_update()
    rows = connection.execute(query).all()
    return {
        row.id: _Open(row.candidate_id, row.state, row.deadline, row.receipts, row.chain, json.loads(row.heads))
        for row in rows
    }


def _keep_one(
    connection: Connection, opened: Mapping[UUID, _Open], save: Save, events: list[dict[str, Any]]
) -> Receipt | Refused:
    attempt = opened.get(save.attempt)
    if attempt is None or attempt.candidate != save.candidate:
        return NotThere("There is no such check.")
    known = attempt.heads.get(str(save.slot), 0)
    if save.key is not None and (save.seen is None or save.seen != known):
        repeated = _find(connection, save, events)
        if repeated is not None:
            return repeated
    if attempt.state is AttemptState.SUBMITTED:
        return AttemptClosed("This check has been handed in; its responses no longer change.")
    if save.seen is not None and save.seen != known:
        return StalePage()
    late = attempt.state is AttemptState.EXPIRED or save.at > attempt.deadline
    if save.at > attempt.deadline + LATE_IS_KEPT:
        return TimeOver()
    return _append(attempt, save, known + 1, late, events)


def _append(attempt: _Open, save: Save, number: int, late: bool, events: list[dict[str, Any]]) -> Receipt:
    attempt.receipts += 1
    attempt.chain = extend(attempt.chain, save.slot, save.response, save.at)
    attempt.heads[str(save.slot)] = number
    attempt.changed = True
    events.append(
        {"attempt_id": save.attempt, "slot": save.slot, "number": number, "response": save.response,
         "received_at": save.at, "receipt": attempt.receipts, "chain": attempt.chain, "key": save.key, "late": late}
    )  # fmt: skip
    return Receipt(attempt.receipts, save.at, number, attempt.chain, late)


def _find(connection: Connection, save: Save, events: Sequence[Mapping[str, Any]]) -> Receipt | None:
    """The receipt that this very save got before, in this batch or in an earlier one."""
    for event in events:
        if event["attempt_id"] == save.attempt and event["key"] == save.key:
            return _receipt_of(event)
    query = select(_EVENTS).where(_EVENTS.c.attempt_id == save.attempt, _EVENTS.c.key == save.key)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else _receipt_of(dict(row))


def _receipt_of(event: Mapping[str, Any]) -> Receipt:
    return Receipt(
        event["receipt"], event["received_at"], event["number"], event["chain"], event["late"], repeated=True
    )


class Journal:
    """Gathers saves and commits them together. One for each process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[tuple[Save, asyncio.Future[Receipt]]] = []
        self._worker: asyncio.Task[None] | None = None

    async def save(self, save: Save) -> Receipt:
        """Keep one response; it is durable when this returns. Raises the reason why not, or NotSaved."""
        future: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        self._waiting.append((save, future))
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        return await future

    async def _work(self) -> None:
        """Batch after batch, until nobody waits."""
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
            await self._commit(batch)

    async def _commit(self, batch: Sequence[tuple[Save, asyncio.Future[Receipt]]]) -> None:
        try:
            saves = [save for save, _ in batch]
            outcomes = await self._database.write_at_once(lambda connection: keep(connection, saves))
        except (SQLAlchemyError, OSError):
            outcomes = [NotSaved() for _ in batch]
        except BaseException:
            for _, future in batch:
                future.cancel()
            raise
        for (_, future), outcome in zip(batch, outcomes, strict=True):
            if future.done():
                continue  # whoever asked has gone; the response is kept all the same
            if isinstance(outcome, Receipt):
                future.set_result(outcome)
            else:
                future.set_exception(outcome)

    async def close(self) -> None:
        """Finish what has been taken."""
        if self._worker is not None:
            with suppress(asyncio.CancelledError):
                await self._worker
