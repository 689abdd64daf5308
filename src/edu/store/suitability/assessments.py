"""Risk questionnaires: drafts that may be left half-way, and every completed one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select


class AssessmentRow(SQLModel, table=True):
    """One completed questionnaire; all are kept, the newest counts. ``responses``: question id -> letters."""

    __tablename__ = "assessments"

    id: int | None = Field(default=None, primary_key=True)
    account_id: UUID = Field(foreign_key="accounts.id", index=True)
    questionnaire: str = Field(max_length=100)
    revision: str = Field(max_length=64)
    policy_revision: str = Field(max_length=64)
    responses: dict[str, list[str]] = Field(sa_type=JSON)
    score: str = Field(max_length=40)
    maximum: str = Field(max_length=40)
    band: str = Field(max_length=20)
    risk_class: str = Field(max_length=10)
    lowest: bool
    gates: list[str] = Field(sa_type=JSON)
    taken_at: datetime
    agent: str = Field(default="", max_length=300)
    address: str = Field(default="", max_length=60)


class QuestionnaireDraftRow(SQLModel, table=True):
    """What somebody has filled in so far."""

    __tablename__ = "questionnaire_drafts"

    account_id: UUID = Field(foreign_key="accounts.id", primary_key=True)
    questionnaire: str = Field(max_length=100)
    responses: dict[str, Any] = Field(sa_type=JSON)
    saved_at: datetime


async def get_latest(session: AsyncSession, account_id: UUID, questionnaire: str) -> AssessmentRow | None:
    """The assessment that counts: the newest of this questionnaire."""
    query = select(AssessmentRow).where(
        col(AssessmentRow.account_id) == account_id, col(AssessmentRow.questionnaire) == questionnaire
    )
    return (await session.execute(query.order_by(col(AssessmentRow.id).desc()).limit(1))).scalar_one_or_none()


async def list_times(session: AsyncSession, account_id: UUID) -> list[datetime]:
    """When somebody completed a questionnaire, oldest first."""
    query = select(col(AssessmentRow.taken_at)).where(col(AssessmentRow.account_id) == account_id)
    return list((await session.execute(query.order_by(col(AssessmentRow.id)))).scalars())


async def get_draft(session: AsyncSession, account_id: UUID) -> QuestionnaireDraftRow | None:
    """What is filled in so far."""
    return await session.get(QuestionnaireDraftRow, account_id)
