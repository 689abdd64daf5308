"""Frozen content: what attempts, acknowledgements and decisions refer to, whatever the files say later."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy import select as core_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select

from edu.store.engine.inserts import insert


class RevisionRow(SQLModel, table=True):
    """``body`` is canonical JSON of the thing whose digest is ``revision``."""

    __tablename__ = "revisions"

    revision: str = Field(primary_key=True, max_length=64)
    kind: str = Field(max_length=20)
    body: str
    first_used_at: datetime


_REVISIONS = RevisionRow.__table__  # type: ignore[attr-defined]


async def keep_bodies(session: AsyncSession, kind: str, bodies: Mapping[str, str], now: datetime) -> None:
    """Store each body under its revision unless it is there already, or another node stores it at this moment."""
    await session.run_sync(lambda known: keep_missing(known.connection(), kind, bodies, bodies.__getitem__, now))


def keep_missing(
    connection: Connection, kind: str, wanted: Collection[str], write: Callable[[str], str], now: datetime
) -> None:
    """As :func:`keep_bodies`, where ``write`` makes the body of a revision that is not there: most are.

    In one order everywhere, so that no two who need the same revisions wait for each other.
    """
    if not wanted:
        return
    present = core_select(_REVISIONS.c.revision).where(_REVISIONS.c.revision.in_(wanted))
    known = set(connection.execute(present).scalars())
    new = [
        {"revision": revision, "kind": kind, "body": write(revision), "first_used_at": now}
        for revision in sorted(set(wanted) - known)
    ]
    if new:
        connection.execute(insert(connection, RevisionRow).values(new).on_conflict_do_nothing())


async def load(session: AsyncSession, wanted: Collection[str]) -> dict[str, str]:
    """Bodies by revision; every wanted one is there, or the database is damaged."""
    query = select(col(RevisionRow.revision), col(RevisionRow.body)).where(col(RevisionRow.revision).in_(wanted))
    found: dict[str, str] = {row.revision: row.body for row in (await session.execute(query)).all()}
    missing = set(wanted) - set(found)
    if missing:
        raise LookupError(f"revisions are missing from the database: {sorted(missing)}")
    return found
