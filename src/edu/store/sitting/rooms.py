"""Exam rooms: the entry code of an exam, and what an examiner did during it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select

from edu.store.engine.inserts import insert


class RoomRow(SQLModel, table=True):
    """One exam's room. The code is told in the room; it keeps out who is not there."""

    __tablename__ = "rooms"

    blueprint: str = Field(primary_key=True, max_length=100)
    entry_code: str = Field(max_length=20)
    changed_at: datetime


class RoomEventRow(SQLModel, table=True):
    """``kind`` is extended, ended, resumed or told; ``words`` its reason or message.

    ``deadline`` is the attempt's after it; of an end, the one that it had before: after it, it is ``at``.
    """

    __tablename__ = "room_events"

    id: int | None = Field(default=None, primary_key=True)
    attempt_id: UUID = Field(foreign_key="attempts.id", index=True)
    kind: str = Field(max_length=20)
    minutes: int = 0
    words: str = Field(max_length=300)
    deadline: datetime
    by: UUID = Field(foreign_key="accounts.id")
    at: datetime = Field(index=True)


async def get(session: AsyncSession, blueprint: str) -> RoomRow | None:
    """The exam's room, if it has been opened."""
    return await session.get(RoomRow, blueprint)


async def open_room(session: AsyncSession, blueprint: str, code: str, now: datetime) -> RoomRow:
    """The exam's room; made with ``code`` where there is none, once, however many ask."""
    values = {"blueprint": blueprint, "entry_code": code, "changed_at": now}
    await session.execute(insert(session, RoomRow).values(values).on_conflict_do_nothing())
    query = select(RoomRow).where(col(RoomRow.blueprint) == blueprint).with_for_update()
    return (await session.execute(query.execution_options(populate_existing=True))).scalar_one()


async def list_events(session: AsyncSession, attempt_id: UUID) -> list[RoomEventRow]:
    """What was done to one attempt, oldest first."""
    query = select(RoomEventRow).where(col(RoomEventRow.attempt_id) == attempt_id).order_by(col(RoomEventRow.id))
    return list((await session.execute(query)).scalars())


async def list_ends(session: AsyncSession, by: UUID, since: datetime) -> list[RoomEventRow]:
    """The ends of sittings by one examiner, oldest first."""
    query = select(RoomEventRow).where(
        col(RoomEventRow.at) >= since, col(RoomEventRow.by) == by, col(RoomEventRow.kind) == "ended"
    )
    return list((await session.execute(query.order_by(col(RoomEventRow.id)))).scalars())


async def list_since(session: AsyncSession, since: datetime) -> list[RoomEventRow]:
    """What was done in any room, oldest first."""
    query = select(RoomEventRow).where(col(RoomEventRow.at) >= since).order_by(col(RoomEventRow.id))
    return list((await session.execute(query)).scalars())


async def sum_minutes(session: AsyncSession, attempt_ids: Sequence[UUID]) -> dict[UUID, int]:
    """The minutes that were given on top, by attempt."""
    query = (
        select(col(RoomEventRow.attempt_id), func.sum(col(RoomEventRow.minutes)))
        .where(col(RoomEventRow.attempt_id).in_(attempt_ids))
        .group_by(col(RoomEventRow.attempt_id))
    )
    return {attempt: int(minutes) for attempt, minutes in (await session.execute(query)).all()}
