"""Accommodations: more time for a person, granted before the exam."""

from datetime import datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, or_, select

from edu.domain.sitting.terms import Accommodation
from edu.store.people.accounts import AccountRow


class AccommodationRow(SQLModel, table=True):
    """For one exam, or for every one where ``blueprint`` is empty. ``ended_at``: it was taken back."""

    __tablename__ = "accommodations"

    id: int | None = Field(default=None, primary_key=True)
    account_id: UUID = Field(foreign_key="accounts.id", index=True)
    blueprint: str = Field(default="", max_length=100)
    factor: str = Field(default="1", max_length=20)
    minutes: int = 0
    reason: str = Field(max_length=300)
    granted_by: UUID = Field(foreign_key="accounts.id")
    granted_at: datetime
    ended_at: datetime | None = None


async def list_for_exam(session: AsyncSession, account_id: UUID, blueprint: str) -> list[Accommodation]:
    """What a person has for one exam."""
    query = select(AccommodationRow).where(
        col(AccommodationRow.account_id) == account_id,
        or_(col(AccommodationRow.blueprint) == blueprint, col(AccommodationRow.blueprint) == ""),
        col(AccommodationRow.ended_at).is_(None),
    )
    rows = (await session.execute(query)).scalars()
    return [Accommodation(Fraction(row.factor), row.minutes) for row in rows]


async def list_granted(session: AsyncSession, blueprint: str) -> list[tuple[AccommodationRow, str]]:
    """What was granted for one exam, with names, newest first."""
    query = (
        select(AccommodationRow, col(AccountRow.name))
        .join(AccountRow, col(AccountRow.id) == col(AccommodationRow.account_id))
        .where(
            or_(col(AccommodationRow.blueprint) == blueprint, col(AccommodationRow.blueprint) == ""),
            col(AccommodationRow.ended_at).is_(None),
        )
        .order_by(col(AccommodationRow.id).desc())
        .limit(200)
    )
    return [(row, name) for row, name in (await session.execute(query)).all()]
