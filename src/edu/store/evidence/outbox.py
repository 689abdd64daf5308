"""The outbox: what goes out is written in the act's own transaction and delivered afterwards, in order.

A message is delivered once it has come to its receiver; dead once nobody tries any more, with the reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Connection, Index, bindparam, delete, exists, func, or_, text, update
from sqlalchemy import select as core_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select

from edu.domain.sending import Channel, News
from edu.store.engine.columns import HIGHEST_ID
from edu.store.engine.inserts import insert

_PENDING = text("delivered_at IS NULL AND dead_at IS NULL")
_DEAD = text("dead_at IS NOT NULL")


class OutgoingRow(SQLModel, table=True):
    """One message. ``key`` says which event it tells of: the same event is told once. ``receiver`` is the channel's.

    ``next_at`` is when it is tried; ``tries`` failed; ``reason`` is why the last one did.
    """

    __tablename__ = "outgoing"
    __table_args__ = (
        Index("ix_outgoing_pending", "next_at", sqlite_where=_PENDING, postgresql_where=_PENDING),
        Index("ix_outgoing_order", "channel", "receiver", "id", sqlite_where=_PENDING, postgresql_where=_PENDING),
        Index("ix_outgoing_dead", "id", sqlite_where=_DEAD, postgresql_where=_DEAD),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=200)
    channel: str = Field(max_length=20)
    receiver: str = Field(max_length=200)
    kind: str = Field(max_length=40)
    payload: dict[str, Any] = Field(sa_type=JSON)
    created_at: datetime
    next_at: datetime
    tries: int = 0
    delivered_at: datetime | None = None
    dead_at: datetime | None = None
    reason: str = Field(default="", max_length=300)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to write: not to be tried before ``due``."""

    key: str
    news: News
    receiver: str
    payload: Mapping[str, Any]
    due: datetime
    channel: Channel = Channel.PAGE


def put_all(connection: Connection, messages: Sequence[Outgoing], now: datetime) -> None:
    """Write in the caller's transaction; what is there already under its key stays as it is."""
    values = [
        {
            "key": message.key, "channel": message.channel.value, "receiver": message.receiver,
            "kind": message.news.value, "payload": dict(message.payload), "created_at": now, "next_at": message.due,
            "tries": 0, "reason": "",
        }
        for message in messages
    ]  # fmt: skip
    if values:
        connection.execute(insert(connection, OutgoingRow).on_conflict_do_nothing(), values)


async def put(session: AsyncSession, message: Outgoing, now: datetime) -> None:
    """As :func:`put_all`, for one."""
    await session.run_sync(lambda known: put_all(known.connection(), [message], now))


async def withdraw(session: AsyncSession, prefix: str) -> None:
    """Take back what has not gone out, by the beginning of its key: what it tells is no longer so."""
    pending = col(OutgoingRow.key).startswith(prefix, autoescape=True), col(OutgoingRow.delivered_at).is_(None)
    await session.execute(delete(OutgoingRow).where(*pending))


def lock_next(connection: Connection, now: datetime) -> OutgoingRow | None:
    """The message that has been due longest and is the first of its receiver; nobody else takes it meanwhile."""
    row = connection.execute(_NEXT, {"now": now}).first()
    return None if row is None else OutgoingRow(**row._mapping)


def note_try(connection: Connection, message: OutgoingRow) -> None:
    """Keep what became of one that was locked."""
    changed = {name: getattr(message, name) for name in ("tries", "reason", "next_at", "delivered_at", "dead_at")}
    connection.execute(update(_OUTGOING).where(_OUTGOING.c.id == message.id).values(changed))


_OUTGOING = OutgoingRow.__table__  # type: ignore[attr-defined]
_EARLIER = _OUTGOING.alias("earlier")
_COMES_BEFORE = exists().where(
    _EARLIER.c.channel == _OUTGOING.c.channel, _EARLIER.c.receiver == _OUTGOING.c.receiver,
    _EARLIER.c.id < _OUTGOING.c.id, _EARLIER.c.delivered_at.is_(None), _EARLIER.c.dead_at.is_(None),
    or_(_EARLIER.c.next_at <= bindparam("now"), _EARLIER.c.tries > 0),  # one that is not due yet holds nobody up
)  # fmt: skip
_NEXT = (
    core_select(_OUTGOING)
    .where(
        _OUTGOING.c.next_at <= bindparam("now"), _OUTGOING.c.delivered_at.is_(None), _OUTGOING.c.dead_at.is_(None),
        ~_COMES_BEFORE,
    )
    .order_by(_OUTGOING.c.next_at, _OUTGOING.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)  # fmt: skip


async def list_dead(session: AsyncSession, before: int | None, limit: int) -> list[OutgoingRow]:
    """What nobody tries any more, newest first."""
    query = select(OutgoingRow).where(col(OutgoingRow.dead_at).is_not(None))
    if before is not None:
        query = query.where(col(OutgoingRow.id) < min(before, HIGHEST_ID))
    return list((await session.execute(query.order_by(col(OutgoingRow.id).desc()).limit(limit))).scalars())


def is_any_due(connection: Connection, now: datetime) -> bool:
    """Whether anything should have gone out by now and has not."""
    return connection.execute(_ANY_DUE, {"now": now}).first() is not None


_ANY_DUE = (
    core_select(col(OutgoingRow.id))
    .where(
        col(OutgoingRow.next_at) <= bindparam("now"), col(OutgoingRow.delivered_at).is_(None),
        col(OutgoingRow.dead_at).is_(None),
    )
    .limit(1)
)  # fmt: skip


async def count_undelivered(session: AsyncSession, now: datetime) -> int:
    """What should have gone out by now and has not."""
    query = core_select(func.count()).where(
        col(OutgoingRow.next_at) <= now, col(OutgoingRow.delivered_at).is_(None), col(OutgoingRow.dead_at).is_(None)
    )
    return int((await session.execute(query)).scalar_one())


async def revive(session: AsyncSession, message: int, now: datetime) -> bool:
    """Try a dead one again, from the beginning. Whether there was one."""
    return await _change_dead(session, message, dead_at=None, tries=0, next_at=now, reason="")


async def drop(session: AsyncSession, message: int) -> OutgoingRow | None:
    """Remove a dead one for good; what it was."""
    row = await session.get(OutgoingRow, min(message, HIGHEST_ID), with_for_update=True)
    if row is None or row.dead_at is None:
        return None
    await session.delete(row)
    return row


async def _change_dead(session: AsyncSession, message: int, **values: Any) -> bool:
    dead = col(OutgoingRow.id) == min(message, HIGHEST_ID), col(OutgoingRow.dead_at).is_not(None)
    changed = await session.execute(update(OutgoingRow).where(*dead).values(**values).returning(col(OutgoingRow.id)))
    return changed.scalar_one_or_none() is not None
