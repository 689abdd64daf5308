"""A candidate's own flags and notes on the questions of an attempt. Nobody scores them."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select


class NoteRow(SQLModel, table=True):
    """One question: flagged to come back to, and words to oneself."""

    __tablename__ = "notes"

    attempt_id: UUID = Field(foreign_key="attempts.id", primary_key=True)
    slot: int = Field(primary_key=True)
    flagged: bool = False
    words: str = Field(default="", max_length=1000)


async def list_of(session: AsyncSession, attempt_id: UUID) -> dict[int, NoteRow]:
    """By slot."""
    query = select(NoteRow).where(col(NoteRow.attempt_id) == attempt_id)
    return {row.slot: row for row in (await session.execute(query)).scalars()}
