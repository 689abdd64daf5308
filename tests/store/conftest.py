"""The store on a database of its own, in either system."""

from collections.abc import AsyncIterator

import pytest

from edu.store.engine.database import Database
from tests.house import make_tables


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """All tables, without a row."""
    opened = Database(database_url)
    await make_tables(opened)
    yield opened
    await opened.close()


@pytest.fixture
async def second(database: Database) -> AsyncIterator[Database]:
    """The same database over connections of its own, as another node has them."""
    opened = Database(database.url)
    yield opened
    await opened.close()
