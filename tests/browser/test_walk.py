"""A new client walks the whole way in a real browser: on a phone, on a desktop, and without JavaScript."""

import re
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from edu.demo import choose_options
from edu.domain.item import Item, Kind
from edu.domain.questionnaire import Audience
from tests.browser.conftest import OpenPage
from tests.house import PASSWORD, shipped_library
from tests.walking import INDIVIDUAL

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
_numbers = count(1)


def _squeeze(text: str) -> str:
    return re.sub(r"（\d）|[\s*_（）()]+", "", text)


def _find_item(shown: str, use: str) -> Item:
    """The library's item whose stem the page shows."""
    items = shipped_library().practice_items if use == "practice" else shipped_library().live_items
    found = [item for item in items if _squeeze(item.stem) == _squeeze(shown)]
    assert found, f"no item reads {shown!r}"
    return found[0]


def _answer(page: Page, item: Item, *, right: bool = True) -> None:
    """Fill the question on the page, rightly or wrongly."""
    if item.kind is Kind.FILL_IN:
        for place, blank in enumerate(item.blanks):
            page.locator(f"[name=blank-{place}]").fill(blank.accepted[0] if right else "不知道")
        return
    if item.kind is Kind.TRUE_FALSE:
        page.locator(f"[name=choice][value={'true' if item.truth is right else 'false'}]").check()
        return
    wanted = item.keys if right else {next(o.letter for o in item.options if o.letter not in item.keys)}
    texts = {_squeeze(option.text): option.letter for option in item.options}
    for choice in page.locator("form .choice").all():
        if texts[_squeeze(choice.locator(".choice-text").inner_text())] in wanted:
            choice.locator("input").check()


def _stem(page: Page) -> str:
    return page.locator("form .stem").inner_text()


def _register(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="新客户开始").click()
    page.locator("[name=kind][value=individual]").check()
    page.locator("[name=name]").fill("王晓明")
    page.locator("[name=login]").fill(f"walker{next(_numbers)}@example.cn")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=agreed]").check()
    page.get_by_role("button", name="注册").click()
    expect(page).to_have_url(re.compile("/home$"))


def _state_details(page: Page, number: str) -> None:
    page.get_by_role("link", name="继续").click()
    for step, fields in INDIVIDUAL.items():
        expect(page).to_have_url(re.compile(f"/profile/{step}$"))
        for key, value in fields.items():
            box = page.locator(f"input[name={key}]:is([type=radio], [type=checkbox])[value='{value}']")
            if box.count():
                box.check()
            else:
                page.locator(f"[name={key}]").fill(number if key == "document_number" else value)
        page.get_by_role("button", name="保存并继续").click()
    expect(page.locator(".notice-ok")).to_be_visible()


def _study(page: Page) -> None:
    """The whole course; the first answer is wrong and leads back to its section and to another item."""
    page.goto("/course")
    page.get_by_role("link", name="继续").click()
    first = _find_item(_stem(page), "practice")
    address = page.url
    _answer(page, first, right=False)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("link", name="回到本小节")).to_be_visible()
    expect(page).to_have_url(re.compile(re.escape(address.split("/", 3)[3])))
    assert _find_item(_stem(page), "practice").id != first.id
    for _ in range(60):
        if page.url.endswith("/course"):
            break
        _answer(page, _find_item(_stem(page), "practice"))
        page.get_by_role("button", name="提交").click()
        page.locator(".judged").get_by_role("link", name="继续").click()
    expect(page.get_by_text("全部课程已完成")).to_be_visible()


def _acknowledge(page: Page) -> None:
    page.goto("/disclosure")
    for place in range(1, 15):
        expect(page.get_by_text(f"第 {place} 条，共 14 条")).to_be_visible()
        page.locator("[name=understood]").check()
        page.get_by_role("button", name="确认，继续阅读").click()
    expect(page.locator(".notice-ok")).to_be_visible()


def _sit(page: Page, *, script: bool) -> None:
    page.goto("/check")
    page.get_by_role("button", name="现在开始").click()
    expect(page.locator("#response")).to_be_visible()
    for number in range(1, 21):
        expect(page.locator("h1")).to_have_text(f"第 {number} 题，共 20 题")
        if number == 20:  # left unanswered, to be listed before the hand-in
            page.get_by_role("button", name="保存并完成").click()
            break
        _answer(page, _find_item(_stem(page), "live"))
        if script and number in {1, 15}:  # saved without any button
            page.locator("h1").click()
            expect(page.locator("#saved")).to_contain_text("已保存")
        if script and number == 3:  # nothing is lost in a reload
            expect(page.locator("#saved")).to_contain_text("已保存")
            page.reload()
            expect(page.locator(".palette-item.is-answered")).to_have_count(3)
        page.get_by_role("button", name="保存，下一题").click()
    expect(page.get_by_role("link", name="第 20 题")).to_be_visible()
    page.get_by_role("link", name="第 20 题").click()
    expect(page.locator("h1")).to_have_text("第 20 题，共 20 题")
    _answer(page, _find_item(_stem(page), "live"))
    page.get_by_role("button", name="保存并完成").click()
    expect(page.get_by_text("20 道题全部答完")).to_be_visible()
    page.get_by_role("button", name="现在交卷").click()
    expect(page.locator(".result-passed")).to_be_visible()
    expect(page.locator(".score")).to_contain_text("100")
    expect(page.locator(".item-result")).to_have_count(20)


def _fill_questionnaire(page: Page) -> None:
    questionnaire = shipped_library().questionnaires[Audience.INDIVIDUAL]
    chosen = choose_options(questionnaire, 0.7, gate=False)
    page.goto("/questionnaire")
    page.get_by_role("link", name="开始").click()
    for theme in questionnaire.themes:
        expect(page).to_have_url(re.compile(f"/questionnaire/{theme.id}$"))
        for question in questionnaire.of_theme(theme.id):
            for letter in chosen[question.id]:
                page.locator(f"[name='{question.id}'][value={letter}]").check()
        page.get_by_role("button", name="保存并继续").click()
    page.get_by_role("button", name="提交").click()


def _see_decision(page: Page) -> None:
    expect(page).to_have_url(re.compile("/decision$"))
    expect(page.locator(".verdict-decided")).to_be_visible()
    expect(page.locator(".product")).to_have_count(len(shipped_library().policy.products))
    page.goto("/home")
    expect(page.locator(".step-done")).to_have_count(5)


def _walk(page: Page, number: str, *, script: bool) -> None:
    _register(page)
    _state_details(page, number)
    _study(page)
    _acknowledge(page)
    _sit(page, script=script)
    _fill_questionnaire(page)
    _see_decision(page)


@pytest.mark.parametrize(
    ("visitor", "number"), [(PHONE, "11010519491231002X"), (DESKTOP, "440308199901101512")], ids=["phone", "desktop"]
)
def test_the_whole_way(open_page: OpenPage, visitor: dict[str, object], number: str):
    _walk(open_page(**visitor), number, script=True)


def test_the_whole_way_without_javascript(open_page: OpenPage):
    _walk(open_page(java_script_enabled=False, **PHONE), "12010419850722501X", script=False)
