"""Axe has nothing to say about the pages of a certification exam, in light and dark, on a desk and on a phone."""

import re
from datetime import timedelta

from playwright.sync_api import Page, ViewportSize, expect

from edu.domain.items.item import Kind
from edu.domain.people.role import Role
from edu.web.kit.visit import LANGUAGE_COOKIE
from tests.browser.accessibility import assert_accessible
from tests.browser.candidate import Candidate, sign_in
from tests.browser.chinese import chinese
from tests.browser.conftest import OpenPage
from tests.browser.exam_house import ExamHouse
from tests.browser.pictures import take_picture
from tests.browser.sideways import TOO_WIDE

EXAM = "customer-service"
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 375, "height": 740}


def _look(page: Page, name: str) -> None:
    """In both sizes and colours, as it stands: nothing is loaded anew."""
    assert_accessible(page)
    take_picture(page, f"{name}-desk")
    page.emulate_media(color_scheme="dark")
    assert_accessible(page, others=False)
    take_picture(page, f"{name}-dark")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    assert page.evaluate(TOO_WIDE) == [], name
    assert_accessible(page, colours=False)
    take_picture(page, f"{name}-phone")
    page.set_viewport_size(DESK)


def _look_in_english(page: Page, name: str) -> None:
    page.context.add_cookies([{"name": LANGUAGE_COOKIE, "value": "en", "url": page.url}])
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert_accessible(page, colours=False)
    take_picture(page, f"{name}-english")
    page.set_viewport_size(PHONE)
    assert page.evaluate(TOO_WIDE) == [], f"{name} in English"
    page.set_viewport_size(DESK)
    page.context.clear_cookies(name=LANGUAGE_COOKIE)
    page.reload()


def test_the_pages_of_an_exam(house: ExamHouse, open_exam_page: OpenPage):
    examiner, candidate = open_exam_page(), Candidate(open_exam_page(), house, "欧阳文静")
    page = candidate.page
    sign_in(examiner, house.make_staff(Role.EXAMINER, "郑考官"))
    _at_the_door(house, candidate, examiner)
    _in_the_form(candidate, examiner)
    candidate.respond_by_request(range(len(candidate.form)))
    candidate.hand_in()
    _look(page, "exam-pending")
    _look_in_english(page, "exam-pending")
    _mark(examiner, candidate)
    page.reload()
    expect(page.locator("h1")).to_have_text(chinese("Passed"))
    _look(page, "exam-result")
    _look_in_english(page, "exam-result")
    number = _certificate(page)
    page.goto("/exams")
    _look(page, "exams")
    _look_in_english(page, "exams")
    stranger = open_exam_page()
    stranger.goto(f"/verify?number={number}&name=某某")
    expect(stranger.locator("main")).to_contain_text(chinese("not the name that you typed"))
    _look(stranger, "verified")
    _look_in_english(stranger, "verified")


def _at_the_door(house: ExamHouse, candidate: Candidate, examiner: Page) -> None:
    page = candidate.page
    house.turn_clock_to(house.opens - timedelta(minutes=5))
    examiner.goto(f"/staff/rooms/{EXAM}")
    code = examiner.locator(".room-code .code-large").inner_text()
    sign_in(page, candidate.login)
    page.goto(f"/exams/{EXAM}")
    _look(page, "lobby")
    _look_in_english(page, "lobby")
    page.locator("#code").fill(code)
    page.locator('[name="honour"]').check()
    candidate.press("To the waiting room")
    page.wait_for_url(re.compile("/waiting$"))
    _look(page, "waiting")
    _look_in_english(page, "waiting")
    house.turn_clock_to(house.opens - timedelta(seconds=1))
    page.reload()
    page.wait_for_url(re.compile("/form$"), timeout=15_000)


def _in_the_form(candidate: Candidate, examiner: Page) -> None:
    page = candidate.page
    page.evaluate("window.dispatchEvent(new Event('blur'))")
    candidate.respond_by_request(range(0, 40, 3))
    examiner.goto(f"/staff/rooms/{EXAM}")
    examiner.get_by_text(chinese("Everybody who is in and has not handed in")).click()
    examiner.locator("#words").fill("因网络故障统一补时，请安心作答")
    examiner.locator("#minutes").fill("10")
    examiner.get_by_role("button", name=chinese("Give more time")).click()
    expect(page.locator("#notices")).to_contain_text("安心作答", timeout=3000)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    candidate.question(candidate.find(Kind.MULTIPLE)).locator(".flag").click()
    note = candidate.question(2)
    note.locator("summary").click()
    note.locator(".note-text").fill("第二遍再看")
    expect(note.locator(".note-said")).to_have_text("✓")
    page.reload()
    _look(page, "form")
    _look_in_english(page, "form")
    page.locator("#hand-in").click()
    expect(page.locator("#hand-in-dialog")).to_be_visible()
    _look(page, "dialog")
    page.keyboard.press("Escape")
    link = examiner.locator(f'#seats a[href="/staff/rooms/{EXAM}/signals/{candidate.attempt}"]')
    expect(link).to_be_visible(timeout=12_000)
    _look(examiner, "room")
    _look_in_english(examiner, "room")
    link.click()
    _look(examiner, "signals")
    _look_in_english(examiner, "signals")


def _mark(examiner: Page, candidate: Candidate) -> None:
    examiner.goto("/staff/marking")
    _look(examiner, "marking")
    examiner.goto(f"/staff/marking/{candidate.attempt}")
    examiner.locator("details summary").first.click()
    _look(examiner, "mark")
    _look_in_english(examiner, "mark")
    fields = examiner.locator('main [name^="points-"]')
    fields.first.fill("99")
    for field in fields.all()[1:]:
        field.fill("0.5")
    examiner.get_by_role("button", name=chinese("Save the marks")).click()
    expect(examiner.get_by_role("alert")).to_be_visible()
    _look(examiner, "mark-refused")
    examiner.locator('main [name="points-0"]').fill("1")
    examiner.get_by_role("button", name=chinese("Save the marks")).click()
    expect(examiner.locator("main")).to_contain_text(chinese("Nothing waits for a marker."))


def _certificate(page: Page) -> str:
    page.get_by_role("link", name=chinese("My certificate")).click()
    page.wait_for_url(re.compile("/certificates/"))
    _look(page, "certificate")
    _look_in_english(page, "certificate")
    page.emulate_media(media="print", color_scheme="dark")
    take_picture(page, "certificate-print")
    expect(page.locator(".certificate")).to_be_visible()
    for screen_only in ("header.top", "footer.foot", "p.actions"):
        expect(page.locator(screen_only).first).not_to_be_visible()
    assert page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") == "rgb(255, 255, 255)"
    page.emulate_media(media="screen", color_scheme="light")
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1, "it takes one sheet of paper"
    return page.locator(".certificate dd.code").inner_text()


def test_the_page_between_the_deadline_and_the_end_of_grace(house: ExamHouse, open_exam_page: OpenPage):
    candidate = Candidate(open_exam_page(java_script_enabled=False), house)
    candidate.start("small")
    attempt = candidate.attempt
    house.turn_clock_to(house.read_deadline(attempt) + timedelta(seconds=2))
    seen = open_exam_page()
    sign_in(seen, candidate.login)
    seen.goto(f"/attempts/{attempt}")
    expect(seen.locator("#closing")).to_contain_text(re.compile(r"\d+"))
    _look(seen, "closing")
    _look_in_english(seen, "closing")
    seen.get_by_role("button", name=chinese("Nothing more to come: hand in now")).click()
    seen.wait_for_url(re.compile("/result$"))
