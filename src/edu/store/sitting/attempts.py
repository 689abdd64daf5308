"""Attempts and their appended response events."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, Index, UniqueConstraint, false, func, text
from sqlalchemy import select as core_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import raiseload
from sqlmodel import Field, Relationship, SQLModel, col, select

from edu.domain.items.item import Item
from edu.domain.sitting.attempt import AttemptState
from edu.domain.sitting.form import Form
from edu.store.engine.columns import EnumText
from edu.store.engine.encoding import from_json
from edu.store.people.accounts import AccountRow
from edu.store.sitting import frozen_items

_EARNED = text("certificate_due_at IS NOT NULL")
ENDED = frozenset({AttemptState.SUBMITTED, AttemptState.EXPIRED})


class FormRow(SQLModel, table=True):
    """The frozen form of an attempt as JSON. It never changes; the attempt's own row changes with each save."""

    __tablename__ = "forms"

    attempt_id: UUID = Field(primary_key=True, foreign_key="attempts.id")
    body: str


class AttemptRow(SQLModel, table=True):
    """``frozen`` is the form; ``earned`` and ``possible`` are exact, written n/d, once it has ended.

    ``size`` is the number of its questions. ``receipts`` counts the saves, the last at ``saved_at``; ``chain`` is the
    digest over them, ``heads`` (JSON) where each slot stands.
    ``allowed`` (seconds) is the time this person has, ``terms`` the frozen terms as JSON. ``awaiting``: a marker is to
    come; ``certified``: a pass earns a certificate; ``released_at``: from when the
    candidate sees the result. ``seen_at``: the page was last heard of.
    ``certificate_due_at``: from when the certificate that it earned is to be issued; nothing once it is.
    ``tallied``: what was earned of each item has been counted.
    """

    __tablename__ = "attempts"
    __table_args__ = (
        Index("ix_attempts_to_tally", "tallied", "released_at"),
        Index("ix_attempts_to_mark", "awaiting", "ended_at"),
        Index("ix_attempts_of_exam", "blueprint", "started_at"),
        Index("ix_attempts_in_room", "blueprint", "state"),
        Index("ix_attempts_overdue", "state", "closes_at"),
        Index("ix_attempts_certificate_due", "certificate_due_at", sqlite_where=_EARNED, postgresql_where=_EARNED),
    )

    id: UUID = Field(primary_key=True)
    candidate_id: UUID = Field(foreign_key="accounts.id", index=True)
    blueprint: str = Field(max_length=100)
    title: str = Field(max_length=200)
    cut: str = Field(max_length=40)
    validity_months: int
    state: AttemptState = Field(sa_column=Column(EnumText(AttemptState), nullable=False))
    started_at: datetime = Field(index=True)
    deadline: datetime
    ended_at: datetime | None = None
    earned: str | None = Field(default=None, max_length=40)
    possible: str | None = Field(default=None, max_length=40)
    passed: bool | None = None
    size: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    receipts: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    saved_at: datetime | None = None
    chain: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})
    heads: str = Field(default="{}", sa_column_kwargs={"server_default": "{}"})
    allowed: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    closes_at: datetime = Field(index=True)
    first_open: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    terms: str = Field(default="{}", sa_column_kwargs={"server_default": "{}"})
    awaiting: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    released_at: datetime | None = None
    certified: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    ended_by: UUID | None = None
    certificate_due_at: datetime | None = None
    tallied: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    seen_at: datetime | None = None
    frozen: FormRow = Relationship(
        cascade_delete=True, sa_relationship_kwargs={"lazy": "joined", "innerjoin": True, "uselist": False}
    )


class RepeatedSaveRow(SQLModel, table=True):
    """Another name of a save: the same response came again under ``key``, and was told the receipt of the first."""

    __tablename__ = "repeated_saves"

    attempt_id: UUID = Field(primary_key=True, foreign_key="attempts.id")
    key: str = Field(primary_key=True, max_length=40)
    receipt: int


class ResponseEventRow(SQLModel, table=True):
    """The ``number``-th response to one slot of an attempt, and the ``receipt``-th save of it.

    ``chain`` is the digest that its receipt carried, ``key`` the browser's name for this save; ``late`` ones are kept
    and do not count, but where more time covers them afterwards. ``given_at`` is when its page says it was given.
    """

    __tablename__ = "response_events"
    __table_args__ = (
        UniqueConstraint("attempt_id", "slot", "number"),
        UniqueConstraint("attempt_id", "key", name="uq_response_events_key"),
    )

    id: int | None = Field(default=None, primary_key=True)
    attempt_id: UUID = Field(foreign_key="attempts.id")  # the unique constraints begin with it: no index of its own
    slot: int
    number: int
    response: dict[str, Any] = Field(sa_type=JSON)
    received_at: datetime
    receipt: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    chain: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})
    key: str | None = Field(default=None, max_length=40)
    late: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    given_at: datetime | None = None


_ATTEMPTS = AttemptRow.__table__  # type: ignore[attr-defined]
_WITHOUT_FORM = raiseload(AttemptRow.frozen)  # type: ignore[arg-type]
_SEAT = (
    "id", "state", "started_at", "deadline", "size", "receipts", "saved_at", "heads", "seen_at", "awaiting", "passed",
    "ended_by",
)  # fmt: skip


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


async def lock(session: AsyncSession, attempt_id: UUID) -> AttemptRow | None:
    """Anybody's attempt as it is now, locked as by :func:`lock_own`; for staff whose duty it is."""
    query = select(AttemptRow).where(col(AttemptRow.id) == attempt_id)
    return (
        await session.execute(query.with_for_update().execution_options(populate_existing=True))
    ).scalar_one_or_none()


async def find_waiting(session: AsyncSession, candidate_id: UUID, blueprint: str) -> AttemptRow | None:
    """Somebody's sitting of one exam that waits to begin."""
    query = select(AttemptRow).where(
        col(AttemptRow.candidate_id) == candidate_id,
        col(AttemptRow.blueprint) == blueprint,
        col(AttemptRow.state) == AttemptState.WAITING,
    )
    return (await session.execute(query)).scalars().first()


async def count_waiting(session: AsyncSession, blueprint: str) -> int:
    """How many wait for one exam to begin."""
    query = select(func.count()).select_from(AttemptRow)
    query = query.where(col(AttemptRow.blueprint) == blueprint, col(AttemptRow.state) == AttemptState.WAITING)
    return int((await session.execute(query)).scalar_one())


def read_form(row: AttemptRow) -> Form:
    """The frozen form."""
    return from_json(row.frozen.body, Form)


async def load_items(session: AsyncSession, form: Form) -> tuple[Item, ...]:
    """The frozen items of a form, in its order, each as the variant that this candidate met."""
    items = await session.run_sync(lambda known: frozen_items.find_items(known.connection(), [form]))
    return frozen_items.arrange(form.slots, items)


async def list_own(session: AsyncSession, candidate_id: UUID, blueprint: str) -> list[AttemptRow]:
    """Somebody's attempts at one exam as they are now, oldest first; one that waits to begin is none yet."""
    query = select(AttemptRow).where(
        col(AttemptRow.candidate_id) == candidate_id,
        col(AttemptRow.blueprint) == blueprint,
        col(AttemptRow.state) != AttemptState.WAITING,
    )
    query = query.order_by(col(AttemptRow.started_at)).execution_options(populate_existing=True)
    return list((await session.execute(query)).scalars())


async def list_page(session: AsyncSession, before: datetime | None, limit: int) -> list[tuple[AttemptRow, str]]:
    """Attempts with the candidate's name, newest first, started before ``before``."""
    query = select(AttemptRow, col(AccountRow.name)).join(
        AccountRow, col(AccountRow.id) == col(AttemptRow.candidate_id)
    )
    query = query.options(_WITHOUT_FORM)
    if before is not None:
        query = query.where(col(AttemptRow.started_at) < before)
    rows = await session.execute(query.order_by(col(AttemptRow.started_at).desc()).limit(limit))
    return [(row, name) for row, name in rows.all()]


def share(row: AttemptRow) -> Fraction | None:
    """Earned of possible once scored."""
    return None if row.earned is None or row.possible is None else Fraction(row.earned) / Fraction(row.possible)


async def get(session: AsyncSession, attempt_id: UUID) -> AttemptRow | None:
    """Anybody's attempt, for staff whose duty it is."""
    return await session.get(AttemptRow, attempt_id)


async def list_awaiting(session: AsyncSession, limit: int) -> list[AttemptRow]:
    """Ended attempts with a response that waits for its marker, longest first."""
    query = select(AttemptRow).where(col(AttemptRow.awaiting).is_(True)).options(_WITHOUT_FORM)
    query = query.order_by(col(AttemptRow.ended_at)).limit(limit)
    return list((await session.execute(query)).scalars())


async def list_room(session: AsyncSession, blueprint: str, since: datetime) -> Sequence[Any]:
    """Everybody's attempts at one exam that began, or wait to, after ``since``, or still run: columns of the attempt
    without its form, and the candidate's ``name`` and ``login``.
    """
    of_exam = core_select(_ATTEMPTS.c.id).where(_ATTEMPTS.c.blueprint == blueprint)
    lately = of_exam.where(_ATTEMPTS.c.started_at >= since)
    running = of_exam.where(_ATTEMPTS.c.state == AttemptState.STARTED)
    query = (
        core_select(*(_ATTEMPTS.c[name] for name in _SEAT), col(AccountRow.name), col(AccountRow.login))
        .join(AccountRow, col(AccountRow.id) == _ATTEMPTS.c.candidate_id)
        .where(_ATTEMPTS.c.id.in_(lately.union(running)))  # each by its own index; an OR would read the exam's past
    )
    return (await session.execute(query)).all()


async def list_in_room(session: AsyncSession, blueprint: str) -> list[UUID]:
    """Attempts at one exam that wait or run."""
    query = core_select(_ATTEMPTS.c.id).where(
        _ATTEMPTS.c.blueprint == blueprint, _ATTEMPTS.c.state.in_([AttemptState.WAITING, AttemptState.STARTED])
    )
    return list((await session.execute(query)).scalars())


async def lock_some(session: AsyncSession, blueprint: str, chosen: Sequence[UUID]) -> list[AttemptRow]:
    """Those attempts of one exam, locked in one order."""
    query = select(AttemptRow).where(col(AttemptRow.blueprint) == blueprint, col(AttemptRow.id).in_(chosen))
    query = query.order_by(col(AttemptRow.id)).with_for_update().execution_options(populate_existing=True)
    return list((await session.execute(query)).scalars())


async def list_latest_forms(session: AsyncSession, blueprint: str, limit: int) -> list[Form]:
    """The forms of one exam that were drawn last."""
    query = select(col(FormRow.body)).join(AttemptRow, col(AttemptRow.id) == col(FormRow.attempt_id))
    query = query.where(col(AttemptRow.blueprint) == blueprint)
    texts = (await session.execute(query.order_by(col(AttemptRow.started_at).desc()).limit(limit))).scalars()
    return [from_json(text, Form) for text in texts]
