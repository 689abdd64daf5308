"""What every test may use: a fresh database in either system; and the order, with browsers last."""

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from hypothesis import is_hypothesis_test

from edu.app import configure_log
from edu.store.engine.database import Database
from edu.store.upgrading import upgrade
from tests.missing import skip_where_missing
from tests.store.postgres_cluster import PostgresCluster, find_programs, running_cluster

# A deadline for an example fails on a busy machine, not on wrong code. CI tries the same examples each time.
hypothesis.settings.register_profile("desk", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") == "true" else "desk")

BROWSER_TESTS = Path(__file__).parent / "browser"
READERS = {Path(__file__).parent / "interchange", Path(__file__).parent / "content"}


@pytest.hookimpl(tryfirst=True)  # before -m selects by the marker set here
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark browser tests by their place and put them last; trying readers with a hundred made-up files each is slow.

    Playwright's synchronous interface keeps an event loop running in this thread as long as the browser is
    open, and no test that is a coroutine can run then.
    """
    for item in items:
        if BROWSER_TESTS in item.path.parents:
            item.add_marker(pytest.mark.browser)
        is_reader = not READERS.isdisjoint(item.path.parents)
        if is_reader and isinstance(item, pytest.Function) and is_hypothesis_test(item.obj):
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: BROWSER_TESTS in item.path.parents)


def pytest_sessionstart() -> None:
    """Take a polite kill like Ctrl-C: fixtures then still stop the servers that they started. Log as servers do."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    configure_log()  # as the server's: a trace with the values of variables takes half a minute


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[PostgresCluster]:
    programs = find_programs()
    if programs is None:
        skip_where_missing("PostgreSQL's server programs (initdb, pg_ctl) are not installed")
    with running_cluster(programs) as cluster:
        yield cluster


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path / 'edu.sqlite3'}"


@pytest.fixture
def postgres_url(postgres_cluster: PostgresCluster) -> Iterator[str]:
    with postgres_cluster.fresh_database() as name:
        yield postgres_cluster.url(name)


@pytest.fixture(scope="session")
def postgres_tables(postgres_cluster: PostgresCluster) -> Iterator[str]:
    """The name of a database in which all migrations have run once: emptying it takes a tenth of their time."""
    with postgres_cluster.fresh_database() as name:
        asyncio.run(_migrate(postgres_cluster.url(name)))
        yield name


async def _migrate(url: str) -> None:
    database = Database(url)
    await upgrade(database)
    await database.close()


@pytest.fixture
def postgres_tables_url(postgres_cluster: PostgresCluster, postgres_tables: str) -> str:
    postgres_cluster.empty_tables(postgres_tables)
    return postgres_cluster.url(postgres_tables)


IN_EACH_SYSTEM = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=IN_EACH_SYSTEM)
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """An empty database of this test's own, for an async engine; the test runs once in each system."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=IN_EACH_SYSTEM)
def database_url(request: pytest.FixtureRequest) -> str:
    """As `empty_database_url`, for `make_tables`, which finds them there on PostgreSQL. Only rows may change."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_tables_url")
    return url
