"""Accounts: who may sign in, with which role."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Column, Connection, bindparam
from sqlalchemy import select as core_select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select

from edu.domain.people.role import Role
from edu.store.engine import counts
from edu.store.engine.columns import EnumText
from edu.store.engine.counts import Counted


class AccountRow(SQLModel, table=True):
    """``login`` is an e-mail address, a mobile number or a staff name, folded to lower case."""

    __tablename__ = "accounts"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    login: str = Field(unique=True, max_length=100)
    name: str = Field(max_length=100)
    password_hash: str
    role: Role = Field(sa_column=Column(EnumText(Role), nullable=False))
    created_at: datetime
    disabled: bool = False


async def add(session: AsyncSession, row: AccountRow) -> None:
    """Keep a new account. Raises IntegrityError where the sign-in name is taken."""
    session.add(row)
    await session.flush()
    await counts.change_counts(session, Counted.ACCOUNTS, {row.role.value: 1})


async def get(session: AsyncSession, account_id: UUID) -> AccountRow | None:
    """The account, whether or not it is disabled."""
    return await session.get(AccountRow, account_id)


def is_disabled(connection: Connection, account_id: UUID) -> bool | None:
    """Whether nobody can sign in with it; ``None`` where there is no such account."""
    found = connection.execute(_DISABLED, {"whose": account_id}).first()
    return None if found is None else found.disabled


_DISABLED = core_select(col(AccountRow.disabled)).where(col(AccountRow.id) == bindparam("whose"))


async def get_by_login(session: AsyncSession, login: str) -> AccountRow | None:
    """The account that signs in as ``login``, given already folded."""
    if "\0" in login:  # no text of PostgreSQL's holds it, and asking for one fails
        return None
    return (await session.execute(select(AccountRow).where(col(AccountRow.login) == login))).scalar_one_or_none()


async def count_by_role(session: AsyncSession) -> dict[Role, int]:
    """How many accounts hold each role."""
    return {Role(key): number for key, number in (await counts.read_counts(session, Counted.ACCOUNTS)).items()}
