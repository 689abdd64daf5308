"""Gathering: what arrives from many people at once is done in one transaction, and each waits for its own commit."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from edu.domain.refusal import Refused
from edu.store.engine.database import Database

W = TypeVar("W")
R = TypeVar("R")

_MOST_AT_ONCE = 500
"""Pieces of work of one transaction."""


class Gatherer(Generic[W, R]):
    """While a batch is being committed the next one gathers. One for each process and kind of work.

    ``work`` does a batch in its order and gives an outcome for each piece; ``unable`` makes the refusal for a database
    that cannot commit now: nothing of the batch was kept then. ``most`` pieces make a transaction at the most.

    Where a piece takes thought, ``look`` does for several what can be done before anything is locked; what it found is
    the third argument of ``work``, which looks again at what has changed since.
    """

    def __init__(
        self,
        database: Database,
        work: Callable[..., list[R | Refused]],
        unable: Callable[[], Refused],
        most: int = _MOST_AT_ONCE,
        look: Callable[[Connection, Sequence[W]], Any] | None = None,
    ) -> None:
        self._database = database
        self._do = work
        self._unable = unable
        self._most = most
        self._look = look
        self._waiting: list[tuple[W, asyncio.Future[R]]] = []
        self._worker: asyncio.Task[None] | None = None

    async def add(self, piece: W) -> R:
        """Do one piece; it is durable when this returns. Raises the reason why not."""
        future: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((piece, future))
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        return await future

    async def _work(self) -> None:
        """Batch after batch, until nobody waits."""
        while self._waiting:
            batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
            await self._commit(batch)

    async def _commit(self, batch: Sequence[tuple[W, asyncio.Future[R]]]) -> None:
        try:
            pieces = [piece for piece, _ in batch]
            outcomes = await self._do_all(pieces)
        except (SQLAlchemyError, OSError):
            outcomes = [self._unable() for _ in batch]
        except Exception as error:
            if len(batch) > 1:  # a fault of one piece is that one's alone
                for waiting in batch:
                    await self._commit([waiting])
            elif not batch[0][1].done():
                batch[0][1].set_exception(error)
            return
        except BaseException as error:
            for _, future in batch:
                if not future.done():
                    future.set_exception(error)
            raise
        for (_, future), outcome in zip(batch, outcomes, strict=True):
            if future.done():
                continue  # whoever asked has gone; it is done all the same
            if isinstance(outcome, Refused):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)

    async def _do_all(self, pieces: list[W]) -> list[R | Refused]:
        look = self._look
        if look is None or len(pieces) == 1:
            return await self._database.write_at_once(lambda connection: self._do(connection, pieces))
        seen = await self._database.read_at_once(lambda connection: look(connection, pieces))
        return await self._database.write_at_once(lambda connection: self._do(connection, pieces, seen))

    async def close(self) -> None:
        """Finish what has been taken."""
        if self._worker is not None:
            with suppress(asyncio.CancelledError):
                await self._worker
