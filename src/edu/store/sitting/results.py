"""Results: what an ended attempt earned, as its row says it, and when its candidate may see it."""

from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from edu.domain.sending import News
from edu.domain.sitting.attempt import Result
from edu.domain.sitting.ending import Outcome, release
from edu.domain.sitting.terms import Terms
from edu.store.engine.encoding import from_json
from edu.store.evidence import ledger, outbox
from edu.store.evidence.outbox import Outgoing
from edu.store.people import clients
from edu.store.sitting.attempts import AttemptRow


def write_outcome(outcome: Outcome) -> dict[str, Any]:
    """What an attempt's row says of its result, by column."""
    return {
        "awaiting": outcome.awaiting, "earned": _write(outcome.earned), "possible": _write(outcome.possible),
        "passed": outcome.passed, "released_at": outcome.released_at, "certificate_due_at": outcome.certificate_due_at,
    }  # fmt: skip


def read_outcome(row: Any) -> Outcome:
    """What :func:`write_outcome` wrote into a row."""
    earned, possible = _read(row.earned), _read(row.possible)
    return Outcome(row.awaiting, earned, possible, row.passed, row.released_at, row.certificate_due_at)


def _write(points: Fraction | None) -> str | None:
    return None if points is None else str(points)


def _read(points: str | None) -> Fraction | None:
    return None if points is None else Fraction(points)


def find_cut(row: Any) -> datetime | None:
    """When an examiner ended the sitting of a row, nothing where none did: its deadline since then."""
    return None if row.ended_by is None else row.ended_at or row.deadline


@lru_cache(maxsize=100)
def read_kept_terms(text: str) -> Terms:
    """The terms of a sitting as its row holds them; many sittings share them."""
    return from_json(text, Terms)


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
    outcome = release(result, read_kept_terms(row.terms), now, find_cut(row))
    for name, value in write_outcome(outcome).items():
        setattr(row, name, value)
    if not row.awaiting:
        ledger.append(
            session, "attempt-marked", now, row.candidate_id, actor, attempt=row.id, earned=result.earned,
            possible=result.possible, passed=result.passed,
        )  # fmt: skip
        await clients.set_due(session, row.candidate_id, row.released_at or now)
        await outbox.put(session, tell_result(row.id, row.candidate_id, row.title, now, row.released_at or now), now)
