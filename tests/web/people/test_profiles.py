"""The client's details: checked, kept half-way, sealed."""

import pytest
from sqlalchemy import text

from edu.domain.people.profile import ClientKind
from edu.services.people import identifying
from tests.house import House, Visitor
from tests.walking import INDIVIDUAL, INSTITUTION, RESIDENT_NUMBER, state_profile


async def test_an_individual_states_everything(house: House, visitor: Visitor):
    await house.signed_in()
    await state_profile(visitor)
    page = await visitor.get("/profile")
    assert "110***********002X" in page.text
    assert RESIDENT_NUMBER not in page.text
    assert "1949-12-31" not in (await visitor.get("/home")).text


async def test_an_institution_states_everything(house: House, visitor: Visitor):
    await house.signed_in(kind=ClientKind.INSTITUTION)
    await state_profile(visitor, INSTITUTION)
    assert "notice-ok" in (await visitor.get("/profile")).text


async def test_half_way_is_kept_as_it_is(house: House, visitor: Visitor):
    await house.signed_in()
    page = await visitor.post("/profile/finances", {"annual_income": "about twelve", "debts": "3", "act": "later"})
    assert page.url.path == "/home"
    await visitor.post("/sign-out")
    await visitor.sign_in("wang@example.cn")
    page = await visitor.get("/profile/finances")
    assert 'value="about twelve"' in page.text


@pytest.mark.parametrize(
    ("step", "key", "value"),
    [
        ("identity", "document_number", "110105194912310021"),
        ("identity", "document_number", "1101051949"),
        ("identity", "document_number", ""),
        ("contact", "phone", "12345"),
        ("contact", "occupation", "astronaut"),
        ("finances", "annual_income", "-5"),
        ("finances", "annual_income", "1e9"),
        ("finances", "planned_funds", "9" * 400),
        ("declarations", "truthful", ""),
        ("contact", "address", "x\x00y"),
    ],
)
async def test_a_wrong_field_is_named_and_the_input_kept(
    house: House, visitor: Visitor, step: str, key: str, value: str
):
    await house.signed_in()
    page = await visitor.post(f"/profile/{step}", INDIVIDUAL[step] | {key: value, "act": "next"})
    assert page.status_code == 422
    assert f'id="{key}-error"' in page.text


async def test_the_number_is_sealed_in_the_database_and_the_ledger(house: House, visitor: Visitor):
    await house.signed_in()
    await state_profile(visitor)
    async with house.platform.database.read() as session:
        sealed = (await session.execute(text("SELECT number_sealed FROM clients"))).scalar_one()
        everything = "".join(str(row) for row in (await session.execute(text("SELECT * FROM clients"))).all())
        everything += "".join(str(row) for row in (await session.execute(text("SELECT body FROM ledger"))).all())
    assert RESIDENT_NUMBER not in everything
    assert house.platform.sealer.open(sealed) == RESIDENT_NUMBER


async def test_a_step_is_corrected_without_typing_the_number_again(house: House, visitor: Visitor):
    await house.signed_in()
    await state_profile(visitor)
    page = await visitor.post(
        "/profile/identity", {"name": "王小明", "document_kind": "resident", "document_number": "", "act": "next"}
    )
    assert page.status_code == 200
    assert "王小明" in (await visitor.get("/profile")).text


async def test_one_document_is_one_client(house: House, visitor: Visitor):
    await house.signed_in()
    await state_profile(visitor)
    await house.make_client("second@example.cn")
    async with house.another_visitor() as other:
        await other.sign_in("second@example.cn")
        page = await other.post("/profile/identity", INDIVIDUAL["identity"] | {"act": "next"})
        assert page.status_code == 422
        assert 'id="document_number-error"' in page.text


async def test_an_unknown_step_is_not_there(house: House, visitor: Visitor):
    await house.signed_in()
    assert (await visitor.get("/profile/secrets")).status_code == 404


async def test_a_finished_identity_is_not_undone_half_way(house: House, visitor: Visitor):
    account = await house.signed_in()
    await state_profile(visitor)
    half = {"name": "王晓明", "document_kind": "passport", "born": "2020-01-01", "nationality": "X", "act": "later"}
    await visitor.post("/profile/identity", half)
    async with house.platform.database.read() as session:
        state = await identifying.load_profile(session, account, house.clock().date())
    assert state.stated["document_kind"] == "resident"
    assert state.stated["born"] == "1949-12-31"
    assert state.complete
