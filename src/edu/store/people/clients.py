"""What a client has stated, and what others have verified."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Connection, bindparam, func, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select

from edu.store.people.accounts import AccountRow


class ClientRow(SQLModel, table=True):
    """``stated`` are the fields of the profile as given; the identity number is sealed and never among them.

    ``decision_due_at`` is when the decision must be made anew: now after a change, later when something expires.
    """

    __tablename__ = "clients"

    account_id: UUID = Field(foreign_key="accounts.id", primary_key=True)
    kind: str = Field(max_length=20)
    stated: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    verified: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    number_sealed: bytes | None = None
    number_digest: str | None = Field(default=None, index=True, max_length=64)
    number_masked: str = Field(default="", max_length=40)
    completed_at: datetime | None = None
    updated_at: datetime
    decision_due_at: datetime | None = Field(default=None, index=True)


async def get(session: AsyncSession, account_id: UUID) -> ClientRow | None:
    """The client's own record."""
    return await session.get(ClientRow, account_id)


async def lock(session: AsyncSession, account_id: UUID) -> ClientRow | None:
    """As :func:`get`, as it is now, and nobody else changes the record until this transaction ends."""
    query = select(ClientRow).where(col(ClientRow.account_id) == account_id).with_for_update()
    return (await session.execute(query.execution_options(populate_existing=True))).scalar_one_or_none()


async def find_other_with_number(session: AsyncSession, digest: str, account_id: UUID) -> bool:
    """Whether another client has stated the same number; whoever asks at the same moment waits for this act."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(select(func.pg_advisory_xact_lock(func.hashtext(digest))))
    query = select(func.count()).select_from(ClientRow)
    query = query.where(col(ClientRow.number_digest) == digest, col(ClientRow.account_id) != account_id)
    return bool((await session.execute(query)).scalar_one())


async def set_due(session: AsyncSession, account_id: UUID, due_at: datetime | None) -> None:
    """Say when the decision must be made anew."""
    await session.execute(
        update(ClientRow).where(col(ClientRow.account_id) == account_id).values(decision_due_at=due_at)
    )


async def set_all_due(session: AsyncSession, due_at: datetime) -> None:
    """Every decision must be made anew."""
    await session.execute(update(ClientRow).values(decision_due_at=due_at))


async def list_due(session: AsyncSession, now: datetime, limit: int) -> list[UUID]:
    """Clients whose decision must be made anew, longest due first."""
    query = select(col(ClientRow.account_id)).where(col(ClientRow.decision_due_at) <= now)
    return list((await session.execute(query.order_by(col(ClientRow.decision_due_at)).limit(limit))).scalars())


def claim_due(connection: Connection, due: Sequence[UUID], now: datetime) -> list[UUID]:
    """Of the clients ``due``, those who still are: due at ``now``, a moment that no act of theirs will name.

    Whoever works out their decisions knows by it afterwards whether an act came between. In the order of locks.
    """
    in_order = sorted(due, key=str)
    return [key for key in in_order if connection.execute(_CLAIM, {"whose": key, "now": now}).rowcount]


_CLIENTS = ClientRow.__table__  # type: ignore[attr-defined]
_CLAIM = (
    update(_CLIENTS)
    .where(_CLIENTS.c.account_id == bindparam("whose"), _CLIENTS.c.decision_due_at <= bindparam("now"))
    .values(decision_due_at=bindparam("now"))
)


async def get_named(session: AsyncSession, account_id: UUID) -> tuple[ClientRow, AccountRow] | None:
    """The client and the account in one query."""
    query = select(ClientRow, AccountRow).join(AccountRow, col(AccountRow.id) == col(ClientRow.account_id))
    row = (await session.execute(query.where(col(ClientRow.account_id) == account_id))).one_or_none()
    return None if row is None else (row[0], row[1])
