"""Attempts, and responses that are appended."""

import asyncio
from datetime import timedelta
from fractions import Fraction
from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from edu.domain.items.item import Item, Kind, Option, encode_item
from edu.domain.items.response import chosen
from edu.domain.sitting.attempt import AttemptState
from edu.store.engine.database import Database
from edu.store.engine.encoding import to_json
from edu.store.evidence import revisions
from edu.store.sitting import attempts
from edu.store.sitting.attempts import AttemptRow, ResponseEventRow
from edu.store.sitting.endings import list_overdue
from edu.store.sitting.standings import load_attempt
from tests.house import NOON
from tests.store.rows import FORM, an_attempt, an_event, keep, keep_account


async def test_somebody_elses_attempt_is_absent(database: Database):
    mine, other = await keep_account(database, "1"), await keep_account(database, "2")
    attempt = an_attempt(mine)
    await keep(database, attempt)
    async with database.write() as session:
        for find in (attempts.get_own, attempts.lock_own):
            assert await find(session, attempt.id, other) is None
            assert await find(session, uuid4(), mine) is None
            found = await find(session, attempt.id, mine)
            assert found
            assert (found.id, found.state) == (attempt.id, AttemptState.STARTED)


async def test_an_attempt_comes_back_as_the_domain_knows_it(database: Database):
    """The last response of each slot counts, whatever the order in which they were written."""
    mine = await keep_account(database)
    row = an_attempt(mine, heads='{"0":[1,1,true,0],"2":[2,2,true,0]}')
    await keep(database, row, an_event(row.id, 0, 1, "A"), an_event(row.id, 2, 2, "B"), an_event(row.id, 2, 1, "A"))
    async with database.read() as session:
        attempt = await load_attempt(session, row)
    assert (attempt.id, attempt.candidate, attempt.form) == (row.id, mine, FORM)
    assert (attempt.started_at, attempt.deadline) == (NOON, NOON + timedelta(minutes=30))
    assert attempt.responses == {0: chosen("A"), 2: chosen("B")}
    assert attempt.events == {0: 1, 2: 2}


async def test_a_number_is_given_once_in_a_slot(database: Database):
    attempt = an_attempt(await keep_account(database, "1"), heads='{"0":[1,1,true,0]}')
    other = an_attempt(await keep_account(database, "2"))
    await keep(database, attempt, other, an_event(attempt.id, 0, 1))
    with pytest.raises(IntegrityError):
        await keep(database, an_event(attempt.id, 0, 1, "B"))
    await keep(database, an_event(attempt.id, 0, 2), an_event(attempt.id, 1, 1), an_event(other.id, 0, 1))
    async with database.read() as session:
        assert (await load_attempt(session, attempt)).responses[0] == chosen("A")


async def test_signs_of_every_kind_come_back(database: Database):
    """What is typed may hold anything; PostgreSQL knows no zero character in a text of its own."""
    row = an_attempt(await keep_account(database), heads='{"0":[1,1,true,0]}')
    response = {"letters": [], "truth": None, "texts": ["５％\u3000", "a\0b", "\U0001f600", "'\"\\;"]}
    await keep(
        database, row, ResponseEventRow(attempt_id=row.id, slot=0, number=1, response=response, received_at=NOON)
    )
    async with database.read() as session:
        assert (await load_attempt(session, row)).responses[0].texts == tuple(response["texts"] or ())


async def test_ones_own_attempts_at_one_exam_oldest_first(database: Database):
    mine, other = await keep_account(database, "1"), await keep_account(database, "2")
    late, early = an_attempt(mine, minutes=60), an_attempt(mine, minutes=-60)
    await keep(database, late, early, an_attempt(other), an_attempt(mine, blueprint="else"))
    async with database.read() as session:
        assert [row.id for row in await attempts.list_own(session, mine, "check")] == [early.id, late.id]


async def test_overdue_are_those_running_beyond_their_deadline_oldest_first(database: Database):
    mine = await keep_account(database)
    rows = {minutes: an_attempt(mine, minutes=minutes) for minutes in (-50, -90, -30, -70)}
    handed_in = an_attempt(mine, minutes=-99, state=AttemptState.SUBMITTED)
    await keep(database, *rows.values(), handed_in)
    overdue = await database.read_at_once(lambda connection: list_overdue(connection, NOON, 9))
    ids = [ending.attempt for ending in overdue]
    assert ids == [rows[-90].id, rows[-70].id, rows[-50].id]  # at its deadline one still runs
    oldest = await database.read_at_once(lambda connection: list_overdue(connection, NOON, 1))
    assert [ending.attempt for ending in oldest] == [rows[-90].id]


async def test_pages_with_names_newest_first(database: Database):
    people = {name: await keep_account(database, name, name) for name in "ab"}
    for minutes, name in enumerate("abab"):
        await keep(database, an_attempt(people[name], minutes=minutes))
    async with database.read() as session:
        first = await attempts.list_page(session, None, 3)
        rest = await attempts.list_page(session, first[-1][0].started_at, 3)
    assert [name for _, name in first] == ["b", "a", "b"]
    assert [name for _, name in rest] == ["a"]


async def test_frozen_items_stand_in_the_forms_order(database: Database):
    def an_item(number: int) -> Item:
        return Item(
            id=f"i{number}", kind=Kind.SINGLE, stem=f"第{number}题", rationale="", points=Fraction(1, 3),
            options=(Option("A", "甲"), Option("B", "乙")), keys=frozenset("B"), bank="b", topic="t",
        )  # fmt: skip

    bodies = {f"r{number}": to_json(encode_item(an_item(number))) for number in (2, 0, 1)}
    async with database.write() as session:
        await revisions.keep_bodies(session, "item", bodies, NOON)
        await session.commit()
    async with database.read() as session:
        items = await attempts.load_items(session, FORM)
    assert items == tuple(an_item(number) for number in range(3))


@pytest.mark.parametrize(
    ("earned", "possible", "share"), [(None, None, None), ("0", "100", Fraction(0)), ("125/2", "100", Fraction(5, 8))]
)
def test_share(earned: str | None, possible: str | None, share: Fraction | None):
    assert attempts.share(an_attempt(uuid4(), earned=earned, possible=possible)) == share


async def test_a_locked_attempt_is_changed_by_nobody_else(database: Database, second: Database):
    mine = await keep_account(database)
    row = an_attempt(mine)
    await keep(database, row)

    async def read_state() -> AttemptState:
        async with second.write() as session:
            found = await attempts.lock_own(session, row.id, mine)
            assert found
            return found.state

    async with database.write() as session:
        locked = await attempts.lock_own(session, row.id, mine)
        assert locked
        waiting = asyncio.create_task(read_state())
        await asyncio.wait({waiting}, timeout=0.2)
        assert not waiting.done()
        locked.state = AttemptState.SUBMITTED
        await session.commit()
    assert await waiting is AttemptState.SUBMITTED


async def test_a_lock_shows_what_others_committed_since_the_first_look(database: Database, second: Database):
    mine = await keep_account(database)
    row = an_attempt(mine)
    await keep(database, row)
    async with database.read() as session:
        seen = await attempts.get_own(session, row.id, mine)
        assert seen
        await session.commit()
        async with second.write() as other:
            changed = await other.get(AttemptRow, row.id)
            assert changed
            changed.state = AttemptState.SUBMITTED
            await other.commit()
        locked = await attempts.lock_own(session, row.id, mine)
        assert locked
        assert locked.state is AttemptState.SUBMITTED
