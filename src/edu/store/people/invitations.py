"""One-time invitation links, as an account-opening system sends them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col


class InvitationRow(SQLModel, table=True):
    """``verified`` holds facts that the sender has proof of, by fact key."""

    __tablename__ = "invitations"

    token_digest: str = Field(primary_key=True, max_length=64)
    name: str = Field(default="", max_length=100)
    client_kind: str = Field(default="individual", max_length=20)
    verified: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    account_id: UUID | None = Field(default=None, foreign_key="accounts.id")


async def get(session: AsyncSession, token_digest: str) -> InvitationRow | None:
    """The invitation behind a link."""
    return await session.get(InvitationRow, token_digest)


async def redeem(session: AsyncSession, token_digest: str, account_id: UUID, now: datetime) -> bool:
    """Use the invitation up; false when somebody else already has."""
    change = (
        update(InvitationRow)
        .where(col(InvitationRow.token_digest) == token_digest, col(InvitationRow.used_at).is_(None))
        .values(used_at=now, account_id=account_id)
    )
    return bool((await session.execute(change)).rowcount)  # type: ignore[attr-defined]
