"""The whole form on one page: put together from kept pieces in the gate, or by the application; the same either way."""

from uuid import UUID

import pytest
from httpx import Response

from edu.domain.people.role import Role
from edu.store.people import accounts
from edu.web.kit.security import HEADERS
from edu.web.kit.visit import LANGUAGE_COOKIE
from tests.exam_terms import EXAM, set_exam
from tests.house import House
from tests.services.acts import load
from tests.web.sending import attempt_in, by_application, save, send


class Sitter:
    """A candidate in the form of a staff exam."""

    def __init__(self, house: House, account: UUID, attempt: UUID) -> None:
        self.house, self.account, self.attempt = house, account, attempt

    async def open(self, **headers: str) -> Response:
        """By the gate."""
        return await self.house.client.get(f"/attempts/{self.attempt}/form", headers=headers)

    async def open_by_application(self) -> Response:
        async with by_application(self.house) as visitor:
            return await visitor.get(f"/attempts/{self.attempt}/form")


@pytest.fixture
async def sitter(house: House) -> Sitter:
    set_exam(house, opens=None)
    account = await house.make_staff(Role.CANDIDATE)
    await house.visitor.sign_in("candidate@firm.cn")
    page = await house.visitor.post(f"/exams/{EXAM}/enter", {"honour": "yes"})
    return Sitter(house, account, attempt_in(page))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("dress", ["auto", "dark.elder", "nonsense"])
async def test_the_gate_and_the_application_draw_the_same_page(sitter: Sitter, language: str, dress: str):
    house = sitter.house
    house.client.cookies.set(LANGUAGE_COOKIE, language)
    house.client.cookies.set("dress", dress)
    untouched = await sitter.open()
    assert untouched.text == (await sitter.open_by_application()).text
    sitting = await load(house, sitter.attempt, sitter.account)
    assert (await save(house, sitting, 3)).status_code == 201
    assert (await send(house, sitter.attempt, "notes", {"slot": 5, "flagged": True})).status_code == 200
    page = await sitter.open()
    assert page.text == (await sitter.open_by_application()).text
    assert page.text != untouched.text
    assert page.text.count('class="response card"') == len(sitting.items)
    assert "\ue000" not in page.text
    for name, value in HEADERS.items():
        assert page.headers[name] == value
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, br", "gzip"), ("br;q=1, gzip;q=0.5", "gzip"), ("identity", None), ("br, gzip;q=0", None), ("", None)],
)
async def test_a_page_is_compressed_where_the_browser_takes_that(sitter: Sitter, accepted: str, encoding: str | None):
    plain = await sitter.open(**{"accept-encoding": "identity"})
    page = await sitter.open(**{"accept-encoding": accepted})
    assert page.text == plain.text
    assert page.headers.get("content-encoding") == encoding


async def test_a_name_stays_text(sitter: Sitter):
    """Signs of markup, and of the marks that pages are put together by."""
    house = sitter.house
    async with house.platform.database.write() as session:
        row = await accounts.get(session, sitter.account)
        assert row is not None
        row.name = "<b>王&\ue000csrf\ue001"
        session.add(row)
        await session.commit()
    house.clock.turn(minutes=5)  # who was recognised a moment ago is read anew
    for page in (await sitter.open_by_application(), await sitter.open()):
        assert "&lt;b&gt;王&amp;\ue000csrf\ue001" in page.text
        assert page.text.count(house.client.cookies["csrf"]) > 0


async def test_somebody_else_s_form_is_absent(sitter: Sitter):
    house = sitter.house
    assert (await sitter.open()).status_code == 200
    async with house.another_visitor() as other:
        await house.signed_in("other@example.cn")
        assert (await house.client.get(f"/attempts/{sitter.attempt}/form")).status_code == 404
        assert (await house.client.get(f"/attempts/{sitter.attempt}/form")).status_code == 404
        page = await other.get(f"/attempts/{sitter.attempt}/form")
        assert page.url.path == "/sign-in"


async def test_over_or_handed_in_it_is_another_page(sitter: Sitter):
    await sitter.open()
    sitter.house.clock.turn(minutes=91)
    await sitter.house.visitor.get("/exams")
    page = await sitter.open()
    assert page.url.path != f"/attempts/{sitter.attempt}/form"
