"""Certificates, found by their number."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select

from edu.store.sitting.attempts import ENDED, AttemptRow


class CertificateRow(SQLModel, table=True):
    """What stood on it when it was issued, ``issuer`` too. ``revoked_at`` with ``reason``: it is no longer valid."""

    __tablename__ = "certificates"

    number: str = Field(primary_key=True, max_length=40)
    attempt_id: UUID = Field(foreign_key="attempts.id", unique=True)
    account_id: UUID = Field(foreign_key="accounts.id", index=True)
    blueprint: str = Field(max_length=100)
    title: str = Field(max_length=200)
    name: str = Field(max_length=100)
    issuer: str = Field(default="", max_length=100, sa_column_kwargs={"server_default": ""})
    issued_at: datetime = Field(index=True)
    expires_at: datetime
    revoked_at: datetime | None = None
    reason: str = Field(default="", max_length=300)


async def get(session: AsyncSession, number: str) -> CertificateRow | None:
    """By number."""
    return await session.get(CertificateRow, number)


async def get_of_attempt(session: AsyncSession, attempt_id: UUID) -> CertificateRow | None:
    """That of one attempt."""
    query = select(CertificateRow).where(col(CertificateRow.attempt_id) == attempt_id)
    return (await session.execute(query)).scalar_one_or_none()


async def list_own(session: AsyncSession, account_id: UUID) -> list[CertificateRow]:
    """Somebody's, newest first."""
    query = select(CertificateRow).where(col(CertificateRow.account_id) == account_id)
    return list((await session.execute(query.order_by(col(CertificateRow.issued_at).desc()))).scalars())


async def lock(session: AsyncSession, number: str) -> CertificateRow | None:
    """By number, for a change."""
    return await session.get(CertificateRow, number, with_for_update=True)


async def list_page(session: AsyncSession, words: str, after: str, limit: int) -> list[CertificateRow]:
    """Those whose number, name or exam holds ``words``, newest first, after the number ``after`` of the page before."""
    query = select(CertificateRow)
    if words:
        columns = (CertificateRow.number, CertificateRow.name, CertificateRow.title)
        query = query.where(or_(*(col(one).icontains(words, autoescape=True) for one in columns)))
    last = await get(session, after) if after else None
    order = tuple_(col(CertificateRow.issued_at), col(CertificateRow.number))
    if last is not None:
        query = query.where(order < tuple_(last.issued_at, last.number))
    query = query.order_by(col(CertificateRow.issued_at).desc(), col(CertificateRow.number).desc())
    return list((await session.execute(query.limit(limit))).scalars())


async def lock_earned(session: AsyncSession, now: datetime, limit: int) -> list[AttemptRow]:
    """Attempts whose pass has been released, whose terms give a certificate, and which have none."""
    query = (
        select(AttemptRow)
        .where(
            col(AttemptRow.state).in_(ENDED),
            col(AttemptRow.passed).is_(True),
            col(AttemptRow.released_at) <= now,
            col(AttemptRow.certified).is_(True),
            col(AttemptRow.id).not_in(select(col(CertificateRow.attempt_id))),
        )
        .order_by(col(AttemptRow.released_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list((await session.execute(query)).scalars())
