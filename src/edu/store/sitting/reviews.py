"""What an ended sitting's own candidate reads of it: its attempt, what counted, marks, and what was sat of the exam.

Few statements by key, whatever was kept of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, exists, select

from edu.domain.items.response import Response
from edu.domain.sitting.attempt import AttemptState
from edu.domain.sitting.ending import Outcome
from edu.store.people.accounts import AccountRow
from edu.store.sitting.attempts import AttemptRow
from edu.store.sitting.certificates import CertificateRow
from edu.store.sitting.marks import MarkRow
from edu.store.sitting.results import find_cut, read_outcome
from edu.store.sitting.rooms import RoomEventRow
from edu.store.sitting.standings import read_counting


@dataclass(frozen=True, slots=True)
class EndedSitting:
    """The candidate's own attempt. ``certificate`` is the number of the one that it earned, empty where there is none.

    ``terms`` are JSON; ``cut_short_at`` is when an examiner ended it, ``closed_by`` the name, ``closing_words`` why;
    nothing where none did.
    """

    id: UUID
    blueprint: str
    title: str
    state: AttemptState
    ended_at: datetime | None
    receipts: int
    chain: str
    cut: Fraction
    terms: str
    outcome: Outcome
    cut_short_at: datetime | None
    certificate: str
    has_marks: bool
    closed_by: str
    closing_words: str


@dataclass(frozen=True, slots=True)
class Given:
    """By slot: the responses that count, the points that a marker gave, and what the marker wrote."""

    responses: Mapping[int, Response]
    marks: Mapping[int, Fraction] = field(default_factory=dict)
    comments: Mapping[int, str] = field(default_factory=dict)


_ATTEMPTS = AttemptRow.__table__  # type: ignore[attr-defined]
_CERTIFICATES = CertificateRow.__table__  # type: ignore[attr-defined]
_ACCOUNTS = AccountRow.__table__  # type: ignore[attr-defined]
_MARKS = MarkRow.__table__  # type: ignore[attr-defined]
_ROOM = RoomEventRow.__table__  # type: ignore[attr-defined]
_READ = (
    "id", "blueprint", "title", "state", "ended_at", "receipts", "chain", "cut", "terms", "awaiting",
    "earned", "possible", "passed", "released_at", "certificate_due_at", "deadline", "ended_by",
)  # fmt: skip
_CLOSING_WORDS = (
    select(_ROOM.c.words)
    .where(_ROOM.c.attempt_id == _ATTEMPTS.c.id, _ROOM.c.kind == "ended", _ATTEMPTS.c.ended_by.is_not(None))
    .order_by(_ROOM.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_CLOSED_BY = select(_ACCOUNTS.c.name).where(_ACCOUNTS.c.id == _ATTEMPTS.c.ended_by).scalar_subquery()
_ENDED = (
    select(
        *(_ATTEMPTS.c[name] for name in _READ),
        _CERTIFICATES.c.number,
        exists().where(_MARKS.c.attempt_id == _ATTEMPTS.c.id).label("has_marks"),
        _CLOSING_WORDS.label("closing_words"),
        _CLOSED_BY.label("closed_by"),
    )
    .select_from(_ATTEMPTS.outerjoin(_CERTIFICATES, _CERTIFICATES.c.attempt_id == _ATTEMPTS.c.id))
    .where(_ATTEMPTS.c.id == bindparam("attempt"), _ATTEMPTS.c.candidate_id == bindparam("candidate"))
)
_MARKED = (
    select(_MARKS.c.slot, _MARKS.c.earned, _MARKS.c.comment)
    .where(_MARKS.c.attempt_id == bindparam("attempt"))
    .order_by(_MARKS.c.id)
)


def read_ended(connection: Connection, attempt: UUID, candidate: UUID) -> EndedSitting | None:
    """The candidate's own, ended or not; somebody else's is as absent as one that never was."""
    row: Any = connection.execute(_ENDED, {"attempt": attempt, "candidate": candidate}).one_or_none()
    if row is None:
        return None
    return EndedSitting(
        row.id, row.blueprint, row.title, row.state, row.ended_at, row.receipts, row.chain,
        Fraction(row.cut), row.terms, read_outcome(row), find_cut(row), row.number or "", row.has_marks,
        row.closed_by or "", row.closing_words or "",
    )  # fmt: skip


def read_given_responses(connection: Connection, ended: EndedSitting) -> Given:
    """What was given and marked in it. Of several marks of a response the latest counts."""
    responses = read_counting(connection, [ended.id])[ended.id] if ended.receipts else {}
    if not ended.has_marks:
        return Given(responses)
    rows = connection.execute(_MARKED, {"attempt": ended.id}).all()
    comments = {row.slot: row.comment for row in rows if row.comment}
    return Given(responses, {row.slot: Fraction(row.earned) for row in rows}, comments)


_SAT = (
    select(_ATTEMPTS.c.started_at, _ATTEMPTS.c.ended_at)
    .where(
        _ATTEMPTS.c.candidate_id == bindparam("candidate"),
        _ATTEMPTS.c.blueprint == bindparam("exam"),
        _ATTEMPTS.c.state != AttemptState.WAITING,
    )
    .order_by(_ATTEMPTS.c.started_at)
)


def list_sat(connection: Connection, candidate: UUID, exam: str) -> list[tuple[datetime, datetime | None]]:
    """When somebody's sittings of one exam began and ended; one that waits to begin is none yet."""
    return [(row.started_at, row.ended_at) for row in connection.execute(_SAT, {"candidate": candidate, "exam": exam})]
