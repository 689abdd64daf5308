"""Where a sitting stands: read from what counts, at the same cost however many responses were kept."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, event

from edu.domain.items.response import chosen, encode_response
from edu.domain.sitting.keeping import Save
from edu.store.engine.database import Database
from edu.store.sitting import journal
from edu.store.sitting.attempts import AttemptRow
from edu.store.sitting.standings import read_clock, read_counting, read_place, read_standing
from tests.house import NOON
from tests.store.rows import an_attempt, keep, keep_account

SOON = NOON + timedelta(minutes=1)
SLOTS = 3
Read = Callable[[Connection, AttemptRow], object]


async def keep_saves(database: Database, row: AttemptRow, count: int) -> None:
    """So many changes of mind, slot after slot; the last ones are A, B or A."""
    saves = [
        Save(row.id, row.candidate_id, n % SLOTS, encode_response(chosen("AB"[n // SLOTS % 2])), True, SOON)
        for n in range(count)
    ]  # fmt: skip
    for start in range(0, count, 500):
        await database.write_at_once(partial(journal.append_saves, saves=saves[start : start + 500]))


def measure(read: Read, row: AttemptRow, connection: Connection) -> tuple[int, int]:
    """Statements, and on SQLite how many steps its machine takes for them."""
    statements, steps = list[str](), list[int]()
    event.listen(connection, "before_cursor_execute", lambda *told: statements.append(told[2]))
    read(connection, row)  # statements are compiled the first time
    statements.clear()
    driver = connection.connection.driver_connection
    if connection.dialect.name == "sqlite" and driver is not None:
        driver.set_progress_handler(lambda: steps.append(1), 1)
    try:
        read(connection, row)
    finally:
        if connection.dialect.name == "sqlite" and driver is not None:
            driver.set_progress_handler(None, 0)
    return len(statements), len(steps)


READS: dict[str, tuple[int, Read]] = {
    "whole": (2, lambda known, row: read_standing(known, row.id, row.candidate_id)),
    "place": (2, lambda known, row: read_place(known, row.id, row.candidate_id, 1)),
    "counting": (1, lambda known, row: read_counting(known, [row.id])),
    "clock": (1, lambda known, row: read_clock(known, row.id, row.candidate_id)),
}


async def test_a_page_costs_the_same_with_ten_and_with_five_thousand_responses(database: Database):
    costs: dict[str, list[tuple[int, int]]] = {name: [] for name in READS}
    for number, count in enumerate((10, 1_000, 5_000)):
        row = an_attempt(await keep_account(database, str(number)))
        await keep(database, row)
        await keep_saves(database, row, count)
        for name, (_, read) in READS.items():
            costs[name].append(await database.read_at_once(partial(measure, read, row)))
    for name, (statements, _) in READS.items():
        assert [cost[0] for cost in costs[name]] == [statements] * 3, name
        steps = [cost[1] for cost in costs[name]]
        assert max(steps) <= 1.2 * min(steps), (name, steps)


async def test_what_is_read_is_what_counts(database: Database):
    row = an_attempt(await keep_account(database), size=SLOTS + 1)
    await keep(database, row)
    await keep_saves(database, row, 7)
    late = Save(row.id, row.candidate_id, 1, encode_response(chosen("C")), True, row.deadline + timedelta(minutes=1))
    await database.write_at_once(lambda known: journal.append_saves(known, [late]))
    whole = await database.read_at_once(lambda known: read_standing(known, row.id, row.candidate_id))
    assert whole is not None
    assert whole.responses == {0: chosen("A"), 1: chosen("B"), 2: chosen("B")}
    assert ([whole.seen(slot) for slot in range(3)], whole.receipts) == ([3, 3, 2], 8)
    assert whole.list_unanswered() == [3]
    place = await database.read_at_once(lambda known: read_place(known, row.id, row.candidate_id, 1))
    assert place is not None
    assert (place.responses, place.heads) == ({1: chosen("B")}, whole.heads)


@pytest.mark.parametrize("whose", ["attempt", "candidate"])
async def test_somebody_elses_is_absent(database: Database, whose: str):
    row = an_attempt(await keep_account(database))
    await keep(database, row)
    asked: dict[str, UUID] = {"attempt": row.id, "candidate": row.candidate_id} | {whose: uuid4()}
    for read in (
        lambda known: read_standing(known, asked["attempt"], asked["candidate"]),
        lambda known: read_place(known, asked["attempt"], asked["candidate"], 0),
        lambda known: read_clock(known, asked["attempt"], asked["candidate"]),
    ):
        assert await database.read_at_once(read) is None


async def test_an_untouched_sitting_has_nothing_answered(database: Database):
    row = an_attempt(await keep_account(database), size=SLOTS)
    await keep(database, row)
    place = await database.read_at_once(lambda known: read_place(known, row.id, row.candidate_id, 2))
    assert place is not None
    assert (place.responses, place.seen(2), place.list_unanswered()) == ({}, 0, [0, 1, 2])
