import asyncio
from datetime import timedelta
from uuid import UUID

from edu.store.engine.database import Database
from edu.store.people import sign_ins
from edu.store.people.sign_ins import FailureRow, SignInRow
from tests.house import NOON
from tests.store.rows import keep, keep_account

HOUR = timedelta(hours=1)


def a_sign_in(account_id: UUID, digest: str, hours: int = 2) -> SignInRow:
    return SignInRow(
        token_digest=digest, account_id=account_id, created_at=NOON, seen_at=NOON, expires_at=NOON + hours * HOUR
    )


async def _digests(database: Database, *candidates: str) -> list[str]:
    async with database.read() as session:
        return [digest for digest in candidates if await sign_ins.get_with_account(session, digest)]


async def test_a_sign_in_with_its_account(database: Database):
    account_id = await keep_account(database)
    await keep(database, a_sign_in(account_id, "d"))
    async with database.read() as session:
        found = await sign_ins.get_with_account(session, "d")
        assert found
        assert (found[0].expires_at, found[1].id) == (NOON + 2 * HOUR, account_id)
        assert await sign_ins.get_with_account(session, "else") is None


async def test_use_is_noted(database: Database):
    await keep(database, a_sign_in(await keep_account(database), "d"))
    async with database.write() as session:
        await sign_ins.touch(session, "d", NOON + HOUR, NOON + 3 * HOUR)
        await session.commit()
    async with database.read() as session:
        found = await sign_ins.get_with_account(session, "d")
        assert found
        assert (found[0].seen_at, found[0].expires_at) == (NOON + HOUR, NOON + 3 * HOUR)


async def test_one_is_ended_and_old_ones_go(database: Database):
    account_id = await keep_account(database)
    await keep(database, *(a_sign_in(account_id, digest, hours) for digest, hours in [("a", 1), ("b", 2), ("c", 3)]))
    async with database.write() as session:
        await sign_ins.remove(session, "c")
        await sign_ins.remove_expired(session, NOON + 2 * HOUR)
        await session.commit()
    assert await _digests(database, "a", "b", "c") == ["b"]


async def test_all_of_an_account_but_one_are_ended(database: Database):
    mine, other = await keep_account(database, "1"), await keep_account(database, "2")
    await keep(database, a_sign_in(mine, "a"), a_sign_in(mine, "b"), a_sign_in(other, "c"))
    async with database.write() as session:
        await sign_ins.remove_others(session, mine, "a")
        await session.commit()
    assert await _digests(database, "a", "b", "c") == ["a", "c"]


async def test_failures_by_key(database: Database):
    await keep(database, *(FailureRow(key=key, count=2, last_at=NOON) for key in ("login:a", "address:b", "login:c")))
    async with database.write() as session:
        found = await sign_ins.get_failures(session, ["login:a", "address:b", "login:else"])
        assert {row.key for row in found} == {"login:a", "address:b"}
        await sign_ins.clear_failures(session, "login:a")
        await session.commit()
    async with database.read() as session:
        found = await sign_ins.get_failures(session, ["login:a", "address:b"])
        assert [(row.key, row.count, row.last_at) for row in found] == [("address:b", 2, NOON)]


async def test_failures_are_counted_one_after_the_other(database: Database, second: Database):
    async def count_up(node: Database) -> None:
        async with node.write() as session:
            for failure in await sign_ins.lock_failures(session, ["login:a", "address:b"], NOON):
                failure.count += 1
            await session.commit()

    await asyncio.gather(*(count_up(node) for node in (database, second) * 4))
    async with database.read() as session:
        found = await sign_ins.get_failures(session, ["login:a", "address:b"])
        assert {row.key: row.count for row in found} == {"login:a": 8, "address:b": 8}
