from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from edu.domain.people.role import Role
from edu.store.engine.database import Database
from edu.store.people import accounts
from tests.house import NOON
from tests.store.rows import an_account, keep_account


async def test_an_account_by_id_and_by_login(database: Database):
    account_id = await keep_account(database)
    async with database.read() as session:
        found = await accounts.get(session, account_id)
        assert found
        assert (found.role, found.name, found.created_at) == (Role.CLIENT, "王晓明", NOON)
        assert await accounts.get_by_login(session, "wang@example.cn") is found
        assert await accounts.get(session, uuid4()) is None


@pytest.mark.parametrize("login", ["li@example.cn", "WANG@example.cn", "", "wang@example.cn\0", "%", "王"])
async def test_a_login_that_nobody_has(database: Database, login: str):
    await keep_account(database)
    async with database.read() as session:
        assert await accounts.get_by_login(session, login) is None


async def test_a_login_is_given_once(database: Database):
    await keep_account(database)
    with pytest.raises(IntegrityError):
        await keep_account(database)


async def test_accounts_are_counted_by_role(database: Database):
    async with database.write() as session:
        for account in (an_account("1"), an_account("2"), an_account("3", Role.AUDITOR)):
            await accounts.add(session, account)
        await session.commit()
    async with database.read() as session:
        assert await accounts.count_by_role(session) == {Role.CLIENT: 2, Role.AUDITOR: 1}
