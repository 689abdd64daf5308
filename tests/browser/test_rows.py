"""Putting in order and matching with the keyboard alone, with the whole form and with a question a page."""

import re

import pytest
from playwright.sync_api import Page, expect

from edu.domain.items.lettering import shown_letter
from tests.browser.accessibility import assert_accessible
from tests.browser.candidate import Candidate
from tests.browser.chinese import chinese
from tests.browser.conftest import OpenPage
from tests.browser.exam_house import ExamHouse
from tests.browser.tabbing import tab_to

ORDERING, MATCHING = 0, 1  # the places in both exams


@pytest.fixture(params=["rows", "rows-by-page"], ids=["whole form", "question a page"])
def candidate(request: pytest.FixtureRequest, house: ExamHouse, open_exam_page: OpenPage) -> Candidate:
    sitter = Candidate(open_exam_page(), house)
    sitter.start(str(request.param))
    return sitter


def _is_whole(page: Page) -> bool:
    return page.url.endswith("/form")


def _order_by_keyboard(candidate: Candidate) -> None:
    """Each entry upwards to its place, from the first on."""
    page, box = candidate.page, candidate.question(ORDERING)
    slot, item = candidate.form[ORDERING]
    wanted = [shown_letter(slot.order, letter) for letter in item.sequence]
    for place, letter in enumerate(wanted):
        shown = [str(entry.get_attribute("data-letter")) for entry in box.locator(".row-entry").all()]
        if shown[place] == letter:
            continue
        up = box.locator(f'.row-entry[data-letter="{letter}"] button[data-move="-1"]')
        tab_to(page, up)
        for _ in range(shown.index(letter) - place):
            page.keyboard.press("Enter")
            expect(up).to_be_focused()
        said = chinese("LETTER is now in place PLACE of COUNT")
        said = said.replace("LETTER", letter).replace("PLACE", str(place + 1)).replace("COUNT", str(len(wanted)))
        expect(box.locator(".moved")).to_have_text(said)
    assert [entry.get_attribute("data-letter") for entry in box.locator(".row-entry").all()] == wanted


def _match_by_keyboard(candidate: Candidate) -> None:
    """A letter chooses in a list that has the focus."""
    slot, item = candidate.form[MATCHING]
    for row, premise in enumerate(item.premises):
        letter = shown_letter(slot.order, premise.key)
        field = candidate.question(MATCHING).locator(f'[name="pair-{row}"]')
        tab_to(candidate.page, field)
        candidate.page.keyboard.press(letter)
        expect(field).to_have_value(letter)


def _go_on(candidate: Candidate, message: str) -> None:
    tab_to(candidate.page, candidate.page.get_by_role("button", name=chinese(message), exact=True))
    candidate.page.keyboard.press("Enter")


def test_by_keyboard_alone_everything_right(candidate: Candidate):
    page = candidate.page
    assert_accessible(page)
    _order_by_keyboard(candidate)
    expect(candidate.saved(ORDERING)).to_contain_text("✓")
    if not _is_whole(page):
        _go_on(candidate, "Save and next")
        expect(candidate.question(MATCHING)).to_be_visible()
        assert_accessible(page)
    _match_by_keyboard(candidate)
    expect(candidate.saved(MATCHING)).to_contain_text("✓")
    if _is_whole(page):
        candidate.hand_in()
    else:
        _go_on(candidate, "Save and finish")
        expect(page.locator("main")).to_contain_text(chinese("All %(count)s questions are answered.", count=2))
        _go_on(candidate, "Hand in now")
        page.wait_for_url(re.compile("/result$"))
    expect(page.locator("main .badge-ok", has_text=chinese("Right"))).to_have_count(2)


def test_an_order_stands_as_it_was_left_after_a_reload(candidate: Candidate):
    page, box = candidate.page, candidate.question(ORDERING)
    down = box.locator('button[data-move="1"]').first
    letter = box.locator(".row-entry").first.get_attribute("data-letter")
    tab_to(page, down)
    page.keyboard.press("Space")
    expect(candidate.saved(ORDERING)).to_contain_text("✓")
    page.reload()
    expect(box.locator(f'.row-entry[data-letter="{letter}"] select')).to_have_value("2")
