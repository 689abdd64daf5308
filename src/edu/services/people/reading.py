"""Reading notices: each person their own."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from edu.store.people import inbox
from edu.store.people.inbox import InboxRow

PAGE_LENGTH = 20


async def list_own(session: AsyncSession, account_id: UUID, before: int | None) -> list[InboxRow]:
    """A page, newest first."""
    return await inbox.list_own(session, account_id, before, PAGE_LENGTH)


async def mark_read(session: AsyncSession, account_id: UUID, notice: int | None, now: datetime) -> None:
    """One has been read, or with ``None`` all."""
    await inbox.mark_read(session, account_id, notice, now)
    await session.commit()
