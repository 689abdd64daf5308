"""What an examiner does reaches the page within seconds, the same with the whole form as with a question a page."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import assert_accessible
from tests.browser.candidate import Candidate
from tests.browser.chinese import chinese
from tests.browser.conftest import OpenPage
from tests.browser.exam_house import ExamHouse
from tests.browser.examiner import Examiner
from tests.browser.pictures import take_picture

WHOLE, BY_PAGE = "small", "small-by-page"  # the same three questions
BLANK = 2  # the place of the last one
SOON = 5_000  # milliseconds: three seconds, and a busy machine


@pytest.fixture(params=[WHOLE, BY_PAGE], ids=["whole form", "question a page"])
def exam(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def candidate(house: ExamHouse, open_exam_page: OpenPage, exam: str) -> Candidate:
    """Somebody who has begun it."""
    sitter = Candidate(open_exam_page(), house)
    sitter.start(exam)
    assert sitter.page.url.endswith("/form") == (exam == WHOLE)
    return sitter


@pytest.fixture
def examiner(house: ExamHouse, open_exam_page: OpenPage, exam: str) -> Examiner:
    return Examiner(open_exam_page(), house, exam)


def _extended(words: str) -> str:
    return chinese("You have %(minutes)s more minutes: %(words)s", minutes=10, words=words)


def _told(words: str) -> str:
    return chinese("From the examiner: %(words)s", words=words)


def _ended(words: str) -> str:
    return chinese("The examiner has ended this sitting: %(words)s", words=words)


def _expect_end(page: Page, words: str) -> None:
    """The page goes there by itself, and who ended it stands on it, and why."""
    page.wait_for_url(re.compile("/result$"), timeout=SOON)
    closed = chinese("%(name)s has ended this sitting as its examiner: %(words)s", name="郑考官", words=words)
    expect(page.locator("main")).to_contain_text(closed)


def test_more_time_is_shown_and_counted(candidate: Candidate, examiner: Examiner):
    page = candidate.page
    examiner.extend(candidate, 10, "火警演习")
    expect(page.locator("#notices")).to_contain_text(_extended("火警演习"), timeout=SOON)
    expect(page.locator("#timer .timer-value")).to_have_text(re.compile(r"^39:\d\d$"), timeout=1000)
    assert_accessible(page)
    page.reload()
    expect(page.locator("#notices .notice")).to_have_count(1)
    expect(page.locator("#timer .timer-value")).to_have_text(re.compile(r"^39:\d\d$"))


def test_a_message_is_shown_once_and_nothing_given_is_lost(candidate: Candidate, examiner: Examiner):
    page = candidate.page
    candidate.respond_rightly(0)
    before = candidate.given()
    examiner.tell(candidate, "请检查第三题")
    expect(page.locator("#notices")).to_contain_text(_told("请检查第三题"), timeout=SOON)
    page.wait_for_timeout(4500)  # heard twice more
    expect(page.locator("#notices .notice")).to_have_count(1)
    assert candidate.given() == before
    take_picture(page, f"live-message-{'form' if page.url.endswith('/form') else 'question'}")


def test_an_end_is_told_and_the_page_goes_on_to_it(candidate: Candidate, examiner: Examiner):
    candidate.respond_rightly(0)
    expect(candidate.saved(0)).to_contain_text("✓")
    examiner.end(candidate, "座位漏雨")
    expect(examiner.row(candidate)).to_contain_text(chinese("Ended by an examiner"))
    _expect_end(candidate.page, "座位漏雨")
    assert_accessible(candidate.page)
    take_picture(candidate.page, "live-ended")


def test_the_last_words_typed_are_taken_and_an_end_that_is_taken_back_is_heard(
    candidate: Candidate, examiner: Examiner
):
    page = candidate.page
    if not page.url.endswith("/form"):
        page.locator("#palette button").last.click()
    examiner.end(candidate, "座位漏雨")
    candidate.question(BLANK).locator('[name="blank-0"]').press_sequentially("十二", delay=20)  # not yet heard of it
    _expect_end(page, "座位漏雨")
    take_picture(examiner.page, "room-ended")
    examiner.take_back_the_end()
    page.wait_for_url(re.compile("/(form|questions/1)$"), timeout=SOON)
    expect(page.locator("#notices")).to_contain_text(
        chinese("The examiner has taken back the end: please go on. The time that was lost is added.")
    )
    expect(page.locator("#timer .timer-value")).to_have_text(re.compile(r"^29:\d\d$"))
    if not page.url.endswith("/form"):
        page.locator("#palette button").last.click()
    expect(candidate.question(BLANK).locator('[name="blank-0"]')).to_have_value("十二")


def test_all_tabs_hear(candidate: Candidate, examiner: Examiner):
    tabs = [candidate.page, candidate.page.context.new_page()]
    tabs[1].goto(tabs[0].url)
    examiner.tell(candidate, "请安静")
    for tab in tabs:
        expect(tab.locator("#notices")).to_contain_text(_told("请安静"), timeout=SOON)
    examiner.end(candidate, "座位漏雨")
    for tab in tabs:
        _expect_end(tab, "座位漏雨")


def test_what_was_said_while_the_connection_was_lost_is_heard_when_it_is_back(candidate: Candidate, examiner: Examiner):
    page = candidate.page
    page.context.set_offline(True)
    examiner.extend(candidate, 10, "断网补时")
    examiner.tell(candidate, "网络正在恢复")
    candidate.respond_rightly(0)
    expect(candidate.saved(0)).to_contain_text("没有保存")
    expect(page.locator("#timer .timer-value")).to_have_text(re.compile(r"^29:\d\d$"))  # counted on by itself
    page.context.set_offline(False)
    notices = page.locator("#notices .notice")
    expect(notices).to_have_text([_extended("断网补时"), _told("网络正在恢复")], timeout=SOON)
    expect(page.locator("#timer .timer-value")).to_have_text(re.compile(r"^39:\d\d$"))
    expect(candidate.saved(0)).to_contain_text("✓")


def test_an_end_while_the_connection_was_lost_is_told_when_it_is_back(candidate: Candidate, examiner: Examiner):
    page = candidate.page
    page.context.set_offline(True)
    candidate.respond_rightly(0)
    expect(candidate.saved(0)).to_contain_text("没有保存")
    examiner.end(candidate, "座位漏雨")
    expect(examiner.row(candidate)).to_contain_text(chinese("Ended by an examiner"))
    page.context.set_offline(False)
    _expect_end(page, "座位漏雨")


def test_signals_are_noted_for_a_person_to_look_at(candidate: Candidate, examiner: Examiner):
    page = candidate.page
    if not page.url.endswith("/form"):
        page.locator("#palette button").last.click()
    field = candidate.question(BLANK).locator('[name="blank-0"]')
    field.fill("十二")
    page.evaluate("window.dispatchEvent(new Event('blur'))")
    page.wait_for_timeout(2600)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    field.press("Control+a")
    field.press("Control+c")
    field.press("Control+v")
    link = examiner.row(candidate).locator('a[href*="/signals/"]')
    expect(link).to_contain_text("3", timeout=12_000)
    link.click()
    main = examiner.page.locator("main")
    away = chinese("Another window had the focus for %(seconds)s seconds", seconds="N")
    expect(main).to_contain_text(re.compile(re.escape(away).replace("N", r"[3-9]")))
    expect(main).to_contain_text(chinese("Text was copied"))
    expect(main).to_contain_text(chinese("Text was pasted"))
    assert_accessible(examiner.page)
    take_picture(examiner.page, "room-signals")


# --- with a question a page, where parts of the page are swapped ---


@pytest.mark.parametrize("exam", [BY_PAGE], indirect=True)
def test_going_on_keeps_what_was_said_and_what_is_heard(candidate: Candidate, examiner: Examiner):
    page = candidate.page
    examiner.tell(candidate, "请安静")
    notices = page.locator("#notices .notice")
    expect(notices).to_have_text([_told("请安静")], timeout=SOON)
    candidate.press("Save and next")
    page.wait_for_url(re.compile("/questions/2$"))
    expect(notices).to_have_text([_told("请安静")])
    candidate.press("Look over and hand in")
    page.wait_for_url(re.compile("/hand-in$"))
    expect(notices).to_have_text([_told("请安静")])
    examiner.extend(candidate, 10, "火警演习")
    expect(notices).to_have_text([_told("请安静"), _extended("火警演习")], timeout=SOON)
    expect(page.locator("#timer .timer-value")).to_have_text(re.compile(r"^39:\d\d$"))
    examiner.end(candidate, "座位漏雨")
    expect(page.locator("#closing")).to_be_visible(timeout=SOON)  # this page has nothing to send; another may
    expect(notices.last).to_have_text(_ended("座位漏雨"))


def test_without_javascript_the_next_page_tells(
    house: ExamHouse, open_exam_page: OpenPage, examiner: Examiner, exam: str
):
    candidate = Candidate(open_exam_page(java_script_enabled=False), house)
    page = candidate.page
    candidate.start(exam)
    examiner.page.reload()
    examiner.extend(candidate, 10, "火警演习")
    candidate.press("Save and next")
    expect(page.locator("#notices")).to_contain_text(_extended("火警演习"))
    expect(page.locator("#timer")).to_contain_text("39")
    examiner.end(candidate, "座位漏雨")
    candidate.press("Save and next")
    expect(page.locator("#closing")).to_be_visible()
    expect(page.locator("#notices")).to_contain_text(_ended("座位漏雨"))
    candidate.press("Nothing more to come: hand in now")
    _expect_end(page, "座位漏雨")
