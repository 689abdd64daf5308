"""A real server, a real Chromium, and pages that report their own mistakes."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, WebError, expect, sync_playwright

from tests.browser.chromium import find_chromium, start_options
from tests.browser.demo_server import DemoServer, make_invitation, running_demo
from tests.browser.exam_house import ExamHouse, running_exam_house
from tests.missing import skip_where_missing

OpenPage = Callable[..., Page]

expect.set_options(timeout=15_000)  # a busy machine is no mistake of ours; what has to be quick says so itself

# A client in China, on a laptop; a test names what is different about its own.
USUAL_VISITOR: dict[str, Any] = {
    "locale": "zh-CN",
    "timezone_id": "Asia/Shanghai",
    "viewport": {"width": 1280, "height": 800},
    "reduced_motion": "reduce",
}


@pytest.fixture(scope="session")
def chromium() -> str:
    found = find_chromium()
    if found is None:
        skip_where_missing("Chromium is not installed")
    return found


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(chromium: str, playwright: Playwright) -> Iterator[Browser]:
    started = playwright.chromium.launch(executable_path=chromium, headless=True, args=start_options())
    yield started
    started.close()


@pytest.fixture(scope="session")
def server(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoServer]:
    """`edu demo` on a free port, one for the whole run. Without Chromium nobody needs it."""
    with running_demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture(scope="session")
def invitation(server: DemoServer) -> str:
    """The token of an invitation that nobody has accepted."""
    return make_invitation(server)


@pytest.fixture(scope="module")
def house(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExamHouse]:
    """A firm that examines its staff, with a server of its own: one for each file of tests."""
    with running_exam_house(tmp_path_factory.mktemp("exams")) as running:
        yield running


@pytest.fixture
def open_page(browser: Browser, server: DemoServer) -> Iterator[OpenPage]:
    """Open a page as a new visitor of the demo, whose differences are Playwright's words for a context.

    `open_page(java_script_enabled=False)`, `open_page(color_scheme="dark")`,
    `open_page(**playwright.devices["iPhone 13"])`. Addresses are relative to the server. An uncaught error
    in any tab, or something that its Content-Security-Policy had to block, fails the test at its end.
    """
    with _opening(browser, server.url) as open_one:
        yield open_one


@pytest.fixture
def open_exam_page(browser: Browser, house: ExamHouse) -> Iterator[OpenPage]:
    """As `open_page`, of the firm that examines its staff."""
    with _opening(browser, house.server.url) as open_one:
        yield open_one


@contextmanager
def _opening(browser: Browser, url: str) -> Iterator[OpenPage]:
    mistakes: list[str] = []
    with ExitStack() as contexts:

        def open_one(**differences: Any) -> Page:
            visitor = USUAL_VISITOR | {"base_url": url} | differences
            context = contexts.enter_context(browser.new_context(**visitor))
            context.on("weberror", lambda error: mistakes.append(_uncaught(error)))
            context.on("console", lambda message: mistakes.extend(_blocked(message)))
            return context.new_page()

        yield open_one
    assert not mistakes, "\n".join(mistakes)


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page()


def _uncaught(error: WebError) -> str:
    return f"{error.page.url if error.page else 'a page'}: {error.error}"


def _blocked(message: ConsoleMessage) -> list[str]:
    is_blocked = message.type == "error" and "Content Security Policy" in message.text
    return [message.text] if is_blocked else []
