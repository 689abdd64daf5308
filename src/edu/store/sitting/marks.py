"""Marks: what a marker gave for a written response. Appended; the latest of a slot counts."""

from datetime import datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select


class MarkRow(SQLModel, table=True):
    """``earned`` is exact, written n/d; ``points`` (JSON) what each line of the rubric earned, in its order."""

    __tablename__ = "marks"

    id: int | None = Field(default=None, primary_key=True)
    attempt_id: UUID = Field(foreign_key="attempts.id", index=True)
    slot: int
    earned: str = Field(max_length=40)
    points: str = Field(default="[]", max_length=2000)
    comment: str = Field(default="", max_length=2000)
    marked_by: UUID = Field(foreign_key="accounts.id")
    marked_at: datetime


async def list_marks(session: AsyncSession, attempt_id: UUID) -> list[MarkRow]:
    """Every mark of an attempt, oldest first."""
    query = select(MarkRow).where(col(MarkRow.attempt_id) == attempt_id).order_by(col(MarkRow.id))
    return list((await session.execute(query)).scalars())


async def list_latest(session: AsyncSession, attempt_id: UUID) -> dict[int, Fraction]:
    """The mark that counts, by slot."""
    return {row.slot: Fraction(row.earned) for row in await list_marks(session, attempt_id)}
