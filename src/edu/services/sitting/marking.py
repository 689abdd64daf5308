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
from edu.store.engine.encoding import to_json
from edu.store.evidence import ledger
from edu.store.sitting import attempts, marks, results, standings
from edu.store.sitting.attempts import ENDED, AttemptRow
from edu.store.sitting.marks import MarkRow

LONGEST_COMMENT = 2000
PAGE_LENGTH = 50


@dataclass(frozen=True, slots=True)
class ToMark:
    """One written response, without its author's name. ``points`` are the form's for it."""

    row: AttemptRow
    slot: int
    item: Item
    points: Fraction
    text: str
    mark: MarkRow | None

    @property
    def rubric(self) -> tuple[tuple[str, Fraction], ...]:
        """Each line with the most it earns here; the bank's points scaled to the form's."""
        total = sum((line.points for line in self.item.rubric), Fraction(0))
        return tuple((line.text, line.points * self.points / total) for line in self.item.rubric)


async def list_waiting(session: AsyncSession, marker: UUID, limit: int = PAGE_LENGTH) -> list[AttemptRow]:
    """Attempts of others that wait for a marker, longest first; the next ones come up as these are marked."""
    return [row for row in await attempts.list_awaiting(session, limit) if row.candidate_id != marker]


async def get_candidate(session: AsyncSession, attempt_id: UUID) -> UUID:
    """Whose attempt it is, for what follows from its result."""
    row = await attempts.get(session, attempt_id)
    if row is None:
        raise NotThere("There is no such check.")
    return row.candidate_id


async def load(session: AsyncSession, attempt_id: UUID, marker: UUID) -> list[ToMark]:
    """The written responses of an ended attempt; nobody marks his own."""
    row = await attempts.get(session, attempt_id)
    if row is None or row.state not in ENDED or row.candidate_id == marker:
        raise NotThere("There is no such check.")
    attempt, items = await _load_whole(session, row)
    latest = {mark.slot: mark for mark in await marks.list_rows(session, row.id)}
    scores = score_attempt(attempt, items, Fraction(row.cut)).scores
    waiting = [slot for slot, score in enumerate(scores) if score.awaiting or slot in latest]
    return [
        ToMark(
            row, slot, items[slot], attempt.form.slots[slot].points, attempt.responses.get(slot, OMITTED).texts[0],
            latest.get(slot),
        )
        for slot in waiting
    ]  # fmt: skip


async def load_comments(session: AsyncSession, attempt_id: UUID) -> dict[int, str]:
    """What the marker wrote to the candidate, by slot."""
    return {row.slot: row.comment for row in await marks.list_rows(session, attempt_id) if row.comment}


async def _load_whole(session: AsyncSession, row: AttemptRow) -> tuple[Attempt, Sequence[Item]]:
    attempt = await standings.load_attempt(session, row)
    return attempt, await attempts.load_items(session, attempt.form)


async def mark(
    session: AsyncSession, attempt_id: UUID, slot: int, given: Sequence[Fraction], comment: str, marker: UUID,
    now: datetime,
) -> bool:  # fmt: skip
    """Give the points of each line of the rubric (one number where there is none). Whether the attempt is complete.

    A mark may be corrected until the result is released; every one is kept.
    """
    row = await attempts.lock(session, attempt_id)
    if row is None:
        raise NotThere("There is no such check.")
    if row.released_at is not None and row.released_at <= now:
        raise Refused("The result has been released; its marks no longer change here.")
    found = next((one for one in await load(session, attempt_id, marker) if one.slot == slot), None)
    if found is None:
        raise NotThere("This check has no such question.")
    lines = found.rubric or (("", found.points),)
    if len(given) != len(lines) or any(not 0 <= one <= most for one, (_, most) in zip(given, lines, strict=True)):
        raise Refused("Each line takes from nothing to its full points.")
    if len(comment) > LONGEST_COMMENT:
        raise Refused("At most {count} characters.", count=LONGEST_COMMENT)
    earned = sum(given, Fraction(0))
    session.add(
        MarkRow(
            attempt_id=attempt_id, slot=slot, earned=str(earned), points=to_json(list(given)), comment=comment.strip(),
            marked_by=marker, marked_at=now,
        )
    )  # fmt: skip
    await session.flush()
    ledger.append(
        session, "response-marked", now, row.candidate_id, marker, attempt=attempt_id, slot=slot, earned=earned,
        points=list(given), comment=comment.strip(),
    )  # fmt: skip
    attempt, items = await _load_whole(session, row)
    await results.put_marked(session, row, score_attempt(attempt, items, Fraction(row.cut)), now, marker)
    await session.commit()
    return not row.awaiting
