"""The exam room: who is in and where they stand; more time, a word, an end, each with who, when and why."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from edu.content.library import Library
from edu.domain.people.login import fold_login
from edu.domain.people.role import Duty, may
from edu.domain.refusal import NotThere, Refused
from edu.domain.sending import News
from edu.domain.sitting.attempt import AttemptClosed, AttemptState
from edu.domain.sitting.terms import Accommodation, allow_time
from edu.domain.sitting.timing import (
    UNDONE_WITHIN,
    ResultShown,
    RoomAct,
    Timing,
    TooLateToUndo,
    cut_short,
    give_time,
    is_shown,
    resume,
)
from edu.store.evidence import ledger, outbox
from edu.store.evidence.outbox import Outgoing
from edu.store.people import accounts, clients
from edu.store.sitting import accommodations, attempts, certificates, rooms, standings
from edu.store.sitting.accommodations import AccommodationRow
from edu.store.sitting.attempts import AttemptRow
from edu.store.sitting.results import find_cut, read_kept_terms, result_key
from edu.store.sitting.rooms import RoomEventRow

LONGEST_EXTENSION = 24 * 60
LONGEST_WORDS = 300
_CODE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Extended:
    """How an extension went: attempts that have more time now, and how many cannot go on.

    ``ended`` had been handed in; of ``shown`` the result had been shown.
    """

    done: tuple[UUID, ...]
    ended: int
    shown: int


@dataclass(frozen=True, slots=True)
class Granted:
    """More time for one person in an exam, with the reason."""

    id: int
    name: str
    time: Accommodation
    reason: str
    granted_at: datetime


async def list_in_room(session: AsyncSession, blueprint: str) -> list[UUID]:
    """The sittings of everybody who waits or writes."""
    return await attempts.list_in_room(session, blueprint)


def check_words(words: str) -> str:
    """The reason or message, trimmed; refused where it is missing or too long."""
    trimmed = " ".join(words.split())
    if not trimmed:
        raise Refused("Please give a reason. The candidates see it.")
    if len(trimmed) > LONGEST_WORDS:
        raise Refused("At most {count} characters.", count=LONGEST_WORDS)
    return trimmed


async def extend(
    session: AsyncSession, blueprint: str, chosen: Sequence[UUID], minutes: int, words: str, by: UUID, now: datetime
) -> Extended:
    """More time for the sittings ``chosen``. One whose time had run out goes on, unless its result was shown."""
    reason = check_words(words)
    if not 1 <= minutes <= LONGEST_EXTENSION:
        raise Refused("Please give from 1 to {count} minutes.", count=LONGEST_EXTENSION)
    done: list[UUID] = []
    ended = shown = 0
    for row in await attempts.lock_some(session, blueprint, chosen):
        try:
            await _give_time(session, row, timedelta(minutes=minutes), now)
        except ResultShown:
            shown += 1
        except AttemptClosed:
            ended += 1
        else:
            _note(session, row, RoomAct.EXTENDED, minutes, reason, by, now)
            done.append(row.id)
    await session.commit()
    return Extended(tuple(done), ended, shown)


async def _give_time(session: AsyncSession, row: AttemptRow, more: timedelta, now: datetime) -> None:
    terms, cut = read_kept_terms(row.terms), find_cut(row)
    shown = is_shown(terms, row.released_at, now, awaiting=row.awaiting, cut_short_at=cut)
    certified = await certificates.get_of_attempt(session, row.id) is not None
    timing = give_time(_timing_of(row), more, now, cut_short=cut is not None, shown=shown or certified)
    if row.state is AttemptState.WAITING:
        row.allowed += int(more.total_seconds())
        return
    await _go_on(session, row, timing, now)


def _timing_of(row: AttemptRow) -> Timing:
    return Timing(row.state, row.deadline, row.closes_at)


async def _go_on(session: AsyncSession, row: AttemptRow, timing: Timing, now: datetime) -> None:
    """The sitting has another clock; of one that had ended, the end and its result are withdrawn."""
    before, row.state = row.state, timing.state
    row.deadline, row.closes_at = timing.deadline, timing.closes_at
    if before is AttemptState.EXPIRED:
        row.ended_at, row.awaiting = None, False
        row.earned = row.possible = row.passed = row.released_at = row.certificate_due_at = None
        await outbox.withdraw(session, result_key(row.id))
        await clients.set_due(session, row.candidate_id, now)
    row.heads = await session.run_sync(lambda known: standings.recount(known.connection(), row))


async def end_sittings(
    session: AsyncSession, blueprint: str, chosen: Sequence[UUID], words: str, by: UUID, now: datetime
) -> int:
    """The time of running sittings is over now; of how many. What was typed before may still arrive for a moment.

    They are scored as those that nobody hands in, and nothing of that is shown while :func:`undo_end` may come.
    """
    reason, ended = check_words(words), 0
    for row in await attempts.lock_some(session, blueprint, chosen):
        try:
            timing = cut_short(_timing_of(row), now)
        except AttemptClosed:
            continue
        _note(session, row, RoomAct.ENDED, 0, reason, by, now)
        row.ended_by, row.deadline, row.closes_at = by, timing.deadline, timing.closes_at
        ended += 1
    await session.commit()
    return ended


async def undo_end(session: AsyncSession, blueprint: str, by: UUID, now: datetime) -> int:
    """Take back one's own ends of the last minute: the sittings go on, with the time that they lost; how many.

    Raises TooLateToUndo where there is none.
    """
    ends = {event.attempt_id: event for event in await rooms.list_ends(session, by, now - UNDONE_WITHIN)}
    resumed = 0
    for row in await attempts.lock_some(session, blueprint, list(ends)):
        if row.ended_by != by:
            continue
        try:
            timing = resume(_timing_of(row), read_kept_terms(row.terms), ends[row.id].deadline, now)
        except (AttemptClosed, TooLateToUndo):
            continue
        await _go_on(session, row, timing, now)
        row.ended_by = None
        _note(session, row, RoomAct.RESUMED, 0, "", by, now)
        resumed += 1
    if not resumed:
        raise TooLateToUndo()
    await session.commit()
    return resumed


async def tell(
    session: AsyncSession, blueprint: str, chosen: Sequence[UUID], words: str, by: UUID, now: datetime
) -> int:
    """A message that appears on the pages of those chosen; how many it goes to."""
    message = check_words(words)
    rows = [row for row in await attempts.lock_some(session, blueprint, chosen) if row.state is AttemptState.STARTED]
    for row in rows:
        _note(session, row, RoomAct.TOLD, 0, message, by, now)
    await session.commit()
    return len(rows)


def _note(
    session: AsyncSession, row: AttemptRow, act: RoomAct, minutes: int, words: str, by: UUID, now: datetime
) -> None:
    session.add(
        RoomEventRow(
            attempt_id=row.id, kind=act.value, minutes=minutes, words=words, deadline=row.deadline, by=by, at=now
        )
    )
    ledger.append(
        session, f"sitting-{act.value}", now, row.candidate_id, by, attempt=row.id, minutes=minutes, words=words,
        deadline=row.deadline,
    )  # fmt: skip


async def open_rooms(session: AsyncSession, library: Library, now: datetime) -> None:
    """At the start: each exam that asks for an entry code has one, so that its room's page need only show it."""
    for blueprint in library.blueprints.values():
        if blueprint.terms.entry_code:
            await rooms.open_room(session, blueprint.id, _make_code(), now)
    await session.commit()


async def find_code(session: AsyncSession, blueprint: str) -> str:
    """The room's entry code; empty for an exam that came after the start and has none yet."""
    row = await rooms.get(session, blueprint)
    return row.entry_code if row else ""


async def renew_code(session: AsyncSession, blueprint: str, now: datetime) -> str:
    """A new entry code; the old one lets nobody in any more."""
    row = await rooms.open_room(session, blueprint, _make_code(), now)
    row.entry_code, row.changed_at = _make_code(), now
    await session.commit()
    return row.entry_code


def _make_code() -> str:
    return "".join(secrets.choice(_CODE_SIGNS) for _ in range(6))


async def grant(
    session: AsyncSession, blueprint: str, duration: timedelta, login: str, factor: Fraction, minutes: int, words: str,
    by: UUID, now: datetime,
) -> None:  # fmt: skip
    """More time for one person in this exam, before it begins; one that waits already has it too."""
    reason = check_words(words)
    if not (1 <= factor <= 4 and 0 <= minutes <= LONGEST_EXTENSION) or (factor == 1 and not minutes):
        raise Refused("Please give a factor from 1 to 4, or minutes, or both.")
    account = await accounts.get_by_login(session, fold_login(login)[:100])
    if account is None or account.disabled or not may(account.role, Duty.SIT_EXAMS):
        raise Refused("No member of staff who sits exams has this sign-in name.")
    session.add(
        AccommodationRow(
            account_id=account.id, blueprint=blueprint, factor=str(factor), minutes=minutes, reason=reason,
            granted_by=by, granted_at=now,
        )
    )  # fmt: skip
    await session.flush()
    waiting = await attempts.find_waiting(session, account.id, blueprint)
    if waiting is not None:
        granted = await accommodations.list_for_exam(session, account.id, blueprint)
        waiting.allowed = max(waiting.allowed, int(allow_time(duration, granted).total_seconds()))
    ledger.append(
        session, "time-granted", now, account.id, by, exam=blueprint, factor=factor, minutes=minutes, words=reason
    )
    payload = {"exam": blueprint, "factor": str(factor), "minutes": minutes}
    key = f"time-granted:{account.id}:{blueprint}:{now.isoformat()}"
    await outbox.put(session, Outgoing(key, News.TIME_GRANTED, str(account.id), payload, now), now)
    await session.commit()


async def list_granted(session: AsyncSession, blueprint: str) -> list[Granted]:
    """Who has more time in this exam, newest first."""
    return [
        Granted(row.id or 0, name, Accommodation(Fraction(row.factor), row.minutes), row.reason, row.granted_at)
        for row, name in await accommodations.list_granted(session, blueprint)
    ]


async def take_back(session: AsyncSession, accommodation_id: int, by: UUID, now: datetime) -> None:
    """No longer grant it; sittings that have begun keep their time."""
    row = await session.get(AccommodationRow, accommodation_id)
    if row is None or row.ended_at is not None:
        raise NotThere("There is no such page.")
    row.ended_at = now
    ledger.append(session, "time-taken-back", now, row.account_id, by, exam=row.blueprint)
    await session.commit()
