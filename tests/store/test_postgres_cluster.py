"""The tests' own databases: there, empty, apart from each other."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from tests.store.postgres_cluster import PostgresCluster, find_programs


@asynccontextmanager
async def connection_to(url: str) -> AsyncIterator[AsyncConnection]:
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        yield connection
    await engine.dispose()


async def test_database_answers(empty_database_url: str):
    async with connection_to(empty_database_url) as connection:
        assert await connection.scalar(text("SELECT 1")) == 1


@pytest.mark.parametrize("turn", ["first", "second"])
async def test_database_is_empty_in_each_test(empty_database_url: str, turn: str):
    async with connection_to(empty_database_url) as connection:
        await connection.execute(text("CREATE TABLE mine (turn TEXT)"))  # refused where the first turn's is left


@pytest.mark.postgres
async def test_two_databases_are_apart(postgres_cluster: PostgresCluster):
    with postgres_cluster.fresh_database() as mine, postgres_cluster.fresh_database() as other:
        async with connection_to(postgres_cluster.url(mine)) as connection:
            await connection.execute(text("CREATE TABLE mine (turn TEXT)"))
        async with connection_to(postgres_cluster.url(other)) as connection:
            with pytest.raises(DBAPIError, match='relation "mine" does not exist'):
                await connection.execute(text("SELECT * FROM mine"))


@pytest.mark.postgres
async def test_database_is_dropped_under_an_open_connection(postgres_cluster: PostgresCluster):
    with postgres_cluster.fresh_database() as name:
        engine = create_async_engine(postgres_cluster.url(name))
        connection = await engine.connect()
    with pytest.raises(DBAPIError):
        await connection.execute(text("SELECT 1"))
    await connection.invalidate()
    await connection.close()
    await engine.dispose()


@pytest.mark.postgres
async def test_chinese_text_survives(postgres_url: str):
    async with connection_to(postgres_url) as connection:
        assert await connection.scalar(text("SELECT char_length('知险')")) == 2


def test_programs_are_looked_for_beyond_the_path(monkeypatch: pytest.MonkeyPatch):
    found = find_programs()
    if found is None or found.parent.parent.name != "postgresql":
        pytest.skip("no PostgreSQL in Debian's place")
    monkeypatch.setenv("PATH", "")
    assert find_programs() is not None
