"""The end of a sitting: handed in, or its time is over. A part may end before."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from edu.domain.refusal import NotThere, Refused
from edu.domain.sitting.attempt import find_parts
from edu.services.sitting.taking.looking import Sitting, load_sitting
from edu.store.engine.database import Database
from edu.store.evidence import ledger
from edu.store.sitting import attempts
from edu.store.sitting.attempts import AttemptRow
from edu.store.sitting.endings import Ended, Ending, NotHandedIn, end_all, list_overdue, work_out

_AT_ONCE = 5
"""Overdue attempts of one transaction."""


async def hand_in(session: AsyncSession, attempt_id: UUID, candidate: UUID, now: datetime) -> Sitting:
    """Hand in and score; a second hand-in finds the first. Raises NotHandedIn where the database cannot keep it now."""
    try:
        await _end(session, [Ending(attempt_id, candidate, now, candidate)])
        sitting = await load_sitting(session, await _lock_own(session, attempt_id, candidate))
        await session.commit()
    except (SQLAlchemyError, OSError) as error:
        raise NotHandedIn() from error
    return sitting


async def finish_part(session: AsyncSession, attempt_id: UUID, candidate: UUID, first: int, now: datetime) -> Sitting:
    """Leave the part that begins with slot ``first``, for good. Left twice, it is left once."""
    row = await _lock_own(session, attempt_id, candidate)
    sitting = await load_sitting(session, row)
    sitting.attempt.check_open(now)
    parts = find_parts(sitting.attempt.form)
    following = next((after for _, start, after in parts if start == first), None)
    if following is None:
        raise NotThere("This check has no such question.")
    if first == row.first_open and following < len(sitting.items):
        row.first_open = following
        ledger.append(session, "part-left", now, candidate, candidate, attempt=attempt_id, before=following)
    await session.commit()
    return await load_sitting(session, row)


async def _lock_own(session: AsyncSession, attempt_id: UUID, candidate: UUID) -> AttemptRow:
    """For a change: a response and a hand-in at the same moment come one after the other."""
    row = await attempts.lock_own(session, attempt_id, candidate)
    if row is None:
        raise NotThere("There is no such check.")
    return row


async def end_overdue(database: Database, now: datetime, limit: int = 100) -> int:
    """End attempts whose time is over though nobody handed them in; what was saved counts. How many were found.

    In small turns, scored before anything is locked: whoever saves meanwhile waits for one turn's writing.
    """
    done = 0
    while done < limit:
        most = min(_AT_ONCE, limit - done)
        endings, looked = await database.read_at_once(partial(_look_for_overdue, now=now, limit=most))
        if not endings:
            break
        await database.write_at_once(partial(end_all, endings=endings, looked=looked))
        done += len(endings)
    return done


def _look_for_overdue(connection: Connection, now: datetime, limit: int) -> tuple[list[Ending], dict[Ending, Ended]]:
    endings = list_overdue(connection, now, limit)
    return endings, work_out(connection, endings)


async def _end(session: AsyncSession, endings: Sequence[Ending]) -> None:
    """In the transaction of ``session``. Raises the reason why one is not there."""
    await session.flush()
    for outcome in await session.run_sync(lambda known: end_all(known.connection(), endings)):
        if isinstance(outcome, Refused):
            raise outcome
