"""Every page of the platform, and in whose hands it shows what."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Page

from edu.web.kit.visit import DRESS_COOKIE, LANGUAGE_COOKIE
from tests.browser.client import Client
from tests.browser.demo_server import DemoServer
from tests.house import shipped_library


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody, and the pages to be looked at with their eyes.

    ``login`` names one of the demo's people, or NOBODY, or SITTING. In a path, ``{attempt}`` and ``{decision}`` are the
    first that the reader's own list offers, and ``{invitation}`` is an open one.
    """

    login: str
    paths: tuple[str, ...]


NOBODY = "signed out"
SITTING = "in a check"  # a new client who has responded to the first question and to nothing else

_STEPS = ("/home", "/profile", "/course", "/disclosure", "/check", "/questionnaire", "/decision")
_RESULTS = ("/home", "/check", "/decision", "/attempts/{attempt}/result")

READERS = (
    Reader(NOBODY, (
        "/", "/register", "/join/{invitation}", "/sign-in", "/privacy", "/demo/people", "/no-such-page", "/verify",
        "/verify?number=ZX2026-0000-0000-0000",
    )),
    Reader("new@demo", (
        *_STEPS, "/account", "/glossary", "/notices", "/profile/identity", "/profile/contact", "/profile/finances",
        "/profile/experience", "/profile/declarations", "/lessons/leverage", "/questionnaire/finances",
        "/questionnaire/gates", "/questionnaire/review", "/staff/banks",
    )),
    Reader("halfway@demo", (*_STEPS, "/profile/finances", "/lessons/leverage/leverage", "/lessons/options/sides")),
    Reader("failed@demo", _RESULTS),
    Reader("passed@demo", (*_RESULTS, "/notices", "/course", "/profile", "/disclosure", "/questionnaire/review")),
    Reader("experienced@demo", ("/decision",)),
    Reader("careful@demo", ("/home", "/decision", "/questionnaire/gates")),
    Reader("expired@demo", _RESULTS),
    Reader("company@demo", (
        "/home", "/profile", "/profile/identity", "/profile/people", "/profile/finances", "/profile/experience",
        "/profile/declarations", "/questionnaire/finances", "/questionnaire/review", "/decision",
    )),
    Reader(SITTING, ("/attempts/{attempt}", "/attempts/{attempt}/questions/1", "/attempts/{attempt}/questions/9",
                     "/attempts/{attempt}/questions/20", "/attempts/{attempt}/hand-in", "/check")),
    Reader("candidate@demo", ("/course", "/lessons/delivery/expiry", "/account", "/exams", "/exams/customer-service")),
    Reader("trainer@demo", ("/staff/banks", "/staff/banks/1", "/staff/banks/2")),
    Reader("examiner@demo", ("/staff/attempts", "/staff/rooms", "/staff/rooms/customer-service",
                             "/staff/rooms/onboarding-check", "/staff/marking")),
    Reader("compliance@demo", ("/staff/decisions", "/staff/decisions/{decision}", "/staff/certificates",
                               "/staff/certificates/{certificate}", "/staff/certificates?words=nobody",
                               "/staff/ledger")),
    Reader("certified@demo", ("/exams", "/notices", "/certificates/{own}", "/verify?number={own}")),
    Reader("unmarked@demo", ("/exams",)),
    Reader("auditor@demo", ("/staff/ledger",)),
    Reader("operator@demo", ("/staff/system",)),
)  # fmt: skip

# What only a sitting of a certification exam has; test_exam_pages.py looks at these.
EXAM_PATHS = (
    "/attempts/{attempt}/waiting", "/attempts/{attempt}/form", "/staff/rooms/customer-service/signals/{attempt}",
    "/staff/marking/{attempt}", "/certificates/{number}",
)  # fmt: skip

MAIN = (
    Reader(NOBODY, ("/", "/register")),
    Reader("halfway@demo", ("/home", "/profile/finances", "/lessons/leverage/leverage", "/disclosure",
                            "/questionnaire/finances")),
    Reader("failed@demo", ("/decision", "/notices", "/attempts/{attempt}/result")),
    Reader("company@demo", ("/decision",)),
    Reader(SITTING, ("/attempts/{attempt}/questions/1", "/attempts/{attempt}/questions/20",
                     "/attempts/{attempt}/hand-in")),
    Reader("trainer@demo", ("/staff/banks", "/staff/banks/1")),
    Reader("compliance@demo", ("/staff/decisions", "/staff/decisions/{decision}")),
)  # fmt: skip

_LISTS = {
    "attempt": ("/check", "/attempts/"),
    "decision": ("/staff/decisions", "/staff/decisions/"),
    "certificate": ("/staff/certificates", "/staff/certificates/"),
    "own": ("/exams", "/certificates/"),
}


def become(page: Page, reader: Reader, login: str) -> None:
    """Sign in as the reader; ``login`` is for one who has to register first."""
    if reader.login == SITTING:
        client = Client(page, shipped_library(), login)
        client.start_check_by_request()
        client.respond_rightly()
        client.see("#saved", "已保存")
    elif reader.login != NOBODY:
        page.goto("/demo/people")
        page.locator(f'button[value="{reader.login}"]').click()
        page.wait_for_url(lambda address: "/demo/" not in address)


def addresses(page: Page, reader: Reader, invitation: str) -> Iterator[str]:
    """The reader's paths, with the ids of what is theirs."""
    found = {"invitation": invitation}
    for path in reader.paths:
        for gap in set(re.findall(r"\{(\w+)\}", path)) - set(found):
            found[gap] = _first_in_list(page, *_LISTS[gap])
        yield path.format(**found)


def _first_in_list(page: Page, path: str, prefix: str) -> str:
    page.goto(path)
    href = page.locator(f'main a[href^="{prefix}"]').first.get_attribute("href") or ""
    return href.removeprefix(prefix)


def dress(page: Page, server: DemoServer, *, language: str = "zh", theme: str = "auto", view: str = "usual") -> None:
    """Keep a look for the pages to come, as the buttons at the foot of each page do."""
    looks = {LANGUAGE_COOKIE: language, DRESS_COOKIE: f"{theme}.{view}"}
    page.context.add_cookies([{"name": name, "value": value, "url": server.url} for name, value in looks.items()])


def name_of(reader: Reader) -> str:
    """For the ids of tests and the names of pictures."""
    return reader.login.replace(" ", "-").removesuffix("@demo")
