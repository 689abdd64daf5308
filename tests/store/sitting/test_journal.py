"""The journal: whatever it acknowledged is there, once, in order, on either database."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import col, select

from edu.domain.items.response import OMITTED, Response, chosen, encode_response
from edu.domain.refusal import NotThere, Refused
from edu.domain.sitting.attempt import AttemptClosed, AttemptState, StalePage
from edu.domain.sitting.keeping import Save
from edu.domain.sitting.receipt import Receipt, extend_chain
from edu.store.engine.database import Database
from edu.store.sitting import attempts, heads
from edu.store.sitting.attempts import AttemptRow, ResponseEventRow
from edu.store.sitting.journal import Journal, NotSaved
from tests.house import NOON
from tests.store.rows import an_attempt, keep, keep_account

SOON = NOON + timedelta(minutes=1)


def a_save(row: AttemptRow, slot: int = 0, letter: str = "A", **differences: object) -> Save:
    values = {"attempt": row.id, "candidate": row.candidate_id, "slot": slot, "at": SOON, "complete": True}
    return Save(**values | {"response": encode_response(chosen(letter))} | differences)  # type: ignore[arg-type]


async def list_events(database: Database, attempt_id: UUID) -> list[ResponseEventRow]:
    async with database.read() as session:
        query = select(ResponseEventRow).where(col(ResponseEventRow.attempt_id) == attempt_id)
        return list((await session.execute(query.order_by(col(ResponseEventRow.receipt)))).scalars())


@pytest.fixture
async def attempt(database: Database) -> AttemptRow:
    row = an_attempt(await keep_account(database, "1"))
    await keep(database, row)
    return row


async def test_many_at_once_are_all_there_in_order(database: Database):
    rows = [an_attempt(await keep_account(database, str(n))) for n in range(6)]
    await keep(database, *rows)
    journal = Journal(database)
    saves = [a_save(row, slot, key=f"{row.id}-{slot}"[-40:]) for slot in range(3) for row in rows]
    receipts = await asyncio.gather(*map(journal.save, saves))
    await journal.close()
    for row in rows:
        own = [receipt for save, receipt in zip(saves, receipts, strict=True) if save.attempt == row.id]
        events = await list_events(database, row.id)
        assert [receipt.number for receipt in own] == [1, 2, 3] == [event.receipt for event in events]
        assert [receipt.chain for receipt in own] == [event.chain for event in events]
        async with database.read() as session:
            found = await attempts.get_own(session, row.id, row.candidate_id)
            assert found
            assert (found.receipts, found.chain) == (3, own[-1].chain)


async def test_the_attempt_knows_how_many_and_when(database: Database, attempt: AttemptRow):
    """An exam room reads this, and no response."""
    journal = Journal(database)
    times = [SOON + timedelta(minutes=minute) for minute in range(3)]
    for slot, at in zip((0, 1, 0), times, strict=True):
        await journal.save(a_save(attempt, slot, "AB"[at == times[2]], at=at))
    with pytest.raises(StalePage):
        await journal.save(a_save(attempt, 0, "C", at=times[2] + timedelta(minutes=1), seen=0))
    await journal.close()
    async with database.read() as session:
        found = await attempts.get_own(session, attempt.id, attempt.candidate_id)
    assert found
    assert (found.receipts, heads.count_answered(found), found.saved_at) == (3, 2, times[2])


async def test_the_chain_can_be_computed_anew(database: Database, attempt: AttemptRow):
    journal = Journal(database)
    for slot, letter in ((0, "A"), (1, "B"), (0, "B")):
        await journal.save(a_save(attempt, slot, letter))
    chain = ""
    for event in await list_events(database, attempt.id):
        chain = extend_chain(chain, event.slot, event.response, event.received_at)
        assert event.chain == chain


async def test_a_repeated_save_changes_nothing(database: Database, attempt: AttemptRow):
    journal = Journal(database)
    first = await journal.save(a_save(attempt, key="key-1", seen=0))
    again = await journal.save(a_save(attempt, key="key-1", seen=0, at=SOON + timedelta(minutes=5)))
    assert (again.repeated, again.number, again.chain, again.at) == (True, first.number, first.chain, first.at)
    assert len(await list_events(database, attempt.id)) == 1


async def test_the_same_response_again_is_no_new_save(database: Database, attempt: AttemptRow):
    """Whatever its name, and though its page is old by now; a change of mind and back is two."""
    journal = Journal(database)
    first = await journal.save(a_save(attempt, 0, "A", key="key-1", seen=0))
    for key, seen in (("key-2", 1), ("key-3", 0), (None, None)):
        again = await journal.save(a_save(attempt, 0, "A", key=key, seen=seen, at=SOON + timedelta(minutes=5)))
        assert again == replace(first, repeated=True)
    both = await asyncio.gather(*(journal.save(a_save(attempt, 0, "B", seen=1)) for _ in range(2)))
    assert [(receipt.number, receipt.repeated) for receipt in both] == [(2, False), (2, True)]
    sent_again = await journal.save(a_save(attempt, 0, "A", key="key-2", seen=1))  # another response came since
    assert sent_again == replace(first, repeated=True)
    assert (await journal.save(a_save(attempt, 0, "A", seen=2))).number == 3
    assert [event.number for event in await list_events(database, attempt.id)] == [1, 2, 3]


async def test_nothing_where_nothing_was_is_no_new_save(database: Database, attempt: AttemptRow):
    journal = Journal(database)
    receipt = await journal.save(a_save(attempt, 0, response=encode_response(OMITTED), complete=False, seen=0))
    assert (receipt.number, receipt.events, receipt.repeated) == (0, 0, True)
    assert await list_events(database, attempt.id) == []
    await journal.save(a_save(attempt, 0, "A", seen=0))
    assert (
        await journal.save(a_save(attempt, 0, response=encode_response(OMITTED), complete=False, seen=1))
    ).number == 2


async def test_a_save_and_its_repetition_in_one_batch(database: Database, attempt: AttemptRow):
    journal = Journal(database)
    both = await asyncio.gather(*(journal.save(a_save(attempt, key="key-1", seen=0)) for _ in range(2)))
    assert [receipt.repeated for receipt in both] == [False, True]
    assert len(await list_events(database, attempt.id)) == 1


async def test_a_name_used_again_for_another_slot_is_not_told_saved(database: Database, attempt: AttemptRow):
    """It looks like a new save of that slot, so nobody looks it up: the table itself says that the name is taken."""
    journal = Journal(database)
    await journal.save(a_save(attempt, 0, key="key-1", seen=0))
    again, neighbour = await asyncio.gather(
        journal.save(a_save(attempt, 1, key="key-1", seen=0)),
        journal.save(a_save(attempt, 2, key="key-2", seen=0)),
        return_exceptions=True,
    )
    assert type(again) is Refused
    assert isinstance(neighbour, Receipt)
    assert neighbour.number == 2
    assert [event.slot for event in await list_events(database, attempt.id)] == [0, 2]


async def test_a_name_used_again_for_another_response_is_not_told_saved(database: Database, attempt: AttemptRow):
    journal = Journal(database)
    await journal.save(a_save(attempt, 0, "A", key="key-1", seen=0))
    for seen in (0, 1, None):
        with pytest.raises(Refused):
            await journal.save(a_save(attempt, 0, "B", key="key-1", seen=seen))
    both = (journal.save(a_save(attempt, 1, letter, key="key-2", seen=0)) for letter in "AB")
    kept, refused = await asyncio.gather(*both, return_exceptions=True)
    assert isinstance(kept, Receipt)
    assert type(refused) is Refused
    assert len(await list_events(database, attempt.id)) == 2


async def test_one_slot_several_times_in_a_batch(database: Database, attempt: AttemptRow):
    journal = Journal(database)
    saves = [a_save(attempt, 0, letter, key=f"key-{seen}", seen=seen) for seen, letter in enumerate("ABAB")]
    stale = a_save(attempt, 0, "C", key="key-stale", seen=1)
    *kept, refused = await asyncio.gather(*map(journal.save, [*saves, stale]), return_exceptions=True)
    assert [receipt.events for receipt in kept if isinstance(receipt, Receipt)] == [1, 2, 3, 4]
    assert isinstance(refused, StalePage)
    assert [event.number for event in await list_events(database, attempt.id)] == [1, 2, 3, 4]


async def test_one_refusal_spoils_no_neighbour(database: Database, attempt: AttemptRow):
    journal = Journal(database)
    outcomes = await asyncio.gather(
        journal.save(a_save(attempt, 0, seen=0)),
        journal.save(a_save(attempt, 0, "B", seen=0)),
        journal.save(a_save(attempt, 1, candidate=uuid4())),
        journal.save(a_save(attempt, 1, attempt=uuid4())),
        journal.save(a_save(attempt, 2, at=attempt.deadline + timedelta(hours=2))),
        journal.save(a_save(attempt, 2, at=attempt.deadline + timedelta(seconds=1))),
        return_exceptions=True,
    )
    kinds = [type(outcome) for outcome in outcomes]
    assert kinds[:4] == [Receipt, StalePage, NotThere, NotThere]
    assert isinstance(outcomes[4], AttemptClosed)
    assert isinstance(outcomes[5], Receipt)
    assert [event.late for event in await list_events(database, attempt.id)] == [False, True]


async def test_after_hand_in_nothing_is_appended(database: Database):
    row = an_attempt(await keep_account(database, "1"), state=AttemptState.SUBMITTED)
    await keep(database, row)
    with pytest.raises(AttemptClosed):
        await Journal(database).save(a_save(row))
    assert await list_events(database, row.id) == []


async def test_two_nodes_never_give_one_number_twice(database: Database, database_url: str, attempt: AttemptRow):
    node = Database(database_url)
    journals = [Journal(database), Journal(node)]
    texts = [encode_response(Response(texts=(str(n),))) for n in range(20)]
    saves = [journals[n % 2].save(a_save(attempt, n % 3, key=f"key-{n}", response=texts[n])) for n in range(20)]
    receipts = await asyncio.gather(*saves)
    assert sorted(receipt.number for receipt in receipts) == list(range(1, 21))
    assert [event.receipt for event in await list_events(database, attempt.id)] == list(range(1, 21))
    await node.close()


async def test_what_cannot_be_kept_is_not_acknowledged(
    database: Database, attempt: AttemptRow, monkeypatch: pytest.MonkeyPatch
):
    journal = Journal(database)

    def fail(*_: object) -> None:
        raise OperationalError("INSERT", {}, OSError("disk full"))

    with monkeypatch.context() as broken:
        broken.setattr(database, "write_at_once", fail)
        with pytest.raises(NotSaved):
            await journal.save(a_save(attempt))
    assert await list_events(database, attempt.id) == []
    assert (await journal.save(a_save(attempt))).number == 1


async def test_a_browser_that_has_gone_loses_nothing(database: Database, attempt: AttemptRow):
    journal = Journal(database)
    gone = asyncio.create_task(journal.save(a_save(attempt)))
    await asyncio.sleep(0)
    gone.cancel()
    await journal.close()
    assert len(await list_events(database, attempt.id)) == 1
