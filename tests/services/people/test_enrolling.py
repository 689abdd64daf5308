"""New accounts: what is refused, what an invitation carries, and that it carries it once."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from edu.domain.people.profile import ClientKind
from edu.domain.people.role import Role
from edu.domain.refusal import Invalid, NotThere
from edu.services.people import enrolling
from edu.services.people.enrolling import Registration, check_registration
from edu.store.engine.database import Database
from edu.store.people import accounts
from edu.store.people.accounts import AccountRow
from edu.store.people.clients import ClientRow
from edu.store.people.invitations import InvitationRow
from tests.house import NOON, PASSWORD, House
from tests.services.acts import count_rows, get_client, list_ledger


async def invite(house: House, **verified: object) -> str:
    return await enrolling.invite(house.platform.database, "王晓明", ClientKind.INDIVIDUAL, verified, house.clock())


async def register(house: House, login: str = "wang@example.cn", link: str = "", node: Database | None = None) -> UUID:
    registration = Registration(login, "王晓明", ClientKind.INDIVIDUAL)
    return await enrolling.register(node or house.platform.database, registration, "hash", house.clock(), link)


def test_a_registration_in_canonical_form():
    checked = check_registration(" Wang@Example.CN ", PASSWORD, "  王晓明 ", "institution", True)
    assert checked == Registration("wang@example.cn", "王晓明", ClientKind.INSTITUTION)
    assert check_registration("138-0000-1234", PASSWORD, "王", "individual", True).login == "13800001234"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"login": "wang"}, "login"), ({"login": ""}, "login"), ({"login": f"{'x' * 96}@a.cn"}, "login"),
        ({"login": "wang\0@example.cn"}, "login"), ({"login": "wa\x1bng@example.cn"}, "login"),
        ({"password": "1234567"}, "password"), ({"password": "wang@example.cn"}, "password"),
        ({"password": "x" * 129}, "password"), ({"password": "88888888"}, "password"),
        ({"name": "  "}, "name"), ({"name": "王" * 101}, "name"), ({"name": "王\0"}, "name"),
        ({"kind": "robot"}, "kind"), ({"kind": ""}, "kind"), ({"agreed": False}, "agreed"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named(change: dict[str, object], field: str):
    given: dict[str, object] = {
        "login": "wang@example.cn", "password": PASSWORD, "name": "王晓明", "kind": "individual", "agreed": True,
    }  # fmt: skip
    with pytest.raises(Invalid) as refused:
        check_registration(**(given | change))  # type: ignore[arg-type]
    assert set(refused.value.fields) == {field}


def test_every_wrong_field_is_named_at_once():
    with pytest.raises(Invalid) as refused:
        check_registration("", "", "", "", False)
    assert set(refused.value.fields) == {"login", "password", "name", "kind", "agreed"}


async def test_a_new_client(house: House):
    account_id = await register(house)
    async with house.platform.database.read() as session:
        account = await accounts.get(session, account_id)
    assert account
    assert (account.login, account.role, account.created_at) == ("wang@example.cn", Role.CLIENT, NOON)
    client = await get_client(house, account_id)
    assert (client.kind, client.stated, client.verified) == ("individual", {"name": "王晓明"}, {})
    assert client.decision_due_at == NOON
    (entry,) = await list_ledger(house, "registered")
    assert (entry.subject_id, entry.body) == (account_id, '{"invited":false,"kind":"individual"}')


async def test_a_login_is_given_once(house: House):
    await register(house)
    with pytest.raises(Invalid) as refused:
        await register(house)
    assert set(refused.value.fields) == {"login"}
    async with house.platform.database.read() as session:
        assert await count_rows(session, ClientRow) == 1


async def test_two_register_the_same_login_at_the_same_moment(either_house: House, node: Database):
    done = await asyncio.gather(register(either_house), register(either_house, node=node), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in done) == ["Invalid", "UUID"]
    async with node.read() as session:
        assert await count_rows(session, AccountRow) == await count_rows(session, ClientRow) == 1


async def test_an_invitation_brings_verified_facts(house: House):
    link = await invite(house, experience_verified=True, real_trades="12")
    shown = await enrolling.get_invitation(house.platform.database, link, house.clock())
    assert (shown.name, shown.client_kind) == ("王晓明", "individual")
    account_id = await register(house, link=link)
    assert (await get_client(house, account_id)).verified == {"experience_verified": True, "real_trades": "12"}
    assert '"invited":true' in (await list_ledger(house, "registered"))[0].body


async def test_a_link_is_kept_as_a_digest_only(house: House):
    link = await invite(house)
    async with house.platform.database.read() as session:
        (row,) = (await session.execute(select(InvitationRow))).scalars()
    assert (row.token_digest, len(row.token_digest)) == (enrolling.digest_link(link), 64)
    assert all(link not in entry.body for entry in await list_ledger(house))


@pytest.mark.parametrize("flaw", ["used", "expired", "unknown"])
async def test_a_link_that_does_not_work(house: House, flaw: str):
    link = await invite(house)
    if flaw == "used":
        await register(house, "li@example.cn", link)
    if flaw == "expired":
        house.clock.turn(days=14)
    if flaw == "unknown":
        link += "x"
    with pytest.raises(NotThere):
        await enrolling.get_invitation(house.platform.database, link, house.clock())
    with pytest.raises(NotThere):
        await register(house, link=link)
    async with house.platform.database.read() as session:
        assert await accounts.get_by_login(session, "wang@example.cn") is None


async def test_a_link_works_until_its_last_moment(house: House):
    link = await invite(house)
    house.clock.now += timedelta(days=14, microseconds=-1)
    assert (await get_client(house, await register(house, link=link))).kind == ClientKind.INDIVIDUAL


async def test_a_registration_that_fails_leaves_the_link(house: House):
    link = await invite(house)
    await register(house)
    with pytest.raises(Invalid):
        await register(house, link=link)
    account_id = await register(house, "li@example.cn", link)
    assert '"invited":true' in (await list_ledger(house, "registered"))[-1].body
    assert (await get_client(house, account_id)).account_id == account_id


async def test_two_use_one_link_at_the_same_moment(either_house: House, node: Database):
    link = await invite(either_house, experience_verified=True)
    done = await asyncio.gather(
        register(either_house, "1@example.cn", link),
        register(either_house, "2@example.cn", link, node),
        return_exceptions=True,
    )
    assert sorted(type(outcome).__name__ for outcome in done) == ["NotThere", "UUID"]
    async with node.read() as session:
        assert await count_rows(session, AccountRow) == 1


async def test_a_member_of_staff(house: House):
    database = house.platform.database
    account_id = await enrolling.open_staff_account(database, " Zhou@Firm.cn", "周敏", Role.AUDITOR, "hash", NOON)
    async with database.read() as session:
        account = await accounts.get(session, account_id)
    assert account
    assert (account.login, account.role) == ("zhou@firm.cn", Role.AUDITOR)
    assert [entry.subject_id for entry in await list_ledger(house, "staff-account")] == [account_id]
    with pytest.raises(Invalid):
        await enrolling.open_staff_account(database, "zhou@firm.cn", "周敏", Role.TRAINER, "hash", NOON)
