"""Frozen content: what attempts, acknowledgements and decisions refer to, whatever the files say later."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select


class RevisionRow(SQLModel, table=True):
    """``body`` is canonical JSON of the thing whose digest is ``revision``."""

    __tablename__ = "revisions"

    revision: str = Field(primary_key=True, max_length=64)
    kind: str = Field(max_length=20)
    body: str
    first_used_at: datetime


async def keep(session: AsyncSession, kind: str, bodies: Mapping[str, str], now: datetime) -> None:
    """Store each body under its revision unless it is there already."""
    present = select(col(RevisionRow.revision)).where(col(RevisionRow.revision).in_(bodies))
    known = set((await session.execute(present)).scalars())
    for revision, body in bodies.items():
        if revision not in known:
            session.add(RevisionRow(revision=revision, kind=kind, body=body, first_used_at=now))


async def load(session: AsyncSession, wanted: Collection[str]) -> dict[str, str]:
    """Bodies by revision; every wanted one is there, or the database is damaged."""
    rows = (await session.execute(select(RevisionRow).where(col(RevisionRow.revision).in_(wanted)))).scalars()
    found = {row.revision: row.body for row in rows}
    missing = set(wanted) - set(found)
    if missing:
        raise LookupError(f"revisions are missing from the database: {sorted(missing)}")
    return found
