"""Sitting a check: what is frozen, what is durable, what is refused, and what happens at the same moment."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, event
from sqlmodel import col, select

from edu.app import sweep
from edu.content.library import Library
from edu.domain.items.item import Item
from edu.domain.items.response import OMITTED, Response
from edu.domain.refusal import NotThere, Refused
from edu.domain.sitting.attempt import AttemptClosed, AttemptState, StalePage, TooSoon
from edu.domain.sitting.form import CannotBeFilled
from edu.services.sitting import taking
from edu.services.suitability.deciding import ONBOARDING
from edu.store.engine.database import Database
from edu.store.evidence.revisions import RevisionRow
from edu.store.sitting import attempts
from edu.store.sitting.attempts import AttemptRow, ResponseEventRow
from tests.house import NOON, House
from tests.services.acts import (
    count_rows,
    get_client,
    hand_in,
    list_ledger,
    load,
    meanwhile,
    respond,
    respond_rightly,
    sit,
    start,
    wrong_response,
)
from tests.walking import right_response

HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
def house(either_house: House) -> House:
    return either_house


def edited(library: Library) -> Library:
    """Another stem and other keys in every item, another cut and another duration."""

    def edit(item: Item) -> Item:
        letters = frozenset(option.letter for option in item.options) - item.keys
        return replace(
            item, stem=f"改过的题干 {item.id}", keys=letters, truth=None if item.truth is None else not item.truth
        )

    check = replace(library.blueprints[ONBOARDING.check], cut=Fraction(1, 100), duration=timedelta(minutes=1))
    items = {key: edit(item) for key, item in library.items.items()}
    return replace(library, items=items, blueprints={ONBOARDING.check: check})


async def sitting_of(house: House) -> tuple[UUID, UUID]:
    """A new client and a started attempt."""
    candidate = await house.make_client()
    return candidate, await start(house, candidate)


async def list_events(house: House, attempt_id: UUID) -> list[ResponseEventRow]:
    query = select(ResponseEventRow).where(col(ResponseEventRow.attempt_id) == attempt_id)
    async with house.platform.database.read() as session:
        return list((await session.execute(query.order_by(col(ResponseEventRow.id)))).scalars())


async def test_a_form_is_frozen_when_it_starts(house: House):
    """The bank is edited in the middle of the sitting, and the edited one is used by others: nothing changes here."""
    candidate, attempt_id = await sitting_of(house)
    before = await load(house, attempt_id, candidate)

    other = await house.make_client("li@example.cn")
    library = edited(house.library)
    newer = await load(house, await start(house, other, library=library), other)
    assert all(item.stem.startswith("改过的题干") for item in newer.items)
    assert newer.attempt.deadline == NOON + timedelta(minutes=1)

    after = await load(house, attempt_id, candidate)
    assert (after.attempt, after.items) == (before.attempt, before.items)
    assert after.items == tuple(house.library.items[slot.item] for slot in after.attempt.form.slots)
    await respond_rightly(house, attempt_id, candidate, lost=24)
    result = (await hand_in(house, attempt_id, candidate)).result
    assert (result.earned, result.cut, result.passed) == (76, Fraction(4, 5), False)


async def test_a_start_is_recorded_with_its_form(house: House):
    candidate, attempt_id = await sitting_of(house)
    sitting = await load(house, attempt_id, candidate)
    (entry,) = await list_ledger(house, "attempt-started")
    assert (entry.subject_id, entry.at) == (candidate, NOON)
    slots = json.loads(entry.body)["form"]["slots"]
    assert [slot["revision"] for slot in slots] == [item.revision for item in sitting.items]
    assert [tuple(slot["order"]) for slot in slots] == [slot.order for slot in sitting.attempt.form.slots]


async def test_a_response_is_durable_when_save_returns(house: House):
    candidate, attempt_id = await sitting_of(house)
    item = (await load(house, attempt_id, candidate)).items[3]
    await house.platform.desk.save(attempt_id, candidate, 3, right_response(item), NOON, seen=0)
    elsewhere = Database(house.platform.database.url)
    seen = await load(house, attempt_id, candidate, elsewhere)
    await elsewhere.close()
    assert seen.attempt.responses == {3: right_response(item)}
    assert seen.attempt.events == {3: 1}


async def test_every_change_is_kept_and_the_last_counts(house: House):
    candidate, attempt_id = await sitting_of(house)
    item = (await load(house, attempt_id, candidate)).items[0]
    right, wrong = right_response(item), wrong_response(item)
    for seen, response in enumerate([wrong, right, OMITTED, wrong, right]):
        sitting = await respond(house, attempt_id, candidate, 0, response, seen)
        assert sitting.attempt.responses[0] == response
        house.clock.turn(seconds=30)
    events = await list_events(house, attempt_id)
    assert [event.number for event in events] == [1, 2, 3, 4, 5]
    assert [event.received_at for event in events] == [NOON + timedelta(seconds=30 * n) for n in range(5)]
    assert (await hand_in(house, attempt_id, candidate)).result.scores[0].full


async def test_a_repeated_response_changes_nothing(house: House):
    candidate, attempt_id = await sitting_of(house)
    response = right_response((await load(house, attempt_id, candidate)).items[0])
    for _ in range(3):  # the same request, sent again after its reply was lost
        sitting = await respond(house, attempt_id, candidate, 0, response, 0)
        assert sitting.attempt.events == {0: 1}
    assert len(await list_events(house, attempt_id)) == 1


async def test_a_stale_page_overwrites_nothing(house: House):
    candidate, attempt_id = await sitting_of(house)
    item = (await load(house, attempt_id, candidate)).items[0]
    await respond(house, attempt_id, candidate, 0, right_response(item), 0)
    for seen in (0, 2):
        with pytest.raises(StalePage):
            await respond(house, attempt_id, candidate, 0, wrong_response(item), seen)
    assert (await load(house, attempt_id, candidate)).attempt.responses == {0: right_response(item)}
    await respond(house, attempt_id, candidate, 0, wrong_response(item), 1)


async def test_two_tabs_respond_at_the_same_moment(house: House, node: Database):
    """One is saved, the other is told; which of the two is not said."""
    candidate, attempt_id = await sitting_of(house)
    item = (await load(house, attempt_id, candidate)).items[0]
    given = [right_response(item), wrong_response(item)]
    done = await asyncio.gather(
        respond(house, attempt_id, candidate, 0, given[0], 0),
        respond(house, attempt_id, candidate, 0, given[1], 0, node=node),
        return_exceptions=True,
    )
    assert sorted(type(outcome).__name__ for outcome in done) == ["Sitting", "StalePage"]
    saved = next(response for response, outcome in zip(given, done, strict=True) if not isinstance(outcome, StalePage))
    assert (await load(house, attempt_id, candidate)).attempt.responses == {0: saved}
    assert len(await list_events(house, attempt_id)) == 1


async def test_the_last_moment_is_in_time_and_the_next_is_late(house: House):
    candidate, attempt_id = await sitting_of(house)
    items = (await load(house, attempt_id, candidate)).items
    house.clock.turn(minutes=30)
    await respond(house, attempt_id, candidate, 0, right_response(items[0]), 0)
    house.clock.turn(microseconds=1)
    await respond(house, attempt_id, candidate, 1, right_response(items[1]), 0)
    assert [event.late for event in await list_events(house, attempt_id)] == [False, True]
    assert set((await load(house, attempt_id, candidate)).attempt.responses) == {0}
    house.clock.turn(hours=1)
    with pytest.raises(AttemptClosed, match="time"):
        await respond(house, attempt_id, candidate, 2, right_response(items[2]), 0)
    assert len(await list_events(house, attempt_id)) == 2


async def test_after_hand_in_nothing_is_taken(house: House):
    candidate, attempt_id = await sitting_of(house)
    item = (await load(house, attempt_id, candidate)).items[0]
    await hand_in(house, attempt_id, candidate)
    with pytest.raises(AttemptClosed, match="handed in"):
        await respond(house, attempt_id, candidate, 0, right_response(item), 0)
    assert await list_events(house, attempt_id) == []


@pytest.mark.parametrize("slot", [-1, 20, 10**30])
async def test_a_question_that_the_form_does_not_have(house: House, slot: int):
    candidate, attempt_id = await sitting_of(house)
    with pytest.raises(NotThere):
        await respond(house, attempt_id, candidate, slot, OMITTED)


async def test_a_response_that_does_not_fit_is_refused(house: House):
    candidate, attempt_id = await sitting_of(house)
    with pytest.raises(Refused, match="does not fit"):
        await respond(house, attempt_id, candidate, 0, Response(letters=frozenset("Z"), truth=True))
    assert await list_events(house, attempt_id) == []


async def test_somebody_elses_attempt_is_not_there(house: House):
    candidate, attempt_id = await sitting_of(house)
    other = await house.make_client("li@example.cn")
    for act in (
        load(house, attempt_id, other),
        respond(house, attempt_id, other, 0, OMITTED),
        hand_in(house, attempt_id, other),
        load(house, uuid4(), candidate),
    ):
        with pytest.raises(NotThere):
            await act
    assert (await load(house, attempt_id, candidate)).attempt.state is AttemptState.STARTED
    async with house.platform.database.read() as session:
        check = house.library.blueprints[ONBOARDING.check]
        assert await taking.list_own_attempts(session, check, other, house.clock()) == []
        assert [row.id for row in await taking.list_own_attempts(session, check, candidate, house.clock())] == [
            attempt_id
        ]


@pytest.mark.parametrize(("lost", "earned", "passed"), [(0, 100, True), (20, 80, True), (24, 76, False)])
async def test_a_result_at_the_cut(house: House, lost: int, earned: int, passed: bool):
    candidate = await house.make_client()
    attempt_id = await sit(house, candidate, lost=lost)
    sitting = await load(house, attempt_id, candidate)
    assert (sitting.result.earned, sitting.result.possible, sitting.result.passed) == (earned, 100, passed)
    assert (sitting.outcome.earned, sitting.outcome.possible, sitting.outcome.passed) == (earned, 100, passed)
    (entry,) = await list_ledger(house, "attempt-submitted")
    body = json.loads(entry.body)
    assert (body["earned"], body["passed"], len(body["responses"])) == (str(earned), passed, 20 - lost // 4)


async def test_a_second_hand_in_finds_the_first(house: House):
    candidate, attempt_id = await sitting_of(house)
    first = await hand_in(house, attempt_id, candidate)
    house.clock.turn(hours=1)
    second = await hand_in(house, attempt_id, candidate)
    assert (second.attempt.state, second.attempt.ended_at) == (AttemptState.SUBMITTED, NOON)
    assert second.result == first.result
    assert len(await list_ledger(house, "attempt-submitted")) == 1


async def test_two_hand_ins_at_the_same_moment_count_once(house: House, node: Database):
    candidate, attempt_id = await sitting_of(house)
    await respond_rightly(house, attempt_id, candidate)
    done = await asyncio.gather(hand_in(house, attempt_id, candidate), hand_in(house, attempt_id, candidate, node=node))
    assert [sitting.result.earned for sitting in done] == [100, 100]
    assert len(await list_ledger(house, "attempt-submitted")) == 1


async def test_a_response_that_meets_the_hand_in_is_counted_or_refused(house: House, node: Database):
    """Never saved and yet not scored."""
    candidate, attempt_id = await sitting_of(house)
    items = (await load(house, attempt_id, candidate)).items
    saves = [respond(house, attempt_id, candidate, slot, right_response(items[slot])) for slot in range(4)]
    done = await asyncio.gather(*saves, hand_in(house, attempt_id, candidate, node=node), return_exceptions=True)
    assert {type(outcome) for outcome in done} <= {taking.Sitting, AttemptClosed}
    saved = sum(not isinstance(outcome, AttemptClosed) for outcome in done[:4])
    sitting = await load(house, attempt_id, candidate)
    assert len(sitting.attempt.responses) == saved
    assert sitting.outcome.earned == sitting.result.earned


async def test_a_hand_in_after_the_deadline_ends_at_the_deadline(house: House):
    candidate, attempt_id = await sitting_of(house)
    await respond_rightly(house, attempt_id, candidate)
    house.clock.turn(minutes=45)
    sitting = await hand_in(house, attempt_id, candidate)
    assert (sitting.attempt.state, sitting.attempt.ended_at) == (AttemptState.EXPIRED, NOON + HALF_AN_HOUR)
    assert sitting.result.passed
    assert [row.kind for row in await list_ledger(house)][-1] == "attempt-expired"


async def test_an_open_attempt_is_gone_on_with(house: House):
    candidate, attempt_id = await sitting_of(house)
    house.clock.turn(minutes=20)
    with pytest.raises(taking.AlreadyOpen) as opened:
        await start(house, candidate)
    assert opened.value.attempt == attempt_id
    assert (await load(house, attempt_id, candidate)).attempt.deadline == NOON + HALF_AN_HOUR


async def test_two_starts_at_the_same_moment_open_one_attempt(house: House, node: Database):
    candidate = await house.make_client()
    done = await asyncio.gather(start(house, candidate), start(house, candidate, node=node), return_exceptions=True)
    (started,) = [outcome for outcome in done if isinstance(outcome, UUID)]
    (refused,) = [outcome for outcome in done if isinstance(outcome, taking.AlreadyOpen)]
    assert refused.attempt == started
    async with house.platform.database.read() as session:
        assert await count_rows(session, AttemptRow) == 1


async def test_many_start_at_the_same_moment(house: House, node: Database):
    """The first to use any item of the banks, and nobody is refused."""
    candidates = [await house.make_client(f"client{number}@example.cn") for number in range(6)]
    nodes = [house.platform.database, node] * 3
    done = await asyncio.gather(*(start(house, person, node=at) for person, at in zip(candidates, nodes, strict=True)))
    for candidate, attempt_id in zip(candidates, done, strict=True):
        assert len((await load(house, attempt_id, candidate)).items) == 20


async def test_the_sweep_ends_what_nobody_handed_in(house: House):
    candidate, attempt_id = await sitting_of(house)
    await respond_rightly(house, attempt_id, candidate, lost=12)
    house.clock.turn(minutes=31)  # half an hour, and a minute for what is still on its way
    await sweep(house.platform)
    assert (await load(house, attempt_id, candidate)).attempt.state is AttemptState.STARTED
    house.clock.turn(seconds=1)
    await sweep(house.platform)
    await sweep(house.platform)
    sitting = await load(house, attempt_id, candidate)
    assert (sitting.attempt.state, sitting.attempt.ended_at) == (AttemptState.EXPIRED, NOON + HALF_AN_HOUR)
    assert (sitting.outcome.earned, sitting.outcome.passed) == (88, True)
    assert len(await list_ledger(house, "attempt-expired")) == 1


async def test_the_sweep_takes_the_oldest_of_many(house: House):
    for number in range(3):
        await start(house, await house.make_client(f"client{number}@example.cn"))
        house.clock.turn(minutes=1)
    house.clock.turn(hours=1)
    assert [await taking.end_overdue(house.platform.database, house.clock(), 2) for _ in range(3)] == [2, 1, 0]


async def test_a_sweep_takes_small_turns(house: House):
    """Whoever saves meanwhile waits for five attempts, not for all."""
    for number in range(12):
        await start(house, await house.make_client(f"client{number}@example.cn"))
    house.clock.turn(hours=1)
    turns: list[int] = []

    def note(_connection: object, _cursor: object, statement: str, given: Any, _context: object, many: bool) -> None:
        if statement.startswith("UPDATE attempts"):
            turns.append(len(given) if many else 1)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert await taking.end_overdue(house.platform.database, house.clock()) == 12
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert turns == [5, 5, 2]


async def test_two_nodes_sweep_at_the_same_moment(house: House, node: Database):
    for number in range(3):
        await start(house, await house.make_client(f"client{number}@example.cn"))
    house.clock.turn(hours=1)
    both = (house.platform.database, node)
    await asyncio.gather(*(taking.end_overdue(database, house.clock()) for database in both))
    assert [await taking.end_overdue(database, house.clock()) for database in both] == [0, 0]
    assert len(await list_ledger(house, "attempt-expired")) == 3


async def test_a_hand_in_in_time_is_not_undone_by_a_sweep(house: House, node: Database):
    candidate, attempt_id = await sitting_of(house)
    deadline = NOON + HALF_AN_HOUR

    async with house.platform.database.write() as session:
        await attempts.lock_own(session, attempt_id, candidate)
        async with meanwhile(taking.end_overdue(node, deadline + timedelta(seconds=1))) as swept:
            await taking.hand_in(session, attempt_id, candidate, deadline)
    assert swept.done()
    assert (await load(house, attempt_id, candidate)).attempt.state is AttemptState.SUBMITTED
    assert len(await list_ledger(house, "attempt-expired")) == 0


async def test_a_start_ends_an_overdue_attempt_first(house: House):
    candidate, attempt_id = await sitting_of(house)
    house.clock.turn(minutes=40)  # the interval counts from the deadline
    newer = await start(house, candidate)
    assert newer != attempt_id
    older = await load(house, attempt_id, candidate)
    assert (older.attempt.state, older.attempt.ended_at) == (AttemptState.EXPIRED, NOON + HALF_AN_HOUR)


async def test_a_start_that_meets_the_hand_in_of_an_overdue_attempt(house: House, node: Database):
    """Both lock the attempt and the client, in one order: neither is thrown out by PostgreSQL as a deadlock."""
    candidate, attempt_id = await sitting_of(house)
    house.clock.turn(minutes=41)
    async with house.platform.database.write() as session:
        await attempts.lock_own(session, attempt_id, candidate)
        async with meanwhile(start(house, candidate, node=node)) as started:
            await taking.hand_in(session, attempt_id, candidate, house.clock())
    assert started.result() != attempt_id
    assert len(await list_ledger(house, "attempt-expired")) == 1


async def test_the_interval_is_over_at_its_last_moment(house: House):
    candidate = await house.make_client()
    sat = await sit(house, candidate, lost=24)
    house.clock.turn(minutes=10, microseconds=-1)
    with pytest.raises(TooSoon) as refused:
        await start(house, candidate)
    assert refused.value.opens == NOON + timedelta(minutes=10)
    house.clock.turn(microseconds=1)
    assert await start(house, candidate) != sat


async def test_the_limit_of_a_day(house: House):
    candidate = await house.make_client()
    for _ in range(2):
        await hand_in(house, await start(house, candidate), candidate)
        house.clock.turn(hours=1)
    with pytest.raises(TooSoon) as refused:
        await start(house, candidate)
    assert refused.value.opens == NOON + timedelta(days=1)
    check = house.library.blueprints[ONBOARDING.check]
    async with house.platform.database.read() as session:
        rows = await taking.list_own_attempts(session, check, candidate, house.clock())
    told = taking.opens_again(check, rows, house.clock())
    assert isinstance(told, TooSoon)
    assert told.opens == refused.value.opens
    assert taking.opens_again(check, rows, told.opens) is None
    house.clock.now = told.opens
    assert await start(house, candidate) not in {row.id for row in rows}


async def test_a_refused_start_keeps_nothing(house: House):
    candidate = await house.make_client()
    with pytest.raises(CannotBeFilled):
        await start(house, candidate, library=replace(house.library, items={}))
    async with house.platform.database.read() as session:
        assert await count_rows(session, AttemptRow) == await count_rows(session, RevisionRow) == 0


async def test_an_end_makes_the_decision_due(house: House):
    candidate, attempt_id = await sitting_of(house)
    house.clock.turn(minutes=7)
    await hand_in(house, attempt_id, candidate)
    assert (await get_client(house, candidate)).decision_due_at == house.clock()


async def test_a_further_attempt_leaves_out_what_the_last_two_had(house: House):
    candidate = await house.make_client()
    forms = []
    for _ in range(3):
        attempt_id = await start(house, candidate)
        forms.append({slot.item for slot in (await load(house, attempt_id, candidate)).attempt.form.slots})
        await hand_in(house, attempt_id, candidate)
        house.clock.turn(days=2)
    assert [len(form) for form in forms] == [20, 20, 20]
    assert not forms[0] & forms[1]  # the shipped banks hold three for each place
    assert not (forms[0] | forms[1]) & forms[2]
