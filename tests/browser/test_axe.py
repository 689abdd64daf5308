"""axe finds nothing on any page; no page scrolls sideways on a small phone."""

import re
from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.di import Provide
from playwright.sync_api import Page

from edu.app import ROUTES
from edu.web.visit import provide_visit
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import OpenPage

# Who looks at what. {attempt} is a running attempt, {result} an ended one, {case} the first decision of the list.
VISITS: dict[str, tuple[str, ...]] = {
    "": ("/", "/sign-in", "/register", "/privacy", "/nowhere"),
    "new@demo": (
        "/home", "/profile/identity", "/profile/declarations", "/decision", "/questionnaire", "/questionnaire/review",
        "/questionnaire/finances", "/disclosure", "/course", "/check", "/account", "/demo/people",
        "/attempts/{attempt}/questions/1", "/attempts/{attempt}/questions/20", "/attempts/{attempt}/hand-in",
    ),
    "halfway@demo": (
        "/home", "/lessons/leverage", "/lessons/leverage/leverage", "/lessons/options/sides", "/glossary",
        "/profile",
    ),
    "failed@demo": ("/decision", "/check", "/attempts/{result}/result"),
    "passed@demo": ("/home", "/decision", "/disclosure", "/course"),
    "experienced@demo": ("/decision",),
    "careful@demo": ("/decision",),
    "expired@demo": ("/home", "/decision"),
    "company@demo": ("/profile/people", "/decision", "/questionnaire/finances"),
    "candidate@demo": ("/course",),
    "trainer@demo": ("/staff/banks", "/staff/banks/1", "/staff/banks/3"),
    "examiner@demo": ("/staff/attempts",),
    "compliance@demo": ("/staff/decisions", "/staff/decisions/{case}"),
    "auditor@demo": ("/staff/ledger",),
    "operator@demo": ("/staff/system",),
}  # fmt: skip
MAIN = {
    "": ("/", "/register"),
    "halfway@demo": (
        "/home",
        "/profile/finances",
        "/lessons/leverage/leverage",
        "/disclosure",
        "/questionnaire/finances",
    ),
    "failed@demo": ("/check", "/attempts/{result}/result", "/decision"),
    "compliance@demo": ("/staff/decisions",),
}


def _enter(page: Page, login: str) -> None:
    page.goto("/")
    if login:
        page.locator(f"button[value='{login}']").click()
        page.wait_for_load_state()


def _addresses(page: Page, paths: tuple[str, ...]) -> Iterator[str]:
    """The paths with the ids of this visitor's own things."""
    for path in paths:
        if "{attempt}" in path:
            yield path.format(attempt=_running_attempt(page))
        elif "{result}" in path:
            page.goto("/check")
            yield path.format(result=page.locator("td a").first.get_attribute("href").rsplit("/", 1)[1])  # type: ignore[union-attr]
        elif "{case}" in path:
            page.goto("/staff/decisions")
            yield path.format(case=page.locator("th a").first.get_attribute("href").rsplit("/", 1)[1])  # type: ignore[union-attr]
        else:
            yield path


def _running_attempt(page: Page) -> str:
    page.goto("/check")
    start = page.locator("form[action='/check'] button")
    if start.count():
        start.click()
        page.wait_for_url(re.compile("/questions/1"))
    else:
        page.locator("a[href^='/attempts/']").first.click()
        page.wait_for_url(re.compile("/questions/"))
    return page.url.split("/attempts/")[1].split("/")[0]


def test_the_list_of_pages_is_complete():
    app = Litestar(list(ROUTES), dependencies={"visit": Provide(provide_visit)}, openapi_config=None)
    wanted = {
        re.sub(r"\{(\w+):\w+\}", "{}", route.path_format if hasattr(route, "path_format") else route.path)
        for route in app.routes
        if "GET" in getattr(route, "methods", ())
    }
    wanted = {re.sub(r"\{[^}]*\}", "{}", path) for path in wanted}
    wanted -= {"/healthz", "/static/{}", "/join/{}", "/attempts/{}"}  # /join is /register, /attempts/… leads on
    visited = {path for paths in VISITS.values() for path in paths}
    for path in wanted:
        pattern = re.compile(path.replace("{}", "[^/]+") + "$")
        assert any(pattern.match(one) for one in visited), f"{path} is looked at by no test"


@pytest.mark.parametrize("login", VISITS, ids=lambda login: login or "signed out")
def test_axe_finds_nothing(open_page: OpenPage, login: str):
    page = open_page()
    _enter(page, login)
    for address in _addresses(page, VISITS[login]):
        page.goto(address)
        assert_accessible(page)


@pytest.mark.parametrize(
    ("differences", "view", "language"),
    [({"color_scheme": "dark"}, "", ""), ({}, "", "en"), ({}, "elder", "")],
    ids=["dark", "english", "elder"],
)
def test_axe_finds_nothing_in_another_dress(
    open_page: OpenPage, differences: dict[str, object], view: str, language: str
):
    for login, paths in MAIN.items():
        page = open_page(**differences)
        _enter(page, login)
        _dress(page, view, language)
        for address in _addresses(page, paths):
            page.goto(address)
            assert_accessible(page)


@pytest.mark.parametrize("view", ["", "elder"])
@pytest.mark.parametrize("language", ["", "en"])
def test_no_page_scrolls_sideways_on_a_small_phone(open_page: OpenPage, view: str, language: str):
    for login, paths in MAIN.items():
        page = open_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
        _enter(page, login)
        _dress(page, view, language)
        for address in _addresses(page, paths):
            page.goto(address)
            width = page.evaluate("document.scrollingElement.scrollWidth")
            assert width <= 360, f"{address} is {width} px wide"


def _dress(page: Page, view: str, language: str) -> None:
    if view:
        page.locator("button[name=view][value=elder]").click()
    if language:
        page.locator("button[name=language][value=en]").click()
