"""Saving the responses of running attempts: checked against the frozen form, kept by the journal."""

import asyncio
from collections import OrderedDict
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from edu.domain.items.response import Response, check_fits, encode_response
from edu.domain.refusal import NotThere
from edu.domain.sitting.attempt import AttemptState
from edu.domain.sitting.keeping import Save
from edu.domain.sitting.receipt import Receipt
from edu.store.engine.database import Database
from edu.store.engine.gathering import Gatherer
from edu.store.sitting import frozen_forms
from edu.store.sitting.addresses import Met, NotNoted, note_all
from edu.store.sitting.endings import MOST_ENDINGS, Ending, NotHandedIn, end_all, work_out
from edu.store.sitting.frozen_forms import FrozenForm
from edu.store.sitting.journal import Journal
from edu.store.sitting.starts import Begin, NotBegunNow, begin_all

_MOST_MET = 5_000
"""Sittings whose addresses are remembered; the one that was met longest ago goes first."""


class Desk:
    """Takes responses. One for each process, beside its database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._addresses: OrderedDict[UUID, set[str]] = OrderedDict()
        self.journal = Journal(database)
        self.starts: Gatherer[Begin, datetime] = Gatherer(database, begin_all, NotBegunNow)
        self.endings: Gatherer[Ending, AttemptState] = Gatherer(database, end_all, NotHandedIn, MOST_ENDINGS, work_out)
        self._meetings: Gatherer[Met, bool] = Gatherer(database, note_all, NotNoted)
        self._tasks: set[asyncio.Task[None]] = set()

    async def form_of(self, attempt_id: UUID, candidate: UUID) -> FrozenForm:
        """The candidate's own form; somebody else's is as absent as one that never was."""
        known = frozen_forms.recall(attempt_id)
        if known is None:
            found = await self._database.read_at_once(partial(frozen_forms.find_forms, attempts=[attempt_id]))
            known = found.get(attempt_id)
        if known is None or known.candidate != candidate:
            raise NotThere("There is no such check.")
        return known

    async def save(
        self, attempt_id: UUID, candidate: UUID, slot: int, response: Response, now: datetime,
        *, seen: int | None = None, key: str | None = None, age: timedelta | None = None,
    ) -> Receipt:  # fmt: skip
        """Keep one response and give its receipt once it is durable. ``age`` is how long ago it was given.

        Raises NotThere, Refused where it does not fit, AttemptClosed, StalePage, or NotSaved.
        """
        form = await self.form_of(attempt_id, candidate)
        if not 0 <= slot < len(form.items):
            raise NotThere("This check has no such question.")
        item = form.items[slot]
        check_fits(item, response)
        given_at, complete = None if age is None else now - age, not response.incomplete(item)
        save = Save(attempt_id, candidate, slot, encode_response(response), complete, now, seen, key, given_at)
        return await self.journal.save(save)

    def meet(self, attempt_id: UUID, candidate: UUID, address: str, now: datetime) -> None:
        """Note where a sitting is sat from, once for each address; nobody waits for it."""
        known = self._addresses.setdefault(attempt_id, set())
        if not address or address in known:
            return
        known.add(address)
        while len(self._addresses) > _MOST_MET:
            self._addresses.popitem(last=False)
        task = asyncio.create_task(self._note(Met(attempt_id, candidate, address, now), known))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _note(self, met: Met, known: set[str]) -> None:
        try:
            await self._meetings.add(met)
        except NotNoted:
            known.discard(met.address)  # the next request from there tries again

    async def begin(self, attempt_id: UUID, candidate: UUID, now: datetime) -> datetime:
        """Start the clock of a sitting that waits for the opening; its deadline. Begun twice, it is begun once."""
        return await self.starts.add(Begin(attempt_id, candidate, now))

    async def hand_in(self, attempt_id: UUID, candidate: UUID, now: datetime) -> AttemptState:
        """Hand in and score the candidate's own sitting; a second hand-in finds the first. Raises NotHandedIn."""
        return await self.endings.add(Ending(attempt_id, candidate, now, candidate))

    async def close(self) -> None:
        """Finish what has been taken."""
        await self.journal.close()
        await self.starts.close()
        await self.endings.close()
        await asyncio.gather(*self._tasks)
