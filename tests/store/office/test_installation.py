import asyncio

from edu.store.engine.database import Database
from edu.store.office import installation


async def test_a_fact_is_noted_and_noted_anew(database: Database):
    async with database.write() as session:
        assert await installation.get_value(session, "content") is None
        await installation.put_value(session, "content", "1")
        await installation.put_value(session, "content", "2")
        await session.commit()
    async with database.read() as session:
        assert await installation.get_value(session, "content") == "2"
        assert await installation.get_value(session, "else") is None


async def test_two_nodes_note_the_same_fact_at_once(database: Database, second: Database):
    async def note_elsewhere() -> None:
        async with second.write() as session:
            await installation.put_value(session, "content", "2")
            await session.commit()

    async with database.write() as session:
        await installation.put_value(session, "content", "1")
        await session.flush()
        other = asyncio.create_task(note_elsewhere())
        await asyncio.wait({other}, timeout=0.3)
        await session.commit()
    await other
    async with database.read() as session:
        assert await installation.get_value(session, "content") == "2"
