"""Flags, notes and signals of a running sitting, in either system."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from edu.domain.refusal import NotThere, Refused
from edu.domain.sitting.attempt import AttemptClosed
from edu.domain.sitting.signal import MOST_SIGNALS, Signal, SignalKind
from edu.services.sitting import noting
from edu.services.sitting.noting import LONGEST_NOTE
from edu.store.engine.database import Database
from edu.store.sitting.notes import NoteRow
from tests.exam_terms import EXAM, set_exam
from tests.house import NOON, House
from tests.services.sitting.exam import enter_exam, make_candidate, start_exam, write_and_hand_in


@pytest.fixture
def house(either_house: House) -> House:
    set_exam(either_house)
    return either_house


async def note(
    house: House, attempt: UUID, candidate: UUID, slot: int = 3, flagged: bool | None = None, words: str | None = None
) -> None:
    async with house.platform.database.write() as session:
        await noting.note(session, attempt, candidate, slot, flagged=flagged, words=words)


async def observe(house: House, attempt: UUID, candidate: UUID, *seen: Signal) -> None:
    async with house.platform.database.write() as session:
        await noting.observe(session, attempt, candidate, seen)


async def read_note(database: Database, attempt: UUID, slot: int = 3) -> tuple[bool, str] | None:
    async with database.read() as session:
        row = await session.get(NoteRow, (attempt, slot))
    return None if row is None else (row.flagged, row.words)


async def test_flag_and_words_are_changed_apart(house: House, node: Database):
    candidate = await make_candidate(house)
    attempt = await start_exam(house, candidate)
    await note(house, attempt, candidate, flagged=True)
    assert await read_note(node, attempt) == (True, "")
    await note(house, attempt, candidate, words="  再看一遍\n")
    assert await read_note(node, attempt) == (True, "再看一遍")
    await note(house, attempt, candidate, flagged=False)
    assert await read_note(node, attempt) == (False, "再看一遍")
    await note(house, attempt, candidate, words="字" * LONGEST_NOTE)
    assert await read_note(node, attempt) == (False, "字" * LONGEST_NOTE)
    await note(house, attempt, candidate, words="")
    assert await read_note(node, attempt) == (False, "")


async def test_what_is_refused_notes_nothing(house: House, node: Database):
    candidate, other = await make_candidate(house), await make_candidate(house, "d@firm.cn")
    attempt = await start_exam(house, candidate)
    with pytest.raises(Refused, match="at most"):
        await note(house, attempt, candidate, words="字" * (LONGEST_NOTE + 1))
    for slot in (-1, 10_000):
        with pytest.raises(NotThere, match="no such question"):
            await note(house, attempt, candidate, slot, flagged=True)
    for whose, who in ((attempt, other), (uuid4(), candidate)):
        with pytest.raises(NotThere):
            await note(house, whose, who, flagged=True)
        with pytest.raises(NotThere):
            await observe(house, whose, who, Signal(SignalKind.LEFT, NOON))
    assert await read_note(node, attempt) is None


async def test_only_a_running_sitting_is_noted(house: House, node: Database):
    set_exam(house, opens=5)
    candidate = await make_candidate(house)
    attempt = await enter_exam(house, candidate)
    with pytest.raises(AttemptClosed):
        await note(house, attempt, candidate, flagged=True)
    house.clock.turn(minutes=5)
    attempt = await start_exam(house, candidate)
    await write_and_hand_in(house, attempt, candidate, "安抚")
    with pytest.raises(AttemptClosed):
        await note(house, attempt, candidate, flagged=True)
    with pytest.raises(AttemptClosed):
        await observe(house, attempt, candidate, Signal(SignalKind.LEFT, NOON))
    assert await read_note(node, attempt) is None


async def test_signals_are_kept_up_to_a_number(house: House, node: Database):
    candidate = await make_candidate(house, name="周小敏")
    attempt = await start_exam(house, candidate)
    seen = [
        Signal(SignalKind.LEFT, NOON + timedelta(seconds=number), slot=number % 7, seconds=number)
        for number in range(MOST_SIGNALS + 5)
    ]
    await observe(house, attempt, candidate, *seen[:2])
    await observe(house, attempt, candidate, *seen[2:])
    await observe(house, attempt, candidate, seen[0])
    async with node.read() as session:
        name, kept = await noting.list_signals(session, attempt, EXAM)
    assert name == "周小敏"
    assert kept == seen[:MOST_SIGNALS]


async def test_signals_are_found_under_their_exam_only(house: House):
    attempt = await start_exam(house, await make_candidate(house))
    async with house.platform.database.read() as session:
        for of, exam in ((attempt, "another"), (uuid4(), EXAM)):
            with pytest.raises(NotThere):
                await noting.list_signals(session, of, exam)
