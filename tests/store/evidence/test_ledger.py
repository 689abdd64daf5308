"""Evidence: an entry read back from either database carries the digest of what it says."""

from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

import pytest

from edu.store.engine.database import Database
from edu.store.evidence import ledger
from edu.store.evidence.ledger import LedgerRow, compute_digest
from tests.house import NOON

SHANGHAI = timezone(timedelta(hours=8))
SOMEBODY, READER = uuid4(), uuid4()


async def append_and_read_back(
    database: Database, second: Database, now: datetime = NOON, subject: UUID | None = SOMEBODY, **body: object
) -> LedgerRow:
    async with database.write() as session:
        ledger.append(session, "personal-data-seen", now, subject, READER, **body)
        await session.commit()
    async with second.read() as session:
        (row,) = await ledger.list_page(session, None, 9)
    return row


@pytest.mark.parametrize(
    "now",
    [
        NOON,
        NOON.replace(microsecond=1),
        NOON.replace(microsecond=120_000),
        datetime(2026, 6, 1, 0, 30, 0, 999_999, tzinfo=SHANGHAI),
        datetime(2026, 6, 1, 12, 0, tzinfo=timezone(timedelta(hours=-3, minutes=-30))),
    ],
)
async def test_the_digest_holds_after_reading_back(database: Database, second: Database, now: datetime):
    body: dict[str, Any] = {
        "attempt": uuid4(),
        "earned": Fraction(125, 2),
        "seen": now,
        "letters": frozenset("BA"),
        "name": "王晓明",
    }
    row = await append_and_read_back(database, second, now, **body)
    assert compute_digest(row) == row.digest
    assert row.at == now
    assert row.at.tzinfo is UTC


async def test_an_entry_about_nobody(database: Database, second: Database):
    row = await append_and_read_back(database, second, subject=None)
    assert (row.subject_id, row.actor_id, row.body) == (None, READER, "{}")
    assert compute_digest(row) == row.digest


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("at", NOON + timedelta(microseconds=1)),
        ("kind", "registered"),
        ("subject_id", READER),
        ("subject_id", None),
        ("actor_id", None),
        ("body", '{"decision":8}'),
    ],
)
async def test_a_changed_part_shows(database: Database, second: Database, part: str, value: object):
    await append_and_read_back(database, second, decision=7)
    async with database.write() as session:
        (row,) = await ledger.list_page(session, None, 9)
        setattr(row, part, value)
        await session.commit()
    async with second.read() as session:
        (changed,) = await ledger.list_page(session, None, 9)
    assert compute_digest(changed) != changed.digest


async def test_subject_and_actor_are_not_the_same():
    entry = LedgerRow(at=NOON, kind="k", subject_id=SOMEBODY, actor_id=READER, body="", digest="")
    other = LedgerRow(at=NOON, kind="k", subject_id=READER, actor_id=SOMEBODY, body="", digest="")
    assert compute_digest(entry) != compute_digest(other)


async def test_an_entry_goes_with_its_act(database: Database):
    async with database.write() as session:
        ledger.append(session, "decided", NOON, None, None)
        await session.flush()
        await session.rollback()
    async with database.read() as session:
        assert await ledger.list_page(session, None, 9) == []


async def test_pages_newest_first(database: Database):
    async with database.write() as session:
        for number in range(5):
            ledger.append(session, f"k{number}", NOON, None, None)
            await session.flush()
        await session.commit()
    async with database.read() as session:
        first = await ledger.list_page(session, None, 3)
        rest = await ledger.list_page(session, first[-1].id, 3)
        assert [row.kind for row in first + rest] == ["k4", "k3", "k2", "k1", "k0"]
        assert len(await ledger.list_page(session, 10**17, 9)) == 5
