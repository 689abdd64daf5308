"""A response from a plain form, one page a question: kept as the journal keeps it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from edu.domain.items.response import OMITTED, Response, check_fits
from edu.domain.items.response import encode as encode_response
from edu.domain.refusal import NotThere, Refused
from edu.domain.sitting.attempt import TimeOver
from edu.domain.sitting.keeping import Save
from edu.services.sitting.taking.looking import Sitting, lock_own
from edu.store.sitting import journal
from edu.store.sitting.journal import NotSaved


async def respond(
    session: AsyncSession,
    attempt_id: UUID,
    candidate: UUID,
    slot: int,
    response: Response,
    seen: int | None,
    now: datetime,
) -> Sitting:
    """Append a response; it is durable when this returns. The same response again is no new save.

    A late one is kept as evidence, and refused. Raises NotSaved where the database cannot keep it now.
    """
    try:
        return await _respond(session, attempt_id, candidate, slot, response, seen, now)
    except (SQLAlchemyError, OSError) as error:
        raise NotSaved() from error


async def _respond(
    session: AsyncSession,
    attempt_id: UUID,
    candidate: UUID,
    slot: int,
    response: Response,
    seen: int | None,
    now: datetime,
) -> Sitting:
    sitting = await lock_own(session, attempt_id, candidate)
    if not 0 <= slot < len(sitting.items):
        raise NotThere("This check has no such question.")
    check_fits(sitting.items[slot], response)
    if response == sitting.attempt.responses.get(slot, OMITTED):
        sitting.attempt.check_open(now)
        return sitting
    complete = not response.incomplete(sitting.items[slot])
    save = Save(attempt_id, candidate, slot, encode_response(response), complete, now, seen)
    (outcome,) = await (await session.connection()).run_sync(journal.keep, [save])
    await session.commit()
    if isinstance(outcome, Refused):
        raise outcome
    if outcome.late:
        raise TimeOver()
    attempt = sitting.attempt  # nobody else changed it meanwhile: the row is locked, or it is this writer's turn
    changed = replace(
        attempt,
        responses={**attempt.responses, slot: response},
        events={**attempt.events, slot: outcome.events},
        receipts=outcome.number,
        chain=outcome.chain,
    )
    return Sitting(sitting.row, changed, sitting.items)
