"""Reading sessions, writing sessions, and what is on disk when they return."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from edu.store.engine.database import Database
from edu.store.office import installation
from edu.store.people import accounts
from edu.store.sitting.attempts import AttemptRow
from tests.store.rows import an_account, an_attempt, keep


async def _names(database: Database) -> list[str]:
    async with database.read() as session:
        return list((await session.execute(text("SELECT login FROM accounts ORDER BY login"))).scalars())


async def _count_up(database: Database) -> None:
    """Read a number, let others run, write the next."""
    async with database.write() as session:
        number = int(await installation.get_value(session, "number") or "0")
        await asyncio.sleep(0.001)
        await installation.put_value(session, "number", str(number + 1))
        await session.commit()


async def test_committed_work_is_seen_through_a_second_connection(database: Database, second: Database):
    async with database.write() as session:
        session.add(an_account())
        await session.commit()
        assert await _names(second) == ["wang@example.cn"]


async def test_uncommitted_work_is_rolled_back(database: Database, second: Database):
    async with database.write() as session:
        session.add(an_account())
        await session.flush()
    assert await _names(database) == await _names(second) == []


async def test_work_before_a_failure_is_rolled_back(database: Database):
    async def fail() -> None:
        async with database.write() as session:
            session.add(an_account())
            await session.flush()
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        await fail()
    assert await _names(database) == []
    await keep(database, an_account())  # and the next writer has its turn
    assert await _names(database) == ["wang@example.cn"]


async def test_a_writer_that_is_cancelled_gives_its_turn_back(database: Database):
    async def write_for_ever() -> None:
        async with database.write() as session:
            session.add(an_account("first@example.cn"))
            await session.flush()
            await asyncio.sleep(60)

    task = asyncio.create_task(write_for_ever())
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await keep(database, an_account("second@example.cn"))
    assert await _names(database) == ["second@example.cn"]


async def test_what_a_reading_session_changes_is_dropped(database: Database):
    async with database.read() as session:
        session.add(an_account())
        await session.flush()
    assert await _names(database) == []


async def test_readers_do_not_wait_for_the_writer(database: Database):
    async with database.write() as session:
        session.add(an_account())
        await session.flush()
        assert await asyncio.wait_for(_names(database), 5) == []
        await session.commit()
    assert await _names(database) == ["wang@example.cn"]


async def test_two_writers_at_the_same_time_both_succeed(database: Database, second: Database):
    rows = [an_account(f"client{number}@example.cn") for number in range(8)]
    await asyncio.gather(*(keep(database if n % 2 else second, row) for n, row in enumerate(rows)))
    assert await _names(database) == sorted(row.login for row in rows)


async def test_writers_on_one_file_take_their_turn(sqlite_url: str):
    """A transaction that has read is never refused when it comes to write, and none overwrites another's work."""
    from tests.house import make_tables

    first, other = Database(sqlite_url), Database(sqlite_url)
    await make_tables(first)
    await asyncio.gather(*(_count_up(database) for database in (first, other) * 5))
    async with first.read() as session:
        assert await installation.get_value(session, "number") == "10"
    await first.close()
    await other.close()


async def test_a_writer_stays_one_after_its_first_commit(database: Database, second: Database):
    """A sweep commits once a client: each of its transactions must be a writer's."""
    async with database.write() as session:
        session.add(an_account("first@example.cn"))
        await session.commit()
        assert await accounts.get_by_login(session, "second@example.cn") is None
        outside = asyncio.create_task(keep(second, an_account("outside@example.cn")))
        await asyncio.wait({outside}, timeout=0.2)
        session.add(an_account("second@example.cn"))
        await session.commit()
    await outside
    assert await _names(database) == ["first@example.cn", "outside@example.cn", "second@example.cn"]


async def test_a_reference_to_nobody_is_refused(database: Database):
    with pytest.raises(IntegrityError):
        await keep(database, an_attempt(an_account().id))
    async with database.read() as session:
        assert await session.get(AttemptRow, an_account().id) is None


async def test_every_sqlite_connection_is_durable_and_checks_references(sqlite_url: str):
    database = Database(sqlite_url)
    async with database.read() as reader, database.read() as other:
        for session in (reader, other):
            settings = [
                (await session.execute(text(f"PRAGMA {name}"))).scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys")
            ]
            assert settings == ["wal", 2, 1]
    await database.close()


@pytest.mark.postgres
async def test_queries_open_no_transaction_on_postgresql(postgres_url: str):
    """Each is a message less on the way there and back: two queries in one trip begin at two moments."""
    database, moment = Database(postgres_url), text("SELECT transaction_timestamp()")
    begun = await database.read_at_once(lambda connection: [connection.execute(moment).scalar() for _ in range(2)])
    assert begun[0] != begun[1]
    await database.close()


@pytest.mark.postgres
async def test_a_connection_that_died_while_it_rested_is_made_anew(postgres_url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("edu.store.engine.database.LIVES_SECONDS", 0.0)
    database, other = Database(postgres_url), Database(postgres_url)
    others = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    for _ in range(2):
        await asyncio.gather(*(database.glance(lambda known: known.execute(text("SELECT 1"))) for _ in range(3)))
        async with database.write() as session:
            assert (await session.execute(text("SELECT 1"))).scalar() == 1
        await other.glance(lambda connection: connection.execute(others))
    await database.close()
    await other.close()


async def test_the_log_is_folded_into_the_file_beside_a_reader_and_a_writer(sqlite_url: str, tmp_path: Path):
    from tests.house import make_tables

    database, file = Database(sqlite_url), Path(sqlite_url.split("///")[1])
    await make_tables(database)
    await keep(database, an_account())
    async with database.write() as session:
        session.add(an_account("other@example.cn"))
        await session.flush()
        await database.fold_log()
        await session.rollback()
    alone = shutil.copy(file, tmp_path / "alone.sqlite3")  # without its log
    with closing(sqlite3.connect(alone)) as connection:
        assert connection.execute("SELECT login FROM accounts").fetchall() == [("wang@example.cn",)]
    await database.close()


def _length(file: Path) -> int:
    return file.stat().st_size


async def test_a_long_log_begins_anew(sqlite_url: str, monkeypatch: pytest.MonkeyPatch):
    from tests.house import make_tables

    monkeypatch.setattr("edu.store.engine.database.LONG_LOG", 0)
    database, log = Database(sqlite_url), Path(sqlite_url.split("///")[1] + "-wal")
    await make_tables(database)
    lengths = []
    for number in range(9):
        await keep(database, an_account(f"{number}@example.cn"))
        await database.fold_log()
        lengths.append(_length(log))
    assert lengths[0] == lengths[-1]
    await database.close()
