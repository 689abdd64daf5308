"""Signing in: no word on who exists, waiting times that grow, sessions that end."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from uuid import UUID

import pytest
from argon2 import PasswordHasher

from edu.domain.people.back_off import TooManyTries
from edu.domain.people.person import Origin
from edu.domain.people.role import Role
from edu.domain.refusal import Invalid, Refused
from edu.services.people import signing_in
from edu.services.people.signing_in import WrongCredentials, authenticate, digest_token
from edu.store.engine.database import Database
from edu.store.people import accounts, sign_ins
from edu.store.people.sign_ins import FailureRow, SignInRow
from tests.house import HERE, NOON, PASSWORD, House
from tests.services.acts import count_rows, list_ledger

LOGIN = "wang@example.cn"
ELSEWHERE = Origin("a test", "192.0.2.7")


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """argon2id still, but of a strength that lets many tries be made."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(signing_in, "_HASHER", hasher)
    monkeypatch.setattr("tests.house.password_hash", cache(lambda: hasher.hash(PASSWORD)))
    signing_in._nobodys_hash.cache_clear()
    yield
    signing_in._nobodys_hash.cache_clear()


async def sign_in(
    house: House, login: str = LOGIN, password: str = PASSWORD, origin: Origin = HERE, node: Database | None = None
) -> str:
    return await signing_in.sign_in(node or house.platform.database, login, password, house.clock(), origin)


async def fail(house: House, times: int = 1, login: str = LOGIN, origin: Origin = HERE) -> None:
    for _ in range(times):
        with pytest.raises(WrongCredentials):
            await sign_in(house, login, "wrong password", origin)


async def who(house: House, token: str) -> UUID | None:
    person = await authenticate(house.platform.database, token, house.clock())
    return person.id if person else None


async def disable(house: House, account_id: UUID) -> None:
    async with house.platform.database.write() as session:
        account = await accounts.get(session, account_id)
        assert account
        account.disabled = True
        await session.commit()


async def note_failures(house: House, kind: str, text: str, count: int) -> None:
    """As if there had been so many."""
    async with house.platform.database.write() as session:
        session.add(FailureRow(key=signing_in._key(kind, text), count=count, last_at=house.clock()))
        await session.commit()


async def test_a_session(house: House):
    account_id = await house.make_client(LOGIN)
    token = await sign_in(house, "  WANG@example.cn")
    person = await authenticate(house.platform.database, token, NOON)
    assert person
    assert (person.id, person.name, person.role) == (account_id, "王晓明", Role.CLIENT)
    async with house.platform.database.read() as session:
        row = await session.get(SignInRow, digest_token(token))
        assert row
        assert (row.agent, row.address) == ("a test", "127.0.0.1")
        assert await session.get(SignInRow, token) is None  # the token itself is nowhere
    (entry,) = await list_ledger(house, "signed-in")
    assert entry.subject_id == account_id
    assert token not in entry.body


@pytest.mark.parametrize("token", ["", "x", "x" * 10_000, "\0"])
async def test_a_token_that_nobody_has(house: House, token: str):
    assert await who(house, token) is None


@pytest.mark.parametrize("login", [LOGIN, "nobody@example.cn", "", "x" * 1000, "wang\0@example.cn", "' OR 1=1 --"])
async def test_a_refusal_does_not_tell_who_exists(either_house: House, login: str):
    await either_house.make_client(LOGIN)
    with pytest.raises(WrongCredentials) as refused:
        await sign_in(either_house, login, "wrong password")
    assert str(refused.value) == str(WrongCredentials())


async def test_a_disabled_account(house: House):
    account_id = await house.make_client(LOGIN)
    token = await sign_in(house)
    await disable(house, account_id)
    assert await who(house, token) is None
    with pytest.raises(WrongCredentials):
        await sign_in(house)


@pytest.mark.parametrize("login", [LOGIN, "nobody@example.cn"])
async def test_five_tries_are_free_and_then_one_waits(house: House, login: str):
    await house.make_client(LOGIN)
    await fail(house, 5, login)
    with pytest.raises(TooManyTries) as refused:
        await sign_in(house, login)  # the right password makes no difference, or a guess would be confirmed
    assert refused.value.values["time"] == NOON + timedelta(seconds=30)
    house.clock.turn(seconds=30)
    await fail(house, 1, login)
    with pytest.raises(TooManyTries) as refused:
        await sign_in(house, login)
    assert refused.value.values["time"] == NOON + timedelta(seconds=90)


async def test_the_right_password_forgets_the_failures(house: House):
    await house.make_client(LOGIN)
    await fail(house, 5)
    house.clock.turn(seconds=30)
    assert await sign_in(house)
    await fail(house, 4)
    assert await sign_in(house)


async def test_a_wait_is_never_longer_than_a_quarter_of_an_hour(house: House):
    await house.make_client(LOGIN)
    await note_failures(house, "login", LOGIN, 1000)
    house.clock.turn(minutes=15, microseconds=-1)
    with pytest.raises(TooManyTries):
        await sign_in(house)
    house.clock.turn(microseconds=1)
    assert await sign_in(house)


async def test_a_day_without_failures_starts_anew(house: House):
    await house.make_client(LOGIN)
    await note_failures(house, "login", LOGIN, 1000)
    house.clock.turn(hours=24, microseconds=1)
    await fail(house, 5)
    with pytest.raises(TooManyTries):
        await sign_in(house)


async def test_an_address_is_slowed_down_after_many_names(house: House):
    """A branch office shares one, so it takes ten times as many."""
    await house.make_client(LOGIN)
    await note_failures(house, "address", HERE.address, 49)
    await fail(house, 1, "somebody@example.cn")
    with pytest.raises(TooManyTries):
        await sign_in(house)
    assert await sign_in(house, origin=ELSEWHERE)


async def test_failures_at_the_same_moment_all_count(either_house: House, node: Database):
    house = either_house
    nodes = [house.platform.database, node] * 3
    done = await asyncio.gather(
        *(sign_in(house, password="wrong password", node=at) for at in nodes), return_exceptions=True
    )
    assert {type(outcome) for outcome in done} == {WrongCredentials}
    async with node.read() as session:
        found = await sign_ins.get_failures(session, [signing_in._key("login", LOGIN)])
    assert [row.count for row in found] == [6]


async def test_a_session_ends_when_it_is_not_used(house: House):
    account_id = await house.make_client(LOGIN)
    token = await sign_in(house)
    house.clock.turn(hours=2, microseconds=-1)
    assert await who(house, token) == account_id
    house.clock.turn(hours=2)
    assert await who(house, token) is None


async def test_a_session_ends_after_half_a_day_even_in_use(house: House):
    account_id = await house.make_client(LOGIN)
    token = await sign_in(house)
    for _ in range(11):
        house.clock.turn(hours=1)
        assert await who(house, token) == account_id
    house.clock.turn(hours=1)
    assert await who(house, token) is None


async def test_use_is_written_down_at_most_every_five_minutes(house: House):
    await house.make_client(LOGIN)
    token = await sign_in(house)

    async def seen_after(**span: float) -> timedelta:
        house.clock.turn(**span)
        await who(house, token)
        async with house.platform.database.read() as session:
            row = await session.get(SignInRow, digest_token(token))
            assert row
            return row.seen_at - NOON

    assert await seen_after(minutes=4) == timedelta(0)
    assert await seen_after(minutes=1) == timedelta(minutes=5)


async def test_signing_out_ends_one_session(house: House):
    account_id = await house.make_client(LOGIN)
    token, other = await sign_in(house), await sign_in(house)
    await signing_in.sign_out(house.platform.database, token)
    assert (await who(house, token), await who(house, other)) == (None, account_id)
    await signing_in.sign_out(house.platform.database, token)


async def test_old_sessions_are_dropped(house: House):
    await house.make_client(LOGIN)
    await sign_in(house)
    house.clock.turn(hours=3)
    await sign_in(house)
    async with house.platform.database.read() as session:
        assert await count_rows(session, SignInRow) == 1


async def change_password(
    house: House, account_id: UUID, token: str, current: str = PASSWORD, chosen: str = ""
) -> None:
    chosen = chosen or "five other words in a row"
    await signing_in.change_password(house.platform.database, account_id, current, chosen, token, house.clock(), HERE)


async def test_a_new_password_ends_every_other_session(house: House):
    account_id = await house.make_client(LOGIN)
    mine, elsewhere = await sign_in(house), await sign_in(house, origin=ELSEWHERE)
    await change_password(house, account_id, mine)
    assert (await who(house, mine), await who(house, elsewhere)) == (account_id, None)
    await fail(house)
    with pytest.raises(WrongCredentials):
        await sign_in(house)
    assert await sign_in(house, password="five other words in a row")
    assert [entry.actor_id for entry in await list_ledger(house, "password-changed")] == [account_id]


@pytest.mark.parametrize(
    ("current", "chosen", "fields"),
    [
        ("wrong password", "five other words in a row", {"current"}),
        (PASSWORD, "short", {"chosen"}),
        (PASSWORD, LOGIN, {"chosen"}),
        ("wrong password", "88888888", {"current", "chosen"}),
    ],
)
async def test_a_password_that_stays(house: House, current: str, chosen: str, fields: set[str]):
    account_id = await house.make_client(LOGIN)
    token = await sign_in(house)
    with pytest.raises(Invalid) as refused:
        await change_password(house, account_id, token, current, chosen)
    assert set(refused.value.fields) == fields
    assert await sign_in(house)


async def test_guesses_at_the_present_password_are_slowed_down(house: House):
    """Whoever found an open browser does not get more tries than at the door."""
    account_id = await house.make_client(LOGIN)
    token = await sign_in(house)
    for _ in range(5):
        with pytest.raises(Invalid, match="marked"):
            await change_password(house, account_id, token, "wrong password")
    with pytest.raises(Refused) as refused:
        await change_password(house, account_id, token)
    told = refused.value.fields["current"] if isinstance(refused.value, Invalid) else refused.value
    assert isinstance(told, TooManyTries)
    house.clock.turn(seconds=30)
    await change_password(house, account_id, token)


async def test_the_operator_gives_a_new_password(house: House):
    account_id = await house.make_client(LOGIN)
    token = await sign_in(house)
    await fail(house, 5)
    await signing_in.reset_password(house.platform.database, " Wang@example.cn", "five other words", house.clock())
    assert await who(house, token) is None
    assert await sign_in(house, password="five other words")
    (entry,) = await list_ledger(house, "password-changed")
    assert (entry.subject_id, entry.actor_id) == (account_id, None)
    with pytest.raises(Refused, match="no such account"):
        await signing_in.reset_password(house.platform.database, "nobody@firm.cn", "five other words", NOON)


async def test_a_one_click_session(house: House):
    account_id = await house.make_client(LOGIN)
    token = await signing_in.sign_in_as(house.platform.database, LOGIN, NOON, HERE)
    assert await who(house, token) == account_id
    with pytest.raises(WrongCredentials):
        await signing_in.sign_in_as(house.platform.database, "nobody@demo", NOON, HERE)
