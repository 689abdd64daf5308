"""Responses at the checkpoints of lessons, appended."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select

from edu.domain.learning.progress import CheckpointResponse


class CheckpointRow(SQLModel, table=True):
    """One response; ``order`` are the option letters as they were shown."""

    __tablename__ = "checkpoint_responses"

    id: int | None = Field(default=None, primary_key=True)
    account_id: UUID = Field(foreign_key="accounts.id", index=True)
    lesson: str = Field(max_length=100)
    section: str = Field(max_length=100)
    item: str = Field(max_length=100)
    revision: str = Field(max_length=64)
    response: dict[str, Any] = Field(sa_type=JSON)
    right: bool
    given_at: datetime


async def list_own(session: AsyncSession, account_id: UUID) -> list[CheckpointResponse]:
    """All of somebody's responses, oldest first."""
    columns = (
        col(CheckpointRow.lesson),
        col(CheckpointRow.section),
        col(CheckpointRow.item),
        col(CheckpointRow.right),
    )
    query = select(*columns).where(col(CheckpointRow.account_id) == account_id).order_by(col(CheckpointRow.id))
    return [CheckpointResponse(*row) for row in (await session.execute(query)).all()]


async def get_last(session: AsyncSession, account_id: UUID, lesson: str, section: str) -> CheckpointRow | None:
    """Somebody's latest response at one section."""
    query = (
        select(CheckpointRow)
        .where(col(CheckpointRow.account_id) == account_id)
        .where(col(CheckpointRow.lesson) == lesson, col(CheckpointRow.section) == section)
        .order_by(col(CheckpointRow.id).desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()
