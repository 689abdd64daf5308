"""What acts entail: certificates, decisions, and what people are told. Done once, by the next act or by the sweep.

What is due is written in the act's own transaction: ``certificate_due_at`` on the attempt, ``decision_due_at`` on the
client, a message in the outbox.
Nothing else calls for a certificate or a decision; no page that is only looked at does.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

import structlog

from edu.content.library import Library
from edu.services.office import delivering
from edu.services.sitting import certifying, taking, tallying
from edu.services.suitability import acknowledging, deciding
from edu.services.suitability.deciding import ONBOARDING
from edu.store.engine.database import Database
from edu.store.sitting import due

_LOG = structlog.get_logger()
_TOGETHER = 50
"""People who are followed in one turn."""

FollowUp = Callable[[datetime], Awaitable[object]]


class FollowingUp:
    """One for each process. ``issuer`` is the firm whose name certificates carry."""

    def __init__(self, database: Database, library: Library, issuer: str) -> None:
        self._database, self._library, self._issuer = database, library, issuer
        self._woken = asyncio.Event()
        self._waiting: dict[UUID, datetime] = {}
        self._following: set[UUID] = set()
        self._turn_over = asyncio.Event()
        self._worker: asyncio.Task[None] | None = None

    async def follow(self, account_id: UUID, now: datetime) -> None:
        """After an act of, or for, one person, once it is committed. Where nothing is due, nothing is written."""
        await self._follow_all([account_id], now)

    def follow_soon(self, account_id: UUID, now: datetime) -> None:
        """As :func:`follow`, without keeping the reply waiting: many who have ended together are followed together.

        Whoever looks at what it brings waits for it (:func:`settle`). What fails here is done by the sweep.
        """
        self._waiting[account_id] = now
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())

    async def settle(self, account_id: UUID) -> None:
        """Until what was to follow soon for this person has been done."""
        while account_id in self._waiting or account_id in self._following:
            await self._turn_over.wait()

    async def close(self) -> None:
        """Finish what was to follow soon."""
        if self._worker is not None:
            await self._worker

    async def _work(self) -> None:
        while self._waiting:
            batch = list(self._waiting.items())[:_TOGETHER]
            for account_id, _ in batch:
                del self._waiting[account_id]
            self._following = {account_id for account_id, _ in batch}
            try:
                await self._follow_all(self._following, max(now for _, now in batch))
            except Exception as error:  # the marks stay: the sweep does it, or says again why not
                _LOG.error("following", exc_info=error)
            finally:
                self._following = set()
                over, self._turn_over = self._turn_over, asyncio.Event()
                over.set()

    async def _follow_all(self, accounts: Collection[UUID], now: datetime) -> None:
        entailed = await self._database.glance(lambda connection: due.read_entailed(connection, accounts, now))
        if entailed.certificates:
            await self._database.write_at_once(
                lambda connection: certifying.issue_to(connection, self._issuer, now, entailed.certificates)
            )
        for account_id in sorted(entailed.decisions):
            async with self._database.write() as session:
                await deciding.renew(session, self._library, account_id, now)

    async def note_content(self, now: datetime) -> bool:
        """At the start: what content in force entails where it is another than before. Whether it is."""
        async with self._database.write() as session:
            changed = await deciding.note_content(session, self._library, now)
            if changed:
                await acknowledging.tell_renewed(session, self._library.disclosures[ONBOARDING.disclosure], now)
            await session.commit()
        return changed

    @property
    def duties(self) -> Sequence[FollowUp]:
        """What the sweep does, in this order: each in small turns, since others wait for the writer."""
        return self._end_overdue, self._issue, self._decide, self._tally, self._deliver

    async def sweep(self, now: datetime) -> None:
        """What has fallen due and no act has done."""
        for duty in self.duties:
            await duty(now)

    def wake(self) -> None:
        """Somebody waits for what the sweep does: let it come now."""
        self._woken.set()

    async def rest(self, seconds: float) -> None:
        """Until somebody wakes the sweep, and no longer than that."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), seconds)
        self._woken.clear()

    async def _end_overdue(self, now: datetime) -> None:
        await taking.end_overdue(self._database, now)

    async def _issue(self, now: datetime) -> None:
        await certifying.issue_due(self._database, self._issuer, now)

    async def _decide(self, now: datetime) -> None:
        await deciding.renew_due(self._database, self._library, now)

    async def _tally(self, now: datetime) -> None:
        await tallying.tally_due(self._database, now)

    async def _deliver(self, now: datetime) -> None:
        await delivering.deliver_due(self._database, now)
