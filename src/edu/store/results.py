"""Results: what an ended attempt earned, written to its row, and when its candidate may see it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from edu.domain.attempt import Attempt, Result
from edu.domain.response import encode as encode_response
from edu.domain.terms import Release, Terms
from edu.store import clients, ledger
from edu.store.attempts import AttemptRow
from edu.store.encoding import from_json


async def put_ended(
    session: AsyncSession, row: AttemptRow, ended: Attempt, result: Result, now: datetime, actor: UUID
) -> None:
    """The attempt has ended: its state, what it earned so far, the evidence, and a decision that falls due."""
    row.state, row.ended_at = ended.state, ended.ended_at
    _put_scores(row, result, now)
    responses = {str(slot): encode_response(response) for slot, response in ended.responses.items()}
    ledger.append(
        session, f"attempt-{ended.state.value}", now, row.candidate_id, actor, attempt=row.id, responses=responses,
        awaiting=result.awaiting, earned=result.earned, possible=result.possible,
        passed=None if result.awaiting else result.passed,
    )  # fmt: skip
    await clients.set_due(session, row.candidate_id, row.released_at or now)


async def put_marked(session: AsyncSession, row: AttemptRow, result: Result, now: datetime, actor: UUID) -> None:
    """A marker has given points: when nothing waits any more, the result is complete."""
    _put_scores(row, result, now)
    if not row.awaiting:
        ledger.append(
            session, "attempt-marked", now, row.candidate_id, actor, attempt=row.id, earned=result.earned,
            possible=result.possible, passed=result.passed,
        )  # fmt: skip
        await clients.set_due(session, row.candidate_id, row.released_at or now)


def _put_scores(row: AttemptRow, result: Result, now: datetime) -> None:
    row.awaiting = result.awaiting
    if result.awaiting:
        row.earned = row.possible = row.passed = row.released_at = None
        return
    row.earned, row.possible, row.passed = str(result.earned), str(result.possible), result.passed
    terms = from_json(row.terms, Terms)
    dated = terms.release_at if terms.release is Release.AT_DATE else None
    row.released_at = max(dated, now) if dated else now
