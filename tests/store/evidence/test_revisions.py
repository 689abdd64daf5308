import asyncio
from datetime import timedelta

import pytest

from edu.store.engine.database import Database
from edu.store.evidence import revisions
from edu.store.evidence.revisions import RevisionRow
from tests.house import NOON


async def _keep(database: Database, bodies: dict[str, str]) -> None:
    async with database.write() as session:
        await revisions.keep_bodies(session, "item", bodies, NOON)
        await session.commit()


async def test_kept_twice_is_kept_once(database: Database):
    await _keep(database, {"r1": "一", "r2": "二"})
    async with database.write() as session:
        await revisions.keep_bodies(session, "item", {"r2": "changed", "r3": "三"}, NOON + timedelta(days=1))
        await revisions.keep_bodies(session, "item", {"r3": "changed"}, NOON)
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


async def test_two_nodes_use_a_new_revision_first_at_the_same_moment(database: Database, second: Database):
    async with database.write() as session:
        await revisions.keep_bodies(session, "item", {"r1": "一"}, NOON)
        await session.flush()
        other = asyncio.create_task(_keep(second, {"r1": "一", "r2": "二"}))
        await asyncio.wait({other}, timeout=0.3)
        await session.commit()
    await other
    async with database.read() as session:
        assert await revisions.load(session, ["r1", "r2"]) == {"r1": "一", "r2": "二"}


async def test_revisions_are_kept_in_one_order_by_everybody(database: Database, second: Database):
    """Or a synchronised start, where forms hold new items in orders of their own, would end in deadlocks."""
    async with database.write() as session:
        await revisions.keep_bodies(session, "item", {"r2": "二"}, NOON)
        await session.flush()
        both = asyncio.create_task(_keep(second, {"r2": "二", "r1": "一"}))
        await asyncio.wait({both}, timeout=0.3)
        first = asyncio.create_task(_keep(second, {"r1": "一"}))
        await asyncio.wait({first}, timeout=0.3)
        assert not first.done()  # r1 is held by whoever waits for r2
        await session.commit()
    await asyncio.gather(both, first)
    async with database.read() as session:
        assert await revisions.load(session, ["r1", "r2"]) == {"r1": "一", "r2": "二"}
