"""Staff homes, and who may open what."""

import pytest

from edu.domain.people.role import Role
from tests.house import House, Visitor
from tests.walking import sit_check

HOMES = {
    Role.CANDIDATE: "/exams",
    Role.TRAINER: "/staff/banks",
    Role.EXAMINER: "/staff/rooms",
    Role.COMPLIANCE: "/staff/decisions",
    Role.AUDITOR: "/staff/ledger",
    Role.OPERATOR: "/staff/system",
}
CLIENT_PAGES = ("/home", "/profile", "/disclosure", "/check", "/questionnaire", "/decision")


@pytest.mark.parametrize("role", HOMES)
async def test_each_role_begins_at_its_home_and_sees_no_other(house: House, visitor: Visitor, role: Role):
    await house.make_staff(role)
    page = await visitor.sign_in(f"{role.value}@firm.cn")
    assert page.url.path.rstrip("/") == HOMES[role]
    for path in CLIENT_PAGES:
        assert (await visitor.get(path)).status_code == 403
    allowed = {"/staff/attempts", "/staff/decisions", "/staff/ledger"} if role is Role.AUDITOR else {HOMES[role]}
    allowed |= {"/staff/ledger"} if role is Role.COMPLIANCE else set()
    allowed |= {"/staff/attempts"} if role is Role.EXAMINER else set()
    allowed |= {"/staff/certificates"} if role in {Role.EXAMINER, Role.COMPLIANCE, Role.AUDITOR} else set()
    for path in {*HOMES.values(), "/staff/attempts", "/staff/certificates"}:
        if path.startswith("/staff"):
            assert (await visitor.get(path)).status_code == (200 if path in allowed else 403), path


@pytest.mark.parametrize(
    "path", [*CLIENT_PAGES, *HOMES.values(), "/lessons/leverage", "/glossary", "/staff/banks/1", "/staff/certificates"]
)
async def test_nobody_signed_out_sees_a_page(visitor: Visitor, path: str):
    page = await visitor.get(path)
    assert page.url.path == "/sign-in"


@pytest.mark.parametrize("path", [path for path in HOMES.values() if path.startswith("/staff")])
async def test_a_client_sees_no_staff_page(house: House, visitor: Visitor, path: str):
    await house.signed_in()
    assert (await visitor.get(path)).status_code == 403


async def test_a_trainer_sees_every_bank_with_keys(house: House, visitor: Visitor):
    await house.make_staff(Role.TRAINER)
    await visitor.sign_in("trainer@firm.cn")
    for place, bank in enumerate(house.library.banks, 1):
        page = await visitor.get(f"/staff/banks/{place}")
        assert page.text.count('class="card item-result"') == len(bank.items)
    assert (await visitor.get("/staff/banks/99")).status_code == 404


async def test_examiner_and_compliance_see_what_happened(house: House, visitor: Visitor):
    candidate = await house.signed_in()
    await sit_check(house, visitor, candidate)
    await house.make_staff(Role.EXAMINER)
    await house.make_staff(Role.COMPLIANCE)
    async with house.another_visitor() as examiner:
        await examiner.sign_in("examiner@firm.cn")
        assert "王晓明" in (await examiner.get("/staff/attempts")).text
    async with house.another_visitor() as officer:
        await officer.sign_in("compliance@firm.cn")
        page = await officer.get("/staff/decisions")
        assert "王晓明" in page.text
        case = page.text.split('href="/staff/decisions/')[1].split('"')[0]
        page = await officer.get(f"/staff/decisions/{case}")
        assert "badge-ok" in page.text
        assert "personal-data-seen" in (await officer.get("/staff/ledger")).text
        assert (await officer.get("/staff/decisions/999999")).status_code == 404


async def test_empty_lists_say_so(house: House, visitor: Visitor):
    await house.make_staff(Role.AUDITOR)
    await visitor.sign_in("auditor@firm.cn")
    for path in ("/staff/attempts", "/staff/decisions"):
        page = await visitor.get(path)
        assert "colspan" in page.text
    assert (await visitor.get("/staff/attempts?before=nonsense")).status_code == 200
    assert (await visitor.get("/staff/decisions?before=99999999999999999999999")).status_code == 200
