"""What the database holds when all is over, read through a connection of its own."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from edu.domain.items.item import Item
from edu.store.engine.database import Database
from edu.store.evidence.ledger import LedgerRow
from edu.store.sitting import attempts
from edu.store.sitting.attempts import AttemptRow, ResponseEventRow


@dataclass(frozen=True, slots=True)
class Kept:
    """One response event as it was read, in the words of its row."""

    attempt: str
    slot: int
    number: int
    receipt: int
    key: str | None
    response: Mapping[str, Any]
    chain: str
    received_at: datetime
    late: bool = False
    given_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Attempts by id; their events in the order of their receipts; their items; the ledger."""

    attempts: Mapping[str, AttemptRow]
    events: Mapping[str, list[Kept]]
    items: Mapping[str, Sequence[Item]]
    ledger: list[LedgerRow]

    def order(self, attempt: str, slot: int) -> tuple[str, ...]:
        """The file's letters of a slot's options as they were shown."""
        return attempts.read_form(self.attempts[attempt]).slots[slot].order


async def read_evidence(database: Database) -> Evidence:
    """Everything that a comparison needs."""
    async with database.read() as session:
        rows = {str(row.id): row for row in (await session.execute(select(AttemptRow))).scalars()}
        events: dict[str, list[Kept]] = defaultdict(list)
        query = select(ResponseEventRow).order_by(col(ResponseEventRow.attempt_id), col(ResponseEventRow.receipt))
        for event in (await session.execute(query)).scalars():
            events[str(event.attempt_id)].append(_kept(event))
        items = {key: await attempts.load_items(session, attempts.read_form(row)) for key, row in rows.items()}
        ledger = list((await session.execute(select(LedgerRow).order_by(col(LedgerRow.id)))).scalars())
    return Evidence(rows, events, items, ledger)


def _kept(row: ResponseEventRow) -> Kept:
    return Kept(
        str(row.attempt_id), row.slot, row.number, row.receipt, row.key, row.response, row.chain, row.received_at,
        row.late, row.given_at,
    )  # fmt: skip
