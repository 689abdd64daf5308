"""What an act entails, in either system: done once, by the next act or by the sweep; nothing where nothing is due."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, event
from sqlmodel import select

from edu.domain.sitting.attempt import AttemptState
from edu.services.following_up import FollowingUp
from edu.services.suitability import deciding
from edu.store.engine.database import Database
from edu.store.people.clients import ClientRow
from edu.store.sitting.attempts import AttemptRow
from edu.store.sitting.certificates import CertificateRow
from edu.store.suitability.decisions import DecisionRow
from tests.house import NOON, House
from tests.services.acts import sit, start
from tests.services.sitting.test_certifying import earn

FIRM = "海川期货有限公司"


def followed_by(house: House, database: Database | None = None) -> FollowingUp:
    return FollowingUp(database or house.platform.database, house.library, FIRM)


async def read_due(database: Database, account: UUID) -> datetime | None:
    async with database.read() as session:
        client = await session.get(ClientRow, account)
    assert client is not None
    return client.decision_due_at


async def list_all(database: Database) -> tuple[list[DecisionRow], list[CertificateRow]]:
    async with database.read() as session:
        decisions = (await session.execute(select(DecisionRow))).scalars().all()
        certificates = (await session.execute(select(CertificateRow))).scalars().all()
    return list(decisions), list(certificates)


async def test_the_next_act_makes_the_decision_once(either_house: House, node: Database):
    account = await either_house.make_client()
    await sit(either_house, account)
    assert await read_due(node, account) is not None
    following_up = followed_by(either_house)
    await following_up.follow(account, either_house.clock())
    await following_up.follow(account, either_house.clock())
    decisions, certificates = await list_all(node)
    assert [row.account_id for row in decisions] == [account]
    assert certificates == []
    due = await read_due(node, account)
    assert due is None or due > either_house.clock()


async def test_the_next_act_issues_the_certificate_once(either_house: House, node: Database):
    attempt = await earn(either_house)
    async with node.read() as session:
        row = await session.get(AttemptRow, attempt)
    assert row is not None
    following_up = followed_by(either_house)
    await following_up.follow(row.candidate_id, NOON - timedelta(microseconds=1))  # not due yet
    assert (await list_all(node))[1] == []
    for _ in range(2):
        await following_up.follow(row.candidate_id, NOON)
    (certificate,) = (await list_all(node))[1]
    assert (certificate.attempt_id, certificate.issuer) == (attempt, FIRM)


async def test_what_follows_soon_is_there_for_who_waits_for_it(either_house: House, node: Database):
    """Two clients and one who earned a certificate, in one turn; a second time finds nothing to do."""
    clients = [await either_house.make_client(f"c{number}@example.cn") for number in range(2)]
    for account in clients:
        await sit(either_house, account)
    earned = await earn(either_house)
    async with node.read() as session:
        row = await session.get(AttemptRow, earned)
    assert row is not None
    following_up, everybody = followed_by(either_house), [*clients, row.candidate_id]
    for _ in range(2):
        for account in everybody:
            following_up.follow_soon(account, either_house.clock())
        await asyncio.gather(*map(following_up.settle, everybody))
        decisions, certificates = await list_all(node)
        assert {decision.account_id for decision in decisions} == set(everybody)
        assert [certificate.attempt_id for certificate in certificates] == [earned]
    await following_up.close()


async def test_what_fails_is_left_to_the_sweep_and_nobody_waits_for_ever(
    either_house: House, node: Database, monkeypatch: pytest.MonkeyPatch
):
    account = await either_house.make_client()
    await sit(either_house, account)
    following_up = followed_by(either_house)

    async def fail(*_: object) -> None:
        raise OSError("away")

    with monkeypatch.context() as broken:
        broken.setattr(deciding, "renew", fail)
        following_up.follow_soon(account, either_house.clock())
        await asyncio.wait_for(following_up.settle(account), 5)
    assert (await list_all(node))[0] == []
    assert await read_due(node, account) is not None
    await following_up.sweep(either_house.clock())
    assert len((await list_all(node))[0]) == 1
    await following_up.close()


async def test_the_sweep_does_what_no_act_has_done(either_house: House, node: Database):
    """Somebody's time is over and nobody came back; another one has earned a certificate."""
    account = await either_house.make_client()
    attempt = await start(either_house, account)
    earned = await earn(either_house)
    either_house.clock.turn(hours=2)
    sweeps = followed_by(either_house), followed_by(either_house, node)
    await asyncio.gather(*(each.sweep(either_house.clock()) for each in sweeps))
    await sweeps[0].sweep(either_house.clock())
    async with node.read() as session:
        row = await session.get(AttemptRow, attempt)
    assert row is not None
    assert row.state is AttemptState.EXPIRED
    decisions, certificates = await list_all(node)
    assert account in {row.account_id for row in decisions}
    assert [row.attempt_id for row in certificates] == [earned]


async def test_a_rest_ends_when_somebody_wakes_the_sweep(house: House):
    following_up = followed_by(house)
    following_up.wake()
    await asyncio.wait_for(following_up.rest(3600), 5)  # at once: it was woken before
    resting = asyncio.create_task(following_up.rest(3600))
    await asyncio.sleep(0)
    assert not resting.done()
    following_up.wake()
    await asyncio.wait_for(resting, 5)
    await following_up.rest(0)  # nobody woke it since, and its time is over


@contextmanager
def watching_turns() -> Iterator[list[Counter[str]]]:
    """How many rows each turn of SQLite's writer adds, by table."""
    turns: list[Counter[str]] = []

    def note(_connection: object, _cursor: object, statement: str, given: Any, _context: object, many: bool) -> None:
        if statement == "BEGIN IMMEDIATE":
            turns.append(Counter())
        elif statement.startswith("INSERT INTO"):
            turns[-1][statement.split()[2]] += len(given) if many else 1

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield turns
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def test_a_sweep_takes_small_turns_and_none_where_nothing_is_due(house: House):
    """Whoever saves meanwhile waits for a few rows, however much is due; a sweep that finds nothing is not noticed."""
    for number in range(12):
        await house.make_client(f"client{number}@example.cn")
    for number in range(6):
        await earn(house, f"staff{number}@firm.cn")
    following_up = followed_by(house)
    with watching_turns() as turns:
        await following_up.sweep(house.clock())
    assert sorted(turn["decisions"] for turn in turns if turn["decisions"]) == [3, 5, 5, 5]
    assert [turn["certificates"] for turn in turns if turn["certificates"]] == [5, 1]
    assert [turn["inbox"] for turn in turns if turn["inbox"]] == [2, 2, 2]
    with watching_turns() as turns:
        await following_up.sweep(house.clock())
    assert turns == []
