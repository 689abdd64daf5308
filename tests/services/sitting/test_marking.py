"""Marking written responses in either system: blind, by rubric, and complete together."""

from datetime import timedelta
from fractions import Fraction
from uuid import UUID, uuid4

import pytest

from edu.domain.people.role import Role
from edu.domain.refusal import NotThere, Refused
from edu.domain.sitting.mark import Mark
from edu.domain.sitting.terms import Release
from edu.services.sitting import marking, reviewing
from edu.services.sitting.marking import MarkSheet
from edu.services.sitting.reviewing import Review
from edu.store.engine.database import Database
from edu.store.sitting.attempts import AttemptRow
from tests.exam_terms import set_exam
from tests.house import NOON, House
from tests.services.acts import list_ledger
from tests.services.sitting.exam import make_candidate, start_exam, write_and_hand_in


@pytest.fixture
def house(either_house: House) -> House:
    set_exam(either_house, release=Release.AFTER_MARKING)
    return either_house


@pytest.fixture
async def marker(house: House) -> UUID:
    return await house.make_staff(Role.EXAMINER)


async def sit(house: House) -> tuple[UUID, UUID, list[int]]:
    """Handed in, with only the written questions answered: attempt, candidate, and their slots."""
    candidate = await make_candidate(house)
    attempt = await start_exam(house, candidate)
    return attempt, candidate, await write_and_hand_in(house, attempt, candidate, "先安抚客户，再核实情况。")


async def load_sheet(database: Database, attempt: UUID, marker: UUID) -> MarkSheet:
    async with database.read() as session:
        return await marking.load_written(session, attempt, marker)


async def give(house: House, marker: UUID, attempt: UUID, slot: int, mark: Mark) -> bool:
    async with house.platform.database.write() as session:
        return await marking.mark(session, attempt, slot, mark, marker, house.clock())


def full(sheet: MarkSheet, slot: int, comment: str = "") -> Mark:
    (found,) = [response for response in sheet.responses if response.slot == slot]
    return Mark(tuple(line.most for line in found.lines), comment)


async def test_marked_one_by_one_and_complete_together(house: House, node: Database, marker: UUID):
    attempt, candidate, written = await sit(house)
    sheet = await load_sheet(node, attempt, marker)
    assert [response.slot for response in sheet.responses] == written
    assert {response.text for response in sheet.responses} == {"先安抚客户，再核实情况。"}
    async with node.read() as session:
        (waiting,) = await marking.list_waiting(session, marker)
        assert (waiting.id, waiting.code) == (attempt, sheet.code)
        assert await marking.list_waiting(session, candidate) == []
    complete = [await give(house, marker, attempt, slot, full(sheet, slot, f"第 {slot} 题")) for slot in written]
    assert complete == [slot == written[-1] for slot in written]
    async with node.read() as session:
        assert await marking.list_waiting(session, marker) == []
        row = await session.get(AttemptRow, attempt)
    assert row is not None
    review = await reviewing.review(node, house.library, attempt, candidate, house.clock())
    assert isinstance(review, Review)
    assert review.comments == {slot: f"第 {slot} 题" for slot in written}
    points = sum((response.points for response in sheet.responses), Fraction(0))
    assert (row.earned, row.awaiting, row.released_at) == (str(points), False, house.clock())
    assert len(await list_ledger(house, "response-marked")) == len(written)


async def test_a_mark_is_corrected_until_the_result_is_there(house: House, node: Database, marker: UUID):
    set_exam(house, release=Release.AT_DATE, release_at=NOON + timedelta(days=1))
    attempt, _, (slot,) = await sit(house)
    first = full(await load_sheet(node, attempt, marker), slot)
    lowered = Mark((Fraction(0), *first.points[1:]), "少一点")
    house.clock.turn(days=1, microseconds=-1)
    for mark in (first, lowered):
        assert await give(house, marker, attempt, slot, mark)
    house.clock.turn(microseconds=1)
    with pytest.raises(Refused, match="has been released"):
        await give(house, marker, attempt, slot, first)
    (kept,) = (await load_sheet(node, attempt, marker)).responses
    assert kept.mark == lowered
    assert len(await list_ledger(house, "response-marked")) == 2
    async with node.read() as session:
        row = await session.get(AttemptRow, attempt)
    assert row is not None
    assert row.earned == str(lowered.earned)


async def test_what_is_refused_leaves_no_mark(house: House, node: Database, marker: UUID):
    attempt, candidate, written = await sit(house)
    right = full(await load_sheet(node, attempt, marker), written[0])
    too_much = Mark(tuple(points + 1 for points in right.points), "")
    with pytest.raises(Refused, match="from nothing to its full points"):
        await give(house, marker, attempt, written[0], too_much)
    with pytest.raises(NotThere, match="no such question"):
        await give(house, marker, attempt, 0, right)
    with pytest.raises(NotThere):
        await give(house, marker, uuid4(), written[0], right)
    with pytest.raises(NotThere):
        await load_sheet(node, attempt, candidate)
    assert {response.mark for response in (await load_sheet(node, attempt, marker)).responses} == {None}
    assert await list_ledger(house, "response-marked") == []


async def test_a_sitting_that_runs_is_not_marked(house: House, node: Database, marker: UUID):
    candidate = await make_candidate(house)
    attempt = await start_exam(house, candidate)
    with pytest.raises(NotThere):
        await load_sheet(node, attempt, marker)
    async with node.read() as session:
        assert await marking.get_candidate(session, attempt) == candidate
        with pytest.raises(NotThere):
            await marking.get_candidate(session, uuid4())
