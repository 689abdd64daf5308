"""The database: one engine, reading sessions, and writing sessions that take their turn.

SQLite has one writer at a time. Writers of this process queue here and begin each of their transactions with BEGIN
IMMEDIATE, so that one that has read never fails when it comes to write; PostgreSQL needs neither.

On PostgreSQL every message to the server is a way there and back, so none is sent without need: queries that change
nothing open no transaction (there, each statement sees what is committed when it begins, in a transaction or not), and
a connection is asked whether it still lives only where it has rested.
"""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from functools import cached_property
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

T = TypeVar("T")
LIVES_SECONDS = 1.0
"""A connection that was used so lately still lives: no server goes and comes back in less."""

CONNECTIONS = 15
"""Of one process to PostgreSQL, at the most. Once made, they are kept: to make one takes longer than most requests."""

_ENCODER = msgspec.json.Encoder()

LONG_LOG = 2_000
"""Pages of SQLite's log, four kilobytes each, from which on it should begin anew."""

LONGEST_LOG = 20_000
"""So long it never is while :meth:`Database.fold_log` is called; beyond, whoever commits brings it into the file."""


class Database:
    """Sessions on one database. ``url`` is ``sqlite+aiosqlite:///…`` or ``postgresql+asyncpg://…``."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _make_engine(url)
        self.writing_engine = self.engine.execution_options(edu_writes=True)
        self._looking_engine = self.engine if self.is_sqlite else self.engine.execution_options(**_NO_TRANSACTION)
        self._make_reader = async_sessionmaker(self.engine, expire_on_commit=False)
        self._make_writer = async_sessionmaker(self.writing_engine, expire_on_commit=False)
        self._turn = asyncio.Lock() if self.is_sqlite else None

    @property
    def is_sqlite(self) -> bool:
        """Embedded, one file, one writing process."""
        return self.url.startswith("sqlite")

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session for queries; what it changes is dropped."""
        async with self._make_reader() as session:
            yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """A session for one act. The act commits; what it leaves uncommitted is rolled back."""
        async with self._turn or nullcontext(), self._make_writer() as session:
            yield session

    async def write_at_once(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` in one transaction and commit it, without coming back to the event loop between its statements.

        For Core statements in great number: on SQLite it is one trip to a thread, where a session makes one for each
        statement and waits for its turn in a busy loop each time.
        """
        if self._turn is None:
            async with self.writing_engine.begin() as connection:
                return await connection.run_sync(work)
        async with self._turn:
            return await asyncio.to_thread(self._run, work)

    async def read_at_once(self, work: Callable[[Connection], T]) -> T:
        """Run queries in one trip, as :meth:`write_at_once` does for changes; nobody waits for a turn.

        ``work`` changes nothing: on PostgreSQL it would be kept.
        """
        if self._turn is None:
            async with self._looking_engine.connect() as connection:
                return await connection.run_sync(work)
        return await asyncio.to_thread(self._look, work)

    async def glance(self, work: Callable[[Connection], T]) -> T:
        """Run one or two queries by key. On SQLite they run right here: readers never wait for the writer, and such a
        query takes a fraction of the way to a thread and back.
        """
        if self._turn is None:
            return await self.read_at_once(work)
        return self._glance(work)

    def _glance(self, work: Callable[[Connection], T]) -> T:
        """On a connection that is always there: to take one and to give it back costs half as much as the query."""
        connection = self._glancing
        driver: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
        try:
            driver.execute("BEGIN")
            return work(connection)
        finally:
            if driver.in_transaction:
                driver.rollback()

    @cached_property
    def _glancing(self) -> Connection:
        return self._plain_reader.connect().execution_options(edu_begins=False)

    def _look(self, work: Callable[[Connection], T]) -> T:
        with self._plain_reader.connect() as connection:
            return work(connection)

    @cached_property
    def _plain_reader(self) -> Engine:
        engine = create_engine(self.url.replace("+aiosqlite", ""), **_JSON_WAYS)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine

    def _run(self, work: Callable[[Connection], T]) -> T:
        with self._plain_engine.begin() as connection:
            return work(connection)

    @cached_property
    def _plain_engine(self) -> Engine:
        engine = create_engine(self.url.replace("+aiosqlite", ""), **_JSON_WAYS).execution_options(edu_writes=True)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine

    async def fold_log(self) -> None:
        """Bring what was committed from SQLite's log into its file beside those who write: else a save does it.

        Where the log has grown long, what has come meanwhile is brought in the writer's turn, so that it begins anew.
        """
        if self._turn is None:
            return
        if await asyncio.to_thread(self._fold) > LONG_LOG:
            async with self._turn:
                await asyncio.to_thread(self._fold)

    def _fold(self) -> int:
        """How many pages the log has."""
        connection = self._plain_reader.raw_connection()
        try:
            _, pages, _ = connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        finally:
            connection.close()
        return int(pages)

    async def close(self) -> None:
        """Give all connections back."""
        await self.engine.dispose()
        if "_glancing" in self.__dict__:
            self.__dict__.pop("_glancing").close()
        for name in ("_plain_engine", "_plain_reader"):
            if name in self.__dict__:
                self.__dict__[name].dispose()


def _to_json(value: Any) -> str:
    return _ENCODER.encode(value).decode()


_JSON_WAYS: dict[str, Any] = {"json_serializer": _to_json, "json_deserializer": msgspec.json.decode}
_NO_TRANSACTION: dict[str, Any] = {"isolation_level": "AUTOCOMMIT"}


def _make_engine(url: str) -> AsyncEngine:
    if not url.startswith("sqlite"):
        engine = create_async_engine(url, pool_size=CONNECTIONS, max_overflow=0, pool_use_lifo=True, **_JSON_WAYS)
        event.listen(engine.sync_engine, "checkin", _note_use)
        event.listen(engine.sync_engine, "checkout", _check_lives)
        return engine
    engine = create_async_engine(url, **_JSON_WAYS)
    event.listen(engine.sync_engine, "connect", _set_up_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _note_use(_connection: object, record: Any) -> None:
    record.info["used_at"] = time.monotonic()


def _check_lives(connection: Any, record: Any, _proxy: object) -> None:
    """Ask a connection that has rested; where it has died, all that rest are taken for dead and made anew."""
    used_at = record.info.get("used_at")
    if used_at is None or time.monotonic() - used_at < LIVES_SECONDS:
        return
    try:
        connection.autocommit = True  # else it would open a transaction for this
        connection.ping()
        connection.autocommit = False
    except Exception as error:  # whatever it is, this connection is of no use
        raise InvalidatePoolError() from error


def _set_up_sqlite(connection: Any, _record: object) -> None:
    """Durable (FULL), readers beside the writer (WAL), references checked. :func:`_begin_sqlite` begins."""
    connection.isolation_level = None
    cursor = connection.cursor()
    folds = f"wal_autocheckpoint={LONGEST_LOG}"
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000", folds):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("edu_begins", True):
        return  # whoever has this connection begins and ends
    writes = options.get("edu_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
