"""A new client's way from the front page to an explained decision, on a phone, on a desktop, and without JavaScript."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from edu.demo import choose_options
from edu.domain.items.item import Kind
from edu.domain.suitability.questionnaire import Audience
from edu.services.suitability.deciding import ONBOARDING
from tests.browser.chinese import chinese
from tests.browser.client import Client
from tests.browser.conftest import OpenPage
from tests.browser.pictures import take_picture
from tests.house import shipped_library
from tests.walking import INDIVIDUAL

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}

COUNT = 20  # questions of the knowledge check


@pytest.mark.parametrize("size", [PHONE], ids=["phone"])
def test_from_registering_to_the_decision(open_page: OpenPage, size: dict[str, Any], request: pytest.FixtureRequest):
    client = _new_client(open_page, request, **size)
    client.register()
    _state_details_in_two_sittings(client)
    _study_with_one_slip(client)
    _confirm_the_disclosure(client)
    _start_the_check(client)
    _see_each_answer_saved_as_it_is_given(client)
    _answer_the_others(client, first=3)
    _hand_in_after_filling_the_gap(client)
    _see_the_result(client)
    _fill_in_the_questionnaire(client)
    _understand_the_decision(client)


@pytest.mark.parametrize("size", [DESKTOP], ids=["desktop"])
def test_the_same_without_javascript(open_page: OpenPage, size: dict[str, Any], request: pytest.FixtureRequest):
    client = _new_client(open_page, request, java_script_enabled=False, **size)
    client.register()
    _state_details_in_two_sittings(client)
    _study_with_one_slip(client)
    _confirm_the_disclosure(client)
    _start_the_check(client)
    _see_an_answer_saved_by_its_button(client)
    _answer_the_others(client, first=2)
    _hand_in_after_filling_the_gap(client)
    _see_the_result(client)
    _fill_in_the_questionnaire(client)
    _understand_the_decision(client)


def _new_client(open_page: OpenPage, request: pytest.FixtureRequest, **differences: Any) -> Client:
    """One whose login, and whose pictures, are named after the test."""
    name = re.sub(r"\W+", "-", request.node.name.removeprefix("test_")).strip("-")
    page = open_page(**differences)
    return Client(page, shipped_library(), f"{name}@example.cn", touch=differences.get("has_touch", False))


def _picture(client: Client, name: str) -> None:
    take_picture(client.page, f"journey-{client.login.partition('@')[0]}-{name}")


# --- 2: the details ---


def _state_details_in_two_sittings(client: Client) -> None:
    page = client.page
    _picture(client, "home-at-first")
    client.follow("Go on")
    first, *others = INDIVIDUAL
    client.fill({"name": "王晓明"})
    client.press("Save and finish later")
    expect(page).to_have_url(re.compile("/home"))
    expect(page.get_by_role("status")).to_have_text(chinese("What you entered has been kept. Go on whenever you like."))
    client.sign_out_and_in()

    client.follow("Go on")
    expect(page.get_by_role("heading", level=1)).to_have_text(chinese("Your details"))
    page.goto(f"/profile/{first}")
    expect(page.locator('[name="name"]')).to_have_value("王晓明")
    a_digit_missing = client.document_number[:-1]
    client.fill(INDIVIDUAL[first] | {"document_number": a_digit_missing})
    client.press("Save and go on")
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("#document_number")).to_have_value(a_digit_missing)
    _picture(client, "details-wrong")
    client.fill({"document_number": client.document_number})
    client.press("Save and go on")
    for step in others:
        expect(page).to_have_url(re.compile(f"/profile/{step}$"))
        client.fill(INDIVIDUAL[step])
        client.press("Save and go on")
    expect(page).to_have_url(re.compile("/profile$"))
    assert client.document_number not in page.content()
    _picture(client, "details")
    client.follow("Back to my steps")
    expect(page).to_have_url(re.compile("/home$"))


# --- 3: the course ---


def _study_with_one_slip(client: Client) -> None:
    page, library = client.page, client.library
    page.goto("/course")
    client.follow("Go on")
    lessons = [library.lessons[lesson] for lesson in library.courses[ONBOARDING.course].lessons]
    _slip_and_be_led_back(client, f"/lessons/{lessons[0].id}/{lessons[0].sections[0].id}")
    _look_up_a_term(client)
    for lesson in lessons:
        for section in lesson.sections:
            client.see("#text h1", section.title)
            _pass_checkpoint(client)
        if lesson is lessons[0]:
            expect(page.locator("#text h1")).to_have_text(lessons[1].sections[0].title)
            _find_progress_after_signing_in_again(client, len(lesson.sections))
    expect(page).to_have_url(re.compile("/course$"))
    expect(page.get_by_role("status")).to_contain_text(chinese("All lessons are done. Well done."))
    _picture(client, "course-done")


def _slip_and_be_led_back(client: Client, section_path: str) -> None:
    """A wrong response names the very section and asks another item on it."""
    page = client.page
    expect(page).to_have_url(re.compile(section_path))
    missed = client.respond_wrongly()
    client.press("Answer")
    judged = page.locator(".judged")
    expect(judged).to_contain_text(chinese("Not quite. Read the section again, then try another question."))
    expect(judged).to_contain_text(chinese("Why"))
    _picture(client, "checkpoint-missed")
    client.follow("Back to the section")
    expect(page).to_have_url(re.compile(f"{section_path}#text$"))
    expect(page.locator("#text")).to_be_in_viewport()
    asked = client.shown_item()
    assert asked.id != missed.id
    assert asked.section == missed.section


def _look_up_a_term(client: Client) -> None:
    """A term of the glossary explains itself where it stands."""
    page = client.page
    term = page.locator("#text .term").first
    card = page.locator(f'[id="{term.get_attribute("popovertarget")}"]')
    expect(card).not_to_be_visible()
    client.hit(term)
    expect(card).to_be_visible()
    expect(card).not_to_be_empty()
    page.keyboard.press("Escape")
    expect(card).not_to_be_visible()


def _pass_checkpoint(client: Client) -> None:
    client.respond_rightly()
    client.press("Answer")
    client.see(".judged", chinese("That is right."))
    client.hit(client.page.locator(".judged").get_by_role("link", name=chinese("Go on")))


def _find_progress_after_signing_in_again(client: Client, sections: int) -> None:
    client.sign_out_and_in()
    client.page.goto("/course")
    done = client.page.locator("main progress").first
    expect(done).to_have_attribute("value", str(sections))
    expect(done).to_have_attribute("max", str(sections))
    _picture(client, "course")
    client.follow("Go on")


# --- 4: the disclosure ---


def _confirm_the_disclosure(client: Client) -> None:
    page = client.page
    paragraphs = client.library.disclosures[ONBOARDING.disclosure].paragraphs
    page.goto("/disclosure")
    _picture(client, "disclosure")
    client.press("Confirm and read on")
    expect(page.get_by_role("alert")).to_have_text(chinese("Please tick that you have read it."))
    for place, paragraph in enumerate(paragraphs, 1):
        client.see(".progress-line", chinese("Paragraph %(place)s of %(count)s", place=place, count=len(paragraphs)))
        expect(page.locator(".paragraph h2")).to_have_text(paragraph.title)
        client.choose("understood", "yes")
        client.press("Confirm and read on")
    expect(page.get_by_role("status")).to_contain_text(
        chinese("You have read and confirmed every paragraph of this version.")
    )
    expect(page.locator("details.confirmed")).to_have_count(len(paragraphs))
    _picture(client, "disclosure-done")


# --- 5: the check ---


def _start_the_check(client: Client) -> None:
    client.page.goto("/check")
    _picture(client, "check")
    client.press("Start now")
    _expect_question(client, 1)


def _expect_question(client: Client, number: int) -> None:
    client.see("h1", chinese("Question %(number)s of %(count)s", number=number, count=COUNT))
    expect(client.page).to_have_url(re.compile(f"/questions/{number}$"))


def _expect_saved(client: Client) -> None:
    expect(client.page.locator("#saved")).to_have_text(re.compile(r"已保存.*\d{2}:\d{2}:\d{2}"))


def _go_to(client: Client, number: int) -> None:
    client.hit(client.page.locator("#palette button").nth(number - 1))
    _expect_question(client, number)


def _see_each_answer_saved_as_it_is_given(client: Client) -> None:
    """No button is pressed; a reload shows what was given."""
    page = client.page
    client.respond_rightly()
    _expect_saved(client)
    _picture(client, "question")
    _go_to(client, COUNT)  # a fill-in: typed, not clicked
    assert client.respond_rightly().kind is Kind.FILL_IN
    _expect_saved(client)
    expect(page.locator("#palette .is-answered")).to_have_count(2)
    _find_all_after_reload(client)
    _go_to(client, 1)
    _find_all_after_reload(client)
    _go_to(client, 2)
    client.respond_wrongly()
    _expect_saved(client)
    client.press("Save and next")  # from 2 to 3; the wrong one is mended when all is looked over
    _expect_question(client, 3)
    client.press("Previous")
    _expect_question(client, 2)
    client.page.reload()
    _clear_choices(client)
    client.respond_rightly()
    _expect_saved(client)
    client.press("Save and next")


def _clear_choices(client: Client) -> None:
    for choice in client.page.locator('label.choice:has(input[type="checkbox"]:checked)').all():
        client.hit(choice)


def _find_all_after_reload(client: Client) -> None:
    given = client.given()
    assert any(given.values())
    answered = client.page.locator("#palette .is-answered").count()
    client.page.reload()
    assert client.given() == given
    expect(client.page.locator("#palette .is-answered")).to_have_count(answered)


def _see_an_answer_saved_by_its_button(client: Client) -> None:
    """One page for each question; going anywhere saves."""
    client.respond_rightly()
    given = client.given()
    client.press("Save and next")
    _expect_question(client, 2)
    expect(client.page.locator("#palette .is-answered")).to_have_count(1)
    client.press("Previous")
    _expect_question(client, 1)
    assert client.given() == given
    _find_all_after_reload(client)
    _go_to(client, 2)


def _answer_the_others(client: Client, first: int) -> None:
    """Rightly to the end, by “Save and next”; the last one keeps a blank empty."""
    for number in range(first, COUNT):
        _expect_question(client, number)
        client.respond_rightly()
        client.press("Save and next")
    _expect_question(client, COUNT)
    client.respond_rightly()
    client.fill({"blank-0": ""})
    client.press("Save and finish")


def _hand_in_after_filling_the_gap(client: Client) -> None:
    page = client.page
    expect(page.get_by_role("heading", level=1)).to_have_text(chinese("Hand in?"))
    expect(page.locator(".unanswered li")).to_have_text([chinese("Question %(number)s", number=COUNT)])
    _picture(client, "hand-in-with-a-gap")
    client.hit(page.locator(".unanswered a"))
    _expect_question(client, COUNT)
    expect(page.locator('[name="blank-0"]')).to_have_value("")
    client.respond_rightly()
    client.press("Save and finish")
    expect(page.locator("main")).to_contain_text(chinese("All %(count)s questions are answered.", count=COUNT))
    client.press("Hand in now")


def _see_the_result(client: Client) -> None:
    page = client.page
    expect(page).to_have_url(re.compile("/result$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(chinese("Passed"))
    expect(page.locator(".score")).to_contain_text("100 / 100")
    expect(page.locator(".item-result")).to_have_count(COUNT)
    expect(page.locator(".topics tbody tr")).to_have_count(6)
    expect(page.locator(".item-result .rationale")).to_have_count(COUNT)
    _picture(client, "result")
    page.go_back()  # what was handed in cannot be gone back into
    page.goto(page.url)
    expect(page).to_have_url(re.compile("/result$"))


# --- 6 and 7: questionnaire and decision ---


def _fill_in_the_questionnaire(client: Client) -> None:
    page = client.page
    questionnaire = client.library.questionnaires[Audience.INDIVIDUAL]
    chosen = choose_options(questionnaire, 0.7, gate=False)
    page.goto("/questionnaire")
    client.follow("Begin")
    client.press("Save and go on")
    expect(page.locator(".error-summary li")).to_have_count(len(questionnaire.of_theme(questionnaire.themes[0].id)))
    for theme in questionnaire.themes:
        expect(page).to_have_url(re.compile(f"/questionnaire/{theme.id}$"))
        for question in questionnaire.of_theme(theme.id):
            client.choose(question.id, *chosen[question.id])
        if theme is questionnaire.themes[2]:
            _picture(client, "questionnaire")
            client.press("Save and finish later")
            expect(page).to_have_url(re.compile("/home"))
            page.goto(f"/questionnaire/{theme.id}")
        client.press("Save and go on")
    expect(page).to_have_url(re.compile("/questionnaire/review$"))
    _picture(client, "questionnaire-review")
    client.press("Send")


def _understand_the_decision(client: Client) -> None:
    page = client.page
    expect(page).to_have_url(re.compile("/decision$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(chinese("Decided"))
    glance = page.locator("dl.facts").first
    for told in (chinese("Ordinary investor"), chinese("First tier"), f"{chinese('Passed')} · 100%"):
        expect(glance).to_contain_text(told)
    expect(glance).to_contain_text(re.compile(r"C[1-5]"))
    expect(page.locator(".product")).to_have_count(len(client.library.policy.products))
    expect(page.locator(".why tbody tr").first).not_to_be_visible()
    client.hit(page.locator(".why summary"))
    expect(page.locator(".why tbody tr").first).to_be_visible()
    _picture(client, "decision")
    page.goto("/home")
    expect(page.locator(".step-done")).to_have_count(5)
    _picture(client, "home-at-last")
