"""The ledger: append-only evidence of what a regulator will ask for."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select

from edu.store.engine.columns import HIGHEST_ID
from edu.store.engine.encoding import to_json


class LedgerRow(SQLModel, table=True):
    """``digest`` is SHA-256 over time, kind, subject, actor and body, so that a changed entry shows."""

    __tablename__ = "ledger"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    kind: str = Field(max_length=40, index=True)
    subject_id: UUID | None = Field(default=None, index=True)
    actor_id: UUID | None = None
    body: str
    digest: str = Field(max_length=64)


_LEDGER = LedgerRow.__table__  # type: ignore[attr-defined]


def append(
    session: AsyncSession, kind: str, now: datetime, subject: UUID | None, actor: UUID | None, /, **body: Any
) -> None:
    """Add one entry to the act's own transaction."""
    session.add(LedgerRow(**make_values(kind, now, subject, actor, body)))


def make_values(
    kind: str, now: datetime, subject: UUID | None, actor: UUID | None, body: Mapping[str, Any]
) -> dict[str, Any]:
    """The columns of an entry with its digest, for whoever inserts many at once."""
    text = to_json(body)
    digest = _digest(now, kind, subject, actor, text)
    return {"at": now, "kind": kind, "subject_id": subject, "actor_id": actor, "body": text, "digest": digest}


def put_all(connection: Connection, entries: Sequence[Mapping[str, Any]]) -> None:
    """Add several entries, made by :func:`make_values`, to the caller's transaction."""
    connection.execute(insert(_LEDGER), list(entries))


def compute_digest(row: LedgerRow) -> str:
    """The digest that the entry must carry, whatever the time zone that ``at`` is given in."""
    return _digest(row.at, row.kind, row.subject_id, row.actor_id, row.body)


def _digest(at: datetime, kind: str, subject: UUID | None, actor: UUID | None, body: str) -> str:
    parts: Mapping[str, Any] = {
        "at": at.astimezone(UTC).isoformat(), "kind": kind, "subject": subject, "actor": actor, "body": body,
    }  # fmt: skip
    return hashlib.sha256(to_json(parts).encode()).hexdigest()


async def list_page(session: AsyncSession, before: int | None, limit: int) -> list[LedgerRow]:
    """Entries, newest first, with ids below ``before``."""
    query = select(LedgerRow)
    if before is not None:
        query = query.where(col(LedgerRow.id) < min(before, HIGHEST_ID))
    return list((await session.execute(query.order_by(col(LedgerRow.id).desc()).limit(limit))).scalars())
