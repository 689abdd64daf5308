"""The profile: kept half-way, checked when finished, the number sealed and given once."""

import asyncio
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.fernet import Fernet

from edu.domain.people.profile import ClientKind
from edu.domain.people.role import Role
from edu.domain.refusal import Invalid, NotThere
from edu.services.people import identifying
from edu.store.engine.database import Database
from edu.store.engine.sealing import Sealer
from tests.house import NOON, House
from tests.services.acts import finish_step, get_client, list_ledger, meanwhile, state_profile
from tests.walking import INDIVIDUAL, INSTITUTION, RESIDENT_NUMBER

IDENTITY = INDIVIDUAL["identity"]
PASSPORT = {
    "document_kind": "passport", "document_number": "E12345678", "nationality": "新加坡", "born": "1949-12-31",
}  # fmt: skip


async def load(house: House, account_id: UUID) -> identifying.ProfileState:
    async with house.platform.database.read() as session:
        return await identifying.load_profile(session, account_id, house.clock().date())


async def save_half(house: House, account_id: UUID, step: str, **given: str) -> None:
    async with house.platform.database.write() as session:
        await identifying.save_half(session, account_id, step, given, house.clock())


@pytest.mark.parametrize(
    ("kind", "answers"), [(ClientKind.INDIVIDUAL, INDIVIDUAL), (ClientKind.INSTITUTION, INSTITUTION)]
)
async def test_step_by_step_to_the_end(house: House, kind: ClientKind, answers: dict[str, dict[str, str]]):
    account_id = await house.make_client(kind=kind)
    state = await load(house, account_id)
    for step, fields in answers.items():
        assert state.next_step == step
        house.clock.turn(minutes=1)
        state = await finish_step(house, account_id, step, fields)
        assert step in state.done
    assert state == await load(house, account_id)
    assert state.complete
    assert state.next_step is None
    completed = house.clock()
    house.clock.turn(days=1)
    await finish_step(house, account_id, step, fields)
    client = await get_client(house, account_id)
    assert (client.completed_at, client.updated_at) == (completed, house.clock())


async def test_the_number_is_sealed_and_masked(house: House, tmp_path: Path):
    account_id = await house.make_client()
    await state_profile(house, account_id)
    client = await get_client(house, account_id)
    assert client.number_sealed
    assert house.platform.sealer.open(client.number_sealed) == RESIDENT_NUMBER
    assert (await load(house, account_id)).number_masked == client.number_masked == "110***********002X"
    assert (client.stated["born"], "document_number" in client.stated) == ("1949-12-31", False)
    written = b"".join(file.read_bytes() for file in _files(tmp_path))
    assert b"110***********002X" in written
    assert RESIDENT_NUMBER.encode() not in written


def _files(folder: Path) -> list[Path]:
    """The database and its log of writes."""
    return list(folder.glob("edu.sqlite3*"))


async def test_each_finished_step_is_recorded(house: House):
    account_id = await house.make_client()
    await finish_step(house, account_id, "identity", IDENTITY)
    (entry,) = await list_ledger(house, "profile-stated")
    assert (entry.subject_id, entry.actor_id) == (account_id, account_id)
    assert '"step":"identity"' in entry.body
    assert RESIDENT_NUMBER not in entry.body


async def test_what_is_typed_half_way_is_kept_right_or_wrong(house: House):
    account_id = await house.make_client()
    await save_half(house, account_id, "contact", phone=" 12 ", address="", mood="fine", name="else")
    state = await load(house, account_id)
    assert (state.stated["phone"], state.stated["address"]) == ("12", "")
    assert "mood" not in state.stated
    assert state.stated["name"] == "王晓明"  # of another step
    assert state.done == frozenset()


async def test_an_unchecked_number_is_not_kept(house: House):
    account_id = await house.make_client()
    await save_half(house, account_id, "identity", document_kind="resident", document_number=RESIDENT_NUMBER)
    client = await get_client(house, account_id)
    assert (client.number_sealed, client.number_masked) == (None, "")
    assert client.stated == {"name": "王晓明", "document_kind": "resident"}


async def test_what_was_checked_with_the_number_stays_until_the_step_is_finished(house: House):
    account_id = await house.make_client()
    await finish_step(house, account_id, "identity", IDENTITY)
    await save_half(house, account_id, "identity", name="王小明", document_kind="passport", born="2001-01-01")
    state = await load(house, account_id)
    assert (state.stated["document_kind"], state.stated["born"]) == ("resident", "1949-12-31")
    assert (state.stated["name"], state.done) == ("王小明", {"identity"})


async def test_what_is_too_long_is_refused_and_nothing_cut(house: House):
    account_id = await house.make_client()
    with pytest.raises(Invalid) as refused:
        await save_half(house, account_id, "contact", phone="1" * 501, address="示例路")
    assert set(refused.value.fields) == {"phone"}
    assert "address" not in (await load(house, account_id)).stated


async def test_wrong_fields_are_named_and_nothing_changes(house: House):
    account_id = await house.make_client()
    await finish_step(house, account_id, "contact", INDIVIDUAL["contact"])
    before = await load(house, account_id)
    with pytest.raises(Invalid) as refused:
        await finish_step(house, account_id, "contact", {"phone": "12", "address": "x", "occupation": "astronaut"})
    assert set(refused.value.fields) == {"phone", "occupation"}
    assert await load(house, account_id) == before


async def test_an_empty_number_keeps_the_one_that_was_checked(house: House):
    account_id = await house.make_client()
    await finish_step(house, account_id, "identity", IDENTITY)
    await finish_step(house, account_id, "identity", IDENTITY | {"document_number": "", "name": "王小明"})
    state = await load(house, account_id)
    assert (state.stated["name"], state.number_masked) == ("王小明", "110***********002X")
    with pytest.raises(Invalid) as refused:  # not for another document
        await finish_step(house, account_id, "identity", IDENTITY | PASSPORT | {"document_number": ""})
    assert set(refused.value.fields) == {"document_number"}


@pytest.mark.parametrize("typed", [RESIDENT_NUMBER, RESIDENT_NUMBER.lower(), " 110105 19491231 002x "])
async def test_a_number_belongs_to_one_account(house: House, typed: str):
    first, other = await house.make_client(), await house.make_client("li@example.cn")
    await finish_step(house, first, "identity", IDENTITY)
    await finish_step(house, first, "identity", IDENTITY | {"document_number": typed})  # one's own again
    with pytest.raises(Invalid, match="marked") as refused:
        await finish_step(house, other, "identity", IDENTITY | {"document_number": typed})
    assert set(refused.value.fields) == {"document_number"}
    client = await get_client(house, other)
    assert (client.number_sealed, client.stated) == (None, {"name": "王晓明"})


async def test_a_number_that_was_given_up_is_free(house: House):
    first, other = await house.make_client(), await house.make_client("li@example.cn")
    await finish_step(house, first, "identity", IDENTITY)
    await finish_step(house, first, "identity", IDENTITY | PASSPORT)
    await finish_step(house, other, "identity", IDENTITY)
    assert (await load(house, other)).number_masked == "110***********002X"


async def test_two_state_the_same_number_at_the_same_moment(either_house: House, node: Database):
    house = either_house
    first, other = await house.make_client(), await house.make_client("li@example.cn")

    async def finish_elsewhere() -> None:
        async with node.write() as session:
            await identifying.finish_step(session, other, "identity", IDENTITY, house.platform.sealer, NOON)

    done = await asyncio.gather(
        finish_step(house, first, "identity", IDENTITY), finish_elsewhere(), return_exceptions=True
    )
    assert sum(isinstance(outcome, Invalid) for outcome in done) == 1
    stated = [(await get_client(house, client)).number_masked for client in (first, other)]
    assert sorted(stated) == ["", "110***********002X"]


async def test_two_tabs_that_finish_two_steps_at_the_same_moment(either_house: House, node: Database):
    house = either_house
    account_id = await house.make_client()
    async with house.platform.database.write() as session:
        await identifying._lock(session, account_id)
        elsewhere = replace(house.platform, database=node)
        async with meanwhile(
            finish_step(
                House(elsewhere, house.clock, house.app, house.client), account_id, "contact", INDIVIDUAL["contact"]
            )
        ):
            sealer = house.platform.sealer
            await identifying.finish_step(session, account_id, "identity", IDENTITY, sealer, NOON)
    assert (await load(house, account_id)).done == {"identity", "contact"}


async def test_a_new_key_in_front_changes_nothing_for_the_client(house: House):
    first, other = await house.make_client(), await house.make_client("li@example.cn")
    await finish_step(house, first, "identity", IDENTITY)
    keys = [Fernet.generate_key().decode(), *house.platform.settings.number_keys]
    house.platform = replace(house.platform, sealer=Sealer(keys))
    await finish_step(house, first, "identity", IDENTITY | {"document_number": ""})
    with pytest.raises(Invalid):
        await finish_step(house, other, "identity", IDENTITY)
    client = await get_client(house, first)
    assert client.number_sealed
    assert Sealer(keys[:1]).open(client.number_sealed) == RESIDENT_NUMBER  # sealed anew with the newest


async def test_nobody_who_is_no_client_has_a_profile(house: House):
    staff = await house.make_staff(Role.TRAINER)
    for act in (
        load(house, staff),
        save_half(house, staff, "contact", phone="1"),
        finish_step(house, staff, "identity", IDENTITY),
    ):
        with pytest.raises(NotThere):
            await act
