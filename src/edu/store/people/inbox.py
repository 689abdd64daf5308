"""Notices in the page: what a person was told, read or not."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Connection, Index, func, text, update
from sqlalchemy import select as core_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select

from edu.store.engine.columns import HIGHEST_ID
from edu.store.engine.inserts import insert
from edu.store.people.accounts import AccountRow

_UNREAD = text("read_at IS NULL")


class InboxRow(SQLModel, table=True):
    """``key`` is the outgoing message's, so that one delivered twice is there once. ``payload`` is not yet in words."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index("ix_inbox_account", "account_id", "id"),
        Index("ix_inbox_unread", "account_id", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=200)
    account_id: UUID = Field(foreign_key="accounts.id")
    kind: str = Field(max_length=40)
    payload: dict[str, Any] = Field(sa_type=JSON)
    at: datetime
    read_at: datetime | None = None


_INBOX = InboxRow.__table__  # type: ignore[attr-defined]
_ACCOUNTS = AccountRow.__table__  # type: ignore[attr-defined]

UNREAD_OF_ACCOUNT = (
    core_select(func.count())
    .select_from(_INBOX)
    .where(_INBOX.c.account_id == _ACCOUNTS.c.id, _INBOX.c.read_at.is_(None))
    .correlate(_ACCOUNTS)
    .scalar_subquery()
)
"""How many are unread, for a query about an account: an index holds the unread ones alone."""


def add(
    connection: Connection, key: str, account_id: UUID, kind: str, payload: Mapping[str, Any], at: datetime
) -> None:
    """Put one in; what is there already under its key stays as it is."""
    values = {"key": key, "account_id": account_id, "kind": kind, "payload": dict(payload), "at": at}
    connection.execute(insert(connection, InboxRow).values(values).on_conflict_do_nothing())


async def list_own(session: AsyncSession, account_id: UUID, before: int | None, limit: int) -> list[InboxRow]:
    """A page of somebody's, newest first, with ids below ``before``."""
    query = select(InboxRow).where(col(InboxRow.account_id) == account_id)
    if before is not None:
        query = query.where(col(InboxRow.id) < min(before, HIGHEST_ID))
    return list((await session.execute(query.order_by(col(InboxRow.id).desc()).limit(limit))).scalars())


async def mark_read(session: AsyncSession, account_id: UUID, notice: int | None, now: datetime) -> None:
    """One of somebody's own has been read, or with ``None`` all of them."""
    change = update(InboxRow).where(col(InboxRow.account_id) == account_id, col(InboxRow.read_at).is_(None))
    if notice is not None:
        change = change.where(col(InboxRow.id) == min(notice, HIGHEST_ID))
    await session.execute(change.values(read_at=now))
