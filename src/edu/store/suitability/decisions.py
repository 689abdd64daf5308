"""Suitability decisions: each with the facts and the policy revision it was made from."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Index, bindparam, insert, true, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select

from edu.domain.sending import News
from edu.store.engine import counts
from edu.store.engine.columns import HIGHEST_ID
from edu.store.engine.counts import Counted
from edu.store.evidence import outbox, revisions
from edu.store.evidence.ledger import LedgerRow, make_values
from edu.store.evidence.outbox import Outgoing
from edu.store.people.accounts import AccountRow
from edu.store.people.clients import ClientRow


class DecisionRow(SQLModel, table=True):
    """``facts`` and ``outcome`` are canonical JSON; the other columns repeat what lists and filters need.

    ``current``: the client's latest, kept so that no list searches for it.
    """

    __tablename__ = "decisions"
    __table_args__ = (Index("ix_decisions_current", "current", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: UUID = Field(foreign_key="accounts.id", index=True)
    decided_at: datetime
    policy_revision: str = Field(max_length=64)
    facts: str
    outcome: str
    standing: str = Field(max_length=20)
    risk_class: str = Field(max_length=10)
    tier: str = Field(max_length=20)
    valid_until: datetime | None = None
    current: bool = Field(default=True, sa_column_kwargs={"server_default": true()})


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a client's facts lead to now. ``row`` is the decision that takes the place of ``before``, the latest;
    nothing where that one still says it.

    ``seen`` is when the decision was due as it was worked out, ``due`` when it will be again.
    """

    account: UUID
    seen: datetime | None
    due: datetime | None
    row: DecisionRow | None
    before: DecisionRow | None


_DECISIONS = DecisionRow.__table__  # type: ignore[attr-defined]
_CLIENTS = ClientRow.__table__  # type: ignore[attr-defined]
_LEDGER = LedgerRow.__table__  # type: ignore[attr-defined]
_TAKE = (
    update(_CLIENTS)
    .where(
        _CLIENTS.c.account_id == bindparam("whose"),
        _CLIENTS.c.decision_due_at.is_not_distinct_from(bindparam("seen", type_=_CLIENTS.c.decision_due_at.type)),
    )
    .values(decision_due_at=bindparam("due"))
)
_PASS = update(_DECISIONS).where(_DECISIONS.c.id == bindparam("of")).values(current=False)


def keep_renewals(
    connection: Connection, renewals: Sequence[Renewal], write_policy: Callable[[str], str], now: datetime
) -> None:
    """Keep each, unless an act of its client has said since that the decision is due: that one is made anew then.

    ``write_policy`` makes the body of a policy that is used for the first time. The caller commits.
    """
    in_order = sorted(renewals, key=lambda renewal: str(renewal.account))  # as everybody locks clients
    taken = [renewal for renewal in in_order if _take(connection, renewal)]
    new = [(renewal.row, renewal.before) for renewal in taken if renewal.row is not None]
    if not new:
        return
    policies = {row.policy_revision for row, _ in new}
    revisions.keep_missing(connection, "policy", policies, write_policy, now)
    connection.execute(insert(_LEDGER), [_note(row) for row, _ in new])
    changes: Counter[str] = Counter()
    told = []
    for row, before in new:
        changes[row.standing] += 1
        if before is not None:
            connection.execute(_PASS, {"of": before.id})
            changes[before.standing] -= 1
        written = connection.execute(insert(_DECISIONS).values(row.model_dump(exclude={"id"})))
        told += _tell_change(before, row, written.inserted_primary_key[0])  # type: ignore[index]
    counts.add_all(connection, Counted.STANDINGS, changes)
    outbox.put_all(connection, told, now)


def _take(connection: Connection, renewal: Renewal) -> bool:
    wanted = {"whose": renewal.account, "seen": renewal.seen, "due": renewal.due}
    return connection.execute(_TAKE, wanted).rowcount == 1


def _note(row: DecisionRow) -> dict[str, Any]:
    body = {"policy": row.policy_revision, "facts": row.facts, "outcome": row.outcome}
    return make_values("decided", row.decided_at, row.account_id, None, body)


def _tell_change(before: DecisionRow | None, row: DecisionRow, number: int) -> list[Outgoing]:
    """A notice where the client's standing, class or tier is another one; the first decision is no change."""
    if before is None:
        return []
    changed = {
        name: [getattr(before, name), getattr(row, name)]
        for name in ("standing", "risk_class", "tier")
        if getattr(before, name) != getattr(row, name)
    }
    key = f"decision:{number}"
    return [Outgoing(key, News.DECISION_CHANGED, str(row.account_id), changed, row.decided_at)] if changed else []


async def get_latest(session: AsyncSession, account_id: UUID) -> DecisionRow | None:
    """The decision in force."""
    query = select(DecisionRow).where(col(DecisionRow.account_id) == account_id)
    return (await session.execute(query.order_by(col(DecisionRow.id).desc()).limit(1))).scalar_one_or_none()


async def get(session: AsyncSession, decision_id: int) -> tuple[DecisionRow, AccountRow] | None:
    """One decision with its client's account, for staff who may see decisions."""
    if not 0 < decision_id <= HIGHEST_ID:
        return None
    query = select(DecisionRow, AccountRow).join(AccountRow, col(AccountRow.id) == col(DecisionRow.account_id))
    row = (await session.execute(query.where(col(DecisionRow.id) == decision_id))).one_or_none()
    return None if row is None else (row[0], row[1])


async def list_own(session: AsyncSession, account_id: UUID) -> list[DecisionRow]:
    """A client's decisions, newest first."""
    query = select(DecisionRow).where(col(DecisionRow.account_id) == account_id)
    return list((await session.execute(query.order_by(col(DecisionRow.id).desc()))).scalars())


async def list_page(session: AsyncSession, before: int | None, limit: int) -> list[tuple[DecisionRow, str]]:
    """Decisions in force with the client's name, newest first, with ids below ``before``."""
    query = (
        select(DecisionRow, col(AccountRow.name))
        .join(AccountRow, col(AccountRow.id) == col(DecisionRow.account_id))
        .where(col(DecisionRow.current).is_(True))
    )
    if before is not None:
        query = query.where(col(DecisionRow.id) < min(before, HIGHEST_ID))
    rows = await session.execute(query.order_by(col(DecisionRow.id).desc()).limit(limit))
    return [(row, name) for row, name in rows.all()]


async def count_by_standing(session: AsyncSession) -> dict[str, int]:
    """Clients by the standing of the decision in force."""
    return await counts.read_counts(session, Counted.STANDINGS)
