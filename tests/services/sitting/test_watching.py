"""What running sittings are told within a second, in either system, and that they are seen to be there."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from edu.domain.refusal import NotThere
from edu.domain.sitting.attempt import AttemptState
from edu.domain.sitting.timing import RoomAct, Timing
from edu.services.sitting import invigilating
from edu.services.sitting.watching import LOOK_EVERY, WRITE_EVERY, Clock, Watch
from edu.store.engine.database import Database
from edu.store.sitting.attempts import AttemptRow
from tests.exam_terms import EXAM, set_exam
from tests.house import NOON, House
from tests.services.sitting.exam import make_candidate, start_exam, write_and_hand_in

DEADLINE = NOON + timedelta(minutes=60)


@pytest.fixture
def house(either_house: House) -> House:
    set_exam(either_house, minutes=60)
    return either_house


async def sit(house: House) -> tuple[UUID, UUID]:
    candidate = await make_candidate(house)
    return candidate, await start_exam(house, candidate)


async def extend(house: House, attempt: UUID, examiner: UUID) -> None:
    async with house.platform.database.write() as session:
        await invigilating.extend(session, EXAM, [attempt], 10, "机房停电", examiner, house.clock())


async def read(watch: Watch, house: House, attempt: UUID, candidate: UUID) -> Clock:
    return await watch.read_clock(attempt, candidate, house.clock())


async def test_more_time_is_told_by_every_node_at_its_next_look(house: House, node: Database):
    candidate, attempt = await sit(house)
    examiner = await make_candidate(house, "e@firm.cn")
    watches = Watch(house.platform.database), Watch(node)
    for watch in watches:
        clock = await read(watch, house, attempt, candidate)
        assert clock.timing == Timing(AttemptState.STARTED, DEADLINE, DEADLINE + timedelta(seconds=60))
        assert clock.notices == ()
    await extend(house, attempt, examiner)
    house.clock.now += LOOK_EVERY - timedelta(microseconds=1)
    assert [(await read(watch, house, attempt, candidate)).timing.deadline for watch in watches] == [DEADLINE] * 2
    house.clock.turn(microseconds=1)
    for watch in watches:
        clock = await read(watch, house, attempt, candidate)
        assert clock.timing.deadline == DEADLINE + timedelta(minutes=10)
        assert clock.timing.closes_at == clock.timing.deadline + timedelta(seconds=60)
        (notice,) = clock.notices
        assert (notice.act, notice.minutes, notice.words) == (RoomAct.EXTENDED, 10, "机房停电")
        house.clock.now += LOOK_EVERY
        assert len((await read(watch, house, attempt, candidate)).notices) == 1  # told once, however often it is read


async def test_an_end_is_told_and_a_sitting_that_was_forgotten_is_read_anew(house: House):
    candidate, attempt = await sit(house)
    watch = Watch(house.platform.database)
    assert (await read(watch, house, attempt, candidate)).timing.state is AttemptState.STARTED
    await write_and_hand_in(house, attempt, candidate, "安抚")
    assert (await read(watch, house, attempt, candidate)).timing.state is AttemptState.STARTED
    watch.forget(attempt)
    watch.forget(uuid4())
    assert (await read(watch, house, attempt, candidate)).timing.state is AttemptState.SUBMITTED


async def test_a_hand_in_is_known_to_other_nodes_when_they_next_say_who_is_there(house: House, node: Database):
    candidate, attempt = await sit(house)
    watch = Watch(node)
    assert (await read(watch, house, attempt, candidate)).timing.state is AttemptState.STARTED
    await write_and_hand_in(house, attempt, candidate, "安抚")
    house.clock.now += WRITE_EVERY
    await read(watch, house, attempt, candidate)
    house.clock.now += WRITE_EVERY
    assert (await read(watch, house, attempt, candidate)).timing.state is AttemptState.SUBMITTED


async def test_asking_says_that_the_page_is_there(house: House, node: Database):
    candidate, attempt = await sit(house)
    watch = Watch(house.platform.database)
    await read(watch, house, attempt, candidate)
    asked = house.clock()
    house.clock.now += WRITE_EVERY
    await watch.read_clock(attempt, candidate, house.clock())
    async with node.read() as session:
        row = await session.get(AttemptRow, attempt)
    assert row is not None
    assert row.seen_at == asked


async def test_somebody_elses_is_as_absent_as_none(house: House, node: Database):
    candidate, attempt = await sit(house)
    watch = Watch(house.platform.database)
    for whose, who in ((attempt, uuid4()), (uuid4(), candidate)):
        with pytest.raises(NotThere):
            await watch.read_clock(whose, who, NOON)
    await watch.read_clock(attempt, candidate, NOON)
    with pytest.raises(NotThere):
        await watch.read_clock(attempt, uuid4(), NOON)  # also where its clock is in memory
