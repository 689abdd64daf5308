"""Axe finds nothing to say about any page, in whatever state, language and dress."""

import re
from collections.abc import Callable
from itertools import count

import pytest
from litestar.routes import HTTPRoute
from playwright.sync_api import Page, expect

from edu.app import make_app, make_platform, now_utc
from tests.browser.accessibility import assert_accessible
from tests.browser.chinese import chinese
from tests.browser.client import Client
from tests.browser.conftest import OpenPage
from tests.browser.demo_server import DemoServer
from tests.browser.pages import EXAM_PATHS, MAIN, READERS, Reader, addresses, become, dress, name_of
from tests.browser.pictures import take_picture
from tests.house import make_settings, shipped_library

NOT_PAGES = {"/healthz", "/static/{path}", "/pictures/{digest}"}

_numbers = count(1)


def _new_login() -> str:
    return f"accessible{next(_numbers)}@example.cn"


def _picture(page: Page, reader: Reader, look: str) -> None:
    path = re.sub(r"[0-9a-f-]{36}", "id", page.url.partition("://")[2].partition("/")[2])
    take_picture(page, f"page-{name_of(reader)}-{re.sub(r'[^a-z0-9]+', '-', path) or 'front'}-{look}")


def test_the_list_of_pages_is_complete(tmp_path):
    """A page that is new must be added to READERS, or to EXAM_PATHS."""
    app = make_app(make_platform(make_settings(tmp_path, "sqlite+aiosqlite://"), shipped_library(), (), (), now_utc))
    routes = {
        re.sub(r":\w+\}", "}", route.path)
        for route in app.routes
        if isinstance(route, HTTPRoute) and "GET" in route.methods
    }
    paths = [*EXAM_PATHS, *(path for reader in READERS for path in reader.paths)]
    seen = {_route_of(path.partition("?")[0], routes) for path in paths}
    assert routes - seen - NOT_PAGES == set()


def _route_of(path: str, routes: set[str]) -> str:
    """The route that answers: one without gaps before one with gaps."""
    fitting = [route for route in routes if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", route), path)]
    return min(fitting, key=lambda route: route.count("{"), default="")


@pytest.mark.parametrize("reader", READERS, ids=name_of)
def test_every_page(page: Page, invitation: str, reader: Reader):
    become(page, reader, _new_login())
    for address in addresses(page, reader, invitation):
        page.goto(address)
        assert_accessible(page)
        _picture(page, reader, "usual")


@pytest.mark.parametrize("reader", MAIN, ids=name_of)
def test_the_main_pages_in_another_dress(page: Page, server: DemoServer, invitation: str, reader: Reader):
    become(page, reader, _new_login())
    for address in list(addresses(page, reader, invitation)):
        dress(page, server, view="elder")
        page.goto(address)
        assert_accessible(page, colours=False)
        _picture(page, reader, "elder")
        dress(page, server, language="en")
        page.goto(address)
        assert_accessible(page, colours=False)
        _picture(page, reader, "english")
        page.emulate_media(color_scheme="dark")
        assert_accessible(page, others=False)
        _picture(page, reader, "dark")
        page.emulate_media(color_scheme="light")


def test_dark_by_choice_is_dark_by_the_system(open_page: OpenPage):
    by_system, by_choice = open_page(color_scheme="dark"), open_page(color_scheme="light")
    by_system.goto("/privacy")
    by_choice.goto("/privacy")
    light = _tokens(by_choice)
    by_choice.get_by_role("button", name=chinese("Dark colours")).click()
    expect(by_choice.locator("html")).to_have_attribute("data-theme", "dark")
    assert _tokens(by_choice) == _tokens(by_system) != light


def _tokens(page: Page) -> dict[str, str]:
    """The stylesheet's design tokens as they are in force."""
    tokens: dict[str, str] = page.evaluate("""() => {
        const style = getComputedStyle(document.documentElement);
        const names = [...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
            .filter(rule => rule.selectorText === ":root").flatMap(rule => [...rule.style])
            .filter(name => name.startsWith("--"));
        return Object.fromEntries(names.map(name => [name, style.getPropertyValue(name)]));
    }""")
    assert tokens
    return tokens


# --- what appears on a page while one uses it; none of it changes where the person stands ---

NEW = Reader("new@demo", ())


def _leave_the_registration_empty(client: Client) -> None:
    client.page.goto("/register")
    client.press("Register")
    expect(client.page.locator(".error-summary")).to_be_visible()


def _sign_in_wrongly(client: Client) -> None:
    client.page.goto("/sign-in")
    client.fill({"login": "nobody@example.cn", "password": "wrong"})
    client.press("Sign in")
    expect(client.page.get_by_role("alert")).to_be_visible()


def _leave_a_form_empty(client: Client) -> None:
    become(client.page, NEW, "")
    for path in ("/profile/identity", "/questionnaire/finances"):
        client.page.goto(path)
        client.press("Save and go on")
        expect(client.page.locator(".error-summary")).to_be_visible()
        assert_accessible(client.page)


def _confirm_without_a_tick(client: Client) -> None:
    become(client.page, NEW, "")
    client.page.goto("/disclosure")
    client.press("Confirm and read on")
    expect(client.page.get_by_role("alert")).to_be_visible()


def _respond_wrongly_and_rightly(client: Client) -> None:
    become(client.page, NEW, "")
    client.page.goto("/lessons/leverage/margin")
    client.respond_wrongly()
    client.press("Answer")
    client.see(".judged", chinese("Wrong"))
    assert_accessible(client.page)
    client.respond_rightly()
    client.press("Answer")
    client.see(".judged", chinese("That is right."))


def _open_a_term(client: Client) -> None:
    become(client.page, NEW, "")
    client.page.goto("/lessons/leverage/margin")
    client.page.locator("#text .term").first.click()
    expect(client.page.locator(".term-card:popover-open")).to_be_visible()


def _open_the_rules(client: Client) -> None:
    become(client.page, NEW, "")
    client.page.goto("/decision")
    client.page.locator(".why summary").click()
    expect(client.page.locator(".why table")).to_be_visible()


@pytest.mark.parametrize(
    "act",
    [
        _leave_the_registration_empty, _sign_in_wrongly, _leave_a_form_empty, _confirm_without_a_tick,
        _respond_wrongly_and_rightly, _open_a_term, _open_the_rules,
    ],
)  # fmt: skip
def test_what_appears_in_use(page: Page, act: Callable[[Client], None]):
    act(Client(page, shipped_library(), ""))
    assert_accessible(page)
    take_picture(page, f"use{act.__name__.replace('_', '-')}")
