"""What a running check promises in the browser: the time, the receipt, a lost network, a second tab."""

import re
from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Page, Route, expect

from edu.domain.items.item import Kind
from tests.browser.chinese import chinese
from tests.browser.client import Client
from tests.browser.conftest import OpenPage
from tests.browser.pictures import take_picture
from tests.house import shipped_library

SAVES = re.compile(r"/attempts/[^/]+/(?:questions/\d+|responses)$")
SAVED = re.compile(r"已保存.*\d{2}:\d{2}:\d{2}")
_numbers = count(1)


@pytest.fixture
def sitting(open_page: OpenPage) -> Client:
    """A new client at the first question, which is a single choice."""
    client = Client(open_page(), shipped_library(), f"sitting{next(_numbers)}@example.cn")
    client.start_check_by_request()
    return client


def _choose(page: Page, place: int) -> None:
    page.locator("label.choice").nth(place).click()


def _chosen(page: Page) -> list[bool]:
    return [choice.is_checked() for choice in page.locator("label.choice input").all()]


def _second_tab(client: Client) -> Page:
    tab = client.page.context.new_page()
    tab.goto(client.page.url)
    return tab


def _expect_question(page: Page, number: int) -> None:
    expect(page.locator("h1")).to_have_text(chinese("Question %(number)s of %(count)s", number=number, count=20))


class SlowNetwork:
    """Holds every save back until the test lets it through."""

    def __init__(self, page: Page) -> None:
        self.page, self.held = page, list[Route]()
        page.route(SAVES, self._meet)

    def _meet(self, route: Route) -> None:
        if route.request.method == "POST":
            self.held.append(route)
        else:
            route.continue_()

    def wait_for_one(self) -> Route:
        for _ in range(100):
            if self.held:
                return self.held.pop(0)
            self.page.wait_for_timeout(20)
        pytest.fail("the page did not save")

    def let_one_through(self) -> None:
        self.wait_for_one().continue_()


@pytest.fixture
def slow(sitting: Client) -> Iterator[SlowNetwork]:
    network = SlowNetwork(sitting.page)
    yield network
    sitting.page.unroute_all(behavior="ignoreErrors")


# --- the time ---


def test_the_time_counts_down_and_the_server_s_clock_rules(open_page: OpenPage):
    page = open_page()
    page.clock.install()
    client = Client(page, shipped_library(), "clock@example.cn")
    page.route("**/clock", lambda route: route.abort())  # without the server's word the page counts on by itself
    client.start_check_by_request()
    value, said = page.locator(".timer-value"), page.locator("#timer-said")
    expect(value).to_have_text(re.compile(r"^29:5\d$"))
    page.clock.fast_forward("15:00")
    expect(value).to_have_text(re.compile(r"^14:[45]\d$"))
    expect(said).to_be_empty()
    for minutes, message in (("05:00", "10 minutes left"), ("05:00", "5 minutes left"), ("04:00", "1 minute left")):
        page.clock.fast_forward(minutes)
        expect(said).to_have_text(chinese(message))
    page.unroute("**/clock")
    page.clock.fast_forward("01:10")
    # The page's time is over and it asks the server, by whose clock the check has just begun.
    expect(value).to_have_text(re.compile(r"^29:[345]\d$"))
    _expect_question(page, 1)


# --- the receipt ---


def test_saved_is_said_for_what_the_server_has_and_nothing_newer(sitting: Client, slow: SlowNetwork):
    page, saved = sitting.page, sitting.page.locator("#saved")
    _choose(page, 0)
    expect(saved).to_have_text(chinese("Not saved yet"))
    first = slow.wait_for_one()
    _choose(page, 1)
    expect(saved).to_have_text(chinese("Not saved yet"))
    with page.expect_response(SAVES):
        first.continue_()
    second = slow.wait_for_one()  # sent when the first receipt is here
    expect(saved).to_have_text(chinese("Not saved yet"))
    second.continue_()
    expect(saved).to_have_text(SAVED)
    page.reload()
    assert _chosen(page) == [False, True, False, False]


@pytest.mark.parametrize("button", ["Save and next", "palette"])
def test_going_on_while_a_save_is_under_way_goes_there_and_loses_nothing(
    sitting: Client, slow: SlowNetwork, button: str
):
    page = sitting.page
    _choose(page, 2)
    first = slow.wait_for_one()
    if button == "palette":
        page.locator("#palette button").nth(1).click()
    else:
        sitting.press(button)
    first.continue_()
    slow.let_one_through()
    _expect_question(page, 2)
    page.goto(page.url.replace("/questions/2", "/questions/1"))
    assert _chosen(page) == [False, False, True, False]


def test_typing_is_saved_when_it_rests_and_keeps_its_focus(sitting: Client):
    page = sitting.page
    page.locator("#palette button").last.click()
    _expect_question(page, 20)
    assert sitting.shown_item().kind is Kind.FILL_IN
    page.locator('[name="blank-0"]').press_sequentially("百分之十")
    expect(page.locator("#saved")).to_have_text(SAVED)
    expect(page.locator('[name="blank-0"]')).to_be_focused()
    page.locator('[name="blank-0"]').press_sequentially("五")
    expect(page.locator("#saved")).to_have_text(chinese("Not saved yet"))
    expect(page.locator("#saved")).to_have_text(SAVED)
    page.reload()
    expect(page.locator('[name="blank-0"]')).to_have_value("百分之十五")


def test_without_a_network_it_says_so_and_saves_by_itself_later(sitting: Client):
    page, saved = sitting.page, sitting.page.locator("#saved")
    page.context.set_offline(True)
    _choose(page, 3)
    expect(saved).to_have_text(chinese("Not saved: no connection. Your answer stays here; it is sent again by itself."))
    take_picture(page, "sitting-offline")
    sitting.press("Save and next")
    _expect_question(page, 1)  # nothing can be gone on to, and the answer stays
    assert _chosen(page) == [False, False, False, True]
    page.context.set_offline(False)
    expect(saved).to_have_text(SAVED, timeout=10_000)
    page.reload()
    assert _chosen(page) == [False, False, False, True]


def test_what_was_given_without_a_network_survives_the_end_of_the_browser(sitting: Client):
    page = sitting.page
    context, address = page.context, page.url
    context.set_offline(True)
    _choose(page, 3)
    _choose(page, 1)
    expect(page.locator("#saved")).to_contain_text("没有保存")
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(again.locator("label.choice input").nth(1)).to_be_checked()
    again.reload()
    assert _chosen(again) == [False, True, False, False]
    assert again.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('save:')).length") == 0


def test_a_server_that_fails_is_asked_again(sitting: Client):
    page, saved = sitting.page, sitting.page.locator("#saved")
    failures = [503, 500, 403]
    page.route(
        re.compile(r"/responses$"),
        lambda route: route.fulfill(status=failures.pop(0), json={}) if failures else route.continue_(),
    )
    page.clock.install()
    _choose(page, 2)
    for _ in range(3):
        expect(saved).to_contain_text("没有保存")
        page.clock.fast_forward("00:03")
    expect(saved).to_have_text(SAVED)
    page.unroute_all(behavior="ignoreErrors")


# --- going back, and a second tab ---


def test_the_browser_s_back_button_leads_to_the_question_before(sitting: Client):
    page = sitting.page
    _choose(page, 1)
    sitting.press("Save and next")
    _expect_question(page, 2)
    page.go_back()
    _expect_question(page, 1)
    assert _chosen(page) == [False, True, False, False]
    _choose(page, 0)
    expect(page.locator("#saved")).to_have_text(SAVED)


def test_a_stale_tab_is_told_and_shows_the_newer_response(sitting: Client):
    page = sitting.page
    newer = _second_tab(sitting)
    _choose(newer, 1)
    expect(newer.locator("#saved")).to_have_text(SAVED)

    _choose(page, 2)
    expect(page.locator("#saved")).to_contain_text(
        chinese(
            "This question was changed in another window after this page was opened. The newer response is shown; "
            "change it here if you wish."
        )
    )
    assert _chosen(page) == [False, True, False, False]
    take_picture(page, "sitting-stale-tab")
    _choose(page, 2)  # now knowingly
    expect(page.locator("#saved")).to_have_text(SAVED)
    newer.reload()
    assert _chosen(newer) == [False, False, True, False]


def test_a_tab_left_open_after_the_hand_in_leads_to_the_result(sitting: Client):
    page = sitting.page
    deaf = _second_tab(sitting)
    deaf.route("**/clock", lambda route: route.abort())
    other = _second_tab(sitting)
    other.get_by_role("button", name=chinese("Look over and hand in")).click()
    other.get_by_role("button", name=chinese("Hand in now")).click()
    expect(other).to_have_url(re.compile("/result$"))

    expect(page).to_have_url(re.compile("/result$"))  # it has heard of it
    deaf.get_by_role("button", name=chinese("Save and next"), exact=True).click()
    expect(deaf).to_have_url(re.compile("/result$"))
    deaf.unroute_all(behavior="ignoreErrors")
