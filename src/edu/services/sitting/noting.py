"""Beside the responses: a candidate's own flags and notes, and signals for a person to look at."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from edu.domain.refusal import NotThere, Refused
from edu.domain.sitting.attempt import AttemptClosed, AttemptState
from edu.domain.sitting.signal import MOST_SIGNALS, Signal
from edu.store.people import accounts
from edu.store.sitting import attempts, signals
from edu.store.sitting.attempts import AttemptRow
from edu.store.sitting.notes import NoteRow
from edu.store.sitting.signals import SignalRow

LONGEST_NOTE = 1000


async def note(
    session: AsyncSession, attempt_id: UUID, candidate: UUID, slot: int, *, flagged: bool | None, words: str | None
) -> None:
    """Flag a question, or write words to oneself; ``None`` leaves that as it is."""
    row = await _lock_running(session, attempt_id, candidate)
    if not 0 <= slot < len(attempts.read_form(row).slots):
        raise NotThere("This check has no such question.")
    if words is not None and len(words) > LONGEST_NOTE:
        raise Refused("A note takes at most {count} characters.", count=LONGEST_NOTE)
    known = await session.get(NoteRow, (attempt_id, slot)) or NoteRow(attempt_id=attempt_id, slot=slot)
    known.flagged = known.flagged if flagged is None else flagged
    known.words = known.words if words is None else words.strip()
    session.add(known)
    await session.commit()


async def observe(session: AsyncSession, attempt_id: UUID, candidate: UUID, seen: Sequence[Signal]) -> None:
    """Keep signals of a running sitting; beyond a number they say nothing new and are dropped."""
    await _lock_running(session, attempt_id, candidate)
    room = MOST_SIGNALS - await signals.count_all(session, attempt_id)
    for signal in seen[: max(room, 0)]:
        kind = signal.kind.value
        session.add(SignalRow(attempt_id=attempt_id, kind=kind, slot=signal.slot, seconds=signal.seconds, at=signal.at))
    await session.commit()


async def list_signals(session: AsyncSession, attempt_id: UUID, blueprint: str) -> tuple[str, list[Signal]]:
    """The candidate's name and the signals of a sitting of this exam, oldest first."""
    row = await attempts.get(session, attempt_id)
    account = await accounts.get(session, row.candidate_id) if row and row.blueprint == blueprint else None
    if account is None:
        raise NotThere("There is no such page.")
    return account.name, await signals.list_signals(session, attempt_id)


async def _lock_running(session: AsyncSession, attempt_id: UUID, candidate: UUID) -> AttemptRow:
    row = await attempts.lock_own(session, attempt_id, candidate)
    if row is None:
        raise NotThere("There is no such check.")
    if row.state is not AttemptState.STARTED:
        raise AttemptClosed("This check has been handed in; its responses no longer change.")
    return row
