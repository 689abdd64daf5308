"""The entry code of a room, in either system: forgiven in its writing, and slow to guess."""

from uuid import UUID

import pytest

from edu.domain.people.back_off import FREE_TRIES, TooManyTries
from edu.services.sitting import taking
from edu.services.sitting.taking import WrongCode
from edu.store.engine.database import Database
from edu.store.sitting import rooms
from tests.exam_terms import EXAM, set_exam
from tests.house import House
from tests.services.sitting.exam import make_candidate

CODE = "K7PQ2M"


@pytest.fixture
async def house(either_house: House) -> House:
    set_exam(either_house, entry_code=True)
    async with either_house.platform.database.write() as session:
        await rooms.open_room(session, EXAM, CODE, either_house.clock())
        await session.commit()
    return either_house


async def check(house: House, candidate: UUID, given: str, node: Database | None = None) -> None:
    async with (node or house.platform.database).write() as session:
        await taking.check_code(session, house.library.blueprints[EXAM], candidate, given, house.clock())


@pytest.mark.parametrize("given", [CODE, CODE.lower(), f"  {CODE}\n"])
async def test_the_code_as_people_type_it(house: House, given: str):
    await check(house, await make_candidate(house), given)


async def test_guessing_is_slowed_down_on_every_node(house: House, node: Database):
    candidate, other = await make_candidate(house), await make_candidate(house, "d@firm.cn")
    for _ in range(FREE_TRIES):
        with pytest.raises(WrongCode):
            await check(house, candidate, "K7PQ2N")
    with pytest.raises(TooManyTries):
        await check(house, candidate, CODE, node)  # not even the right one is heard
    await check(house, other, CODE, node)  # and nobody else waits for it
    house.clock.turn(seconds=30)
    with pytest.raises(WrongCode):
        await check(house, candidate, "", node)
    house.clock.turn(seconds=59)
    with pytest.raises(TooManyTries):
        await check(house, candidate, CODE)
    house.clock.turn(seconds=1)
    await check(house, candidate, CODE)


async def test_a_room_that_is_not_open_has_no_code(either_house: House):
    set_exam(either_house, entry_code=True)
    with pytest.raises(WrongCode):
        await check(either_house, await make_candidate(either_house), "")


async def test_an_exam_without_a_code_asks_for_none(either_house: House):
    set_exam(either_house, entry_code=False)
    await check(either_house, await make_candidate(either_house), "anything")
