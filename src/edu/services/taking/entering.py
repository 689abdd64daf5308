"""Coming in: the form is drawn and frozen, and the clock starts at once or when the exam opens."""

import secrets
from base64 import b64encode
from collections.abc import Set
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from edu.content.library import Library
from edu.domain.attempt import AttemptState, check_may_start
from edu.domain.back_off import count_after, opens_at
from edu.domain.blueprint import Blueprint
from edu.domain.form import Form, draw_from
from edu.domain.item import encode as encode_item
from edu.domain.refusal import Refused
from edu.domain.terms import NotOpenYet, allow_time, check_may_enter, compute_deadline, must_wait
from edu.services.taking.ending import end_those_overdue
from edu.store import accommodations, accounts, attempts, ledger, revisions, rooms, sign_ins
from edu.store.attempts import AttemptRow, FormRow
from edu.store.encoding import to_json

_LATELY = 2
"""Attempts whose items do not come again in the next one, where the bank allows it."""

_STALE = timedelta(days=1)
"""A sitting that was entered so long ago and never begun is drawn anew."""


class AlreadyOpen(Refused):
    """There is an attempt that has not ended; ``attempt`` is its id."""

    def __init__(self, attempt: UUID) -> None:
        super().__init__("You have a check that is not handed in yet. It has been opened again.")
        self.attempt = attempt


class WrongCode(Refused):
    """The entry code is not the one that the room was told."""

    def __init__(self) -> None:
        super().__init__("This is not the entry code of this exam. The examiner in the room tells it.")


async def start(
    session: AsyncSession, library: Library, blueprint: Blueprint, candidate: UUID, now: datetime,
    exposed: Set[str] = frozenset(),
) -> UUID:  # fmt: skip
    """Draw a form, freeze what it needs, and start the clock. An attempt that is still open is gone on with.

    Items in ``exposed`` have been shown too often; they are drawn where the bank has no others.
    """
    if blueprint.terms.window and must_wait(blueprint.terms, now):
        raise NotOpenYet(blueprint.terms.window.opens)
    row, form = await _prepare(session, library, blueprint, candidate, now, exposed)
    row.state, row.started_at, row.seen_at = AttemptState.STARTED, now, now
    row.deadline = compute_deadline(blueprint.terms, timedelta(seconds=row.allowed), now)
    row.closes_at = row.deadline + blueprint.terms.grace
    ledger.append(session, "attempt-started", now, candidate, candidate, attempt=row.id, form=form)
    await session.commit()
    return row.id


async def enter(
    session: AsyncSession, library: Library, blueprint: Blueprint, candidate: UUID, now: datetime,
    exposed: Set[str] = frozenset(),
) -> UUID:  # fmt: skip
    """Draw and freeze a form, to begin when the exam opens; whoever has entered already has his form."""
    row, form = await _prepare(session, library, blueprint, candidate, now, exposed)
    ledger.append(session, "attempt-entered", now, candidate, candidate, attempt=row.id, form=form)
    await session.commit()
    return row.id


async def _prepare(
    session: AsyncSession, library: Library, blueprint: Blueprint, candidate: UUID, now: datetime, exposed: Set[str]
) -> tuple[AttemptRow, Form]:
    check_may_enter(blueprint.terms, now)
    await end_those_overdue(session, await attempts.lock_running(session, candidate, blueprint.id), now)
    await accounts.lock(session, candidate)  # two starts at once: the second finds the first
    rows = await attempts.list_own(session, candidate, blueprint.id)
    open_row = next((row for row in rows if row.state is AttemptState.STARTED), None)
    if open_row is not None:
        raise AlreadyOpen(open_row.id)
    waiting = await attempts.find_waiting(session, candidate, blueprint.id)
    if waiting is not None and now - waiting.started_at < _STALE:
        return waiting, attempts.read_form(waiting)
    if waiting is not None:
        await session.delete(waiting)
    last_end = max((row.ended_at for row in rows if row.ended_at), default=None)
    check_may_start(blueprint, [row.started_at for row in rows], last_end, now)
    form = draw_from(library.supply(blueprint), secrets.randbits(63), _sat_lately(rows) | exposed)
    await _freeze(session, library, form, now)
    granted = await accommodations.list_of(session, candidate, blueprint.id)
    row = _make_row(blueprint, candidate, form, allow_time(blueprint.duration, granted), now)
    session.add(row)
    return row, form


async def _freeze(session: AsyncSession, library: Library, form: Form, now: datetime) -> None:
    chosen = {slot.revision: to_json(encode_item(library.items[slot.item])) for slot in form.slots}
    await revisions.keep(session, "item", chosen, now)
    await revisions.keep(session, "picture", _pictures(library, form), now)


def _make_row(blueprint: Blueprint, candidate: UUID, form: Form, allowed: timedelta, now: datetime) -> AttemptRow:
    deadline, attempt = now + allowed, uuid4()
    return AttemptRow(
        id=attempt, candidate_id=candidate, blueprint=blueprint.id, title=blueprint.title, cut=str(blueprint.cut),
        validity_months=blueprint.validity_months, frozen=FormRow(attempt_id=attempt, body=to_json(form)),
        state=AttemptState.WAITING, started_at=now, deadline=deadline, closes_at=deadline + blueprint.terms.grace,
        allowed=int(allowed.total_seconds()),
        terms=to_json(blueprint.terms), certified=blueprint.terms.certificate,
    )  # fmt: skip


def _sat_lately(rows: list[AttemptRow]) -> frozenset[str]:
    """Items of the candidate's last attempts; ``rows`` are oldest first."""
    return frozenset(slot.item for row in rows[-_LATELY:] for slot in attempts.read_form(row).slots)


def _pictures(library: Library, form: Form) -> dict[str, str]:
    """The bytes of every picture that the form's items show, by digest."""
    digests = {picture.digest for slot in form.slots for picture in library.items[slot.item].pictures}
    return {digest: to_json(b64encode(library.pictures[digest]).decode()) for digest in digests}


async def check_code(session: AsyncSession, blueprint: Blueprint, candidate: UUID, given: str, now: datetime) -> None:
    """Refuse a wrong entry code; after several the next is heard later. Commits what it noted."""
    if not blueprint.terms.entry_code:
        return
    key = f"entry:{candidate}"
    failures = await sign_ins.lock_failures(session, [key], now)
    opens = max((opens_at(one.count, one.last_at) for one in failures if one.count), default=now)
    if opens > now:
        raise Refused("Too many tries. Please try again after {time}.", time=opens)
    room = await rooms.get(session, blueprint.id)
    if room is not None and secrets.compare_digest(room.entry_code.encode(), given.strip().upper().encode()):
        return
    for failure in failures:
        failure.count = count_after(failure.count, failure.last_at, now)
        failure.last_at = now
    await session.commit()
    raise WrongCode()
