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
from edu.domain.sitting.timing import TooLateToUndo
from edu.services.people import enrolling
from edu.services.sitting import invigilating, reviewing, taking
from edu.services.sitting.reviewing import Pending, Review
from edu.services.sitting.saving import Desk
from edu.store.engine.database import Database
from edu.store.people import accounts
from edu.store.sitting.attempts import AttemptRow
from edu.store.sitting.rooms import RoomEventRow
from tests.exam_terms import EXAM, set_exam
from tests.house import NOON, House
from tests.services.acts import list_ledger, load
from tests.walking import right_response


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


async def end(house: House, *attempts: UUID, node: Database | None = None) -> int:
    examiner = await examiner_of(house)
    async with (node or house.platform.database).write() as session:
        return await invigilating.end_sittings(session, EXAM, attempts, "设备故障", examiner, house.clock())


async def undo(house: House, by: UUID | None = None, node: Database | None = None) -> int:
    examiner = by or await examiner_of(house)
    async with (node or house.platform.database).write() as session:
        return await invigilating.undo_end(session, EXAM, examiner, house.clock())


async def look(house: House, attempt: UUID, candidate: UUID) -> Review | Pending | None:
    return await reviewing.review(house.platform.database, house.library, attempt, candidate, house.clock())


@pytest.mark.parametrize("turn", range(2))
async def test_an_end_that_meets_a_hand_in(house: House, node: Database, turn: int):
    """It ends once, with one score and one entry on record; whoever was second finds what is."""
    candidate, attempt = await sit(house)
    acts = [house.platform.desk.hand_in(attempt, candidate, house.clock()), end(house, attempt, node=node)]
    done = await asyncio.gather(*(acts if turn else reversed(acts)))
    state, ended = done if turn else reversed(done)
    assert state in {AttemptState.SUBMITTED, AttemptState.EXPIRED}
    row = await row_of(house, attempt)
    assert (row.state, row.ended_by is not None, len(await list_events(house))) == (state, bool(ended), ended)
    assert len(await list_ledger(house, f"attempt-{row.state.value}")) == 1


async def test_the_last_words_count_and_nothing_is_seen_while_the_end_may_be_taken_back(house: House):
    set_exam(house, minutes=60, release=Release.AT_ONCE)
    candidate, attempt = await sit(house)
    items = (await load(house, attempt, candidate)).items
    house.clock.turn(minutes=10)
    assert await end(house, attempt) == 1
    desk = house.platform.desk
    house.clock.turn(seconds=5)
    typed = await desk.save(attempt, candidate, 0, right_response(items[0]), house.clock(), age=timedelta(seconds=6))
    after = await desk.save(attempt, candidate, 1, right_response(items[1]), house.clock(), age=timedelta(seconds=4))
    house.clock.turn(seconds=11)
    assert (typed.late, after.late) == (False, True)
    await sweep(house.platform)
    row = await row_of(house, attempt)
    assert (row.state, row.ended_at) == (AttemptState.EXPIRED, NOON + timedelta(minutes=10))
    assert row.released_at == NOON + timedelta(minutes=11)
    pending = await look(house, attempt, candidate)
    assert isinstance(pending, Pending)
    assert pending.may_go_on
    house.clock.turn(seconds=44)
    review = await look(house, attempt, candidate)
    assert isinstance(review, Review)
    assert (set(review.responses), review.conclusion.closing_words) == ({0}, "设备故障")
    assert review.conclusion.closed_by == (await examiner_named(house))
    assert (await extend(house, attempt)).done == ()  # what an examiner ended does not go on by more time


async def examiner_named(house: House) -> str:
    async with house.platform.database.read() as session:
        account = await accounts.get_by_login(session, "examiner@firm.cn")
    assert account
    return account.name


@pytest.mark.parametrize("swept", [False, True])
async def test_an_end_that_is_taken_back_leaves_nothing_behind_and_costs_no_time(house: House, swept: bool):
    set_exam(house, minutes=60, release=Release.AT_ONCE)
    candidate, attempt = await sit(house)
    items = (await load(house, attempt, candidate)).items
    house.clock.turn(minutes=10)
    await end(house, attempt)
    house.clock.turn(seconds=20)
    typed = await house.platform.desk.save(
        attempt, candidate, 0, right_response(items[0]), house.clock(), age=timedelta(seconds=3)
    )
    assert typed.late
    if swept:
        await sweep(house.platform)
    house.clock.turn(seconds=10)
    assert await undo(house) == 1
    row = await row_of(house, attempt)
    assert (row.state, row.ended_by, row.ended_at, row.released_at) == (AttemptState.STARTED, None, None, None)
    assert row.deadline == NOON + timedelta(minutes=60, seconds=30)
    assert row.closes_at - row.deadline == house.library.blueprints[EXAM].terms.grace
    assert (await load(house, attempt, candidate)).attempt.responses.keys() == {0}  # what came late is in time again
    assert [event.kind for event in await list_events(house)] == ["ended", "resumed"]
    assert len(await list_ledger(house, "sitting-resumed")) == 1
    await house.platform.desk.hand_in(attempt, candidate, house.clock())
    review = await look(house, attempt, candidate)
    assert isinstance(review, Review)
    assert review.conclusion.closing_words == ""


@pytest.mark.parametrize("turn", range(2))
async def test_an_end_taken_back_while_the_candidate_hands_in(house: House, node: Database, turn: int):
    """Either it is handed in and stays so, or it goes on whole; never a running sitting with a result."""
    candidate, attempt = await sit(house)
    house.clock.turn(minutes=10)
    await end(house, attempt)
    house.clock.turn(seconds=3)
    acts = [house.platform.desk.hand_in(attempt, candidate, house.clock()), undo(house, node=node)]
    await asyncio.gather(*(acts if turn else reversed(acts)))
    row = await row_of(house, attempt)
    assert row.state in {AttemptState.STARTED, AttemptState.SUBMITTED}
    assert (row.ended_at is None) is (row.state is AttemptState.STARTED)
    assert (row.awaiting or row.earned is not None) is (row.state is AttemptState.SUBMITTED)
    assert row.ended_by is None


async def test_an_end_is_taken_back_by_who_ended_it_and_for_one_minute(house: House):
    _, attempt = await sit(house)
    other = await enrolling.open_staff_account(
        house.platform.database, "second@firm.cn", "吴越", Role.EXAMINER, "", house.clock()
    )
    await end(house, attempt)
    with pytest.raises(TooLateToUndo):
        await undo(house, other)
    house.clock.turn(seconds=60)
    with pytest.raises(TooLateToUndo):
        await undo(house)
    assert (await row_of(house, attempt)).ended_by is not None
    assert [event.kind for event in await list_events(house)] == ["ended"]


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
