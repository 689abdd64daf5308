"""A database that lasts as long as a rehearsal, beside the one that is configured and never in it."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine


class NoScratchDatabase(Exception):
    """The server did not let us make a database; the message says why."""


@asynccontextmanager
async def scratch_database(configured: str, folder: Path) -> AsyncIterator[str]:
    """Its URL: a file in ``folder``, or a database of the configured PostgreSQL server, dropped at the end."""
    if configured.startswith("sqlite"):
        yield f"sqlite+aiosqlite:///{folder / 'rehearsal.sqlite3'}"
        return
    name = f"zhixian_rehearsal_{secrets.token_hex(8)}"
    try:
        await _run(configured, f"CREATE DATABASE {name}")
    except (SQLAlchemyError, OSError) as error:
        reason = getattr(error, "orig", None) or error
        raise NoScratchDatabase(f"{reason} (the role needs CREATEDB)") from error
    try:
        yield make_url(configured).set(database=name).render_as_string(hide_password=False)
    finally:
        await _run(configured, f"DROP DATABASE {name} WITH (FORCE)")


async def _run(url: str, statement: str) -> None:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            await connection.execute(text(statement))
    finally:
        await engine.dispose()
