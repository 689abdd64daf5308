"""With the keyboard alone, and the focus where one goes on reading."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from edu.domain.items.item import Kind
from tests.browser.chinese import chinese
from tests.browser.client import Client
from tests.browser.conftest import OpenPage
from tests.browser.tabbing import tab_to
from tests.house import PASSWORD, shipped_library


def _press(page: Page, message: str) -> None:
    tab_to(page, page.get_by_role("button", name=chinese(message), exact=True))
    page.keyboard.press("Enter")


def _type(page: Page, name: str, text: str) -> None:
    tab_to(page, page.locator(f'[name="{name}"]'))
    page.keyboard.type(text)


def _register(page: Page, login: str) -> None:
    page.goto("/register")
    tab_to(page, page.locator('[name="kind"]').first)
    page.keyboard.press("Space")
    _type(page, "name", "王晓明")
    _type(page, "login", login)
    _type(page, "password", PASSWORD)
    tab_to(page, page.locator('[name="agreed"]'))
    page.keyboard.press("Space")
    _press(page, "Register")
    expect(page).to_have_url(re.compile("/home$"))


def test_register_and_pass_a_checkpoint(page: Page):
    client = Client(page, shipped_library(), "keyboard-lesson@example.cn")
    _register(page, client.login)
    page.goto("/lessons/leverage/margin")
    item = client.shown_item()
    _respond_by_keyboard(client)
    _press(page, "Answer")
    expect(page.locator(".judged")).to_be_focused()
    expect(page.locator(".judged")).to_contain_text(chinese("That is right."))
    assert item.section == "leverage#margin"
    tab_to(page, page.locator(".judged").get_by_role("link", name=chinese("Go on")))
    page.keyboard.press("Enter")
    expect(page.locator("#text h1")).to_have_text(client.library.lessons["leverage"].sections[1].title)


def test_answer_a_question_of_the_check_and_go_on(page: Page):
    client = Client(page, shipped_library(), "keyboard-check@example.cn")
    _register(page, client.login)
    page.goto("/check")
    _press(page, "Start now")
    _expect_question(page, 1)
    _respond_by_keyboard(client)
    expect(page.locator("#saved")).to_contain_text("已保存")
    _press(page, "Save and next")
    _expect_question(page, 2)
    expect(page.locator("h1")).to_be_focused()
    tab_to(page, page.locator("#palette button").last)
    page.keyboard.press("Enter")
    _expect_question(page, 20)


def test_a_save_leaves_the_focus_in_the_palette(page: Page):
    client = Client(page, shipped_library(), "keyboard-palette@example.cn")
    client.start_check_by_request()
    client.hit(page.locator("#palette button").last)
    _expect_question(page, 20)
    page.locator('[name="blank-0"]').fill("")
    page.keyboard.type("15")
    fourth = page.locator("#palette button").nth(3)
    fourth.focus()  # the change is saved as the field loses the focus, and the palette is drawn anew
    expect(page.locator("#saved")).to_contain_text("已保存")
    expect(fourth).to_be_focused()


def _respond_by_keyboard(client: Client) -> None:
    page, item = client.page, client.shown_item()
    if item.kind is Kind.FILL_IN:
        for n, blank in enumerate(item.blanks):
            _type(page, f"blank-{n}", blank.accepted[0])
        return
    fields = page.locator('label.choice input[name="choice"]')
    is_right = _places_of_right_options(client)
    if item.kind is Kind.MULTIPLE:
        for place, right in enumerate(is_right):
            if right:
                tab_to(page, fields.nth(place))
                page.keyboard.press("Space")
        return
    tab_to(page, fields.first)
    page.keyboard.press("Space")
    for _ in range(is_right.index(True)):
        page.keyboard.press("ArrowDown")
    expect(fields.nth(is_right.index(True))).to_be_checked()


def _places_of_right_options(client: Client) -> list[bool]:
    item = client.shown_item()
    if item.kind is Kind.TRUE_FALSE:
        return [bool(item.truth), not item.truth]
    return [letter in item.keys for letter in client.shown_letters(item)]


def _expect_question(page: Page, number: int) -> None:
    expect(page.locator("h1")).to_have_text(chinese("Question %(number)s of %(count)s", number=number, count=20))


def test_the_first_key_press_offers_to_skip_to_the_content(page: Page):
    page.goto("/register")
    skip = page.get_by_role("link", name=chinese("Skip to the content"))
    expect(skip).not_to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator('[name="kind"]').first).to_be_focused()


def _register_with_nothing(page: Page) -> None:
    page.goto("/register")
    page.get_by_role("button", name=chinese("Register")).click()


def _state_nothing(page: Page) -> None:
    _sign_in_as_new(page)
    page.goto("/profile/identity")
    page.get_by_role("button", name=chinese("Save and go on")).click()


def _choose_nothing(page: Page) -> None:
    _sign_in_as_new(page)
    page.goto("/questionnaire/finances")
    page.get_by_role("button", name=chinese("Save and go on")).click()


def _sign_in_as_new(page: Page) -> None:
    page.goto("/demo/people")
    page.locator('button[value="new@demo"]').click()
    page.wait_for_url(re.compile("/home$"))


@pytest.mark.parametrize("send", [_register_with_nothing, _state_nothing, _choose_nothing])
def test_the_focus_goes_to_the_summary_of_errors_and_on_to_the_field(page: Page, send: Callable[[Page], None]):
    send(page)
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    for link in summary.get_by_role("link").all():
        target = page.locator(link.get_attribute("href") or "")
        expect(target).to_have_count(1)
        link.press("Enter")
        expect(target).to_be_focused()
        expect(target).to_be_in_viewport()


def test_a_term_opens_and_closes_by_keyboard(open_page: OpenPage):
    page = open_page()
    _sign_in_as_new(page)
    page.goto("/lessons/leverage/margin")
    term = page.locator("#text .term").first
    card = page.locator(f'[id="{term.get_attribute("popovertarget")}"]')
    tab_to(page, term)
    page.keyboard.press("Enter")
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).not_to_be_visible()
    expect(term).to_be_focused()
