"""Confirmed paragraphs of risk disclosures."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select

from edu.domain.suitability.disclosure import Confirmation
from edu.store.people.accounts import AccountRow


class AcknowledgementRow(SQLModel, table=True):
    """One paragraph of one revision, confirmed once."""

    __tablename__ = "acknowledgements"
    __table_args__ = (UniqueConstraint("account_id", "revision", "paragraph"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: UUID = Field(foreign_key="accounts.id", index=True)
    disclosure: str = Field(max_length=100)
    version: str = Field(max_length=40)
    revision: str = Field(max_length=64)
    paragraph: str = Field(max_length=100)
    language: str = Field(max_length=10)
    confirmed_at: datetime
    agent: str = Field(default="", max_length=300)
    address: str = Field(default="", max_length=60)


async def list_own(session: AsyncSession, account_id: UUID, disclosure: str) -> list[Confirmation]:
    """Everything somebody has confirmed of a disclosure, in any revision, oldest first."""
    columns = (
        col(AcknowledgementRow.revision), col(AcknowledgementRow.version), col(AcknowledgementRow.paragraph),
        col(AcknowledgementRow.confirmed_at),
    )  # fmt: skip
    query = select(*columns).where(
        col(AcknowledgementRow.account_id) == account_id, col(AcknowledgementRow.disclosure) == disclosure
    )
    return [Confirmation(*row) for row in (await session.execute(query.order_by(col(AcknowledgementRow.id)))).all()]


async def list_revisions(session: AsyncSession, disclosure: str) -> list[str]:
    """Every revision of a disclosure of which somebody has confirmed something."""
    query = select(col(AcknowledgementRow.revision)).where(col(AcknowledgementRow.disclosure) == disclosure)
    return sorted((await session.execute(query.distinct())).scalars())


async def list_completed(session: AsyncSession, lengths: Mapping[str, int]) -> dict[UUID, set[str]]:
    """Who can still sign in, with the revisions of which they confirmed all paragraphs: as many as ``lengths`` says."""
    revision, account = col(AcknowledgementRow.revision), col(AcknowledgementRow.account_id)
    query = (
        select(account, revision, func.count())
        .join(AccountRow, col(AccountRow.id) == account)
        .where(revision.in_(lengths), col(AccountRow.disabled).is_(False))
        .group_by(account, revision)
    )
    completed: dict[UUID, set[str]] = {}
    for account_id, key, count in (await session.execute(query)).all():
        if count == lengths[key]:
            completed.setdefault(account_id, set()).add(key)
    return completed
