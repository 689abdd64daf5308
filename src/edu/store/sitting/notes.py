"""A candidate's own flags and notes on the questions of an attempt. Nobody scores them."""

from uuid import UUID

from sqlmodel import Field, SQLModel


class NoteRow(SQLModel, table=True):
    """One question: flagged to come back to, and words to oneself."""

    __tablename__ = "notes"

    attempt_id: UUID = Field(foreign_key="attempts.id", primary_key=True)
    slot: int = Field(primary_key=True)
    flagged: bool = False
    words: str = Field(default="", max_length=1000)
