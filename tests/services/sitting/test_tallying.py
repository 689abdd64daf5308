"""What sittings say of items, in either system: counted once, late enough, and used by the next forms."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from edu.app import sweep
from edu.domain.items.item import Kind
from edu.domain.items.response import Response
from edu.domain.people.role import Role
from edu.domain.sitting.facility import ENOUGH, Observed
from edu.domain.sitting.form import draw_form
from edu.domain.sitting.mark import Mark
from edu.domain.sitting.supply import Supply
from edu.services.sitting import marking, taking, tallying
from edu.services.suitability.deciding import ONBOARDING
from edu.store.engine.database import Database
from edu.store.sitting.attempts import AttemptRow
from edu.store.sitting.tallies import TallyRow
from tests.exam_terms import EXAM, set_exam
from tests.house import NOON, House
from tests.services.acts import hand_in, load, respond, sit, start

LATER = NOON + timedelta(days=1, minutes=1)


@pytest.fixture
def house(either_house: House) -> House:
    return either_house


async def list_tallies(house: House) -> dict[str, TallyRow]:
    async with house.platform.database.read() as session:
        return {row.revision: row for row in (await session.execute(select(TallyRow))).scalars()}


async def test_each_attempt_is_counted_once_and_a_day_later(house: House):
    first, second = await house.make_client("a@example.cn"), await house.make_client("b@example.cn")
    attempts = [await sit(house, first), await sit(house, second, lost=12)]
    database = house.platform.database
    assert await tallying.tally_due(database, NOON + timedelta(hours=23)) == 0
    assert await tallying.tally_due(database, LATER) == 2
    assert await tallying.tally_due(database, LATER) == 0
    tallies = await list_tallies(house)
    shares: dict[str, list[float]] = {}
    for attempt, candidate in zip(attempts, (first, second), strict=True):
        sitting = await load(house, attempt, candidate)
        for slot, score in zip(sitting.attempt.form.slots, sitting.result.scores, strict=True):
            shares.setdefault(slot.revision, []).append(float(score.earned / score.possible))
    assert {key: (row.count, row.earned) for key, row in tallies.items()} == {
        key: (len(some), pytest.approx(sum(some))) for key, some in shares.items()
    }


async def test_what_runs_or_is_not_released_is_not_counted(house: House):
    await start(house, await house.make_client("a@example.cn"))
    hidden = await sit(house, await house.make_client("b@example.cn"))
    async with house.platform.database.write() as session:
        late = {"released_at": LATER + timedelta(days=5)}
        await session.execute(update(AttemptRow).where(col(AttemptRow.id) == hidden).values(late))
        await session.commit()
    assert await tallying.tally_due(house.platform.database, LATER) == 0


async def test_two_nodes_count_at_the_same_moment(house: House, node: Database):
    for n in range(5):
        await sit(house, await house.make_client(f"c{n}@example.cn"))
    await asyncio.gather(*(tallying.tally_due(database, LATER) for database in (house.platform.database, node)))
    assert sum(row.count for row in (await list_tallies(house)).values()) == 5 * 20


async def test_a_mark_counts_as_what_was_earned(house: House):
    set_exam(house)
    blueprint = house.library.blueprints[EXAM]
    candidate, marker = await house.make_staff(Role.CANDIDATE), await house.make_staff(Role.EXAMINER)
    database = house.platform.database
    async with database.write() as session:
        attempt = await taking.start(session, house.library, blueprint, candidate, NOON)
    items = (await load(house, attempt, candidate)).items
    slot = next(n for n, item in enumerate(items) if item.kind is Kind.WRITTEN)
    await respond(house, attempt, candidate, slot, Response(texts=("先安抚客户，再登记。",)))
    await hand_in(house, attempt, candidate)
    async with database.write() as session:
        (response,) = (await marking.load_written(session, attempt, marker)).responses
        given = Mark(tuple(line.most / 4 for line in response.lines), "")
        await marking.mark(session, attempt, slot, given, marker, NOON)
    assert await tallying.tally_due(database, LATER) == 1
    assert (await list_tallies(house))[items[slot].revision].earned == pytest.approx(0.25)


async def test_the_sweep_counts(house: House):
    await sit(house, await house.make_client())
    house.clock.now = LATER
    await sweep(house.platform)
    assert len(await list_tallies(house)) == 20


async def test_forms_are_drawn_by_what_was_earned(house: House):
    """Items that all candidates failed are expected to earn less; without enough of them nothing changes."""
    library, database = house.library, house.platform.database
    blueprint = library.blueprints[ONBOARDING.check]
    supplies = tallying.Supplies(database)
    before = await supplies.find(library, blueprint, NOON)
    assert before.expected_points == library.supply(blueprint).expected_points
    async with database.write() as session:
        for place, item in enumerate(before.items):
            count = ENOUGH * 10 if place % 2 else ENOUGH - 1
            session.add(TallyRow(revision=item.revision, item=item.id, count=count, earned=0.0))
        await session.commit()
    assert await supplies.find(library, blueprint, NOON + timedelta(minutes=9)) is before
    after = await supplies.find(library, blueprint, NOON + timedelta(minutes=10))
    assert [share < old for share, old in zip(after.shares, before.shares, strict=True)] == [
        bool(place % 2) for place in range(len(before.items))
    ]
    assert await supplies.find(library, blueprint, NOON + timedelta(minutes=25)) is after  # nothing new was counted
    other = replace(blueprint, cut=Fraction(1, 2))
    assert (await supplies.find(library, other, NOON + timedelta(minutes=26))).blueprint is other


async def test_a_supply_that_is_given_is_drawn_from(house: House):
    library = house.library
    blueprint = library.blueprints[ONBOARDING.check]
    observed = {item.revision: Observed(10**6, 10.0**6 * 0.9) for item in library.live_items}
    assert set(tallying.make_supply(library, blueprint, observed).shares) == {9000}
    only = {slot.item for slot in draw_form(blueprint, library.live_items, seed=1).slots}
    supply = Supply.of(blueprint, [library.items[item] for item in only])
    candidate, door = await house.make_client(), taking.Admission(house.platform.database)
    attempt = await door.enter(taking.Entrance(library, blueprint, candidate, NOON, supply=supply))
    await door.close()
    form = (await load(house, attempt, candidate)).attempt.form
    assert {slot.item for slot in form.slots} == only
