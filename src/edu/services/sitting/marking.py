"""Marking written responses: blind, by rubric; the marks of one attempt are complete together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from edu.domain.items.item import Item
from edu.domain.items.response import OMITTED
from edu.domain.refusal import NotThere, Refused
from edu.domain.sitting.attempt import Attempt, score_attempt
from edu.domain.sitting.mark import Mark, RubricLine, check_mark, list_lines
from edu.domain.sitting.receipt import code_of
from edu.store.engine.encoding import from_json, to_json
from edu.store.evidence import ledger
from edu.store.sitting import attempts, marks, results, standings
from edu.store.sitting.attempts import ENDED, AttemptRow
from edu.store.sitting.marks import MarkRow

PAGE_LENGTH = 50


@dataclass(frozen=True, slots=True)
class ToMark:
    """One written response, without its author's name. ``points`` are the form's for it."""

    slot: int
    item: Item
    points: Fraction
    text: str
    mark: Mark | None

    @property
    def lines(self) -> tuple[RubricLine, ...]:
        """What to give points for."""
        return list_lines(self.item, self.points)


@dataclass(frozen=True, slots=True)
class UnmarkedAttempt:
    """An attempt that waits for a marker; ``code`` stands for it, as nobody is named."""

    id: UUID
    code: str
    title: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class MarkSheet:
    """The written responses of one attempt, marked or not."""

    code: str
    title: str
    responses: tuple[ToMark, ...]


async def list_waiting(session: AsyncSession, marker: UUID, limit: int = PAGE_LENGTH) -> list[UnmarkedAttempt]:
    """Attempts of others that wait for a marker, longest first; the next ones come up as these are marked."""
    return [
        UnmarkedAttempt(row.id, _make_code(row), row.title, row.ended_at)
        for row in await attempts.list_awaiting(session, limit)
        if row.candidate_id != marker
    ]


def _make_code(row: AttemptRow) -> str:
    return code_of(row.chain)[:9] or str(row.id)[:8].upper()


async def get_candidate(session: AsyncSession, attempt_id: UUID) -> UUID:
    """Whose attempt it is, for what follows from its result."""
    row = await attempts.get(session, attempt_id)
    if row is None:
        raise NotThere("There is no such check.")
    return row.candidate_id


async def load_written(session: AsyncSession, attempt_id: UUID, marker: UUID) -> MarkSheet:
    """The written responses of an ended attempt; nobody marks their own."""
    row = await attempts.get(session, attempt_id)
    if row is None or row.state not in ENDED or row.candidate_id == marker:
        raise NotThere("There is no such check.")
    attempt, items = await _load_whole(session, row)
    latest = {mark.slot: _read_mark(mark) for mark in await marks.list_marks(session, row.id)}
    scores = score_attempt(attempt, items, Fraction(row.cut)).scores
    waiting = [slot for slot, score in enumerate(scores) if score.awaiting or slot in latest]
    responses = tuple(
        ToMark(
            slot, items[slot], attempt.form.slots[slot].points, attempt.responses.get(slot, OMITTED).texts[0],
            latest.get(slot),
        )
        for slot in waiting
    )  # fmt: skip
    return MarkSheet(_make_code(row), row.title, responses)


def _read_mark(row: MarkRow) -> Mark:
    return Mark(tuple(from_json(row.points, list[Fraction])), row.comment)


async def _load_whole(session: AsyncSession, row: AttemptRow) -> tuple[Attempt, Sequence[Item]]:
    attempt = await standings.load_attempt(session, row)
    return attempt, await attempts.load_items(session, attempt.form)


async def mark(session: AsyncSession, attempt_id: UUID, slot: int, given: Mark, marker: UUID, now: datetime) -> bool:
    """Keep what a marker gives for one response. Whether the attempt is complete.

    A mark may be corrected until the result is released; every one is kept.
    """
    row = await attempts.lock(session, attempt_id)
    if row is None:
        raise NotThere("There is no such check.")
    if row.released_at is not None and row.released_at <= now:
        raise Refused("The result has been released; its marks no longer change here.")
    found = next(
        (response for response in (await load_written(session, attempt_id, marker)).responses if response.slot == slot),
        None,
    )
    if found is None:
        raise NotThere("This check has no such question.")
    check_mark(given, found.lines)
    session.add(
        MarkRow(
            attempt_id=attempt_id, slot=slot, earned=str(given.earned), points=to_json(list(given.points)),
            comment=given.comment, marked_by=marker, marked_at=now,
        )
    )  # fmt: skip
    await session.flush()
    ledger.append(
        session, "response-marked", now, row.candidate_id, marker, attempt=attempt_id, slot=slot,
        earned=given.earned, points=list(given.points), comment=given.comment,
    )  # fmt: skip
    attempt, items = await _load_whole(session, row)
    await results.put_marked(session, row, score_attempt(attempt, items, Fraction(row.cut)), now, marker)
    await session.commit()
    return not row.awaiting
