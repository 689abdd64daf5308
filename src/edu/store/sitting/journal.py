"""The journal: responses of running attempts, appended many at a time, each request waiting for its own commit.

The one hot path. Core statements, no ORM objects: a batch is one query for the attempts, one INSERT, one UPDATE and one
COMMIT, however many responses it holds. While a batch is being committed the next one gathers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, bindparam, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from edu.domain.refusal import NotThere, Refused
from edu.domain.sitting.attempt import AttemptClosed, AttemptState, NotBegun, PartLeft, StalePage, TimeOver
from edu.domain.sitting.receipt import Receipt, extend
from edu.store.engine.database import Database
from edu.store.engine.gathering import Gatherer, NotNow
from edu.store.sitting.attempts import AttemptRow, ResponseEventRow

LATE_IS_KEPT = timedelta(hours=1)
"""After the deadline a response is kept for so long, as evidence; it never counts."""

_ATTEMPTS = AttemptRow.__table__  # type: ignore[attr-defined]
_EVENTS = ResponseEventRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Save:
    """A response to be kept.

    ``seen`` is how many responses to its slot the page knew of; ``key`` names this save wherever it is sent again.
    ``given_at`` is when the page says it was given: what was given before the deadline counts when it arrives within
    the grace behind it.
    """

    attempt: UUID
    candidate: UUID
    slot: int
    response: Mapping[str, Any]
    at: datetime
    seen: int | None = None
    key: str | None = None
    given_at: datetime | None = None


class NotSaved(NotNow):
    """The database could not keep it now; nothing of it was kept."""

    def __init__(self) -> None:
        super().__init__("This could not be saved just now. It stays on this page and is sent again by itself.")


@dataclass(slots=True)
class _Open:
    """An attempt while a batch is worked through."""

    candidate: UUID
    state: AttemptState
    deadline: datetime
    closes_at: datetime
    first_open: int
    receipts: int
    chain: str
    heads: dict[str, int]
    saved_at: datetime | None = None


_Named = dict[tuple[UUID, str], tuple[int, bytes, Receipt]]
"""The slot, the response and the receipt of the save that has this name."""
_Slots = set[tuple[UUID, int]]
_JSON = msgspec.json.Encoder()
_SORTED = msgspec.json.Encoder(order="sorted")
_HEADS = msgspec.json.Decoder(dict[str, int])


def keep(connection: Connection, saves: Sequence[Save]) -> list[Receipt | Refused]:
    """Append ``saves`` in their order; what comes back for each is its receipt or the reason why not.

    The caller commits; until then nobody may be told. Attempts are locked in one order, so that no two wait for each
    other.
    """
    try:
        with connection.begin_nested():
            return _keep(connection, saves, _may_be_repeated)
    except IntegrityError:  # a name that was thought to be new is not: all are looked up, and the batch done anew
        return _keep(connection, saves, lambda *_: True)


def _keep(
    connection: Connection, saves: Sequence[Save], look_up: Callable[[_Open | None, Save, _Slots], bool]
) -> list[Receipt | Refused]:
    opened = _open(connection, {save.attempt for save in saves})
    met: _Slots = set()
    named = _find_named(connection, [save for save in saves if look_up(opened.get(save.attempt), save, met)])
    events: list[dict[str, Any]] = []
    outcomes = [_keep_one(opened, named, save, events) for save in saves]
    if events:
        connection.execute(_INSERT, events)
        connection.execute(
            _UPDATE,
            [
                {
                    "of": key,
                    "receipts": one.receipts,
                    "chain": one.chain,
                    "saved": one.saved_at,
                    "heads": _JSON.encode(one.heads).decode(),
                }
                for key, one in opened.items()
                if one.saved_at is not None
            ],
        )
    return outcomes


def _may_be_repeated(attempt: _Open | None, save: Save, met: _Slots) -> bool:
    """Whether the save may have come before: it is not simply the next one of its slot.

    To look up names is dear, and nearly every save is new. One that comes again nearly always says that its page knew
    of fewer responses than there are.
    """
    place = (save.attempt, save.slot)
    is_next = (
        attempt is not None
        and attempt.state is AttemptState.STARTED
        and save.seen == attempt.heads.get(str(save.slot), 0)
        and save.slot >= attempt.first_open
        and save.at <= attempt.deadline + LATE_IS_KEPT
        and place not in met
    )
    met.add(place)
    return not is_next


_INSERT = insert(_EVENTS)
_UPDATE = (
    update(_ATTEMPTS)
    .where(_ATTEMPTS.c.id == bindparam("of"))
    .values(
        receipts=bindparam("receipts"), chain=bindparam("chain"), heads=bindparam("heads"), saved_at=bindparam("saved")
    )
)


_READ = ("id", "candidate_id", "state", "deadline", "closes_at", "first_open", "receipts", "chain", "heads")


_OPEN = (
    select(*(_ATTEMPTS.c[name] for name in _READ))
    .where(_ATTEMPTS.c.id.in_(bindparam("wanted", expanding=True)))
    .order_by(_ATTEMPTS.c.id)
    .with_for_update()
)


def _open(connection: Connection, wanted: set[UUID]) -> dict[UUID, _Open]:
    rows = connection.execute(_OPEN, {"wanted": list(wanted)}).all()
    return {
        row.id: _Open(
            row.candidate_id,
            row.state,
            row.deadline,
            row.closes_at,
            row.first_open,
            row.receipts,
            row.chain,
            _HEADS.decode(row.heads),
        )
        for row in rows
    }


def _keep_one(
    opened: Mapping[UUID, _Open], named: _Named, save: Save, events: list[dict[str, Any]]
) -> Receipt | Refused:
    attempt = opened.get(save.attempt)
    if attempt is None or attempt.candidate != save.candidate:
        return NotThere("There is no such check.")
    known = attempt.heads.get(str(save.slot), 0)
    repeated = named.get((save.attempt, save.key)) if save.key is not None else None
    if repeated is not None:
        *same, receipt = repeated
        if same != [save.slot, _SORTED.encode(save.response)]:  # nobody may believe that this other save was kept
            return Refused("This response does not fit the question.")
        return replace(receipt, repeated=True)
    if attempt.state is AttemptState.SUBMITTED:
        return AttemptClosed("This check has been handed in; its responses no longer change.")
    if attempt.state is AttemptState.WAITING:
        return NotBegun()
    if save.slot < attempt.first_open:
        return PartLeft()
    if save.seen is not None and save.seen != known:
        return StalePage()
    late = attempt.state is AttemptState.EXPIRED or _is_late(attempt, save)
    if save.at > attempt.deadline + LATE_IS_KEPT:
        return TimeOver()
    receipt = _append(attempt, save, known + 1, late, events)
    if save.key is not None:
        named[save.attempt, save.key] = save.slot, _SORTED.encode(save.response), receipt
    return receipt


def _is_late(attempt: _Open, save: Save) -> bool:
    if save.at <= attempt.deadline:
        return False
    return save.given_at is None or save.given_at > attempt.deadline or save.at > attempt.closes_at


def _append(attempt: _Open, save: Save, number: int, late: bool, events: list[dict[str, Any]]) -> Receipt:
    attempt.receipts += 1
    attempt.chain = extend(attempt.chain, save.slot, save.response, save.at)
    attempt.heads[str(save.slot)] = number
    attempt.saved_at = save.at
    events.append(
        {"attempt_id": save.attempt, "slot": save.slot, "number": number, "response": save.response,
         "received_at": save.at, "receipt": attempt.receipts, "chain": attempt.chain, "key": save.key, "late": late}
    )  # fmt: skip
    return Receipt(attempt.receipts, save.at, number, attempt.chain, late)


_NAMED = ("attempt_id", "key", "slot", "response", "receipt", "received_at", "number", "chain", "late")


def _find_named(connection: Connection, saves: Sequence[Save]) -> _Named:
    """The receipts that saves of these names got before, so that one sent again is known."""
    names = {(save.attempt, save.key) for save in saves if save.key is not None}
    if not names:
        return {}
    columns = (_EVENTS.c[name] for name in _NAMED)
    query = select(*columns).where(tuple_(_EVENTS.c.attempt_id, _EVENTS.c.key).in_(names))
    return {
        (row.attempt_id, row.key): (
            row.slot,
            _SORTED.encode(row.response),
            Receipt(row.receipt, row.received_at, row.number, row.chain, row.late),
        )
        for row in connection.execute(query)
    }


class Journal(Gatherer[Save, Receipt]):
    """Gathers saves and commits them together. One for each process."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, keep, NotSaved)

    async def save(self, save: Save) -> Receipt:
        """Keep one response; it is durable when this returns. Raises the reason why not, or NotSaved."""
        return await self.add(save)
