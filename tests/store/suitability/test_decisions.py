from datetime import timedelta

import pytest

from edu.store.engine.database import Database
from edu.store.people import clients
from edu.store.suitability import decisions
from edu.store.suitability.decisions import Renewal
from tests.house import NOON
from tests.store.rows import a_client, a_decision, keep, keep_account, keep_decision


async def test_the_newest_is_in_force_and_all_are_kept(database: Database):
    mine, other = await keep_account(database, "1"), await keep_account(database, "2")
    later = NOON + timedelta(days=1)
    await keep(database, a_decision(mine, "incomplete"), a_decision(mine, "decided", valid_until=later))
    await keep(database, a_decision(other, "barred"))
    async with database.read() as session:
        latest = await decisions.get_latest(session, mine)
        assert latest
        assert (latest.standing, latest.valid_until) == ("decided", later)
        assert [row.standing for row in await decisions.list_own(session, mine)] == ["decided", "incomplete"]
        assert await decisions.get_latest(session, (await keep_nobody(database))) is None


async def keep_nobody(database: Database):
    return await keep_account(database, "nobody")


async def test_one_decision_with_its_client(database: Database):
    row = a_decision(await keep_account(database))
    await keep(database, row)
    assert row.id
    async with database.read() as session:
        found = await decisions.get(session, row.id)
        assert found
        assert (found[0].standing, found[1].name) == ("incomplete", "王晓明")


@pytest.mark.parametrize("number", [0, -1, 99, 2**31, 2**62, 2**70])
async def test_a_number_that_no_decision_has(database: Database, number: int):
    await keep(database, a_decision(await keep_account(database)))
    async with database.read() as session:
        assert await decisions.get(session, number) is None


async def test_a_page_lists_only_the_newest_of_each_client(database: Database):
    people = {name: await keep_account(database, name, name) for name in "abc"}
    await keep(database, *map(a_client, people.values()))
    for name, standing in [("a", "1"), ("b", "1"), ("a", "2"), ("c", "1"), ("b", "2")]:
        await keep_decision(database, people[name], standing)
    async with database.read() as session:
        page = await decisions.list_page(session, None, 9)
        assert [(name, row.standing) for row, name in page] == [("b", "2"), ("c", "1"), ("a", "2")]
        first = await decisions.list_page(session, None, 2)
        rest = await decisions.list_page(session, first[-1][0].id, 2)
        assert [row.id for row, _ in first + rest] == [row.id for row, _ in page]
        assert len(await decisions.list_page(session, 10**17, 9)) == 3
        assert await decisions.count_by_standing(session) == {"2": 2, "1": 1}


async def test_what_an_act_has_overtaken_is_not_kept(database: Database):
    """It was worked out before the act: the client stays due, for what the act has changed."""
    calm, busy = await keep_account(database, "1"), await keep_account(database, "2")
    await keep(database, *(a_client(account, decision_due_at=NOON - timedelta(days=1)) for account in (calm, busy)))
    claimed = await database.write_at_once(lambda connection: clients.claim_due(connection, [calm, busy], NOON))
    assert sorted(claimed, key=str) == sorted([calm, busy], key=str)
    acted = NOON + timedelta(seconds=1)
    async with database.write() as session:
        await clients.set_due(session, busy, acted)
        await session.commit()
    renewals = [Renewal(account, NOON, None, a_decision(account, "decided"), None) for account in (calm, busy)]
    await database.write_at_once(lambda connection: decisions.keep_renewals(connection, renewals, str, NOON))
    async with database.read() as session:
        assert [row.standing for row in await decisions.list_own(session, calm)] == ["decided"]
        assert await decisions.list_own(session, busy) == []
        assert await clients.list_due(session, acted, 9) == [busy]
        assert await decisions.count_by_standing(session) == {"decided": 1}


async def test_only_what_is_still_due_is_claimed(database: Database):
    account = await keep_account(database)
    await keep(database, a_client(account, decision_due_at=NOON + timedelta(seconds=1)))
    assert await database.write_at_once(lambda connection: clients.claim_due(connection, [account], NOON)) == []
