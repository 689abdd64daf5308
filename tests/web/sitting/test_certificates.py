"""Certificates over HTTP, for those who oversee them: found, revoked by compliance officers, reinstated."""

import pytest

from edu.domain.people.role import Role
from edu.services.sitting import certifying
from edu.store.sitting import certificates
from tests.house import House, Visitor
from tests.services.sitting.test_certifying import FIRM, earn


@pytest.fixture
async def number(house: House) -> str:
    attempt = await earn(house)
    await certifying.issue_due(house.platform.database, FIRM, house.clock())
    async with house.platform.database.read() as session:
        found = await certificates.get_of_attempt(session, attempt)
    return found.number if found else ""


@pytest.fixture
async def officer(house: House) -> Visitor:
    await house.make_staff(Role.COMPLIANCE)
    await house.visitor.sign_in("compliance@firm.cn")
    return house.visitor


async def test_found_revoked_and_reinstated(house: House, number: str, officer: Visitor):
    listed = await officer.get("/staff/certificates?words=王晓")
    assert (number in listed.text, "有效" in listed.text) == (True, True)
    assert "没有符合的证书" in (await officer.get("/staff/certificates?words=nobody")).text
    path = f"/staff/certificates/{number}"
    assert FIRM in (await officer.get(path)).text

    refused = await officer.post(path, {"act": "revoke", "reason": "  "})
    assert (refused.status_code, "请写明理由" in refused.text) == (422, True)
    assert "有效" in refused.text

    revoked = await officer.post(path, {"act": "revoke", "reason": "冒名 <顶替>"})
    assert "冒名 &lt;顶替&gt;" in revoked.text
    async with house.another_visitor() as stranger:
        verified = await stranger.get(f"/verify?number={number}")
        assert ("撤销" in verified.text, "顶替" in verified.text, FIRM in verified.text) == (True, False, True)

    reinstated = await officer.post(path, {"act": "reinstate", "reason": "查无实据"})
    assert "撤销证书" in reinstated.text
    assert "证书属实" in (await officer.get(f"/verify?number={number}")).text


@pytest.mark.parametrize(("role", "sees"), [(Role.EXAMINER, True), (Role.AUDITOR, True), (Role.TRAINER, False)])
async def test_only_compliance_officers_revoke(house: House, number: str, role: Role, sees: bool):
    await house.make_staff(role)
    visitor = house.visitor
    await visitor.sign_in(f"{role.value}@firm.cn")
    page = await visitor.get(f"/staff/certificates/{number}")
    assert page.status_code == (200 if sees else 403)
    assert 'name="reason"' not in page.text
    assert (await visitor.post(f"/staff/certificates/{number}", {"act": "revoke", "reason": "x"})).status_code == 403


@pytest.mark.parametrize("number", ["x", "ZX2026-2222-2222-2222", "%00"])
async def test_a_number_that_nobody_has_is_absent(officer: Visitor, number: str):
    assert (await officer.get(f"/staff/certificates/{number}")).status_code == 404
    assert (await officer.post(f"/staff/certificates/{number}", {"reason": "x"})).status_code == 404


async def test_lists_that_are_empty_or_asked_oddly(officer: Visitor):
    assert "还没有证书" in (await officer.get("/staff/certificates")).text
    assert (await officer.get("/staff/certificates?words=%00&after=%00")).status_code == 200
