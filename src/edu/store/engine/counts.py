"""Kept counts: what a page says of everybody is added up by each act, so that no page counts all rows."""

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select

from edu.store.engine.inserts import insert


class CountRow(SQLModel, table=True):
    """How many there are of ``key`` under ``name``."""

    __tablename__ = "counts"

    name: str = Field(primary_key=True, max_length=40)
    key: str = Field(primary_key=True, max_length=40)
    number: int


class Counted(StrEnum):
    """What is counted."""

    ACCOUNTS = "accounts"
    STANDINGS = "standings"


_COUNTS = CountRow.__table__  # type: ignore[attr-defined]


async def change_counts(session: AsyncSession, name: Counted, changes: Mapping[str, int]) -> None:
    """More or fewer of each key, in the act's own transaction; keys in one order: no two acts wait in a ring."""
    await session.flush()
    await session.run_sync(lambda known: add_all(known.connection(), name, changes))


def add_all(connection: Connection, name: Counted, changes: Mapping[str, int]) -> None:
    """As :func:`change_counts`, for whoever writes without a session."""
    rows = [{"name": name.value, "key": key, "number": by} for key, by in sorted(changes.items()) if by]
    if rows:
        new = insert(connection, CountRow)
        more = {"number": _COUNTS.c.number + new.excluded.number}
        connection.execute(new.on_conflict_do_update(index_elements=["name", "key"], set_=more), rows)


async def read_counts(session: AsyncSession, name: Counted) -> dict[str, int]:
    """How many there are of each key that has any."""
    query = select(col(CountRow.key), col(CountRow.number)).where(
        col(CountRow.name) == name.value, col(CountRow.number) > 0
    )
    return {row[0]: row[1] for row in await session.execute(query)}
