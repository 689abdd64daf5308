"""A sitting with its frozen items, and what somebody sat before."""

from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from edu.domain.items.item import Item
from edu.domain.refusal import NotThere, Refused
from edu.domain.sitting.attempt import Attempt, AttemptState, Result, check_may_start, score_attempt
from edu.domain.sitting.blueprint import Blueprint
from edu.domain.sitting.ending import Outcome
from edu.domain.sitting.terms import Terms
from edu.store.engine.encoding import from_json
from edu.store.evidence import revisions
from edu.store.sitting import attempts
from edu.store.sitting.attempts import AttemptRow
from edu.store.sitting.results import read_kept_terms, read_outcome
from edu.store.sitting.standings import load_attempt


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt with its frozen items, in the form's order.

    ``allowed`` is the time that this person has, ``terms`` those that were in force when it began, ``outcome`` what is
    on record of its result.
    """

    attempt: Attempt
    items: tuple[Item, ...]
    title: str
    blueprint: str
    allowed: timedelta
    cut: Fraction
    terms: Terms
    outcome: Outcome

    @property
    def result(self) -> Result:
        """Scores against the frozen items; the same at any later time."""
        return score_attempt(self.attempt, self.items, self.cut)


@dataclass(frozen=True, slots=True)
class OwnAttempt:
    """One of somebody's attempts, as their own lists show it. What it earned is nothing before it may be seen."""

    id: UUID
    title: str
    state: AttemptState
    started_at: datetime
    deadline: datetime
    closes_at: datetime
    ended_at: datetime | None
    earned: Fraction | None
    possible: Fraction | None
    passed: bool | None


async def load_own(session: AsyncSession, attempt_id: UUID, candidate: UUID) -> Sitting:
    """The candidate's own sitting; somebody else's is as absent as one that never was."""
    row = await attempts.get_own(session, attempt_id, candidate)
    if row is None:
        raise NotThere("There is no such check.")
    return await load_sitting(session, row)


async def load_sitting(session: AsyncSession, row: AttemptRow) -> Sitting:
    """The sitting behind a row."""
    attempt = await load_attempt(session, row)
    return Sitting(
        attempt, await attempts.load_items(session, attempt.form), row.title, row.blueprint,
        timedelta(seconds=row.allowed), Fraction(row.cut), read_kept_terms(row.terms), read_outcome(row),
    )  # fmt: skip


async def load_picture(session: AsyncSession, digest: str) -> bytes:
    """A picture that some form was drawn with, though the library may have lost it since."""
    try:
        body = (await revisions.load(session, {digest}))[digest]
    except LookupError as error:
        raise NotThere("There is no such page.") from error
    return b64decode(from_json(body, str))


async def list_own_attempts(
    session: AsyncSession, blueprint: Blueprint, candidate: UUID, now: datetime
) -> list[OwnAttempt]:
    """Somebody's attempts at one exam, oldest first."""
    return [_read_own(row, now) for row in await attempts.list_own(session, candidate, blueprint.id)]


def _read_own(row: AttemptRow, now: datetime) -> OwnAttempt:
    released = row.released_at is not None and row.released_at <= now
    return OwnAttempt(
        row.id,
        row.title,
        row.state,
        row.started_at,
        row.deadline,
        row.closes_at,
        row.ended_at,
        earned=Fraction(row.earned) if released and row.earned is not None else None,
        possible=Fraction(row.possible) if released and row.possible is not None else None,
        passed=row.passed if released else None,
    )


async def count_waiting(session: AsyncSession, blueprint: str) -> int:
    """How many wait for one exam to begin."""
    return await attempts.count_waiting(session, blueprint)


def opens_again(blueprint: Blueprint, own: Sequence[OwnAttempt], now: datetime) -> Refused | None:
    """The refusal that a start would meet now, if any."""
    last_end = max((attempt.ended_at for attempt in own if attempt.ended_at), default=None)
    try:
        check_may_start(blueprint, [attempt.started_at for attempt in own], last_end, now)
    except Refused as refusal:
        return refusal
    return None
