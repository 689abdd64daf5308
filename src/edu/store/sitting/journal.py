"""The journal: responses of running attempts, appended many at a time, each request waiting for its own commit.

The one hot path. Core statements, no ORM objects: a batch is one query for the attempts, one INSERT, one UPDATE and one
COMMIT, however many responses it holds. While a batch is being committed the next one gathers.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from edu.domain.refusal import NotNow, NotThere, Refused
from edu.domain.sitting.keeping import Earlier, Progress, Save, is_next, keep_save, may_be_same
from edu.domain.sitting.receipt import Receipt
from edu.domain.sitting.timing import Timing
from edu.store.engine.database import Database
from edu.store.engine.gathering import Gatherer
from edu.store.engine.inserts import insert as insert_new
from edu.store.sitting import heads
from edu.store.sitting.attempts import AttemptRow, RepeatedSaveRow, ResponseEventRow

_ATTEMPTS = AttemptRow.__table__  # type: ignore[attr-defined]
_EVENTS = ResponseEventRow.__table__  # type: ignore[attr-defined]
_REPEATED = RepeatedSaveRow.__table__  # type: ignore[attr-defined]


class NotSaved(NotNow):
    """The database could not keep it now; nothing of it was kept."""

    def __init__(self) -> None:
        super().__init__("This could not be saved just now. It stays on this page and is sent again by itself.")


_Names = dict[tuple[UUID, str], Earlier]
"""Saves by attempt and by the name that the browser gave them."""
_Lasts = dict[tuple[UUID, int], Earlier]
"""Saves by attempt and slot: the last ones."""


@dataclass(slots=True)
class _Batch:
    """What is known while a batch is worked through, and what is to be written."""

    opened: dict[UUID, Progress]
    named: _Names
    lasts: _Lasts
    events: list[dict[str, Any]] = field(default_factory=list)
    changed: dict[UUID, datetime] = field(default_factory=dict)
    repeated: list[dict[str, Any]] = field(default_factory=list)


def append_saves(connection: Connection, saves: Sequence[Save]) -> list[Receipt | Refused]:
    """Append ``saves`` in their order; what comes back for each is its receipt or the reason why not.

    The caller commits; until then nobody may be told. Attempts are locked in one order, so that no two wait for each
    other.
    """
    try:
        with connection.begin_nested():
            return _keep(connection, saves, _may_be_repeated)
    except IntegrityError:  # a name that was thought to be new is not: all are looked up, and the batch done anew
        return _keep(connection, saves, lambda *_: True)


_Slots = set[tuple[UUID, int]]


def _keep(
    connection: Connection, saves: Sequence[Save], look_up: Callable[[Progress | None, Save, _Slots], bool]
) -> list[Receipt | Refused]:
    opened = _open(connection, {save.attempt for save in saves})
    met: _Slots = set()
    named = _find_named(connection, [save for save in saves if look_up(opened.get(save.attempt), save, met)])
    batch = _Batch(opened, named, _find_lasts(connection, opened, saves))
    outcomes = [_keep_one(batch, save) for save in saves]
    if batch.events:
        connection.execute(_INSERT, batch.events)
        connection.execute(_UPDATE, [_write(key, opened[key], at) for key, at in batch.changed.items()])
    if batch.repeated:
        connection.execute(insert_new(connection, RepeatedSaveRow).on_conflict_do_nothing(), batch.repeated)
    return outcomes


def _may_be_repeated(progress: Progress | None, save: Save, met: _Slots) -> bool:
    """Whether the save may have come before: it is not simply the next one of its slot."""
    place = (save.attempt, save.slot)
    known = progress is None or place in met or not is_next(progress, save)
    met.add(place)
    return known


def _keep_one(batch: _Batch, save: Save) -> Receipt | Refused:
    progress = batch.opened.get(save.attempt)
    if progress is None:
        return NotThere("There is no such check.")
    named = batch.named.get((save.attempt, save.key)) if save.key is not None else None
    try:
        grown, receipt = keep_save(progress, save, named, batch.lasts.get((save.attempt, save.slot)))
    except Refused as refusal:
        return refusal
    if grown is not progress:
        _append(batch, save, grown, receipt)
    elif named is None and save.key is not None:
        _note_name(batch, save, save.key, receipt)
    return receipt


def _note_name(batch: _Batch, save: Save, key: str, receipt: Receipt) -> None:
    """The same response under another name: whoever sends it once more is told the same, whatever came since."""
    batch.named[save.attempt, key] = Earlier(save.slot, save.response, receipt)
    batch.repeated.append({"attempt_id": save.attempt, "key": key, "receipt": receipt.number})


def _append(batch: _Batch, save: Save, grown: Progress, receipt: Receipt) -> None:
    batch.opened[save.attempt] = grown
    batch.changed[save.attempt] = save.at
    kept = batch.lasts[save.attempt, save.slot] = Earlier(save.slot, save.response, receipt)
    if save.key is not None:
        batch.named[save.attempt, save.key] = kept
    batch.events.append(
        {"attempt_id": save.attempt, "slot": save.slot, "number": receipt.events, "response": save.response,
         "received_at": save.at, "receipt": receipt.number, "chain": receipt.chain, "key": save.key,
         "late": receipt.late, "given_at": save.given_at}
    )  # fmt: skip


def _write(attempt: UUID, progress: Progress, saved_at: datetime) -> dict[str, Any]:
    return {
        "of": attempt, "receipts": progress.receipts, "chain": progress.chain, "saved": saved_at,
        "new_heads": heads.write_heads(progress.heads),
    }  # fmt: skip


_INSERT = insert(_EVENTS)
_UPDATE = (
    update(_ATTEMPTS)
    .where(_ATTEMPTS.c.id == bindparam("of"))
    .values(
        receipts=bindparam("receipts"),
        chain=bindparam("chain"),
        heads=bindparam("new_heads"),
        saved_at=bindparam("saved"),
    )
)
_READ = ("id", "candidate_id", "state", "deadline", "closes_at", "first_open", "receipts", "chain", "heads")
_OPEN = (
    select(*(_ATTEMPTS.c[name] for name in _READ))
    .where(_ATTEMPTS.c.id.in_(bindparam("wanted", expanding=True)))
    .order_by(_ATTEMPTS.c.id)
    .with_for_update()
)


def _open(connection: Connection, wanted: set[UUID]) -> dict[UUID, Progress]:
    rows = connection.execute(_OPEN, {"wanted": list(wanted)}).all()
    return {
        row.id: Progress(
            row.candidate_id,
            Timing(row.state, row.deadline, row.closes_at),
            row.first_open,
            row.receipts,
            row.chain,
            heads.read_heads(row.heads),
        )
        for row in rows
    }


_KEPT = ("attempt_id", "key", "slot", "response", "receipt", "received_at", "number", "chain", "late")
_SELECT_KEPT = select(*(_EVENTS.c[name] for name in _KEPT))
_SELECT_REPEATED = select(*(_REPEATED.c.key if name == "key" else _EVENTS.c[name] for name in _KEPT)).join_from(
    _REPEATED,
    _EVENTS,
    and_(_EVENTS.c.attempt_id == _REPEATED.c.attempt_id, _EVENTS.c.receipt == _REPEATED.c.receipt),
)


def _find_named(connection: Connection, saves: Sequence[Save]) -> _Names:
    """The saves of these names that came before, so that one sent again is known."""
    names = {(save.attempt, save.key) for save in saves if save.key is not None}
    if not names:
        return {}
    kept = _SELECT_KEPT.where(_is_any(_EVENTS, names))
    again = _SELECT_REPEATED.where(_is_any(_REPEATED, names))
    rows = [*connection.execute(kept), *connection.execute(again)]
    return {(row.attempt_id, row.key): _read_earlier(row) for row in rows}


def _is_any(table: Table, names: Collection[tuple[UUID, str]]) -> ColumnElement[bool]:
    """Each pair apart: for pairs in a list SQLite reads the whole table."""
    return or_(*(and_(table.c.attempt_id == attempt, table.c.key == key) for attempt, key in names))


_LAST = _SELECT_KEPT.where(
    _EVENTS.c.attempt_id == bindparam("attempt"),
    _EVENTS.c.slot == bindparam("slot"),
    _EVENTS.c.number == bindparam("last"),
)


def _find_lasts(connection: Connection, opened: Mapping[UUID, Progress], saves: Sequence[Save]) -> _Lasts:
    """The last responses to slots where one that comes now may be the same: few."""
    found: _Lasts = {}
    for save in saves:
        progress = opened.get(save.attempt)
        if progress is not None and may_be_same(progress, save):
            there = {"attempt": save.attempt, "slot": save.slot, "last": progress.heads[save.slot].last}
            found[save.attempt, save.slot] = _read_earlier(connection.execute(_LAST, there).one())
    return found


def _read_earlier(row: Any) -> Earlier:
    receipt = Receipt(row.receipt, row.received_at, row.number, row.chain, row.late)
    return Earlier(row.slot, row.response, receipt)


class Journal(Gatherer[Save, Receipt]):
    """Gathers saves and commits them together. One for each process."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, append_saves, NotSaved)

    async def save(self, save: Save) -> Receipt:
        """Keep one response; it is durable when this returns. Raises the reason why not, or NotSaved."""
        return await self.add(save)
