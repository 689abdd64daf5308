"""Coming in: one by one in a session, or many in one transaction through an admission."""

from collections.abc import Set
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from edu.content.library import Library
from edu.domain.refusal import Refused
from edu.domain.sitting.blueprint import Blueprint
from edu.services.sitting.taking.admitting import Entrance, draw_all, enter_all
from edu.store.engine.database import Database
from edu.store.engine.gathering import Gatherer
from edu.store.sitting.starts import NotBegunNow

_MOST_AT_ONCE = 20
"""Starts of one transaction: whoever saves meanwhile waits for it."""


class Admission:
    """Lets in whoever comes, many in one transaction. One for each process."""

    def __init__(self, database: Database) -> None:
        self._gatherer: Gatherer[Entrance, UUID] = Gatherer(database, enter_all, NotBegunNow, _MOST_AT_ONCE, draw_all)

    async def enter(self, entrance: Entrance) -> UUID:
        """The attempt: drawn now, or entered before. Raises AlreadyOpen, Refused, or NotBegunNow."""
        return await self._gatherer.add(entrance)

    async def close(self) -> None:
        """Finish what has been taken."""
        await self._gatherer.close()


async def start(
    session: AsyncSession, library: Library, blueprint: Blueprint, candidate: UUID, now: datetime,
    exposed: Set[str] = frozenset(),
) -> UUID:  # fmt: skip
    """Draw a form, freeze what it needs, and start the clock. Raises AlreadyOpen or the refusal."""
    return await _enter(session, Entrance(library, blueprint, candidate, now, exposed=exposed))


async def enter(
    session: AsyncSession, library: Library, blueprint: Blueprint, candidate: UUID, now: datetime,
    exposed: Set[str] = frozenset(),
) -> UUID:  # fmt: skip
    """Draw and freeze a form, to begin when the exam opens; whoever has entered already has their form."""
    return await _enter(session, Entrance(library, blueprint, candidate, now, waits=True, exposed=exposed))


async def _enter(session: AsyncSession, entrance: Entrance) -> UUID:
    outcome = (await session.run_sync(lambda known: enter_all(known.connection(), [entrance])))[0]
    await session.commit()
    if isinstance(outcome, Refused):
        raise outcome
    return outcome
