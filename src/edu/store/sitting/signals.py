"""Signals of a sitting: what a person may want to look at. None is a verdict."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select

from edu.domain.sitting.signal import MOST_SIGNALS, Signal, SignalKind


class SignalRow(SQLModel, table=True):
    """``kind`` as in the domain's ``signal``; ``seconds`` how long it lasted, ``detail`` what kind cannot say."""

    __tablename__ = "signals"

    id: int | None = Field(default=None, primary_key=True)
    attempt_id: UUID = Field(foreign_key="attempts.id", index=True)
    kind: str = Field(max_length=20)
    slot: int | None = None
    seconds: int = 0
    detail: str = Field(default="", max_length=100)
    at: datetime


async def count(session: AsyncSession, attempt_ids: Sequence[UUID]) -> dict[UUID, dict[str, int]]:
    """How many of each kind, by attempt."""
    query = (
        select(col(SignalRow.attempt_id), col(SignalRow.kind), func.count())
        .where(col(SignalRow.attempt_id).in_(attempt_ids))
        .group_by(col(SignalRow.attempt_id), col(SignalRow.kind))
    )
    found: dict[UUID, dict[str, int]] = {}
    for attempt, kind, number in (await session.execute(query)).all():
        found.setdefault(attempt, {})[kind] = number
    return found


async def count_all(session: AsyncSession, attempt_id: UUID) -> int:
    """How many an attempt has."""
    query = select(func.count()).select_from(SignalRow).where(col(SignalRow.attempt_id) == attempt_id)
    return int((await session.execute(query)).scalar_one())


async def list_signals(session: AsyncSession, attempt_id: UUID) -> list[Signal]:
    """The signals of an attempt, oldest first."""
    query = select(SignalRow).where(col(SignalRow.attempt_id) == attempt_id).order_by(col(SignalRow.id))
    rows = (await session.execute(query.limit(MOST_SIGNALS))).scalars()
    return [Signal(SignalKind(row.kind), row.at, row.slot, row.seconds, row.detail) for row in rows]
