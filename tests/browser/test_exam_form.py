"""The whole form on one page: by keyboard, on a phone, without JavaScript, in five tabs, and through bad weather."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from edu.domain.items.item import Kind
from edu.domain.items.lettering import shown_letter
from tests.browser.accessibility import assert_accessible
from tests.browser.candidate import SAVED, Candidate, sign_in
from tests.browser.chinese import chinese
from tests.browser.conftest import OpenPage
from tests.browser.exam_house import ExamHouse
from tests.browser.examiner import Examiner
from tests.browser.pictures import take_picture
from tests.browser.sideways import TOO_WIDE
from tests.browser.tabbing import tab_to

SINGLE, MULTIPLE, BLANK = 0, 1, 2  # the places in the exam "small"
PHONE = {"viewport": {"width": 375, "height": 740}, "has_touch": True}
STALE = (
    "This question was changed in another window after this page was opened. The newer response is shown; "
    "change it here if you wish."
)


@pytest.fixture
def candidate(house: ExamHouse, open_exam_page: OpenPage) -> Candidate:
    """Somebody who has begun the exam of three questions."""
    sitter = Candidate(open_exam_page(), house)
    sitter.start("small")
    return sitter


def _tab(candidate: Candidate) -> Page:
    page = candidate.page.context.new_page()
    page.goto(candidate.page.url)
    return page


def _choose(page: Page, letter: str) -> None:
    """An option of the first question, once: `check` would click again where a newer response takes its place."""
    page.locator(f'form.response[data-slot="{SINGLE}"] input[value="{letter}"]').click()


def _chosen(page: Page) -> list[str]:
    boxes = page.locator(f'form.response[data-slot="{SINGLE}"] input:checked').all()
    return [str(box.get_attribute("value")) for box in boxes]


def _expect_right(page: Page, count: int) -> None:
    expect(page.locator("main .badge-ok", has_text=chinese("Right"))).to_have_count(count)


# --- with what people have ---


def test_by_keyboard_alone_through_the_form_and_the_dialog(candidate: Candidate):
    page = candidate.page
    slot, item = candidate.form[SINGLE]
    order = [shown_letter(slot.order, letter) for letter in sorted(item.keys)]
    radios = candidate.question(SINGLE).locator("input[type=radio]")
    tab_to(page, radios.first)
    page.keyboard.press("Space")
    for _ in range("ABCD".index(order[0])):
        page.keyboard.press("ArrowDown")
    slot, item = candidate.form[MULTIPLE]
    for letter in sorted(shown_letter(slot.order, letter) for letter in item.keys):
        tab_to(page, candidate.question(MULTIPLE).locator(f'input[value="{letter}"]'))
        page.keyboard.press("Space")
    tab_to(page, candidate.question(BLANK).locator('[name="blank-0"]'))
    page.keyboard.type("十二")
    page.keyboard.press("Enter")  # saves, and goes nowhere
    expect(candidate.saved(BLANK)).to_have_text(SAVED)
    tab_to(page, page.locator("#slot-1"))
    page.keyboard.press("Enter")
    expect(page.locator("#question-1")).to_be_in_viewport()
    tab_to(page, page.locator("#hand-in"))
    page.keyboard.press("Enter")
    dialog = page.locator("#hand-in-dialog")
    expect(dialog).to_be_visible()
    assert dialog.evaluate("dialog => dialog.contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    expect(page.locator("#hand-in")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, page.locator("#hand-in-now"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/result$"))
    _expect_right(page, 3)


def test_the_tab_order_is_the_order_of_reading(candidate: Candidate):
    page = candidate.page
    page.locator("#question-1 .flag").focus()
    seen = []
    for _ in range(12):
        place = page.evaluate("""() => [
            document.activeElement.closest("form.response")?.dataset.slot ?? "aside",
            document.activeElement.getBoundingClientRect().top + scrollY]""")
        seen.append(place)
        page.keyboard.press("Tab")
    questions = [place for place in seen if place[0] != "aside"]
    assert questions == sorted(questions)
    assert [place[0] for place in seen] == sorted(place[0] for place in seen)


def test_a_link_in_the_dialog_leads_to_the_open_question_below_the_head(candidate: Candidate):
    page = candidate.page
    candidate.respond_rightly(SINGLE)
    candidate.question(BLANK).locator(".flag").click()
    page.locator("#hand-in").click()
    listed = page.locator("#hand-in-list")
    expect(listed).to_contain_text(chinese("Not fully answered:"))
    expect(listed).to_contain_text(chinese("Flagged by you:"))
    assert listed.get_by_role("link").all_inner_texts() == ["2", "3", "3"]
    assert_accessible(page)
    take_picture(page, "form-dialog")
    listed.get_by_role("link", name="3").first.click()
    expect(page.locator("#hand-in-dialog")).not_to_be_visible()
    head = page.locator(".sheet-top").bounding_box()
    question = page.locator("#question-3").bounding_box()
    assert head is not None
    assert question is not None
    assert question["y"] >= head["y"] + head["height"] - 1, "the head covers the question"


def test_a_flag_and_a_note_are_there_after_a_reload(candidate: Candidate):
    page = candidate.page
    box = candidate.question(MULTIPLE)
    box.locator(".flag").click()
    expect(box.locator(".flag")).to_have_attribute("aria-pressed", "true")
    box.locator(".note summary").click()
    box.locator(".note-text").fill("回头再看选项")
    expect(box.locator(".note-said")).to_have_text("✓")
    page.reload()
    expect(box.locator(".flag")).to_have_attribute("aria-pressed", "true")
    expect(box.locator(".note-text")).to_have_value("回头再看选项")
    expect(page.locator("#slot-2")).to_contain_text(chinese("flagged"))


@pytest.mark.parametrize("elder", [False, True], ids=["usual", "elder"])
def test_long_options_on_a_phone_scroll_nothing_sideways(house: ExamHouse, open_exam_page: OpenPage, elder: bool):
    candidate = Candidate(open_exam_page(**PHONE), house)
    candidate.start("small")
    page = candidate.page
    if elder:
        page.evaluate("document.documentElement.classList.add('elder')")
    candidate.respond_rightly(SINGLE)
    expect(candidate.saved(SINGLE)).to_have_text(SAVED)
    assert page.evaluate(TOO_WIDE) == []
    take_picture(page, f"form-phone{'-elder' if elder else ''}")
    page.locator("#hand-in").click()
    expect(page.locator("#hand-in-dialog")).to_be_visible()
    assert page.evaluate(TOO_WIDE) == []
    candidate.press("Hand in now")
    page.wait_for_url(re.compile("/result$"))
    assert page.evaluate(TOO_WIDE) == []


def test_without_javascript_one_question_a_page_to_the_result(house: ExamHouse, open_exam_page: OpenPage):
    candidate = Candidate(open_exam_page(java_script_enabled=False), house)
    page = candidate.page
    candidate.start("small")
    page.wait_for_url(re.compile("/questions/1$"))
    for place, (slot, item) in enumerate(candidate.form):
        expect(page.locator("h1")).to_have_text(
            chinese("Question %(number)s of %(count)s", number=place + 1, count=len(candidate.form))
        )
        for letter in item.keys:
            page.locator(f'input[value="{shown_letter(slot.order, letter)}"]').check()
        if item.kind is Kind.FILL_IN:
            page.locator('[name="blank-0"]').fill("十二")
        candidate.press("Save and finish" if place + 1 == len(candidate.form) else "Save and next")
    expect(page.locator("main")).to_contain_text(chinese("All %(count)s questions are answered.", count=3))
    candidate.press("Hand in now")
    page.wait_for_url(re.compile("/result$"))
    _expect_right(page, 3)


def test_without_javascript_part_by_part(house: ExamHouse, open_exam_page: OpenPage):
    candidate = Candidate(open_exam_page(java_script_enabled=False), house)
    page = candidate.page
    candidate.start("forward")
    page.wait_for_url(re.compile("/questions/1$"))
    candidate.press("Save and next")
    page.wait_for_url(re.compile("/questions/2$"))
    candidate.press("Finish this part and go on")
    page.wait_for_url(re.compile("/questions/3$"))


def test_a_word_typed_just_before_the_page_goes_is_kept(candidate: Candidate):
    page = candidate.page
    candidate.question(BLANK).locator('[name="blank-0"]').fill("十二")
    page.goto("/exams")
    page.go_back()
    expect(candidate.question(BLANK).locator('[name="blank-0"]')).to_have_value("十二")
    candidate.expect_all_saved()
    candidate.hand_in()
    _expect_right(page, 1)


# --- tabs ---


def test_five_tabs_and_the_stale_ones_are_told(candidate: Candidate):
    tabs = [candidate.page, *(_tab(candidate) for _ in range(4))]
    newest, *stale = reversed(tabs)
    _choose(newest, "B")
    expect(newest.locator("#question-1 .saved")).to_have_text(SAVED)
    for number, tab in enumerate(stale):
        if number == 0:  # something else at the same moment: it must not stay behind the refused one
            tab.evaluate("""() => {
                document.querySelector('#question-1 input[value="A"]').click();
                document.querySelector('#question-2 input[value="A"]').click();
            }""")
        else:
            _choose(tab, "A")
        expect(tab.locator("#question-1 .saved")).to_have_text(chinese(STALE))
        assert _chosen(tab) == ["B"]
        if number == 0:
            expect(tab.locator("#question-2 .saved")).to_have_text(SAVED)
            take_picture(tab, "form-stale")
    _choose(stale[-1], "C")  # now knowingly
    expect(stale[-1].locator("#question-1 .saved")).to_have_text(SAVED)
    newest.reload()
    assert _chosen(newest) == ["C"]
    assert candidate.given(newest) == [["C"], ["A"], [""]]


def _lose_receipts(page: Page, times: int) -> None:
    """The server gets what is sent; its first answers never reach the page."""
    left = [None] * times

    def pass_on(route: Route) -> None:
        if not left:
            route.continue_()
            return
        left.pop()
        route.fetch()
        route.abort()

    page.route("**/responses", pass_on)


def test_a_stale_tab_that_sends_what_another_left_behind_is_still_stale(candidate: Candidate):
    stale, newest = candidate.page, _tab(candidate)
    _lose_receipts(newest, 1)
    _choose(newest, "B")
    expect(newest.locator("#question-1 .saved")).to_have_text(
        chinese("Not saved: no connection. Your answer stays here; it is sent again by itself.")
    )
    _choose(stale, "A")
    expect(stale.locator("#question-1 .saved")).to_have_text(chinese(STALE))
    assert _chosen(stale) == ["B"]
    expect(newest.locator("#question-1 .saved")).to_have_text(SAVED)
    newest.unroute_all(behavior="ignoreErrors")
    assert candidate.given() == candidate.given(newest)


def test_what_a_tab_left_behind_is_shown_where_it_is_saved(candidate: Candidate):
    gone, page = _tab(candidate), candidate.page
    gone.route("**/responses", lambda route: route.abort())
    _choose(gone, "B")
    _choose(gone, "C")
    expect(gone.locator("#question-1 .saved")).to_have_text(
        chinese("Not saved: no connection. Your answer stays here; it is sent again by itself.")
    )
    gone.close()
    candidate.respond_rightly(MULTIPLE)
    expect(candidate.saved(SINGLE)).to_have_text(re.compile("已保存"))
    assert _chosen(page) == ["C"]
    _choose(page, "D")  # the page knows of what it sent
    expect(candidate.saved(SINGLE)).to_have_text(SAVED)
    assert _chosen(page) == ["D"]


def test_a_newer_response_that_cannot_be_fetched_loses_nothing(candidate: Candidate):
    stale, newest = candidate.page, _tab(candidate)
    _choose(newest, "B")
    expect(newest.locator("#question-1 .saved")).to_have_text(SAVED)
    stale.route("**/form", lambda route: route.abort())
    _choose(stale, "A")
    expect(candidate.saved(SINGLE)).to_have_text(
        chinese("Not saved: no connection. Your answer stays here; it is sent again by itself.")
    )
    assert _chosen(stale) == ["A"]
    stale.unroute_all(behavior="ignoreErrors")
    expect(candidate.saved(SINGLE)).to_have_text(chinese(STALE))
    assert _chosen(stale) == ["B"]


def test_handed_in_from_two_tabs_it_is_handed_in_once(candidate: Candidate):
    first, second = candidate.page, _tab(candidate)
    candidate.respond_rightly(SINGLE)
    candidate.expect_all_saved()
    for tab in (first, second):
        tab.locator("#hand-in").click()
    for tab in (first, second):
        tab.evaluate("document.getElementById('hand-in-now').click()")
    codes = []
    for tab in (first, second):
        tab.wait_for_url(re.compile("/result$"))
        codes.append(tab.locator(".code").first.inner_text())
    assert codes[0] == codes[1]


# --- weather ---


def test_the_browser_s_clock_says_nothing(house: ExamHouse, open_exam_page: OpenPage):
    page = open_exam_page()
    page.clock.install()
    candidate = Candidate(page, house)
    candidate.start("small")
    value = page.locator("#timer .timer-value")
    for hours in (-5, +7):
        page.clock.set_system_time(house.now + timedelta(hours=hours))
        candidate.respond_rightly(SINGLE if hours < 0 else MULTIPLE)
        candidate.expect_all_saved()
        page.wait_for_timeout(1500)
        expect(value).to_have_text(re.compile(r"^29:[345]\d$"))
    page.reload()
    assert all(candidate.given()[:2])


def test_offline_and_online_again(candidate: Candidate):
    page = candidate.page
    page.context.set_offline(True)
    candidate.respond_rightly(SINGLE)
    candidate.respond_rightly(BLANK)
    expect(candidate.saved(SINGLE)).to_have_text(
        chinese("Not saved: no connection. Your answer stays here; it is sent again by itself.")
    )
    expect(page.locator("#all-saved")).to_have_text(
        chinese("Answers that wait to be saved: COUNT").replace("COUNT", "2")
    )
    page.locator("#hand-in").click()
    candidate.press("Hand in now")
    expect(page.locator("#hand-in-error")).to_be_visible()
    take_picture(page, "form-offline")
    page.keyboard.press("Escape")
    before = candidate.given()
    page.context.set_offline(False)
    candidate.expect_all_saved()
    expect(candidate.saved(SINGLE)).to_have_text(SAVED)
    expect(candidate.saved(BLANK)).to_have_text(SAVED)
    page.reload()
    assert candidate.given() == before


def test_a_lost_session_loses_nothing(candidate: Candidate):
    page = candidate.page
    page.context.clear_cookies(name="session")
    candidate.respond_rightly(SINGLE)
    candidate.respond_rightly(BLANK)
    before = candidate.given()
    expect(candidate.saved(SINGLE)).to_have_text(
        chinese("Please sign in again in another tab; nothing on this page is lost.")
    )
    take_picture(page, "form-signed-out")
    other = page.context.new_page()
    sign_in(other, candidate.login)
    candidate.expect_all_saved()
    page.reload()
    assert candidate.given() == before


def test_typed_words_are_given_once(candidate: Candidate):
    """They rest, the field is left, the page goes: one save. Changed and changed back, they still count as saved."""
    page, sent = candidate.page, []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/responses") else None)
    field = candidate.question(BLANK).locator('[name="blank-0"]')
    field.press_sequentially("十二")
    expect(candidate.saved(BLANK)).to_contain_text("✓")
    said = candidate.saved(BLANK).text_content()
    field.press("Backspace")
    field.press_sequentially("二")
    expect(candidate.saved(BLANK)).to_have_text(said or "")
    candidate.question(SINGLE).locator("input").first.focus()
    page.reload()
    expect(candidate.question(BLANK).locator('[name="blank-0"]')).to_have_value("十二")
    assert len(sent) == 1


def _wait_for_one(page: Page, held: list[Route]) -> None:
    for _ in range(200):
        if held:
            break
        page.wait_for_timeout(50)
    assert len(held) == 1


def test_nothing_is_said_to_be_saved_while_words_are_being_typed(candidate: Candidate):
    """The receipt of what rested comes while the next words are typed."""
    page, held = candidate.page, list[Route]()
    page.route("**/responses", lambda route: held.append(route))
    field, line = candidate.question(BLANK).locator('[name="blank-0"]'), candidate.saved(BLANK)
    field.press_sequentially("十")
    _wait_for_one(page, held)
    field.press_sequentially("二")
    held.pop().continue_()
    page.wait_for_timeout(300)
    assert "✓" not in line.inner_text()
    _wait_for_one(page, held)
    held.pop().continue_()
    expect(line).to_contain_text("✓")
    page.unroute("**/responses")


def test_signed_out_and_in_again_by_hand(candidate: Candidate):
    page = candidate.page
    other = page.context.new_page()
    other.goto("/exams")
    other.get_by_role("button", name=chinese("Sign out")).click()
    other.wait_for_url(re.compile("/$"))
    candidate.respond_rightly(MULTIPLE)
    expect(candidate.saved(MULTIPLE)).to_have_text(
        chinese("Please sign in again in another tab; nothing on this page is lost.")
    )
    sign_in(other, candidate.login)
    candidate.expect_all_saved()
    candidate.hand_in()


# In the page, for nobody outside is quick enough: the key's rest is longer than what is left.
TYPED_AT_THE_LAST_MOMENT = """(field, words) => new Promise((done) => {
    const value = document.querySelector("#timer .timer-value");
    const watch = setInterval(() => {
        if (value.textContent !== "0:01") return;
        clearInterval(watch);
        setTimeout(() => {
            field.value = words;
            field.dispatchEvent(new Event("input", { bubbles: true }));
            done();
        }, 500);
    }, 10);
})"""


def test_the_time_is_over_and_the_last_word_is_sent(candidate: Candidate):
    page, house = candidate.page, candidate.house
    candidate.respond_rightly(SINGLE)
    candidate.expect_all_saved()
    field = candidate.question(BLANK).locator('[name="blank-0"]')
    house.turn_clock_to(house.read_deadline(candidate.attempt) - timedelta(seconds=7))
    field.evaluate(TYPED_AT_THE_LAST_MOMENT, "十二")
    page.wait_for_url(re.compile("/result$"), timeout=15_000)
    expect(page.locator("main")).to_contain_text("十二")
    _expect_right(page, 2)


def test_the_time_is_over_without_a_network_and_the_form_stays_until_there_is_one(candidate: Candidate):
    page, house = candidate.page, candidate.house
    house.turn_clock_to(house.read_deadline(candidate.attempt) - timedelta(seconds=6))
    expect(page.locator("#timer .timer-value")).to_have_text(re.compile("^0:0[1-5]$"), timeout=10_000)
    page.context.set_offline(True)
    candidate.respond_rightly(BLANK)
    expect(page.locator("#timer .timer-value")).to_have_text("0:00", timeout=10_000)
    expect(candidate.saved(BLANK)).to_contain_text("没有保存")
    expect(candidate.question(BLANK)).to_be_visible()
    page.wait_for_timeout(3500)  # one more try
    expect(candidate.question(BLANK)).to_be_visible()
    page.context.set_offline(False)
    page.wait_for_url(re.compile("/result$"), timeout=15_000)
    _expect_right(page, 1)


# --- part by part ---


def test_forward_only_a_part_that_was_left_stays_closed(house: ExamHouse, open_exam_page: OpenPage):
    candidate = Candidate(open_exam_page(), house)
    page = candidate.page
    candidate.start("forward")
    expect(page.locator("form.response")).to_have_count(2)
    candidate.respond_rightly(0)
    page.locator("#finish-part button").click()
    expect(page.locator("#hand-in-dialog")).to_contain_text(chinese("You cannot come back to it."))
    assert_accessible(page)
    page.locator("#hand-in-now").click()
    expect(page.locator('form.response[data-slot="2"]')).to_be_visible()
    expect(page.locator('form.response[data-slot="0"]')).to_have_count(0)
    page.goto(f"/attempts/{candidate.attempt}/questions/1")
    assert not page.url.endswith("/questions/1")
    page.goto(f"/attempts/{candidate.attempt}/form")
    candidate.respond_rightly(2)
    candidate.respond_rightly(3)
    candidate.hand_in()
    _expect_right(page, 3)


# --- the room ---


def test_ticks_and_focus_survive_the_room_s_renewal(candidate: Candidate, open_exam_page: OpenPage):
    room = Examiner(open_exam_page(), candidate.house, "small")
    examiner, row = room.page, room.row(candidate)
    box = row.locator('[name="seat"]')
    box.check()
    examiner.locator("#words").fill("还没有写完")
    box.focus()
    for count, place in enumerate((SINGLE, MULTIPLE), start=1):
        with examiner.expect_response(lambda answer: answer.headers.get("hx-reswap") == "none"):
            candidate.respond_rightly(place)
        expect(row).to_contain_text(f"{count} / 3")
        expect(box).to_be_checked()
        expect(box).to_be_focused()
    box.uncheck()
    with examiner.expect_response(re.compile("/staff/rooms/small\\?since=")):
        pass
    examiner.wait_for_timeout(200)
    expect(box).not_to_be_checked()
    expect(examiner.locator("#words")).to_have_value("还没有写完")
    assert_accessible(examiner)
