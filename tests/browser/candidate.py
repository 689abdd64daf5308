"""A member of staff at a browser who sits an exam whose whole form is on one page."""

import re
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from edu.domain.items.item import Item, Kind
from edu.domain.items.lettering import shown_letter
from edu.domain.people.role import Role
from edu.domain.sitting.form import Slot
from tests.browser.chinese import chinese
from tests.browser.exam_house import ExamHouse
from tests.house import PASSWORD

SAVED = re.compile(r"已保存.*\d{2}:\d{2}:\d{2}")
WRITTEN = "先听客户说完并核实身份，再核对通知和成交记录；说明规则，不承诺赔偿，按时答复并全程留痕。"

# Of each question, in order: the values that are chosen, or the texts.
_GIVEN = """() => [...document.querySelectorAll("form.response")].map(form =>
    [...form.querySelectorAll('[name="choice"]:checked, [name^="blank-"], [name="text"]')].map(field => field.value))"""


def sign_in(page: Page, login: str) -> None:
    """With name and password, without looking at the page."""
    page.request.get("/sign-in")
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrf")
    reply = page.request.post("/sign-in", form={"login": login, "password": PASSWORD, "_csrf_token": token})
    assert reply.ok, reply.status


class Candidate:
    """Knows the keys from the frozen form in the database, and finds questions by their place."""

    def __init__(self, page: Page, house: ExamHouse, name: str = "周敏") -> None:
        self.page, self.house, self.name = page, house, name
        self.login = house.make_staff(Role.CANDIDATE, name)
        self._form: list[tuple[Slot, Item]] = []

    def start(self, exam: str) -> None:
        """Into an exam that is open and asks nothing at the door."""
        sign_in(self.page, self.login)
        self.page.goto(f"/exams/{exam}")
        self.press("Start now")
        self.page.wait_for_url(re.compile("/attempts/.*/(form|questions/1)$"))

    def press(self, message: str) -> None:
        """A button of the page, by the message on it."""
        self.page.get_by_role("button", name=chinese(message), exact=True).click()

    @property
    def attempt(self) -> str:
        """The attempt's id, by the page's address."""
        found = re.search(r"/attempts/([0-9a-f-]{36})", self.page.url)
        assert found, self.page.url
        return found[1]

    @property
    def form(self) -> list[tuple[Slot, Item]]:
        """The frozen form."""
        if not self._form:
            self._form = self.house.read_form(self.attempt)
        return self._form

    def question(self, place: int, page: Page | None = None) -> Locator:
        """The question's box, from 0."""
        return (page or self.page).locator(f'form.response[data-slot="{place}"]')

    def saved(self, place: int) -> Locator:
        """The line that says whether it is saved."""
        return self.question(place).locator(".saved")

    def find(self, kind: Kind) -> int:
        """The first place with a question of this kind."""
        return next(place for place, (_, item) in enumerate(self.form) if item.kind is kind)

    def respond_rightly(self, place: int) -> None:
        """What earns all the points, or a written response."""
        slot, item = self.form[place]
        box = self.question(place)
        if item.kind is Kind.TRUE_FALSE:
            box.locator(f'input[value="{"true" if item.truth else "false"}"]').check()
        elif item.kind is Kind.FILL_IN:
            for n, blank in enumerate(item.blanks):
                box.locator(f'[name="blank-{n}"]').fill(blank.accepted[0])
        elif item.kind is Kind.WRITTEN:
            box.locator('[name="text"]').fill(WRITTEN)
        else:
            for letter in sorted(item.keys):
                box.locator(f'input[value="{shown_letter(slot.order, letter)}"]').check()

    def respond_by_request(self, places: Iterable[int]) -> None:
        """As :meth:`respond_rightly` at each of them, for stories that begin later: sent as the page sends it."""
        token = next(cookie["value"] for cookie in self.page.context.cookies() if cookie["name"] == "csrf")
        for place in places:
            slot, item = self.form[place]
            given: dict[str, Any] = {"choice": [shown_letter(slot.order, letter) for letter in sorted(item.keys)]}
            if item.kind is Kind.TRUE_FALSE:
                given = {"truth": item.truth}
            elif item.kind in {Kind.FILL_IN, Kind.WRITTEN}:
                given = {"texts": [blank.accepted[0] for blank in item.blanks] or [WRITTEN]}
            reply = self.page.request.post(
                f"/attempts/{self.attempt}/responses", headers={"X-CSRFToken": token},
                data={"slot": place, "key": f"by-request-{place}", "seen": 0, **given},
            )  # fmt: skip
            assert reply.status == 201, reply.text()

    def given(self, page: Page | None = None) -> list[list[str]]:
        """What each question's fields hold now: chosen values, or texts."""
        held: list[list[str]] = (page or self.page).evaluate(_GIVEN)
        return held

    def expect_all_saved(self, timeout: float = 15_000) -> None:
        """The page says that everything given is saved."""
        expect(self.page.locator("#all-saved")).to_have_text(chinese("Everything given is saved."), timeout=timeout)

    def hand_in(self) -> None:
        """In the dialog of the page."""
        self.page.locator("#hand-in").click()
        expect(self.page.locator("#hand-in-dialog")).to_be_visible()
        self.press("Hand in now")
        self.page.wait_for_url(re.compile("/result$"))
