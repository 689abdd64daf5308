from datetime import timedelta
from uuid import uuid4

import pytest

from edu.store.engine.database import Database
from edu.store.people import clients
from tests.house import NOON
from tests.store.rows import keep_account, keep_client


async def test_a_client_with_and_without_the_account(database: Database):
    account_id = await keep_client(database, stated={"name": "王晓明"}, number_sealed=b"\x00\xff")
    nobody = await keep_account(database, "staff@firm.cn")
    async with database.read() as session:
        client = await clients.get(session, account_id)
        assert client
        assert (client.stated, client.verified, client.number_sealed) == ({"name": "王晓明"}, {}, b"\x00\xff")
        assert await clients.get(session, nobody) is None
        named = await clients.get_named(session, account_id)
        assert named
        assert (named[0].account_id, named[1].login) == (account_id, "wang@example.cn")
        assert await clients.get_named(session, nobody) is None
    async with database.write() as session:
        assert await clients.lock(session, nobody) is None
        assert await clients.lock(session, account_id)


@pytest.mark.parametrize(("digest", "found"), [("mine", False), ("theirs", True), ("nobody's", False)])
async def test_another_with_the_same_number(database: Database, digest: str, found: bool):
    mine = await keep_client(database, "1", number_digest="mine")
    await keep_client(database, "2", number_digest="theirs")
    await keep_client(database, "3")
    async with database.write() as session:
        assert await clients.find_other_with_number(session, digest, mine) is found


async def test_what_is_due_comes_longest_due_first(database: Database):
    due = {minutes: await keep_client(database, str(minutes)) for minutes in (3, 1, 2, 9)}
    await keep_client(database, "never")
    async with database.write() as session:
        for minutes, account_id in due.items():
            await clients.set_due(session, account_id, NOON + timedelta(minutes=minutes))
        await session.commit()
    now = NOON + timedelta(minutes=3)
    async with database.read() as session:
        assert await clients.list_due(session, now, 9) == [due[1], due[2], due[3]]
        assert await clients.list_due(session, now, 2) == [due[1], due[2]]


async def test_everybody_is_due_and_then_one_is_not(database: Database):
    first, other = await keep_client(database, "1"), await keep_client(database, "2")
    async with database.write() as session:
        await clients.set_all_due(session, NOON)
        await clients.set_due(session, first, None)
        await clients.set_due(session, uuid4(), NOON)  # nobody's is nothing
        await session.commit()
    async with database.read() as session:
        assert await clients.list_due(session, NOON, 9) == [other]
