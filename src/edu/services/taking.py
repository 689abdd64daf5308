"""Sitting a check: start, respond, hand in, expire, and look at the result."""

import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from edu.content.library import Library
from edu.domain.attempt import Attempt, AttemptState, Result, TimeOver, check_may_start, score_attempt
from edu.domain.blueprint import Blueprint
from edu.domain.form import Form, draw_from
from edu.domain.item import Item
from edu.domain.item import encode as encode_item
from edu.domain.refusal import NotThere, Refused
from edu.domain.response import OMITTED, Response, check_fits
from edu.domain.response import encode as encode_response
from edu.store import attempts, clients, journal, ledger, revisions
from edu.store.attempts import AttemptRow
from edu.store.encoding import from_json, to_json
from edu.store.journal import Save


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt with its frozen items, in the form's order."""

    row: AttemptRow
    attempt: Attempt
    items: tuple[Item, ...]

    @property
    def result(self) -> Result:
        """Scores against the frozen items; the same at any later time."""
        return score_attempt(self.attempt, self.items, Fraction(self.row.cut))


class AlreadyOpen(Refused):
    """There is an attempt that has not ended; ``attempt`` is its id."""

    def __init__(self, attempt: UUID) -> None:
        super().__init__("You have a check that is not handed in yet. It has been opened again.")
        self.attempt = attempt


async def start(session: AsyncSession, library: Library, blueprint: Blueprint, candidate: UUID, now: datetime) -> UUID:
    """Draw a form, freeze what it needs, and start the clock. An attempt that is still open is gone on with."""
    await _end_overdue(session, await attempts.lock_running(session, candidate, blueprint.id), now)
    await clients.lock(session, candidate)  # two starts at once: the second finds the first
    rows = await attempts.list_own(session, candidate, blueprint.id)
    open_row = next((row for row in rows if row.state is AttemptState.STARTED), None)
    if open_row is not None:
        raise AlreadyOpen(open_row.id)
    last_end = max((row.ended_at for row in rows if row.ended_at), default=None)
    check_may_start(blueprint, [row.started_at for row in rows], last_end, now)
    form = draw_from(library.supply(blueprint), secrets.randbits(63), _sat_lately(rows))
    chosen = {slot.revision: to_json(encode_item(library.items[slot.item])) for slot in form.slots}
    await revisions.keep(session, "item", chosen, now)
    await revisions.keep(session, "picture", _pictures(library, form), now)
    row = AttemptRow(
        id=uuid4(), candidate_id=candidate, blueprint=blueprint.id, title=blueprint.title, cut=str(blueprint.cut),
        validity_months=blueprint.validity_months, form=to_json(form), state=AttemptState.STARTED, started_at=now,
        deadline=now + blueprint.duration,
    )  # fmt: skip
    session.add(row)
    ledger.append(session, "attempt-started", now, candidate, candidate, attempt=row.id, form=form)
    await session.commit()
    return row.id


_LATELY = 2
"""Attempts whose items do not come again in the next one, where the bank allows it."""


def _sat_lately(rows: list[AttemptRow]) -> frozenset[str]:
    """Items of the candidate's last attempts; ``rows`` are oldest first."""
    return frozenset(slot.item for row in rows[-_LATELY:] for slot in attempts.read_form(row).slots)


def _pictures(library: Library, form: Form) -> dict[str, str]:
    """The bytes of every picture that the form's items show, by digest."""
    digests = {picture.digest for slot in form.slots for picture in library.items[slot.item].pictures}
    return {digest: to_json(b64encode(library.pictures[digest]).decode()) for digest in digests}


async def load_picture(session: AsyncSession, digest: str) -> bytes:
    """A picture that some form was drawn with, though the library may have lost it since."""
    try:
        body = (await revisions.load(session, {digest}))[digest]
    except LookupError as error:
        raise NotThere("There is no such page.") from error
    return b64decode(from_json(body, str))


async def load_own(session: AsyncSession, attempt_id: UUID, candidate: UUID) -> Sitting:
    """The candidate's own sitting; somebody else's is as absent as one that never was."""
    row = await attempts.get_own(session, attempt_id, candidate)
    if row is None:
        raise NotThere("There is no such check.")
    return await _load(session, row)


async def _lock_own(session: AsyncSession, attempt_id: UUID, candidate: UUID) -> Sitting:
    """As :func:`load_own`, for a change: a response and a hand-in at the same moment come one after the other."""
    row = await attempts.lock_own(session, attempt_id, candidate)
    if row is None:
        raise NotThere("There is no such check.")
    return await _load(session, row)


async def _load(session: AsyncSession, row: AttemptRow) -> Sitting:
    attempt = await attempts.load(session, row)
    return Sitting(row, attempt, tuple(await attempts.load_items(session, attempt.form)))


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

    A late one is kept as evidence, and refused.
    """
    sitting = await _lock_own(session, attempt_id, candidate)
    if not 0 <= slot < len(sitting.items):
        raise NotThere("This check has no such question.")
    check_fits(sitting.items[slot], response)
    if response == sitting.attempt.responses.get(slot, OMITTED):
        sitting.attempt.check_open(now)
        return sitting
    save = Save(attempt_id, candidate, slot, encode_response(response), now, seen)
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


async def hand_in(session: AsyncSession, attempt_id: UUID, candidate: UUID, now: datetime) -> Sitting:
    """Hand in and score; a second hand-in finds the first."""
    sitting = await _lock_own(session, attempt_id, candidate)
    if sitting.attempt.state is not AttemptState.STARTED:
        return sitting
    ended = await _end(session, sitting, sitting.attempt.submit(now), now)
    await session.commit()
    return ended


async def _end(session: AsyncSession, sitting: Sitting, ended: Attempt, now: datetime) -> Sitting:
    row = sitting.row
    row.state, row.ended_at = ended.state, ended.ended_at
    done = Sitting(row, ended, sitting.items)
    result = done.result
    row.earned, row.possible, row.passed = str(result.earned), str(result.possible), result.passed
    responses = {str(slot): encode_response(response) for slot, response in ended.responses.items()}
    ledger.append(
        session, f"attempt-{ended.state.value}", now, row.candidate_id, row.candidate_id, attempt=row.id,
        responses=responses, earned=result.earned, possible=result.possible, passed=result.passed,
    )  # fmt: skip
    await clients.set_due(session, row.candidate_id, now)
    return done


async def _end_overdue(session: AsyncSession, locked: list[AttemptRow], now: datetime) -> None:
    for row in locked:
        if now > row.deadline:
            sitting = await _load(session, row)
            await _end(session, sitting, sitting.attempt.expire(now), now)


async def end_overdue(session: AsyncSession, now: datetime, limit: int = 100) -> int:
    """End attempts whose time is over though nobody handed them in; what was saved counts."""
    rows = await attempts.lock_overdue(session, now, limit)
    await _end_overdue(session, rows, now)
    await session.commit()
    return len(rows)


async def list_own(session: AsyncSession, blueprint: Blueprint, candidate: UUID) -> list[AttemptRow]:
    """Somebody's attempts at one exam, oldest first."""
    return await attempts.list_own(session, candidate, blueprint.id)


def opens_again(blueprint: Blueprint, rows: list[AttemptRow], now: datetime) -> Refused | None:
    """The refusal that a start would meet now, if any."""
    last_end = max((row.ended_at for row in rows if row.ended_at), default=None)
    try:
        check_may_start(blueprint, [row.started_at for row in rows], last_end, now)
    except Refused as refusal:
        return refusal
    return None
