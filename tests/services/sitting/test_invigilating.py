"""The exam room in either system: more time, words and ends that meet a hand-in, a sweep or another examiner."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from edu.app import sweep
from edu.domain.people.role import Role
from edu.domain.refusal import Refused
from edu.domain.sitting.attempt import AttemptState
from edu.domain.sitting.terms import Release
from edu.services.people import enrolling
from edu.services.sitting import invigilating, taking
from edu.services.sitting.saving import Desk
from edu.store.engine.database import Database
from edu.store.people import accounts
from edu.store.sitting.attempts import AttemptRow
from edu.store.sitting.rooms import RoomEventRow
from tests.exam_terms import EXAM, set_exam
from tests.house import NOON, House
from tests.services.acts import list_ledger, load


@pytest.fixture
async def house(either_house: House) -> House:
    set_exam(either_house, minutes=60)
    await either_house.make_staff(Role.EXAMINER)
    return either_house


async def examiner_of(house: House) -> UUID:
    async with house.platform.database.read() as session:
        account = await accounts.get_by_login(session, "examiner@firm.cn")
    assert account
    return account.id


async def sit(house: House, login: str = "c@firm.cn") -> tuple[UUID, UUID]:
    candidate = await enrolling.open_staff_account(
        house.platform.database, login, "周敏", Role.CANDIDATE, "", house.clock()
    )
    async with house.platform.database.write() as session:
        blueprint = house.library.blueprints[EXAM]
        return candidate, await taking.start(session, house.library, blueprint, candidate, house.clock())


async def extend(
    house: House, *attempts: UUID, minutes: int = 10, node: Database | None = None
) -> invigilating.Extended:
    examiner = await examiner_of(house)
    async with (node or house.platform.database).write() as session:
        return await invigilating.extend(session, EXAM, attempts, minutes, "机房停电", examiner, house.clock())


async def row_of(house: House, attempt: UUID) -> AttemptRow:
    async with house.platform.database.read() as session:
        row = await session.get(AttemptRow, attempt)
    assert row
    return row


async def list_events(house: House) -> list[RoomEventRow]:
    async with house.platform.database.read() as session:
        return list((await session.execute(select(RoomEventRow))).scalars())


def minutes_after_noon(moment: datetime) -> float:
    return (moment - NOON) / timedelta(minutes=1)


@pytest.mark.parametrize("turn", range(4))
async def test_more_time_that_meets_a_hand_in(house: House, node: Database, turn: int):
    """Either it was handed in first, and the examiner is told so; or it had more time when it was handed in."""
    candidate, attempt = await sit(house)
    desk = Desk(house.platform.database)
    acts = [desk.hand_in(attempt, candidate, house.clock()), extend(house, attempt, node=node)]
    done = await asyncio.gather(*(acts if turn % 2 else reversed(acts)))
    (extended,) = [outcome for outcome in done if isinstance(outcome, invigilating.Extended)]
    await desk.close()
    row = await row_of(house, attempt)
    assert row.state is AttemptState.SUBMITTED
    assert (len(extended.done), extended.ended) in {(1, 0), (0, 1)}
    assert len(await list_events(house)) == len(await list_ledger(house, "sitting-extended")) == len(extended.done)
    assert minutes_after_noon(row.deadline) == 60 + 10 * len(extended.done)


async def test_two_examiners_give_more_time_at_once(house: House, node: Database):
    """Both are kept: neither reads the deadline that the other is about to change."""
    _, attempt = await sit(house)
    await asyncio.gather(extend(house, attempt, minutes=5), extend(house, attempt, minutes=7, node=node))
    assert minutes_after_noon((await row_of(house, attempt)).deadline) == 72
    assert len(await list_events(house)) == 2


@pytest.mark.parametrize("turn", range(2))
async def test_more_time_that_meets_the_sweep(house: House, node: Database, turn: int):
    """It ran out a minute ago, and nobody sees its result yet: whoever comes first, it goes on."""
    set_exam(house, minutes=60, release=Release.AT_DATE, release_at=NOON + timedelta(days=1))
    _, attempt = await sit(house)
    house.clock.turn(minutes=62)
    acts = [sweep(house.platform), extend(house, attempt, node=node)]
    await asyncio.gather(*(acts if turn else reversed(acts)))
    row = await row_of(house, attempt)
    assert row.state is AttemptState.STARTED
    assert minutes_after_noon(row.deadline) in {70, 72}  # counted from its end, or from now where it had ended
    await sweep(house.platform)
    assert (await row_of(house, attempt)).state is AttemptState.STARTED


@pytest.mark.parametrize("turn", range(2))
async def test_more_time_that_meets_the_release(house: House, node: Database, turn: int):
    """Either it goes on and nothing was released, or it was released and does not: never both."""
    _, attempt = await sit(house)
    house.clock.turn(minutes=62)
    acts = [sweep(house.platform), extend(house, attempt, node=node)]
    done = await asyncio.gather(*(acts if turn else reversed(acts)))
    (extended,) = [outcome for outcome in done if isinstance(outcome, invigilating.Extended)]
    row = await row_of(house, attempt)
    assert (len(extended.done), extended.shown) == ((1, 0) if row.state is AttemptState.STARTED else (0, 1))
    assert (row.released_at is None) is (row.state is AttemptState.STARTED)
    assert minutes_after_noon(row.deadline) == 60 + 10 * len(extended.done)


@pytest.mark.parametrize("turn", range(2))
async def test_an_end_that_meets_a_hand_in(house: House, node: Database, turn: int):
    """It ends once, with one score and one entry on record; whoever was second is told what is."""
    candidate, attempt = await sit(house)
    examiner = await examiner_of(house)

    async def end() -> AttemptState:
        async with node.write() as session:
            await invigilating.note_end(session, attempt, "设备故障", examiner, house.clock())
            ended = await taking.end_for(session, attempt, examiner, house.clock())
            await session.commit()
            return ended.attempt.state

    acts = [house.platform.desk.hand_in(attempt, candidate, house.clock()), end()]
    assert await asyncio.gather(*(acts if turn else reversed(acts))) == [AttemptState.SUBMITTED] * 2
    assert len(await list_ledger(house, "attempt-submitted")) == 1
    row = await row_of(house, attempt)
    assert (row.ended_by is None) is not bool(await list_events(house))


@pytest.mark.parametrize("turn", range(2))
async def test_a_page_that_is_asked_for_while_its_sitting_is_ended(house: House, node: Database, turn: int):
    """It shows the running sitting or the ended one, each whole."""
    candidate, attempt = await sit(house)
    house.clock.turn(minutes=62)
    acts = [sweep(house.platform), load(house, attempt, candidate, node)]
    done = await asyncio.gather(*(acts if turn else reversed(acts)))
    (sitting,) = [outcome for outcome in done if isinstance(outcome, taking.Sitting)]
    ended = sitting.attempt.state is AttemptState.EXPIRED
    assert (sitting.outcome.earned is not None, sitting.attempt.ended_at is not None) == (ended, ended)


async def test_all_in_the_room_and_nobody_elses(house: House):
    """Attempts of another exam, and what never was, are left alone."""
    _, attempt = await sit(house, "one@firm.cn")
    _, other = await sit(house, "other@firm.cn")
    async with house.platform.database.write() as session:
        foreign = await session.get(AttemptRow, other)
        assert foreign
        foreign.blueprint = "another"
        await session.commit()
    extended = await extend(house, attempt, other, uuid4())
    assert (extended.done, extended.ended) == ((attempt,), 0)
    assert minutes_after_noon((await row_of(house, other)).deadline) == 60


@pytest.mark.parametrize(("minutes", "words"), [(0, "x"), (-5, "x"), (24 * 60 + 1, "x"), (5, " \n"), (5, "长" * 301)])
async def test_what_makes_no_sense_is_refused_and_changes_nothing(house: House, minutes: int, words: str):
    _, attempt = await sit(house)
    examiner = await examiner_of(house)
    async with house.platform.database.write() as session:
        with pytest.raises(Refused):
            await invigilating.extend(session, EXAM, [attempt], minutes, words, examiner, house.clock())
    assert minutes_after_noon((await row_of(house, attempt)).deadline) == 60
    assert await list_events(house) == []


async def test_a_message_reaches_who_is_still_sitting(house: House):
    candidate, attempt = await sit(house, "one@firm.cn")
    _, other = await sit(house, "other@firm.cn")
    desk = Desk(house.platform.database)
    await desk.hand_in(attempt, candidate, house.clock())
    await desk.close()
    examiner = await examiner_of(house)
    async with house.platform.database.write() as session:
        assert await invigilating.tell(session, EXAM, [attempt, other], "请保持安静", examiner, house.clock()) == 1
    assert [event.attempt_id for event in await list_events(house)] == [other]


async def test_two_nodes_that_start_at_once_make_one_code(house: House, node: Database):
    set_exam(house, entry_code=True)

    async def open_on(database: Database) -> str:
        async with database.write() as session:
            await invigilating.open_rooms(session, house.library, house.clock())
        async with database.read() as session:
            return await invigilating.find_code(session, EXAM)

    first, second = await asyncio.gather(open_on(house.platform.database), open_on(node))
    assert first == second != ""
    assert await open_on(node) == first
