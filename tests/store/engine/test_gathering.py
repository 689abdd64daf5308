"""Gathering: one transaction for many, and a fault that is one piece's alone."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import OperationalError

from edu.domain.refusal import NotNow, Refused
from edu.store.engine.database import Database
from edu.store.engine.gathering import Gatherer
from edu.store.office.installation import InstallationRow

_TABLE = InstallationRow.__table__  # type: ignore[attr-defined]


class TryAgain(NotNow):
    def __init__(self) -> None:
        super().__init__("Not now.")


class Keeper:
    """Keeps words; "odd" breaks the whole batch, "refused" only itself. Remembers what came together."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    def keep(self, connection: Connection, words: Sequence[str]) -> list[str | Refused]:
        self.batches.append(list(words))
        rows = [{"name": word, "value": word} for word in words if word != "refused"]
        if rows:
            connection.execute(insert(_TABLE), rows)
        if "odd" in words:
            raise ValueError("odd")
        return [Refused("No.") if word == "refused" else word.upper() for word in words]


async def add_all(gatherer: Gatherer[str, str], *words: str) -> list[str | BaseException]:
    done = await asyncio.gather(*map(gatherer.add, words), return_exceptions=True)
    await gatherer.close()
    return list(done)


async def list_kept(database: Database) -> set[str]:
    async with database.read() as session:
        return set((await session.execute(select(_TABLE.c.name))).scalars())


async def test_what_comes_together_is_done_together(database: Database):
    keeper = Keeper()
    done = await add_all(Gatherer(database, keeper.keep, TryAgain), "a", "refused", "b")
    assert (done[0], str(done[1]), done[2]) == ("A", "No.", "B")
    assert keeper.batches == [["a", "refused", "b"]]
    assert await list_kept(database) == {"a", "b"}


async def test_a_batch_has_a_greatest_size(database: Database):
    keeper = Keeper()
    assert await add_all(Gatherer(database, keeper.keep, TryAgain, 2), "a", "b", "c") == ["A", "B", "C"]
    assert keeper.batches == [["a", "b"], ["c"]]


async def test_a_fault_of_one_is_that_ones_alone(database: Database):
    """The batch is rolled back, and each is done by itself: nothing is kept twice, and nothing of the odd one."""
    keeper = Keeper()
    done = await add_all(Gatherer(database, keeper.keep, TryAgain), "a", "odd", "refused", "b")
    assert done[0] == "A"
    assert isinstance(done[1], ValueError)
    assert isinstance(done[2], Refused)
    assert done[3] == "B"
    assert await list_kept(database) == {"a", "b"}


async def test_a_database_that_cannot_commit_refuses_all_and_keeps_nothing(database: Database):
    keeper = Keeper()
    assert await add_all(Gatherer(database, keeper.keep, TryAgain), "a") == ["A"]
    done = await add_all(Gatherer(database, keeper.keep, TryAgain), "b", "a")  # a name is given once
    assert [type(outcome) for outcome in done] == [TryAgain, TryAgain]
    assert await list_kept(database) == {"a"}


async def test_a_database_that_cannot_be_read_refuses_before_anything_is_locked(database: Database):
    def look(*_: object) -> None:
        raise OperationalError("SELECT", {}, OSError("away"))

    keeper = Keeper()
    gatherer = Gatherer[str, str](database, keeper.keep, TryAgain, look=look)
    assert [type(outcome) for outcome in await add_all(gatherer, "a", "b")] == [TryAgain, TryAgain]
    assert keeper.batches == []


async def test_several_are_looked_at_beforehand_and_one_alone_is_not(database: Database):
    seen: list[list[str]] = []

    def look(_: Connection, words: Sequence[str]) -> str:
        seen.append(list(words))
        return "looked"

    def work(_: Connection, words: Sequence[str], looked: str = "not looked") -> list[str | Refused]:
        return [f"{word} {looked}" for word in words]

    gatherer = Gatherer[str, str](database, work, TryAgain, 2, look)
    assert await add_all(gatherer, "a", "b", "c") == ["a looked", "b looked", "c not looked"]
    assert seen == [["a", "b"]]


async def test_whoever_has_gone_spoils_nothing(database: Database):
    keeper = Keeper()
    gatherer = Gatherer[str, str](database, keeper.keep, TryAgain)
    gone, stays = asyncio.create_task(gatherer.add("a")), asyncio.create_task(gatherer.add("b"))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == "B"
    with pytest.raises(asyncio.CancelledError):
        await gone
    await gatherer.close()
    assert await list_kept(database) == {"a", "b"}
