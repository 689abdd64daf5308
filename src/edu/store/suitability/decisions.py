"""Suitability decisions: each with the facts and the policy revision it was made from."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select

from edu.store.engine import counts
from edu.store.engine.columns import HIGHEST_ID
from edu.store.engine.counts import Counted
from edu.store.people.accounts import AccountRow


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


async def put(session: AsyncSession, row: DecisionRow, before: DecisionRow | None) -> None:
    """Keep a decision in place of ``before``, its client's latest; the caller has locked the client."""
    changes = {row.standing: 1}
    if before is not None:
        before.current = False
        changes[before.standing] = changes.get(before.standing, 0) - 1
    session.add(row)
    await session.flush()
    await counts.add(session, Counted.STANDINGS, changes)


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
    return await counts.read(session, Counted.STANDINGS)
