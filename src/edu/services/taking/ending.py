"""The end of a sitting: handed in, ended by an examiner, or its time is over. A part may end before."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from edu.domain.attempt import Attempt, AttemptState, find_parts
from edu.domain.refusal import NotThere
from edu.services.taking.looking import Sitting, load_sitting, lock_own
from edu.store import attempts, ledger, results
from edu.store.attempts import AttemptRow
from edu.store.gathering import NotNow


class NotHandedIn(NotNow):
    """The database could not keep it now."""

    def __init__(self) -> None:
        super().__init__("This could not be handed in just now. Everything saved is safe; please try again.")


async def hand_in(session: AsyncSession, attempt_id: UUID, candidate: UUID, now: datetime) -> Sitting:
    """Hand in and score; a second hand-in finds the first. Raises NotHandedIn where the database cannot keep it now."""
    try:
        sitting = await lock_own(session, attempt_id, candidate)
        if sitting.attempt.state is not AttemptState.STARTED:
            return sitting
        ended = await _end(session, sitting, sitting.attempt.submit(now), now, candidate)
        await session.commit()
    except (SQLAlchemyError, OSError) as error:
        raise NotHandedIn() from error
    return ended


async def end_for(session: AsyncSession, attempt_id: UUID, examiner: UUID, now: datetime) -> Sitting:
    """End somebody's sitting; what was saved counts. One that has ended stays as it is. The caller commits."""
    row = await attempts.lock(session, attempt_id)
    if row is None:
        raise NotThere("There is no such check.")
    sitting = await load_sitting(session, row)
    if sitting.attempt.state is not AttemptState.STARTED:
        return sitting
    row.ended_by = examiner
    return await _end(session, sitting, sitting.attempt.submit(now), now, examiner)


async def finish_part(session: AsyncSession, attempt_id: UUID, candidate: UUID, first: int, now: datetime) -> Sitting:
    """Leave the part that begins with slot ``first``, for good. Left twice, it is left once."""
    sitting = await lock_own(session, attempt_id, candidate)
    sitting.attempt.check_open(now)
    parts = find_parts(sitting.attempt.form)
    following = next((after for _, start, after in parts if start == first), None)
    if following is None:
        raise NotThere("This check has no such question.")
    if first == sitting.row.first_open and following < len(sitting.items):
        sitting.row.first_open = following
        ledger.append(session, "part-left", now, candidate, candidate, attempt=attempt_id, before=following)
    await session.commit()
    return await load_sitting(session, sitting.row)


async def _end(session: AsyncSession, sitting: Sitting, ended: Attempt, now: datetime, actor: UUID) -> Sitting:
    done = Sitting(sitting.row, ended, sitting.items)
    await results.put_ended(session, sitting.row, ended, done.result, now, actor)
    return done


async def end_those_overdue(session: AsyncSession, locked: list[AttemptRow], now: datetime) -> None:
    """End those of ``locked`` whose time and grace are over."""
    for row in locked:
        if now > row.closes_at:
            sitting = await load_sitting(session, row)
            await _end(session, sitting, sitting.attempt.expire(now), now, row.candidate_id)


async def end_overdue(session: AsyncSession, now: datetime, limit: int = 100) -> int:
    """End attempts whose time is over though nobody handed them in; what was saved counts."""
    rows = await attempts.lock_overdue(session, now, limit)
    await end_those_overdue(session, rows, now)
    await session.commit()
    return len(rows)
