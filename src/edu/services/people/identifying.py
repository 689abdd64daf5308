"""The client's profile: saved half-way as it is, checked when a step is finished, the identity number sealed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from edu.domain.people.identity import mask
from edu.domain.people.profile import (
    LONGEST_VALUE,
    ClientKind,
    birth_from_number,
    check_step,
    fields,
    step_complete,
    steps,
)
from edu.domain.people.profile_fields import FieldKind
from edu.domain.refusal import Invalid, NotThere, Refused
from edu.store.engine.sealing import Sealer
from edu.store.evidence import ledger
from edu.store.people import clients
from edu.store.people.clients import ClientRow


@dataclass(frozen=True, slots=True)
class ProfileState:
    """What is stated so far. ``done`` lists the finished steps; the number is masked."""

    kind: ClientKind
    stated: Mapping[str, str]
    number_masked: str
    done: frozenset[str]

    @property
    def complete(self) -> bool:
        """Every step is finished."""
        return all(step.id in self.done for step in steps(self.kind))

    @property
    def next_step(self) -> str | None:
        """The first unfinished step."""
        return next((step.id for step in steps(self.kind) if step.id not in self.done), None)


async def load_profile(session: AsyncSession, account_id: UUID, today: date) -> ProfileState:
    """The client's profile as far as it is."""
    return _describe(await _get(session, account_id), today)


def _describe(row: ClientRow, today: date) -> ProfileState:
    kind = ClientKind(row.kind)
    has_number = row.number_sealed is not None
    done = frozenset(s.id for s in steps(kind) if step_complete(kind, s.id, row.stated, today, has_number))
    return ProfileState(kind, row.stated, row.number_masked, done)


async def save_half(
    session: AsyncSession, account_id: UUID, step: str, given: Mapping[str, str], now: datetime
) -> None:
    """Keep what was typed, right or wrong, for coming back.

    An unchecked identity number is not kept, and what was checked together with a sealed number (the kind of document,
    the date of birth) changes only when the step is finished.
    """
    row = await _lock(session, account_id)
    checked = {"document_kind", "born"} if row.number_sealed is not None else set()
    asked = {
        field.key
        for field in fields(ClientKind(row.kind), step)
        if field.kind is not FieldKind.NUMBER_OF_DOCUMENT
        and field.key not in checked
        and (field.only_if is None or given.get(field.only_if[0], "") == field.only_if[1])
    }
    kept = {key: text.strip() for key, text in given.items() if key in asked}
    too_long = {
        key: Refused("This takes at most {count} characters.", count=LONGEST_VALUE)
        for key, text in kept.items()
        if len(text) > LONGEST_VALUE
    }
    if too_long:
        raise Invalid(too_long)
    row.stated = {**row.stated, **kept}
    _note_change(row, now)
    ledger.append(session, "profile-saved-half-way", now, account_id, account_id, step=step, stated=kept)
    await session.commit()


async def finish_step(
    session: AsyncSession,
    account_id: UUID,
    step: str,
    given: Mapping[str, str],
    sealer: Sealer,
    now: datetime,
) -> ProfileState:
    """Check and keep one step. An empty number field keeps the number that was checked before."""
    row = await _lock(session, account_id)
    kind = ClientKind(row.kind)
    number_field = next((f for f in fields(kind, step) if f.kind is FieldKind.NUMBER_OF_DOCUMENT), None)
    typed = dict(given)
    keeps_number = bool(number_field and row.number_sealed and not given.get(number_field.key, "").strip())
    keeps_number = keeps_number and given.get("document_kind") == row.stated.get("document_kind")
    if number_field and keeps_number and row.number_sealed is not None:
        typed[number_field.key] = sealer.open(row.number_sealed)
    clean = check_step(kind, step, typed, now.date())
    if number_field:
        number = clean.pop(number_field.key)
        await _keep_number(session, row, number, sealer)
        if clean.get("document_kind") == "resident":
            clean["born"] = birth_from_number(number)
    row.stated = {**row.stated, **clean}
    _note_change(row, now)
    state = _describe(row, now.date())
    if state.complete and row.completed_at is None:
        row.completed_at = now
    ledger.append(
        session,
        "profile-stated",
        now,
        account_id,
        account_id,
        step=step,
        stated=clean,
        number=row.number_masked,
    )
    await session.commit()
    return state


async def _keep_number(session: AsyncSession, row: ClientRow, number: str, sealer: Sealer) -> None:
    digest = sealer.digest(number)
    if digest != row.number_digest and await clients.find_other_with_number(session, digest, row.account_id):
        raise Invalid(
            {"document_number": Refused("This document is already registered with another account. Please contact us.")}
        )
    row.number_sealed, row.number_digest, row.number_masked = sealer.seal(number), digest, mask(number)


def _note_change(row: ClientRow, now: datetime) -> None:
    row.updated_at = now
    row.decision_due_at = now


async def _get(session: AsyncSession, account_id: UUID) -> ClientRow:
    return _check_there(await clients.get(session, account_id))


async def _lock(session: AsyncSession, account_id: UUID) -> ClientRow:
    """For a change: two tabs that save two steps at once come one after the other, and neither is lost."""
    return _check_there(await clients.lock(session, account_id))


def _check_there(row: ClientRow | None) -> ClientRow:
    if row is None:
        raise NotThere("There is no such page.")
    return row
