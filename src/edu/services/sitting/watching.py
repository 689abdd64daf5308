"""What running sittings are told within seconds, and that they are still there; without a query for each of them.

A page asks every other second how much time it has. One look at the database each half second answers all of them, on
every node.
"""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select, update

from edu.domain.refusal import NotThere
from edu.domain.sitting.attempt import AttemptState
from edu.domain.sitting.timing import RoomAct, Timing, follow_act
from edu.store.engine.database import Database
from edu.store.sitting import rooms
from edu.store.sitting.attempts import AttemptRow
from edu.store.sitting.rooms import RoomEventRow
from edu.store.sitting.standings import read_clock

LOOK_EVERY = timedelta(milliseconds=500)
WRITE_EVERY = timedelta(seconds=5)
_OVERLAP = timedelta(seconds=15)
"""Events are looked for so far back: one that was written earlier may have been committed later."""
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Notice:
    """What an examiner did to a sitting, as its candidate reads it."""

    id: int
    act: RoomAct
    minutes: int
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """A sitting's deadline, and what its candidate was told."""

    candidate: UUID
    timing: Timing
    notices: tuple[Notice, ...]


class Watch:
    """One for each process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._clocks: OrderedDict[UUID, Clock] = OrderedDict()
        self._seen: dict[UUID, datetime] = {}
        self._since: datetime | None = None
        self._written: datetime | None = None
        self._lock = asyncio.Lock()

    async def read_clock(self, attempt_id: UUID, candidate: UUID, now: datetime) -> Clock:
        """The candidate's own clock as of the last look; asking says that the page is there."""
        await self._look(now)
        clock = self._clocks.get(attempt_id)
        if clock is None:
            clock = await self._load(attempt_id, candidate)
            self._clocks[attempt_id] = clock
            while len(self._clocks) > _MOST:
                self._clocks.popitem(last=False)
        if clock.candidate != candidate:
            raise NotThere("There is no such check.")
        self._seen[attempt_id] = now
        return clock

    def forget(self, attempt_id: UUID) -> None:
        """It has begun or ended here: the next question reads it anew."""
        self._clocks.pop(attempt_id, None)

    async def _load(self, attempt_id: UUID, candidate: UUID) -> Clock:
        found = await self._database.glance(lambda connection: read_clock(connection, attempt_id, candidate))
        if found is None:
            raise NotThere("There is no such check.")
        row, events = found
        timing = Timing(row.state, row.deadline, row.closes_at)
        return Clock(row.candidate_id, timing, tuple(make_notice(*event) for event in events))

    async def _look(self, now: datetime) -> None:
        """Read what is new in all rooms, at most once in ``LOOK_EVERY`` however many ask."""
        if self._since is not None and now - self._since < LOOK_EVERY:
            return
        async with self._lock:
            if self._since is not None and now - self._since < LOOK_EVERY:
                return
            if self._clocks:
                async with self._database.read() as session:
                    for event in await rooms.list_since(session, (self._since or now) - _OVERLAP):
                        self._apply(event)
            self._since = now
            if self._written is None or now - self._written >= WRITE_EVERY:
                self._written = now
                await self._write_seen()

    def _apply(self, event: RoomEventRow) -> None:
        clock = self._clocks.get(event.attempt_id)
        if clock is None or any(notice.id == event.id for notice in clock.notices):
            return
        notice = make_notice(event.id or 0, event.kind, event.minutes, event.words, event.at)
        timing = follow_act(clock.timing, notice.act, event.at, event.deadline)
        self._clocks[event.attempt_id] = Clock(clock.candidate, timing, (*clock.notices, notice))

    async def _write_seen(self) -> None:
        seen, self._seen = self._seen, {}
        if seen:
            rows = [{"of": attempt, "seen": at} for attempt, at in sorted(seen.items())]
            for attempt in await self._database.write_at_once(lambda connection: _write(connection, rows)):
                clock = self._clocks.get(attempt)
                if clock is not None and clock.timing.state is AttemptState.STARTED:
                    self.forget(attempt)  # handed in elsewhere


_ATTEMPTS = AttemptRow.__table__  # type: ignore[attr-defined]
_UPDATE = update(_ATTEMPTS).where(_ATTEMPTS.c.id == bindparam("of")).values(seen_at=bindparam("seen"))

_ENDED = select(_ATTEMPTS.c.id).where(
    _ATTEMPTS.c.id.in_(bindparam("asked", expanding=True)), _ATTEMPTS.c.ended_at.is_not(None)
)


def _write(connection: Connection, rows: list[dict[str, Any]]) -> list[UUID]:
    """Note who asked when; which of the sittings have ended."""
    connection.execute(_UPDATE, rows)
    return list(connection.execute(_ENDED, {"asked": [row["of"] for row in rows]}).scalars())


def make_notice(event: int, act: str, minutes: int, words: str, at: datetime) -> Notice:
    """What the store keeps of an act, as a notice."""
    return Notice(event, RoomAct(act), minutes, words, at)
