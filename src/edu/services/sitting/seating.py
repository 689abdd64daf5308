"""How the seats of an exam room stand, and which have changed since a page was last told."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from edu.domain.sitting.attempt import AttemptState
from edu.store.engine.database import Database
from edu.store.sitting import attempts, heads, rooms, signals

LATELY = timedelta(hours=18)
"""Who came in so long ago is shown in the room; the rest is in the list of attempts."""

_LOOK_EVERY = timedelta(seconds=1)
"""However many pages show a room, its seats are looked for once in so long."""

_CONNECTED = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody in the room. ``answered`` of ``count`` questions have a response; ``minutes`` were given on top.

    ``cut_short``: an examiner has ended it.
    """

    attempt: UUID
    name: str
    login: str
    state: AttemptState
    cut_short: bool
    started_at: datetime
    deadline: datetime
    answered: int
    count: int
    receipts: int
    saved_at: datetime | None
    seen_at: datetime | None
    signals: Mapping[str, int]
    minutes: int
    awaiting: bool
    passed: bool | None


async def list_seats(session: AsyncSession, blueprint: str, since: datetime) -> list[Seat]:
    """Who entered the exam after ``since``, running first, then waiting, then ended; by name."""
    rows = await attempts.list_room(session, blueprint, since)
    ids = [row.id for row in rows]
    noted, given = await signals.count(session, ids), await rooms.sum_minutes(session, ids)
    seats = [_seat(row, noted.get(row.id, {}), given.get(row.id, 0)) for row in rows]
    order = [AttemptState.STARTED, AttemptState.WAITING, AttemptState.SUBMITTED, AttemptState.EXPIRED]
    return sorted(seats, key=lambda seat: (order.index(seat.state), seat.name, seat.login))


def _seat(row: Any, noted: Mapping[str, int], minutes: int) -> Seat:
    return Seat(
        row.id, row.name, row.login, row.state, row.ended_by is not None, row.started_at, row.deadline,
        heads.count_answered(row), row.size, row.receipts, row.saved_at, row.seen_at, noted, minutes,
        row.awaiting, row.passed,
    )  # fmt: skip


class Board:
    """One room as it was last looked at. A version names what a page of this process has been told."""

    def __init__(self) -> None:
        self._name = token_hex(4)
        self._version = 0
        self._ordered_at = 0
        self._rows: dict[UUID, tuple[Seat, bool, int]] = {}

    @property
    def version(self) -> str:
        """What a page that shows all of it has been told."""
        return f"{self._name}-{self._version}"

    @property
    def seats(self) -> tuple[tuple[Seat, bool], ...]:
        """Every seat, and whether its page is there, in the order of the room."""
        return tuple((seat, connected) for seat, connected, _ in self._rows.values())

    def put(self, seats: Sequence[Seat], now: datetime) -> None:
        """Take in how the seats stand; what changed belongs to a new version."""
        shown = {seat.attempt: _as_shown(seat, now) for seat in seats}
        following = self._version + 1
        known = {key: row[:2] for key, row in self._rows.items()}
        if list(shown) != list(known):
            self._ordered_at = following
        elif shown == known:
            return
        changed = {key for key, row in shown.items() if known.get(key) != row}
        self._rows = {key: (*row, following if key in changed else self._rows[key][2]) for key, row in shown.items()}
        self._version = following

    def list_changed(self, since: str) -> tuple[tuple[Seat, bool], ...] | None:
        """Seats that changed after version ``since``; ``None`` where a page must be told all of it."""
        name, _, number = since.partition("-")
        if name != self._name or not (number.isascii() and number.isdigit() and len(number) < 10):
            return None
        if not self._ordered_at <= int(number) <= self._version:
            return None
        return tuple((seat, connected) for seat, connected, at in self._rows.values() if at > int(number))


def _as_shown(seat: Seat, now: datetime) -> tuple[Seat, bool]:
    """When a page was last heard of is shown only while it is away: else it would change every few seconds."""
    connected = seat.seen_at is not None and now - seat.seen_at < _CONNECTED
    if connected or seat.state is not AttemptState.STARTED:
        return replace(seat, seen_at=None), connected
    return seat, connected


class Seating:
    """The boards of all rooms that somebody looks at. One for each process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._boards: dict[str, Board] = {}
        self._looked_at: dict[str, datetime] = {}
        self._turn = asyncio.Lock()

    async def look(self, blueprint: str, now: datetime) -> Board:
        """The room as it is now."""
        async with self._turn:
            return await self._look(blueprint, now)

    async def glance(self, blueprint: str, now: datetime) -> Board:
        """The room as it was a moment ago, for the pages that ask again and again."""
        async with self._turn:
            looked_at = self._looked_at.get(blueprint)
            if looked_at is not None and now - looked_at < _LOOK_EVERY:
                return self._boards[blueprint]
            return await self._look(blueprint, now)

    async def _look(self, blueprint: str, now: datetime) -> Board:
        async with self._database.read() as session:
            seats = await list_seats(session, blueprint, now - LATELY)
        board = self._boards.setdefault(blueprint, Board())
        board.put(seats, now)
        self._looked_at[blueprint] = now
        return board
