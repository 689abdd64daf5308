"""Results: what an ended attempt earned, as its row says it, and when its candidate may see it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from edu.domain.sending import News
from edu.domain.sitting.attempt import Result
from edu.domain.sitting.terms import Release, Terms
from edu.store.engine.encoding import from_json
from edu.store.evidence import ledger, outbox
from edu.store.evidence.outbox import Outgoing
from edu.store.people import clients
from edu.store.sitting.attempts import AttemptRow


def release(result: Result, terms: Terms, now: datetime) -> dict[str, Any]:
    """What an attempt's row says of its result, by column: nothing while a marker is awaited."""
    if result.awaiting:
        return {
            "awaiting": True, "earned": None, "possible": None, "passed": None, "released_at": None,
            "certificate_due_at": None,
        }  # fmt: skip
    dated = terms.release_at if terms.release is Release.AT_DATE else None
    released = max(dated, now) if dated else now
    return {
        "awaiting": False, "earned": str(result.earned), "possible": str(result.possible), "passed": result.passed,
        "released_at": released, "certificate_due_at": released if result.passed and terms.certificate else None,
    }  # fmt: skip


def tell_result(attempt: UUID, candidate: UUID, title: str, now: datetime, released: datetime) -> Outgoing:
    """The notice that a result may be seen; it goes out when it may. ``now`` is when the result was complete."""
    payload = {"attempt": str(attempt), "title": title}
    key = f"{result_key(attempt)}{now.isoformat()}"
    return Outgoing(key, News.RESULT_RELEASED, str(candidate), payload, released)


def result_key(attempt: UUID) -> str:
    """What the keys of an attempt's notices of its result begin with."""
    return f"result:{attempt}:"


async def put_marked(session: AsyncSession, row: AttemptRow, result: Result, now: datetime, actor: UUID) -> None:
    """A marker has given points: when nothing waits any more, the result is complete."""
    for name, value in release(result, from_json(row.terms, Terms), now).items():
        setattr(row, name, value)
    if not row.awaiting:
        ledger.append(
            session, "attempt-marked", now, row.candidate_id, actor, attempt=row.id, earned=result.earned,
            possible=result.possible, passed=result.passed,
        )  # fmt: skip
        await clients.set_due(session, row.candidate_id, row.released_at or now)
        await outbox.put(session, tell_result(row.id, row.candidate_id, row.title, now, row.released_at or now), now)
