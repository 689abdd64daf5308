"""Looking at sittings, in either system: one's own, with what may be seen of it now."""

from base64 import b64encode
from datetime import timedelta
from uuid import uuid4

import pytest

from edu.domain.refusal import NotThere
from edu.domain.sitting.attempt import AttemptState
from edu.domain.sitting.terms import Release
from edu.services.sitting import taking
from edu.services.suitability.deciding import ONBOARDING
from edu.store.engine.database import Database
from edu.store.engine.encoding import to_json
from edu.store.evidence import revisions
from tests.exam_terms import EXAM, set_exam
from tests.house import NOON, House
from tests.services.acts import sit, start
from tests.services.sitting.exam import enter_exam, make_candidate, start_exam


@pytest.fixture
def house(either_house: House) -> House:
    set_exam(either_house)
    return either_house


async def test_a_sitting_is_its_candidates_with_the_terms_it_began_under(house: House, node: Database):
    candidate = await make_candidate(house)
    attempt = await start_exam(house, candidate)
    before = house.library.blueprints[EXAM].terms
    set_exam(house, grace=timedelta(0), release=Release.AFTER_MARKING)
    async with node.read() as session:
        sitting = await taking.load_own(session, attempt, candidate)
        for whose, who in ((attempt, uuid4()), (uuid4(), candidate)):
            with pytest.raises(NotThere):
                await taking.load_own(session, whose, who)
    assert sitting.terms == before != house.library.blueprints[EXAM].terms
    assert len(sitting.items) == len(sitting.attempt.form.slots)
    assert (sitting.result.earned, sitting.result.passed) == (0, False)


async def test_own_attempts_tell_a_result_once_it_is_released(house: House, node: Database):
    candidate = await house.make_client()
    blueprint = house.library.blueprints[ONBOARDING.check]
    first = await sit(house, candidate)
    house.clock.turn(days=2)
    second = await start(house, candidate)
    async with node.read() as session:
        own = await taking.list_own_attempts(session, blueprint, candidate, house.clock())
        earlier = await taking.list_own_attempts(session, blueprint, candidate, NOON - timedelta(seconds=1))
        assert await taking.list_own_attempts(session, blueprint, uuid4(), house.clock()) == []
    assert [(each.id, each.state) for each in own] == [
        (first, AttemptState.SUBMITTED), (second, AttemptState.STARTED),
    ]  # fmt: skip
    assert [(each.earned, each.possible, each.passed) for each in own] == [(100, 100, True), (None, None, None)]
    assert [(each.earned, each.possible, each.passed) for each in earlier] == [(None, None, None)] * 2


async def test_how_many_wait(house: House, node: Database):
    set_exam(house, opens=5)
    for number in range(2):
        await enter_exam(house, await make_candidate(house, f"c{number}@firm.cn"))
    async with node.read() as session:
        assert await taking.count_waiting(session, EXAM) == 2
        assert await taking.count_waiting(session, "another") == 0


async def test_a_picture_of_a_form_is_there_though_the_library_lost_it(house: House, node: Database):
    picture = b"\x89PNG" + bytes(range(256))
    async with house.platform.database.write() as session:
        await session.run_sync(
            lambda known: revisions.keep_missing(
                known.connection(), "picture", {"d" * 64}, lambda _: to_json(b64encode(picture).decode()), NOON
            )
        )
        await session.commit()
    async with node.read() as session:
        assert await taking.load_picture(session, "d" * 64) == picture
        with pytest.raises(NotThere):
            await taking.load_picture(session, "0" * 64)
