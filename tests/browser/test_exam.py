"""The certification exam in customer service, from the waiting room to a verified certificate, in bad weather."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from edu.domain.people.role import Role
from tests.browser.candidate import SAVED, Candidate, sign_in
from tests.browser.chinese import chinese
from tests.browser.conftest import OpenPage
from tests.browser.exam_house import ExamHouse
from tests.browser.pictures import take_picture

EXAM = "customer-service"
SECONDS_TO_OPENING = 6
REASON = "系统重启，统一补时"


def test_a_certification_from_the_waiting_room_to_a_verified_certificate(house: ExamHouse, open_exam_page: OpenPage):
    house.turn_clock_to(house.opens - timedelta(minutes=5))
    examiner, candidate = open_exam_page(), Candidate(open_exam_page(), house, "周敏")
    code = _read_entry_code(house, examiner)

    _enter(candidate, code)
    place = _answer_until_the_crash(candidate)
    house.kill()
    _answer_without_a_server(candidate, place)
    house.start()
    candidate.expect_all_saved()
    _expect_nothing_lost(candidate)

    _extend(examiner, candidate.page)
    _hand_in(candidate)
    _mark(examiner, candidate)
    number = _see_the_result(candidate)
    _verify(open_exam_page(), number)


def _read_entry_code(house: ExamHouse, examiner: Page) -> str:
    sign_in(examiner, house.make_staff(Role.EXAMINER, "郑考官"))
    examiner.goto(f"/staff/rooms/{EXAM}")
    code = examiner.locator(".room-code .code-large").inner_text()
    assert re.fullmatch("[2-9A-Z]{6}", code)
    return code


def _enter(candidate: Candidate, code: str) -> None:
    """A wrong code is refused; the right one leads to the waiting room, and the opening to the form, by itself."""
    page, house = candidate.page, candidate.house
    sign_in(page, candidate.login)
    page.goto("/exams")
    page.locator(f'main a[href="/exams/{EXAM}"]').click()
    take_picture(page, "exam-lobby")
    _knock(candidate, "XXXXXX")
    expect(page.get_by_role("alert")).to_contain_text(
        chinese("This is not the entry code of this exam. The examiner in the room tells it.")
    )
    take_picture(page, "exam-wrong-code")
    house.turn_clock_to(house.opens - timedelta(seconds=SECONDS_TO_OPENING))
    _knock(candidate, code.lower())
    page.wait_for_url(re.compile("/waiting$"))
    expect(page.locator("#waiting-value")).to_have_text(re.compile(r"^0:0\d$"))
    take_picture(page, "exam-waiting")
    page.wait_for_url(re.compile("/form$"), timeout=SECONDS_TO_OPENING * 1000 + 10_000)
    expect(page.locator("#timer .timer-value")).to_have_text(re.compile(r"^(90:00|89:\d\d)$"))


def _knock(candidate: Candidate, code: str) -> None:
    candidate.page.locator("#code").fill(code)
    candidate.page.locator('[name="honour"]').check()
    candidate.press("To the waiting room")


def _answer_until_the_crash(candidate: Candidate) -> int:
    count = len(candidate.form)
    assert count == 61
    for place in range(count // 2):
        candidate.respond_rightly(place)
    expect(candidate.saved(count // 2 - 1)).to_have_text(SAVED)
    candidate.expect_all_saved()
    return count // 2


def _answer_without_a_server(candidate: Candidate, place: int) -> None:
    """The form stays; what is given waits, and says so."""
    page = candidate.page
    for n in range(place, len(candidate.form)):
        candidate.respond_rightly(n)
    expect(page.locator("#all-saved")).to_have_text(
        re.compile(chinese("Answers that wait to be saved: COUNT").replace("COUNT", r"[1-9]\d+"))
    )
    expect(candidate.saved(place)).to_have_text(
        chinese("Not saved: no connection. Your answer stays here; it is sent again by itself.")
    )
    take_picture(page, "exam-server-gone")


def _expect_nothing_lost(candidate: Candidate) -> None:
    page = candidate.page
    before = candidate.given()
    page.reload()
    assert candidate.given() == before
    assert all("".join(values) for values in before)
    expect(page.locator("#answered-count")).to_have_text(
        chinese("%(answered)s of %(count)s answered", answered=61, count=61)
    )
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('save:')).length") == 0


def _extend(examiner: Page, page: Page) -> None:
    """Ten minutes for everybody, which the candidate's page soon says."""
    examiner.goto(f"/staff/rooms/{EXAM}")
    expect(examiner.locator("#seats")).to_contain_text("61 / 61")
    examiner.get_by_text(chinese("Everybody who is in and has not handed in")).click()
    examiner.locator("#words").fill(REASON)
    examiner.locator("#minutes").fill("10")
    examiner.get_by_role("button", name=chinese("Give more time")).click()
    notice = chinese("You have %(minutes)s more minutes: %(words)s", minutes=10, words=REASON)
    expect(page.locator("#notices")).to_contain_text(notice, timeout=3000)
    expect(page.locator("#timer .timer-value")).to_have_text(re.compile(r"^9[89]:\d\d$"), timeout=1000)
    expect(examiner.get_by_role("status").first).to_contain_text("10")
    examiner.reload()  # looks again, and gives nothing again
    expect(examiner.locator("#seats")).to_contain_text("+10")
    take_picture(examiner, "exam-room")
    take_picture(page, "exam-extended")


def _hand_in(candidate: Candidate) -> None:
    page = candidate.page
    page.locator("#hand-in").click()
    dialog = page.locator("#hand-in-dialog")
    expect(dialog).to_contain_text(chinese("Every question is answered."))
    candidate.press("Hand in now")
    page.wait_for_url(re.compile("/result$"))
    expect(page.locator("h1")).to_have_text(chinese("Handed in"))
    expect(page.locator(".code").first).to_have_text(re.compile(r"^[0-9A-Z-]{8,}$"))
    take_picture(page, "exam-handed-in")


def _mark(examiner: Page, candidate: Candidate) -> None:
    """The only written response, without a name, line by line of the rubric."""
    examiner.goto("/staff/marking")
    take_picture(examiner, "marking-list")
    examiner.locator('main a[href^="/staff/marking/"]').first.click()
    main = examiner.locator("main")
    expect(main).to_contain_text("先听客户说完并核实身份")
    assert candidate.name not in main.inner_text()
    assert candidate.login not in main.inner_text()
    take_picture(examiner, "marking-one")
    for field in main.locator('[name^="points-"]').all():
        most = field.locator("xpath=..").locator(".muted").inner_text()
        field.fill(re.findall(r"[\d.]+", most)[-1])
    main.locator('[name="comment"]').fill("要点齐全，表达清楚。")
    examiner.get_by_role("button", name=chinese("Save the marks")).click()
    expect(main).to_contain_text(chinese("Nothing waits for a marker."))


def _see_the_result(candidate: Candidate) -> str:
    """Passed with all points; the number of the certificate."""
    page = candidate.page
    expect(page.locator("h1")).to_have_text(chinese("Passed"))  # the page heard of it by itself
    expect(page.locator(".score")).to_contain_text("100 / 100")
    expect(page.locator("main")).to_contain_text("要点齐全，表达清楚。")
    take_picture(page, "exam-result")
    page.get_by_role("link", name=chinese("My certificate")).click()
    expect(page.locator(".certificate-name")).to_have_text(candidate.name)
    take_picture(page, "certificate")
    return page.locator(".certificate dd.code").inner_text()


def _verify(stranger: Page, number: str) -> None:
    """Anybody who has the number, with a browser that was never here."""
    stranger.goto("/verify")
    stranger.locator("#number").fill(number)
    stranger.locator("#name").fill("周敏")
    stranger.get_by_role("button", name=chinese("Verify")).click()
    main = stranger.locator("main")
    expect(main).to_contain_text(chinese("This certificate is genuine and valid."))
    expect(main).to_contain_text(chinese("the name that you typed"))
    expect(main).to_contain_text("期货客户服务岗位认证考试")
    take_picture(stranger, "verified")
