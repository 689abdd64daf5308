"""The platform on a temporary database: SQLite, and for what must hold for several nodes, PostgreSQL as well."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from edu.store.engine.database import Database
from tests.house import House, open_house


@pytest.fixture
async def house(tmp_path: Path, sqlite_url: str) -> AsyncIterator[House]:
    async with open_house(tmp_path, sqlite_url) as opened:
        yield opened


@pytest.fixture
async def either_house(tmp_path: Path, database_url: str) -> AsyncIterator[House]:
    """The same story in each system."""
    async with open_house(tmp_path, database_url) as opened:
        yield opened


@pytest.fixture
async def node(request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """A second node on the house's database: connections of its own, and no turn to wait for but the database's."""
    name = next(name for name in ("either_house", "house") if name in request.fixturenames)
    house: House = request.getfixturevalue(name)
    database = Database(house.platform.database.url)
    async with database.read() as session:  # connected, so that what a test starts together is together
        await session.connection()
    yield database
    await database.close()
