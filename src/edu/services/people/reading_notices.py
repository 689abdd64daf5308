"""Reading notices: each person their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from edu.store.people import inbox

PAGE_LENGTH = 20


@dataclass(frozen=True, slots=True)
class InboxNotice:
    """What somebody was told; ``payload`` is put into words where it is shown."""

    id: int
    kind: str
    payload: Mapping[str, Any]
    at: datetime
    read: bool


async def list_notices(session: AsyncSession, account_id: UUID, before: int | None) -> list[InboxNotice]:
    """A page, newest first."""
    return [
        InboxNotice(row.id or 0, row.kind, row.payload, row.at, row.read_at is not None)
        for row in await inbox.list_own(session, account_id, before, PAGE_LENGTH)
    ]


async def mark_read(session: AsyncSession, account_id: UUID, notice: int | None, now: datetime) -> None:
    """One has been read, or with ``None`` all."""
    await inbox.mark_read(session, account_id, notice, now)
    await session.commit()
