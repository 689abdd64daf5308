"""The short way for pages and forms: what it sends is what the application sends, and what is not plain it leaves."""

from uuid import UUID

import pytest
from litestar import Litestar, get

from edu.domain.people.role import Role
from edu.web.kit.short_way import LARGEST_FORM, find_place, list_swift
from tests.house import House
from tests.services.acts import load, start
from tests.web.sending import attempt_in


def test_every_swift_handler_has_a_place(house: House):
    places = {(method, nouns) for method, nouns, _ in list_swift(house.app)}
    assert {("GET", "attempts/form"), ("POST", "exams/enter"), ("POST", "check"), ("POST", "attempts/begin")} <= places


def test_nouns_and_names_take_turns():
    assert find_place("GET", "/attempts/7/questions/3") == (("GET", "attempts/questions", 2), ["7", "3"])
    assert find_place("GET", "/") == (("GET", "", 0), [])


@pytest.mark.parametrize("path", ["/here/{number:int}/{other:int}", "/a/b"])
def test_a_path_of_another_shape_cannot_be_swift(path: str):
    @get(path, swift=True)
    async def handler() -> str:
        return ""

    with pytest.raises(ValueError, match="cannot be swift"):
        list_swift(Litestar([handler]))


async def begun(house: House) -> UUID:
    account = await house.signed_in()
    return await start(house, account)


@pytest.mark.parametrize("token", ["", "x", "x" * 128])
async def test_a_form_that_is_not_ours_is_the_applications(house: House, token: str):
    await house.signed_in()
    answer = await house.client.post("/check", data={"_csrf_token": token})
    assert answer.status_code == 403


async def test_nobody_is_asked_to_sign_in(house: House):
    attempt = await begun(house)
    house.client.cookies.delete("session")
    answer = await house.client.get(f"/attempts/{attempt}/form", follow_redirects=False)
    assert answer.headers["location"].startswith("/sign-in")


async def test_another_role_may_not(house: House):
    await house.make_staff(Role.EXAMINER)
    await house.visitor.sign_in("examiner@firm.cn")
    assert (await house.visitor.post("/check")).status_code == 403


@pytest.mark.parametrize("content", [b"%ff=%ff&=&&", b"a=b&" * 10, b"x" * (LARGEST_FORM + 1)])
async def test_odd_bodies_are_no_fault(house: House, content: bytes):
    await house.signed_in()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert (await house.client.post("/check", content=content, headers=headers)).status_code == 403


async def test_a_form_with_a_file_is_read_by_the_application(house: House):
    await house.signed_in()
    token = house.client.cookies["csrf"]
    answer = await house.client.post("/check", data={"_csrf_token": token}, files={"f": b"x"}, follow_redirects=False)
    assert answer.status_code == 303


async def test_a_start_leads_to_its_sitting(house: House):
    account = await house.signed_in()
    page = await house.visitor.post("/check")
    assert (await load(house, attempt_in(page), account)).attempt.receipts == 0
