"""Attempts and their appended response events."""

from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, UniqueConstraint, false, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select

from edu.domain.attempt import Attempt, AttemptState
from edu.domain.form import Form
from edu.domain.item import Item
from edu.domain.item import decode as decode_item
from edu.domain.response import Response
from edu.domain.response import decode as decode_response
from edu.domain.variant import resolve
from edu.store import revisions
from edu.store.accounts import AccountRow
from edu.store.columns import EnumText
from edu.store.encoding import from_json


class AttemptRow(SQLModel, table=True):
    """``form`` is the frozen form as JSON; ``earned`` and ``possible`` are exact, written n/d, once it has ended.

    ``receipts`` counts the saves, ``chain`` is the digest over them, ``heads`` (JSON) the count of each slot.
    """

    __tablename__ = "attempts"

    id: UUID = Field(primary_key=True)
    candidate_id: UUID = Field(foreign_key="accounts.id", index=True)
    blueprint: str = Field(max_length=100)
    title: str = Field(max_length=200)
    cut: str = Field(max_length=40)
    validity_months: int
    form: str
    state: AttemptState = Field(sa_column=Column(EnumText(AttemptState), nullable=False, index=True))
    started_at: datetime = Field(index=True)
    deadline: datetime
    ended_at: datetime | None = None
    earned: str | None = Field(default=None, max_length=40)
    possible: str | None = Field(default=None, max_length=40)
    passed: bool | None = None
    receipts: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    chain: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})
    heads: str = Field(default="{}", sa_column_kwargs={"server_default": "{}"})


class ResponseEventRow(SQLModel, table=True):
    """The ``number``-th response to one slot of an attempt, and the ``receipt``-th save of it.

    ``chain`` is the digest that its receipt carried, ``key`` the browser's name for this save; ``late`` ones are kept
    and do not count.
    """

    __tablename__ = "response_events"
    __table_args__ = (
        UniqueConstraint("attempt_id", "slot", "number"),
        UniqueConstraint("attempt_id", "key", name="uq_response_events_key"),
    )

    id: int | None = Field(default=None, primary_key=True)
    attempt_id: UUID = Field(foreign_key="attempts.id", index=True)
    slot: int
    number: int
    response: dict[str, Any] = Field(sa_type=JSON)
    received_at: datetime
    receipt: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    chain: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})
    key: str | None = Field(default=None, max_length=40)
    late: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


async def get_own(session: AsyncSession, attempt_id: UUID, candidate_id: UUID) -> AttemptRow | None:
    """The candidate's own attempt; someone else's is as absent as one that never was."""
    query = select(AttemptRow).where(col(AttemptRow.id) == attempt_id, col(AttemptRow.candidate_id) == candidate_id)
    return (await session.execute(query)).scalar_one_or_none()


async def lock_own(session: AsyncSession, attempt_id: UUID, candidate_id: UUID) -> AttemptRow | None:
    """As :func:`get_own`, as it is now, and nobody else changes the attempt until this transaction ends.

    PostgreSQL locks the row; on SQLite writers take their turn anyway. Whoever locks attempt and client locks the
    attempt first.
    """
    query = select(AttemptRow).where(col(AttemptRow.id) == attempt_id, col(AttemptRow.candidate_id) == candidate_id)
    query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.execute(query)).scalar_one_or_none()


async def lock_running(session: AsyncSession, candidate_id: UUID, blueprint: str) -> list[AttemptRow]:
    """Somebody's attempts at one exam that have not ended, locked as by :func:`lock_own`."""
    query = select(AttemptRow).where(
        col(AttemptRow.candidate_id) == candidate_id,
        col(AttemptRow.blueprint) == blueprint,
        col(AttemptRow.state) == AttemptState.STARTED,
    )
    query = query.with_for_update().execution_options(populate_existing=True)
    return list((await session.execute(query)).scalars())


async def load(session: AsyncSession, row: AttemptRow) -> Attempt:
    """The attempt with the counting response of each slot."""
    query = (
        select(ResponseEventRow)
        .where(col(ResponseEventRow.attempt_id) == row.id)
        .order_by(col(ResponseEventRow.slot), col(ResponseEventRow.number))
    )
    responses: dict[int, Response] = {}
    events: dict[int, int] = {}
    for event in (await session.execute(query)).scalars():
        events[event.slot] = event.number
        if not event.late:
            responses[event.slot] = decode_response(event.response)
    return Attempt(
        id=row.id,
        candidate=row.candidate_id,
        form=read_form(row),
        started_at=row.started_at,
        deadline=row.deadline,
        state=row.state,
        ended_at=row.ended_at,
        responses=responses,
        events=events,
        receipts=row.receipts,
        chain=row.chain,
    )


def read_form(row: AttemptRow) -> Form:
    """The frozen form."""
    return from_json(row.form, Form)


async def load_items(session: AsyncSession, form: Form) -> list[Item]:
    """The frozen items of a form, in its order, each as the variant that this candidate met."""
    bodies = await revisions.load(session, {slot.revision for slot in form.slots})
    items = {revision: decode_item(from_json(body, dict)) for revision, body in bodies.items()}
    return [resolve(items[slot.revision], dict(slot.values)) for slot in form.slots]


async def list_own(session: AsyncSession, candidate_id: UUID, blueprint: str) -> list[AttemptRow]:
    """Somebody's attempts at one exam, oldest first."""
    query = select(AttemptRow).where(
        col(AttemptRow.candidate_id) == candidate_id, col(AttemptRow.blueprint) == blueprint
    )
    return list((await session.execute(query.order_by(col(AttemptRow.started_at)))).scalars())


async def lock_overdue(session: AsyncSession, now: datetime, limit: int) -> list[AttemptRow]:
    """Attempts that nobody handed in before their deadline, locked; without those that another node is busy with."""
    query = select(AttemptRow).where(col(AttemptRow.state) == AttemptState.STARTED, col(AttemptRow.deadline) < now)
    query = query.order_by(col(AttemptRow.deadline)).limit(limit)
    query = query.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    return list((await session.execute(query)).scalars())


async def list_page(session: AsyncSession, before: datetime | None, limit: int) -> list[tuple[AttemptRow, str]]:
    """Attempts with the candidate's name, newest first, started before ``before``."""
    query = select(AttemptRow, col(AccountRow.name)).join(
        AccountRow, col(AccountRow.id) == col(AttemptRow.candidate_id)
    )
    if before is not None:
        query = query.where(col(AttemptRow.started_at) < before)
    rows = await session.execute(query.order_by(col(AttemptRow.started_at).desc()).limit(limit))
    return [(row, name) for row, name in rows.all()]


async def count_responses(session: AsyncSession, attempt_ids: list[UUID]) -> dict[UUID, tuple[int, datetime]]:
    """Slots with a response, and the time of the last one, by attempt."""
    query = (
        select(
            col(ResponseEventRow.attempt_id),
            func.count(func.distinct(col(ResponseEventRow.slot))),
            func.max(col(ResponseEventRow.received_at)),
        )
        .where(col(ResponseEventRow.attempt_id).in_(attempt_ids))
        .group_by(col(ResponseEventRow.attempt_id))
    )
    return {attempt: (count, last) for attempt, count, last in (await session.execute(query)).all()}


def share(row: AttemptRow) -> Fraction | None:
    """Earned of possible once scored."""
    return None if row.earned is None or row.possible is None else Fraction(row.earned) / Fraction(row.possible)
