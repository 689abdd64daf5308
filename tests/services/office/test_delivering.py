"""What goes out, in either system: written with the act, in order for each receiver, once, and never lost silently."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection

from edu.domain.refusal import NotThere
from edu.domain.sending import Channel, News, wait_after
from edu.services.office import delivering
from edu.services.office.delivering import CHANNELS, DeadMessage, deliver_due
from edu.store.engine.database import Database
from edu.store.evidence import outbox
from edu.store.evidence.outbox import Outgoing, OutgoingRow
from edu.store.people import accounts, inbox
from tests.house import NOON, House


def news(receiver: UUID, key: str, due: datetime = NOON) -> Outgoing:
    return Outgoing(key, News.RESULT_RELEASED, str(receiver), {"attempt": str(uuid4()), "title": key}, due)


async def put(house: House, *messages: Outgoing) -> None:
    async with house.platform.database.write() as session:
        for message in messages:
            await outbox.put(session, message, NOON)
        await session.commit()


async def read_keys(house: House, account: UUID) -> list[str]:
    """What somebody finds, oldest first."""
    async with house.platform.database.read() as session:
        return [row.key for row in reversed(await inbox.list_own(session, account, None, 50))]


async def list_dead(house: House) -> list[DeadMessage]:
    async with house.platform.database.read() as session:
        return await delivering.list_dead(session, None)


def test_every_channel_has_its_way_out():
    assert set(CHANNELS) == set(Channel)


async def test_notices_come_in_their_order_and_once(either_house: House):
    account = await either_house.make_client("zhou@example.cn")
    await put(either_house, news(account, "first"), news(account, "second"), news(account, "first"))
    await put(either_house, news(account, "tomorrow", NOON + timedelta(days=1)))
    for _ in range(2):
        await deliver_due(either_house.platform.database, NOON)
    assert await read_keys(either_house, account) == ["first", "second"]
    await deliver_due(either_house.platform.database, NOON + timedelta(days=1))
    assert await read_keys(either_house, account) == ["first", "second", "tomorrow"]


async def test_two_nodes_deliver_at_the_same_moment(either_house: House, node: Database):
    account = await either_house.make_client("zhou@example.cn")
    await put(either_house, *(news(account, f"n{number}") for number in range(5)))
    await asyncio.gather(
        deliver_due(either_house.platform.database, NOON), deliver_due(node, NOON), return_exceptions=True
    )
    await deliver_due(either_house.platform.database, NOON)
    assert await read_keys(either_house, account) == [f"n{number}" for number in range(5)]


async def test_a_receiver_who_is_gone_or_shut_out_is_told_to_the_operator(either_house: House):
    account = await either_house.make_client("zhou@example.cn")
    async with either_house.platform.database.write() as session:
        row = await accounts.get(session, account)
        assert row is not None
        row.disabled = True
        await session.commit()
    await put(either_house, news(uuid4(), "nobody"), news(account, "shut-out"))
    await deliver_due(either_house.platform.database, NOON)
    assert [dead.reason for dead in await list_dead(either_house)] == ["the account is disabled", "the account is gone"]


async def test_a_receiver_who_is_away_for_a_day_hears_everything_in_order(either_house: House):
    account = await either_house.make_client("zhou@example.cn")
    heard: list[str] = []
    back = NOON + timedelta(days=1)

    def deliver(connection: Connection, message: OutgoingRow, now: datetime) -> None:
        if now < back:
            raise ConnectionError("away")
        heard.append(message.key)

    await put(either_house, news(account, "first"), news(account, "second"))
    now = NOON
    while now <= back + timedelta(days=1):
        await deliver_due(either_house.platform.database, now, {Channel.PAGE: deliver})
        now += timedelta(minutes=30)
    assert heard == ["first", "second"]
    assert await list_dead(either_house) == []


async def test_what_was_tried_for_days_is_dead_until_the_operator_tries_it_again(either_house: House):
    account = await either_house.make_client("zhou@example.cn")

    def deliver(connection: Connection, message: OutgoingRow, now: datetime) -> None:
        raise ConnectionError("away")

    await put(either_house, news(account, "first"))
    now, tries = NOON, 0
    while (wait := wait_after(tries + 1)) is not None:
        await deliver_due(either_house.platform.database, now, {Channel.PAGE: deliver})
        now, tries = now + wait, tries + 1
    await deliver_due(either_house.platform.database, now, {Channel.PAGE: deliver})
    (dead,) = await list_dead(either_house)
    assert "away" in dead.reason

    async with either_house.platform.database.write() as session:
        await delivering.revive(session, dead.id, uuid4(), now)
    await deliver_due(either_house.platform.database, now)
    assert await read_keys(either_house, account) == ["first"]
    async with either_house.platform.database.write() as session:
        with pytest.raises(NotThere):
            await delivering.drop(session, dead.id, uuid4(), now)


async def test_an_act_that_fails_tells_nobody(house: House):
    account = await house.make_client("zhou@example.cn")
    async with house.platform.database.write() as session:
        await outbox.put(session, news(account, "first"), NOON)
        await session.rollback()
    assert await deliver_due(house.platform.database, NOON) == 0
