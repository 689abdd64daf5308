"""Certificates, found by their number."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Connection, Index, String, and_, bindparam, func, tuple_, update
from sqlalchemy import insert as core_insert
from sqlalchemy import select as core_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from edu.domain.sitting.certificate import Certificate
from edu.store.people.accounts import AccountRow
from edu.store.sitting.attempts import AttemptRow

_LAST_SIGN = "\U0010ffff"


def _key_column(length: int) -> Column[str]:
    """Compared sign by sign in both systems, so that whatever begins with some text is one range of an index."""
    kind = String(length).with_variant(String(length, collation="C"), "postgresql")
    return Column(kind, nullable=False, server_default="")


class CertificateRow(SQLModel, table=True):
    """What stood on it when it was issued, ``issuer`` too. ``revoked_at`` with ``reason``: it is no longer valid.

    ``name_key`` and ``number_key`` are name and number as they are searched for, folded.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        Index("ix_certificates_name_key", "name_key", "number"),
        Index("ix_certificates_number_key", "number_key"),
        Index("ix_certificates_of_exam", "title", "issued_at", "number"),
        Index("ix_certificates_newest", "issued_at", "number"),
    )

    number: str = Field(primary_key=True, max_length=40)
    attempt_id: UUID = Field(foreign_key="attempts.id", unique=True)
    account_id: UUID = Field(foreign_key="accounts.id", index=True)
    blueprint: str = Field(max_length=100)
    title: str = Field(max_length=200)
    name: str = Field(max_length=100)
    issuer: str = Field(default="", max_length=100, sa_column_kwargs={"server_default": ""})
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    reason: str = Field(default="", max_length=300)
    name_key: str = Field(default="", sa_column=_key_column(200))
    number_key: str = Field(default="", sa_column=_key_column(40))


def read_certificate(row: CertificateRow) -> Certificate:
    """The certificate of a row."""
    return Certificate(
        row.number, row.account_id, row.title, row.name, row.issuer, row.issued_at, row.expires_at, row.revoked_at,
        row.reason,
    )  # fmt: skip


async def get(session: AsyncSession, number: str) -> Certificate | None:
    """By number."""
    row = await session.get(CertificateRow, number)
    return None if row is None else read_certificate(row)


async def get_of_attempt(session: AsyncSession, attempt_id: UUID) -> Certificate | None:
    """That of one attempt."""
    query = select(CertificateRow).where(col(CertificateRow.attempt_id) == attempt_id)
    row = (await session.execute(query)).scalar_one_or_none()
    return None if row is None else read_certificate(row)


async def list_own(session: AsyncSession, account_id: UUID) -> list[Certificate]:
    """Somebody's, newest first."""
    query = select(CertificateRow).where(col(CertificateRow.account_id) == account_id)
    return await _list(session, query.order_by(col(CertificateRow.issued_at).desc()))


async def lock(session: AsyncSession, number: str) -> CertificateRow | None:
    """By number, for a change."""
    return await session.get(CertificateRow, number, with_for_update=True)


async def list_newest(session: AsyncSession, after: str, limit: int) -> list[Certificate]:
    """Everybody's, newest first, after the number ``after`` of the page before."""
    return await _list_newest(session, select(CertificateRow), after, limit)


async def list_titled(session: AsyncSession, titles: Sequence[str], after: str, limit: int) -> list[Certificate]:
    """Those of exams with these titles, newest first: each by its own index, then together."""
    pages = [
        await _list_newest(session, select(CertificateRow).where(col(CertificateRow.title) == title), after, limit)
        for title in titles
    ]
    together = sorted(
        (found for page in pages for found in page), key=lambda found: (found.issued_at, found.number), reverse=True
    )
    return together[:limit]


async def _list_newest(
    session: AsyncSession, query: SelectOfScalar[CertificateRow], after: str, limit: int
) -> list[Certificate]:
    last = await session.get(CertificateRow, after) if after else None
    order = tuple_(col(CertificateRow.issued_at), col(CertificateRow.number))
    if last is not None:
        query = query.where(order < tuple_(last.issued_at, last.number))
    query = query.order_by(col(CertificateRow.issued_at).desc(), col(CertificateRow.number).desc())
    return await _list(session, query.limit(limit))


async def _list(session: AsyncSession, query: SelectOfScalar[CertificateRow]) -> list[Certificate]:
    return [read_certificate(row) for row in (await session.execute(query)).scalars()]


async def list_numbered(session: AsyncSession, begins: str, after: str, limit: int) -> list[Certificate]:
    """Those whose number, folded, begins so, in the order of numbers."""
    last = await session.get(CertificateRow, after) if after else None
    query = select(CertificateRow).where(_begins(CertificateRow.number_key, begins))
    if last is not None:
        query = query.where(col(CertificateRow.number_key) > last.number_key)
    return await _list(session, query.order_by(col(CertificateRow.number_key)).limit(limit))


async def list_by_name(session: AsyncSession, begins: str, after: str, limit: int) -> list[Certificate]:
    """Those whose holder's name, folded, begins so, in the order of names."""
    last = await session.get(CertificateRow, after) if after else None
    query = select(CertificateRow).where(_begins(CertificateRow.name_key, begins))
    if last is not None:
        order = tuple_(col(CertificateRow.name_key), col(CertificateRow.number))
        query = query.where(order > tuple_(last.name_key, last.number))
    query = query.order_by(col(CertificateRow.name_key), col(CertificateRow.number))
    return await _list(session, query.limit(limit))


def _begins(column: Any, text: str) -> ColumnElement[bool]:
    """A range that an index answers; the column is compared sign by sign."""
    return and_(col(column) >= text, col(column) < text + _LAST_SIGN)


async def list_titles(session: AsyncSession) -> list[str]:
    """The titles of exams that have certificates: one step in the index for each, however many certificates it has."""
    table = CertificateRow.__table__  # type: ignore[attr-defined]
    steps = core_select(func.min(table.c.title).label("title")).cte("steps", recursive=True)
    following = core_select(func.min(table.c.title)).where(table.c.title > steps.c.title).scalar_subquery()
    steps = steps.union_all(core_select(following).where(steps.c.title.is_not(None)))
    return list((await session.execute(core_select(steps.c.title).where(steps.c.title.is_not(None)))).scalars())


def is_any_earned(connection: Connection, now: datetime) -> bool:
    """Whether anybody's is due."""
    return connection.execute(_ANY_EARNED, {"now": now}).first() is not None


_ANY_EARNED = core_select(col(AttemptRow.id)).where(col(AttemptRow.certificate_due_at) <= bindparam("now")).limit(1)


@dataclass(frozen=True, slots=True)
class Earned:
    """An attempt whose certificate is due, with the ``name`` of whoever earned it."""

    id: UUID
    candidate_id: UUID
    blueprint: str
    title: str
    name: str
    ended_at: datetime | None
    validity_months: int


_ATTEMPTS = AttemptRow.__table__  # type: ignore[attr-defined]
_ACCOUNTS = AccountRow.__table__  # type: ignore[attr-defined]
_CERTIFICATES = CertificateRow.__table__  # type: ignore[attr-defined]
_EARNED = (
    core_select(
        *(_ATTEMPTS.c[name] for name in ("id", "candidate_id", "blueprint", "title", "ended_at", "validity_months")),
        _ACCOUNTS.c.name,
    )
    .join(_ACCOUNTS, _ACCOUNTS.c.id == _ATTEMPTS.c.candidate_id)
    .where(_ATTEMPTS.c.certificate_due_at <= bindparam("now"))
    .order_by(_ATTEMPTS.c.certificate_due_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=_ATTEMPTS)
)
_EARNED_BY_SOME = _EARNED.where(_ATTEMPTS.c.candidate_id.in_(bindparam("wanted", expanding=True)))
_ISSUED = update(_ATTEMPTS).where(_ATTEMPTS.c.id == bindparam("of")).values(certificate_due_at=None)


def lock_earned(connection: Connection, now: datetime, accounts: Collection[UUID] | None, limit: int) -> list[Earned]:
    """Attempts whose certificate is due: all, or those of some people."""
    values: dict[str, Any] = {"now": now, "most": limit}
    if accounts is None:
        rows = connection.execute(_EARNED, values)
    else:
        rows = connection.execute(_EARNED_BY_SOME, values | {"wanted": list(accounts)})
    return [
        Earned(row.id, row.candidate_id, row.blueprint, row.title, row.name, row.ended_at, row.validity_months)
        for row in rows
    ]


def put_all(connection: Connection, certificates: Sequence[Mapping[str, Any]]) -> None:
    """Write certificates, so that none of them is due any more."""
    connection.execute(core_insert(_CERTIFICATES), list(certificates))
    connection.execute(_ISSUED, [{"of": row["attempt_id"]} for row in certificates])
