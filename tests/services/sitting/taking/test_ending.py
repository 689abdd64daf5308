"""Ends of sittings in either system: what was worked out beforehand holds only where nothing has come since."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from edu.domain.refusal import NotThere, Refused
from edu.domain.sitting.attempt import AttemptClosed, AttemptState, find_parts
from edu.domain.sitting.terms import Navigation
from edu.services.sitting import taking
from edu.services.sitting.saving import Desk
from edu.store.engine.database import Database
from edu.store.evidence.ledger import LedgerRow
from edu.store.sitting import frozen_forms
from edu.store.sitting.attempts import AttemptRow, FormRow
from edu.store.sitting.endings import Ending, NotHandedIn, end_all, work_out
from tests.exam_terms import set_exam
from tests.house import NOON, House
from tests.services.acts import get_client, list_ledger, load, respond, start
from tests.services.sitting.exam import make_candidate, start_exam
from tests.walking import right_response

LATER = NOON + timedelta(minutes=10)


@pytest.fixture
def house(either_house: House) -> House:
    return either_house


async def sit(house: House, login: str = "wang@example.cn", count: int = 3) -> tuple[UUID, UUID]:
    """A client, and their running sitting with so many right responses."""
    candidate = await house.make_client(login)
    attempt = await start(house, candidate)
    for slot in range(count):
        await respond_at(house, candidate, attempt, slot)
    return candidate, attempt


async def respond_at(house: House, candidate: UUID, attempt: UUID, slot: int) -> None:
    items = (await load(house, attempt, candidate)).items
    await respond(house, attempt, candidate, slot, right_response(items[slot]))


async def row_of(house: House, attempt: UUID) -> AttemptRow:
    async with house.platform.database.read() as session:
        row = await session.get(AttemptRow, attempt)
    assert row
    return row


async def test_a_save_between_the_look_and_the_end_counts(house: House):
    candidate, attempt = await sit(house)
    database, ending = house.platform.database, Ending(attempt, candidate, LATER, candidate)
    looked = await database.read_at_once(lambda connection: work_out(connection, [ending]))
    await respond_at(house, candidate, attempt, 3)
    (state,) = await database.write_at_once(lambda connection: end_all(connection, [ending], looked))
    assert state is AttemptState.SUBMITTED
    sitting = await load(house, attempt, candidate)
    assert len(sitting.attempt.responses) == 4
    assert (await row_of(house, attempt)).earned == str(sitting.result.earned)
    (entry,) = await list_ledger(house, "attempt-submitted")
    assert '"3"' in entry.body


async def test_more_time_between_the_look_and_the_end_undoes_the_end(house: House):
    """Overdue when it was looked at, and no longer when its turn came."""
    candidate, attempt = await sit(house)
    late = NOON + timedelta(minutes=32)
    database, ending = house.platform.database, Ending(attempt, candidate, late, overdue=True)
    looked = await database.read_at_once(lambda connection: work_out(connection, [ending]))
    assert looked[ending].state is AttemptState.EXPIRED
    async with database.write() as session:
        more = {"deadline": late + timedelta(minutes=5), "closes_at": late + timedelta(minutes=6)}
        await session.execute(update(AttemptRow).where(col(AttemptRow.id) == attempt).values(more))
        await session.commit()
    (state,) = await database.write_at_once(lambda connection: end_all(connection, [ending], looked))
    assert state is AttemptState.STARTED
    assert await list_ledger(house, "attempt-expired") == []


async def test_one_end_in_a_batch_that_names_it_twice(house: House):
    candidate, attempt = await sit(house)
    desk = Desk(house.platform.database)
    states = await asyncio.gather(*(desk.hand_in(attempt, candidate, LATER) for _ in range(3)))
    await desk.close()
    assert set(states) == {AttemptState.SUBMITTED}
    assert len(await list_ledger(house, "attempt-submitted")) == 1


async def test_two_nodes_end_the_same_sittings(house: House, node: Database):
    sittings = [await sit(house, f"c{n}@example.cn", 1) for n in range(5)]
    desks = [Desk(house.platform.database), Desk(node)]
    acts = [desk.hand_in(attempt, candidate, LATER) for candidate, attempt in sittings for desk in desks]
    assert set(await asyncio.gather(*acts)) == {AttemptState.SUBMITTED}
    for desk in desks:
        await desk.close()
    assert len(await list_ledger(house, "attempt-submitted")) == 5
    for candidate, _ in sittings:
        assert (await get_client(house, candidate)).decision_due_at == LATER


async def test_a_damaged_form_keeps_nobody_else_from_handing_in(house: House, monkeypatch: pytest.MonkeyPatch):
    sittings = [await sit(house, f"c{n}@example.cn", 1) for n in range(3)]
    async with house.platform.database.write() as session:
        await session.execute(
            update(FormRow).where(col(FormRow.attempt_id) == sittings[1][1]).values(body='{"damaged": true}')
        )
        await session.commit()
    monkeypatch.setattr(frozen_forms, "_known", {})  # as after a start
    desk = Desk(house.platform.database)
    done = await asyncio.gather(
        *(desk.hand_in(attempt, candidate, LATER) for candidate, attempt in sittings), return_exceptions=True
    )
    await desk.close()
    assert (done[0], done[2]) == (AttemptState.SUBMITTED, AttemptState.SUBMITTED)
    assert isinstance(done[1], Exception)
    assert not isinstance(done[1], Refused)  # an error for the log, not a sentence that blames the candidate
    assert (await row_of(house, sittings[1][1])).state is AttemptState.STARTED


async def test_a_database_that_is_away_says_so_and_ends_nothing(house: House, monkeypatch: pytest.MonkeyPatch):
    candidate, attempt = await sit(house)
    desk = Desk(house.platform.database)

    async def fail(_: object) -> None:
        raise OSError("away")

    with monkeypatch.context() as broken:
        broken.setattr(house.platform.database, "write_at_once", fail)
        with pytest.raises(NotHandedIn):
            await desk.hand_in(attempt, candidate, LATER)
    assert (await row_of(house, attempt)).state is AttemptState.STARTED
    assert await desk.hand_in(attempt, candidate, LATER) is AttemptState.SUBMITTED
    await desk.close()


@pytest.mark.parametrize("known", [True, False], ids=["somebody else's", "nobody's"])
async def test_somebody_elses_is_as_absent_as_none(house: House, known: bool):
    _, attempt = await sit(house)
    desk = Desk(house.platform.database)
    with pytest.raises(NotThere):
        await desk.hand_in(attempt if known else uuid4(), uuid4(), LATER)
    await desk.close()
    async with house.platform.database.read() as session:
        kinds = set((await session.execute(select(LedgerRow.kind))).scalars())
    assert "attempt-submitted" not in kinds


async def test_a_part_is_left_once_and_for_good(house: House, node: Database):
    set_exam(house, navigation=Navigation.FORWARD)
    candidate = await make_candidate(house)
    attempt = await start_exam(house, candidate)
    first, second, *_ = find_parts((await load(house, attempt, candidate)).attempt.form)

    async def leave(slot: int) -> int:
        async with house.platform.database.write() as session:
            return (await taking.finish_part(session, attempt, candidate, slot, house.clock())).attempt.first_open

    assert await leave(second[1]) == 0  # a part that is not the open one stays as it is
    assert await leave(first[1]) == await leave(first[1]) == second[1]
    assert (await load(house, attempt, candidate, node)).attempt.first_open == second[1]
    assert len(await list_ledger(house, "part-left")) == 1
    with pytest.raises(NotThere, match="no such question"):
        await leave(first[1] + 1)
    house.clock.turn(days=1)
    with pytest.raises(AttemptClosed):
        await leave(second[1])
