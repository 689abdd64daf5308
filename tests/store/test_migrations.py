"""Migrations give exactly the tables that the code states, from nothing, back, and again."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlmodel import select

from edu.domain.people.role import Role
from edu.domain.sitting.receipt import digest_of, write_canonically
from edu.store.engine.database import Database
from edu.store.migrations import HEAD
from edu.store.people import accounts
from edu.store.sitting import certificates, heads
from edu.store.sitting.attempts import AttemptRow
from edu.store.state import State, read_state
from edu.store.suitability import decisions
from edu.store.tables import METADATA
from edu.store.upgrading import make_config, upgrade
from tests.house import NOON
from tests.store.rows import a_certificate, a_decision, an_attempt, an_event, keep, keep_account


def _differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, METADATA))


async def _find_differences(database: Database) -> list[Any]:
    async with database.engine.connect() as connection:
        return await connection.run_sync(_differences)


def _downgrade(connection: Connection, to: str = "base") -> None:
    config = make_config()
    config.attributes["connection"] = connection
    command.downgrade(config, to)


async def _run(database: Database, statement: str) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text(statement))


@pytest.fixture
async def empty(empty_database_url: str) -> AsyncIterator[Database]:
    """Not a table."""
    database = Database(empty_database_url)
    yield database
    await database.close()


@pytest.fixture
async def database(empty: Database) -> Database:
    """All tables; not those that other tests share, for these change them."""
    await upgrade(empty)
    return empty


async def test_an_empty_database_becomes_what_the_tables_say(empty: Database):
    await upgrade(empty)
    assert await _find_differences(empty) == []


@pytest.mark.parametrize(
    ("change", "noticed"),
    [
        ("DROP INDEX ix_ledger_kind", "add_index"),
        ("ALTER TABLE ledger DROP COLUMN actor_id", "add_column"),
        ("ALTER TABLE ledger ADD COLUMN mood TEXT", "remove_column"),
        ("DROP TABLE response_events", "add_table"),
    ],
)
async def test_the_comparison_notices(database: Database, change: str, noticed: str):
    await _run(database, change)
    assert (await _find_differences(database))[0][0] == noticed


async def test_down_to_nothing_and_up_again(database: Database):
    async with database.engine.begin() as connection:
        await connection.run_sync(_downgrade)
    async with database.engine.connect() as connection:
        left = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    assert left == ["alembic_version"]
    await upgrade(database)
    assert await _find_differences(database) == []


async def test_attempts_from_before_know_their_size_and_last_save(database: Database):
    """Both are computed from what is there: forms and responses."""
    row, untouched = [an_attempt(await keep_account(database, login)) for login in "ab"]
    await keep(database, row, untouched)
    await keep(database, an_event(row.id, 0, 1, minutes=1), an_event(row.id, 2, 1, minutes=4))
    async with database.engine.begin() as connection:
        await connection.run_sync(_downgrade, "0004")
    await upgrade(database)
    async with database.read() as session:
        found = {row.id: (row.size, row.saved_at) for row in (await session.execute(select(AttemptRow))).scalars()}
    assert found == {row.id: (3, NOON + timedelta(minutes=4)), untouched.id: (3, None)}


async def test_lists_from_before_know_what_is_in_force(database: Database):
    """Decisions in force, counts, and keys of certificates are worked out from what is there."""
    mine, other = [await keep_account(database, login) for login in "ab"]
    await keep(database, a_decision(mine, "incomplete"), a_decision(mine, "decided"), a_decision(other, "barred"))
    attempt = an_attempt(mine)
    await keep(database, attempt, a_certificate(attempt.id, mine, "ZX2026-AB", "欧阳　Li"))
    async with database.engine.begin() as connection:
        await connection.run_sync(_downgrade, "0007")
    await upgrade(database)
    async with database.read() as session:
        assert [row.standing for row, _ in await decisions.list_page(session, None, 9)] == ["barred", "decided"]
        assert await decisions.count_by_standing(session) == {"barred": 1, "decided": 1}
        assert await accounts.count_by_role(session) == {Role.CLIENT: 2}
        for find, words in ((certificates.list_by_name, "欧阳l"), (certificates.list_numbered, "zx2026a")):
            assert [row.number for row in await find(session, words, "", 9)] == ["ZX2026-AB"]


async def test_attempts_from_before_know_which_response_of_each_slot_counts(database: Database):
    """A late one counts where more time was given after it had come; a half-filled one counts and is not complete."""
    row, untouched = [an_attempt(await keep_account(database, login)) for login in "ab"]
    covered, late = an_event(row.id, 1, 1, minutes=20), an_event(row.id, 2, 2, "B", minutes=40)
    covered.late = late.late = True
    half = an_event(row.id, 0, 2)
    half.response = {"letters": [], "truth": None, "texts": ["平仓", " "]}
    events = [an_event(row.id, 0, 1), half, covered, an_event(row.id, 2, 1, "A"), late]
    row.receipts = len(events)
    await keep(database, row, untouched, *events)
    async with database.engine.begin() as connection:
        await connection.run_sync(_downgrade, "0008")
    await upgrade(database)
    async with database.read() as session:
        found = {row.id: row.heads for row in (await session.execute(select(AttemptRow))).scalars()}
    kept = {slot: head[:3] for slot, head in heads.read_heads(found[row.id]).items()}
    assert kept == {0: (2, 2, False), 1: (1, 1, True), 2: (2, 1, True)}
    assert all(
        head.digest == digest_of(write_canonically(event.response))
        for head, event in zip(heads.read_heads(found[row.id]).values(), [half, covered, late], strict=True)
    )
    assert found[untouched.id] == "{}"


async def test_a_second_upgrade_is_harmless(database: Database):
    await keep_account(database)
    await upgrade(database)
    assert await _find_differences(database) == []
    async with database.engine.connect() as connection:
        assert (await connection.execute(text("SELECT name FROM accounts"))).scalars().all() == ["王晓明"]


@pytest.mark.slow  # starts two interpreters
async def test_two_nodes_may_upgrade_at_the_same_time(empty: Database, tmp_path: Path):
    async def upgrade_elsewhere() -> tuple[int | None, bytes]:
        environment = {"EDU_DATABASE_URL": empty.url, "EDU_DATA": str(tmp_path / "data"), "PATH": os.environ["PATH"]}
        node = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "edu", "db", "upgrade", env=environment, stderr=asyncio.subprocess.PIPE
        )
        _, said = await asyncio.wait_for(node.communicate(), 60)
        return node.returncode, said

    assert await asyncio.gather(upgrade_elsewhere(), upgrade_elsewhere()) == [(0, b""), (0, b"")]
    assert await _find_differences(empty) == []


async def test_a_migration_that_fails_leaves_nothing_behind(empty: Database):
    await _run(empty, "CREATE TABLE sign_ins (mine TEXT)")  # in the way of one of the last tables
    with pytest.raises(Exception, match="sign_ins"):
        await upgrade(empty)
    async with empty.engine.connect() as connection:
        left = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    assert left == ["sign_ins"]


def test_the_newest_migration_is_known_without_alembic():
    assert ScriptDirectory.from_config(make_config()).get_current_head() == HEAD


async def test_the_state_of_a_database(empty: Database):
    assert await read_state(empty) == State(tables=False, current=None)
    await upgrade(empty)
    state = await read_state(empty)
    assert (state.tables, state.newest) == (True, True)
    await _run(empty, "UPDATE alembic_version SET version_num = '0000'")
    state = await read_state(empty)
    assert (state.tables, state.newest, state.current) == (True, False, "0000")


async def test_a_strangers_tables_are_seen(empty: Database):
    await _run(empty, "CREATE TABLE theirs (name TEXT)")
    assert await read_state(empty) == State(tables=True, current=None)
