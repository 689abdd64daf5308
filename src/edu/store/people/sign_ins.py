"""Server-side sessions and the memory of failed sign-ins. Tokens are kept as digests only."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, update
from sqlalchemy import select as core_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select

from edu.store.engine.inserts import insert
from edu.store.people import inbox
from edu.store.people.accounts import AccountRow


class SignInRow(SQLModel, table=True):
    """One browser that is signed in."""

    __tablename__ = "sign_ins"

    token_digest: str = Field(primary_key=True, max_length=64)
    account_id: UUID = Field(foreign_key="accounts.id", index=True)
    created_at: datetime
    seen_at: datetime
    expires_at: datetime = Field(index=True)
    agent: str = Field(default="", max_length=300)
    address: str = Field(default="", max_length=60)


_SIGN_INS = SignInRow.__table__  # type: ignore[attr-defined]
_ACCOUNTS = AccountRow.__table__  # type: ignore[attr-defined]


class FailureRow(SQLModel, table=True):
    """Failed sign-ins under one key: a digest of the login, or of the network address."""

    __tablename__ = "sign_in_failures"

    key: str = Field(primary_key=True, max_length=80)
    count: int
    last_at: datetime


async def get_with_account(session: AsyncSession, token_digest: str) -> tuple[SignInRow, AccountRow] | None:
    """The sign-in and its account in one query."""
    query = (
        select(SignInRow, AccountRow)
        .join(AccountRow, col(AccountRow.id) == col(SignInRow.account_id))
        .where(col(SignInRow.token_digest) == token_digest)
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else (row[0], row[1])


# Built once: making a statement anew costs more than running it.
_PERSON = (
    core_select(
        *(_SIGN_INS.c[name] for name in ("created_at", "seen_at", "expires_at")),
        *(_ACCOUNTS.c[name] for name in ("id", "name", "role", "disabled")),
        inbox.UNREAD_OF_ACCOUNT.label("unread"),
    )
    .join(_ACCOUNTS, _ACCOUNTS.c.id == _SIGN_INS.c.account_id)
    .where(_SIGN_INS.c.token_digest == bindparam("digest"))
)


def find_person(connection: Connection, token_digest: str) -> Any | None:
    """As :func:`get_with_account`, without objects: for every request that somebody signed in makes."""
    return connection.execute(_PERSON, {"digest": token_digest}).one_or_none()


async def touch(session: AsyncSession, token_digest: str, now: datetime, expires_at: datetime) -> None:
    """Note that the sign-in is in use."""
    change = update(SignInRow).where(col(SignInRow.token_digest) == token_digest)
    await session.execute(change.values(seen_at=now, expires_at=expires_at))


async def remove(session: AsyncSession, token_digest: str) -> None:
    """End one sign-in."""
    await session.execute(delete(SignInRow).where(col(SignInRow.token_digest) == token_digest))


async def remove_others(session: AsyncSession, account_id: UUID, kept_digest: str) -> None:
    """End all of an account's sign-ins but one; with an empty digest, every one."""
    wanted = col(SignInRow.account_id) == account_id
    await session.execute(delete(SignInRow).where(wanted, col(SignInRow.token_digest) != kept_digest))


async def remove_expired(session: AsyncSession, now: datetime) -> None:
    """Drop sign-ins that are over."""
    await session.execute(delete(SignInRow).where(col(SignInRow.expires_at) < now))


async def get_failures(session: AsyncSession, keys: list[str]) -> list[FailureRow]:
    """The failures under any of ``keys``."""
    return list((await session.execute(select(FailureRow).where(col(FailureRow.key).in_(keys)))).scalars())


async def lock_failures(session: AsyncSession, keys: list[str], now: datetime) -> list[FailureRow]:
    """The failures under each of ``keys``, none yet where there is no row; nobody else counts until this act ends."""
    new = [{"key": key, "count": 0, "last_at": now} for key in sorted(keys)]
    await session.execute(insert(session, FailureRow).values(new).on_conflict_do_nothing())
    query = select(FailureRow).where(col(FailureRow.key).in_(keys)).order_by(col(FailureRow.key))
    query = query.with_for_update().execution_options(populate_existing=True)
    return list((await session.execute(query)).scalars())


async def clear_failures(session: AsyncSession, key: str) -> None:
    """Forget the failures under ``key``."""
    await session.execute(delete(FailureRow).where(col(FailureRow.key) == key))
