"""Coming in through the doors of several nodes: one form each, drawn once, whoever else comes in the same moment."""

import asyncio
from datetime import timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from sqlmodel import col, select

from edu.domain.people.role import Role
from edu.domain.sitting.attempt import AttemptState
from edu.domain.sitting.terms import NotOpenYet
from edu.services.people import enrolling
from edu.services.sitting import invigilating, noting, taking
from edu.services.sitting.taking import Admission
from edu.services.sitting.taking.admitting import Entrance, draw_all, enter_all
from edu.store.engine.database import Database
from edu.store.sitting.attempts import AttemptRow, FormRow
from edu.store.sitting.notes import NoteRow
from edu.store.sitting.rooms import RoomEventRow
from tests.exam_terms import EXAM, set_exam
from tests.house import House
from tests.services.acts import list_ledger

CROWD = 7


@pytest.fixture
def house(either_house: House) -> House:
    return either_house


async def make_candidates(house: House, count: int) -> list[UUID]:
    return [
        await enrolling.open_staff_account(
            house.platform.database, f"c{n}@firm.cn", f"周{n}", Role.CANDIDATE, "", house.clock()
        )
        for n in range(count)
    ]


def entrance(house: House, candidate: UUID, *, waits: bool = False) -> Entrance:
    return Entrance(house.library, house.library.blueprints[EXAM], candidate, house.clock(), waits=waits)


async def list_rows(house: House) -> list[AttemptRow]:
    async with house.platform.database.read() as session:
        return list((await session.execute(select(AttemptRow).order_by(col(AttemptRow.started_at)))).scalars())


async def test_a_crowd_at_two_doors(house: House, node: Database):
    """Everybody knocks at both doors, twice: one attempt each, and the others are led to it."""
    set_exam(house)
    candidates, doors = await make_candidates(house, CROWD), [Admission(house.platform.database), Admission(node)]
    knocks = [(door, person) for person in candidates for door in doors for _ in range(2)]
    done = await asyncio.gather(
        *(door.enter(entrance(house, person)) for door, person in knocks), return_exceptions=True
    )
    for candidate in candidates:
        own = [result for (_, person), result in zip(knocks, done, strict=True) if person == candidate]
        (attempt,) = [result for result in own if isinstance(result, UUID)]
        assert {result.attempt for result in own if isinstance(result, taking.AlreadyOpen)} == {attempt}
    rows = await list_rows(house)
    assert sorted(row.candidate_id for row in rows) == sorted(candidates)
    assert {row.state for row in rows} == {AttemptState.STARTED}
    assert len(await list_ledger(house, "attempt-started")) == CROWD
    for door in doors:
        await door.close()


async def test_a_crowd_at_the_waiting_room_of_two_nodes(house: House, node: Database):
    """Whoever enters again finds the form that waits for them."""
    set_exam(house, opens=5)
    candidates, doors = await make_candidates(house, CROWD), [Admission(house.platform.database), Admission(node)]
    knocks = [(door, person) for person in candidates for door in doors]
    done = await asyncio.gather(*(door.enter(entrance(house, person, waits=True)) for door, person in knocks))
    assert done[::2] == done[1::2]
    assert len({*done}) == CROWD == len(await list_ledger(house, "attempt-entered"))
    with pytest.raises(NotOpenYet):
        await doors[0].enter(entrance(house, candidates[0]))
    for door in doors:
        await door.close()


async def test_what_was_drawn_before_is_not_taken_where_something_was_sat_since(house: House):
    set_exam(house, minutes=10)
    (candidate,) = await make_candidates(house, 1)
    database, first = house.platform.database, entrance(house, candidate)
    drawn = await database.read_at_once(lambda connection: draw_all(connection, [first]))
    async with database.write() as session:
        between = await taking.start(session, first.library, first.blueprint, candidate, house.clock())
    house.clock.turn(minutes=30)
    again = entrance(house, candidate)
    (attempt,) = await database.write_at_once(lambda connection: enter_all(connection, [again], drawn))
    assert isinstance(attempt, UUID)
    assert attempt != between
    async with database.read() as session:
        bodies = [row.body for row in (await session.execute(select(FormRow))).scalars()]
    assert len(bodies) == 2
    assert drawn[again.key].body not in bodies
    assert len(await list_ledger(house, "attempt-expired")) == 1  # the one between had run out


async def test_what_was_drawn_before_is_what_is_frozen(house: House):
    set_exam(house)
    (candidate,) = await make_candidates(house, 1)
    database, person = house.platform.database, entrance(house, candidate)
    drawn = await database.read_at_once(lambda connection: draw_all(connection, [person]))
    await database.write_at_once(lambda connection: enter_all(connection, [person], drawn))
    async with database.read() as session:
        (form,) = (await session.execute(select(FormRow))).scalars()
    assert form.body == drawn[person.key].body


async def test_a_stale_waiting_form_goes_with_what_was_noted_of_it(house: House):
    """An examiner had given more time: the evidence keeps that, the new form does not."""
    set_exam(house, opens=60 * 25, waiting=timedelta(days=2))
    (candidate,) = await make_candidates(house, 1)
    async with house.platform.database.write() as session:
        stale = await taking.enter(session, house.library, house.library.blueprints[EXAM], candidate, house.clock())
    async with house.platform.database.write() as session:
        await invigilating.extend(session, EXAM, [stale], 5, "提前说明", candidate, house.clock())
    house.clock.turn(days=1)
    door = Admission(house.platform.database)
    fresh = await door.enter(entrance(house, candidate, waits=True))
    await door.close()
    (row,) = await list_rows(house)
    assert (row.id, row.id == stale) == (fresh, False)
    async with house.platform.database.read() as session:
        assert (await session.execute(select(RoomEventRow))).all() == []
    assert len(await list_ledger(house, "sitting-extended")) == 1


async def test_one_that_runs_keeps_what_is_noted_when_somebody_else_comes(house: House):
    set_exam(house)
    first, second = await make_candidates(house, 2)
    door = Admission(house.platform.database)
    attempt = await door.enter(entrance(house, first))
    async with house.platform.database.write() as session:
        await noting.note(session, attempt, first, 3, flagged=True, words="再看一遍")
    await door.enter(entrance(house, second))
    await door.close()
    async with house.platform.database.read() as session:
        note = await session.get(NoteRow, (attempt, 3))
    assert note
    assert (note.flagged, note.words) == (True, "再看一遍")


async def test_extra_time_is_in_the_form_that_is_drawn(house: House):
    set_exam(house, minutes=60)
    first, second = await make_candidates(house, 2)
    async with house.platform.database.write() as session:
        await invigilating.grant(
            session, EXAM, timedelta(minutes=60), "c0@firm.cn", Fraction(3, 2), 5, "视力", second,
            house.clock(),
        )  # fmt: skip
    door = Admission(house.platform.database)
    await asyncio.gather(door.enter(entrance(house, first)), door.enter(entrance(house, second)))
    await door.close()
    assert {row.candidate_id: row.allowed // 60 for row in await list_rows(house)} == {first: 95, second: 60}
