"""The desk in either system: what it answers is durable, and what it refuses leaves no trace."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from edu.domain.items.response import Response
from edu.domain.refusal import NotThere, Refused
from edu.domain.sitting.attempt import AttemptClosed, AttemptState
from edu.domain.sitting.signal import Signal, SignalKind
from edu.domain.sitting.terms import NotOpenYet
from edu.services.sitting import noting
from edu.services.sitting.saving import Desk
from edu.store.engine.database import Database
from tests.exam_terms import EXAM, set_exam
from tests.house import NOON, House
from tests.services.acts import load
from tests.services.sitting.exam import enter_exam, make_candidate, start_exam
from tests.walking import right_response


@pytest.fixture
def house(either_house: House) -> House:
    set_exam(either_house, minutes=60)
    return either_house


async def sit(house: House) -> tuple[UUID, UUID]:
    candidate = await make_candidate(house)
    return candidate, await start_exam(house, candidate)


async def list_addresses(database: Database, attempt: UUID) -> list[Signal]:
    async with database.read() as session:
        _, kept = await noting.list_signals(session, attempt, EXAM)
    return kept


async def test_a_receipt_says_that_another_connection_finds_the_response(house: House, node: Database):
    candidate, attempt = await sit(house)
    desk = house.platform.desk
    form = await desk.form_of(attempt, candidate)
    response = right_response(form.items[2])
    receipt = await desk.save(attempt, candidate, 2, response, house.clock(), seen=0, key="key-0001")
    assert (receipt.number, receipt.late, receipt.repeated) == (1, False, False)
    again = await desk.save(attempt, candidate, 2, response, house.clock(), seen=0, key="key-0001")
    assert (again.number, again.repeated, again.chain) == (1, True, receipt.chain)
    assert (await load(house, attempt, candidate, node)).attempt.responses == {2: response}


async def test_the_form_is_the_candidates_own(house: House, node: Database):
    candidate, attempt = await sit(house)
    desk = Desk(node)
    sitting = await load(house, attempt, candidate)
    form = await desk.form_of(attempt, candidate)
    assert (form.candidate, form.items) == (candidate, sitting.items)
    assert form.slots == sitting.attempt.form.slots
    assert len(form.looks) == len(form.slots)
    for whose, who in ((attempt, uuid4()), (uuid4(), candidate)):
        with pytest.raises(NotThere):
            await desk.form_of(whose, who)
    await desk.close()


async def test_what_is_refused_is_not_kept(house: House, node: Database):
    candidate, attempt = await sit(house)
    desk, now = house.platform.desk, house.clock()
    size = len((await desk.form_of(attempt, candidate)).items)
    for slot in (-1, size):
        with pytest.raises(NotThere, match="no such question"):
            await desk.save(attempt, candidate, slot, Response(), now)
    with pytest.raises(Refused, match="does not fit"):
        await desk.save(attempt, candidate, 0, Response(frozenset("Z")), now)
    with pytest.raises(NotThere):
        await desk.save(attempt, uuid4(), 0, Response(frozenset("A")), now)
    assert (await load(house, attempt, candidate, node)).attempt.receipts == 0


async def test_what_was_given_before_the_deadline_says_how_long_ago(house: House, node: Database):
    candidate, attempt = await sit(house)
    desk = house.platform.desk
    items = (await desk.form_of(attempt, candidate)).items
    late = NOON + timedelta(minutes=60, seconds=30)
    in_time = await desk.save(attempt, candidate, 0, right_response(items[0]), late, age=timedelta(seconds=30))
    too_late = await desk.save(attempt, candidate, 1, right_response(items[1]), late, age=timedelta(seconds=29))
    assert (in_time.late, too_late.late) == (False, True)
    assert set((await load(house, attempt, candidate, node)).attempt.responses) == {0}


async def test_begun_twice_it_is_begun_once(house: House, node: Database):
    set_exam(house, minutes=60, opens=5)
    candidate = await make_candidate(house)
    attempt = await enter_exam(house, candidate)
    desk = house.platform.desk
    with pytest.raises(NotOpenYet):
        await desk.begin(attempt, candidate, house.clock())
    assert (await load(house, attempt, candidate, node)).attempt.state is AttemptState.WAITING
    opened = NOON + timedelta(minutes=5)
    deadline = await desk.begin(attempt, candidate, opened)
    assert deadline == opened + timedelta(minutes=60)
    assert await desk.begin(attempt, candidate, opened + timedelta(seconds=9)) == deadline
    with pytest.raises(NotThere):
        await desk.begin(attempt, uuid4(), opened)
    begun = await load(house, attempt, candidate, node)
    assert (begun.attempt.state, begun.attempt.deadline) == (AttemptState.STARTED, deadline)


async def test_handed_in_once_and_then_closed(house: House, node: Database):
    candidate, attempt = await sit(house)
    desk, now = house.platform.desk, house.clock()
    with pytest.raises(NotThere):
        await desk.hand_in(attempt, uuid4(), now)
    assert (await load(house, attempt, candidate, node)).attempt.state is AttemptState.STARTED
    assert await desk.hand_in(attempt, candidate, now) is AttemptState.SUBMITTED
    assert await desk.hand_in(attempt, candidate, now + timedelta(seconds=5)) is AttemptState.SUBMITTED
    assert (await load(house, attempt, candidate, node)).attempt.ended_at == now
    with pytest.raises(AttemptClosed):
        await desk.save(attempt, candidate, 0, Response(), now)


async def test_each_address_is_noted_once(house: House, node: Database):
    candidate, attempt = await sit(house)
    first, second = Desk(house.platform.database), Desk(node)
    for address in ("10.0.0.1", "10.0.0.1", "", "10.0.0.2"):
        first.meet(attempt, candidate, address, NOON)
    first.meet(attempt, uuid4(), "10.9.9.9", NOON)  # somebody else's request says nothing of this sitting
    await first.close()
    second.meet(attempt, candidate, "10.0.0.2", NOON + timedelta(minutes=1))
    second.meet(attempt, candidate, "10.0.0.3", NOON + timedelta(minutes=1))
    await second.close()
    noted = await list_addresses(node, attempt)
    assert {(each.kind, each.detail) for each in noted} == {(SignalKind.ADDRESS, f"10.0.0.{n}") for n in (1, 2, 3)}
    assert len(noted) == 3
