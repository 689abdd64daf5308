import asyncio
from datetime import timedelta

import pytest

from edu.store import revisions
from edu.store.database import Database
from edu.store.revisions import RevisionRow
from tests.house import NOON


async def _keep(database: Database, bodies: dict[str, str], seconds: float = 0) -> None:
    async with database.write() as session:
        await revisions.keep(session, "item", bodies, NOON)
        await session.flush()
        await asyncio.sleep(seconds)
        await session.commit()


async def test_kept_twice_is_kept_once(database: Database):
    await _keep(database, {"r1": "一", "r2": "二"})
    async with database.write() as session:
        await revisions.keep(session, "item", {"r2": "changed", "r3": "三"}, NOON + timedelta(days=1))
        await revisions.keep(session, "item", {"r3": "changed"}, NOON)
        await session.commit()
    async with database.read() as session:
        assert await revisions.load(session, ["r1", "r2", "r3"]) == {"r1": "一", "r2": "二", "r3": "三"}
        row = await session.get(RevisionRow, "r2")
        assert row
        assert (row.kind, row.first_used_at) == ("item", NOON)


async def test_nothing_to_keep(database: Database):
    await _keep(database, {})
    async with database.read() as session:
        assert await revisions.load(session, []) == {}


async def test_a_missing_revision_is_named(database: Database):
    await _keep(database, {"r1": "一"})
    async with database.read() as session:
        with pytest.raises(LookupError, match=r"\['gone'\]"):
            await revisions.load(session, ["r1", "gone"])


async def test_many_use_new_revisions_first_at_the_same_moment(database: Database, second: Database):
    """A synchronised start: everybody's form holds items that nobody has used before, in an order of its own."""
    bodies = {f"r{number}": str(number) for number in range(20)}
    backwards = dict(reversed(bodies.items()))
    await asyncio.gather(
        *(_keep(node, some, 0.02) for node, some in [(database, bodies), (second, backwards), (second, bodies)])
    )
    async with database.read() as session:
        assert await revisions.load(session, bodies) == bodies
