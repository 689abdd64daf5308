"""Pages over HTTP, against the real application and content."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.house import House, Visitor, open_house


@pytest.fixture
async def house(tmp_path: Path, sqlite_url: str) -> AsyncIterator[House]:
    async with open_house(tmp_path, sqlite_url) as opened:
        yield opened


@pytest.fixture
def visitor(house: House) -> Visitor:
    return house.visitor
