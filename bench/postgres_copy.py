"""What was built in SQLite, copied into a database of PostgreSQL with COPY."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import Boolean, Table, Uuid
from sqlalchemy.types import TypeEngine
from sqlmodel.sql.sqltypes import UTCDateTime

from edu.store.engine.database import Database
from edu.store.tables import METADATA
from edu.store.upgrading import upgrade


async def copy(path: Path, url: str, say: Callable[[str], None]) -> None:
    """All rows, table after table; numbers go on where they ended."""
    database = Database(url)
    await upgrade(database)
    await database.close()
    source, target = sqlite3.connect(path), await asyncpg.connect(url.replace("+asyncpg", ""))
    await target.execute("SET session_replication_role = replica")  # references were checked where the rows come from
    for table in METADATA.sorted_tables:
        say(f"copying {table.name}")
        columns = [column.name for column in table.columns]
        await target.execute(f"DELETE FROM {table.name}")  # noqa: S608 - our table
        await target.copy_records_to_table(table.name, records=_read(source, table, columns), columns=columns)
        if "id" in columns and table.c.id.type.python_type is int:
            newest = f"(SELECT coalesce(max(id), 1) FROM {table.name})"  # noqa: S608 - our table
            await target.execute(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {newest})")
    await target.execute("ANALYZE")
    await target.close()
    source.close()


def _read(source: sqlite3.Connection, table: Table, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    makes = [_make_reader(table.c[column].type) for column in columns]
    for row in source.execute(f"SELECT {', '.join(columns)} FROM {table.name}"):  # noqa: S608 - our table
        yield tuple(
            value if make is None or value is None else make(value) for make, value in zip(makes, row, strict=True)
        )


def _make_reader(kind: TypeEngine[Any]) -> Callable[[Any], Any] | None:
    """How a value of SQLite's becomes one that COPY takes; ``None`` where it is the same."""
    if isinstance(kind, UTCDateTime):
        return lambda text: datetime.fromisoformat(text).replace(tzinfo=UTC)
    if isinstance(kind, Boolean):
        return bool
    return UUID if isinstance(kind, Uuid) else None
