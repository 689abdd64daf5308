import asyncio

from edu.store import installation
from edu.store.database import Database


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
    async def note(node: Database) -> None:
        async with node.write() as session:
            await installation.put_value(session, "content", "1")
            await session.flush()
            await asyncio.sleep(0.05)
            await session.commit()

    await asyncio.gather(note(database), note(second))
    async with database.read() as session:
        assert await installation.get_value(session, "content") == "1"
