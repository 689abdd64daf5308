"""How a candidate gets from a page that waits to a running attempt: the one place that knows it."""

import asyncio
from collections.abc import Mapping

from edu.rehearsal.browser import Browser
from edu.rehearsal.wire import Line, NoReply
from edu.services.deciding import ONBOARDING

_DOORS: Mapping[str, str] = {ONBOARDING.check: "/check"}
"""By blueprint: the page that has the button."""

_MOST_TRIES = 60
_AGAIN_AFTER = 1.0


class NoDoor(Exception):
    """There is no page yet on which a candidate could start an attempt of this blueprint."""


def find_door(blueprint: str) -> str:
    """The page on which an attempt of ``blueprint`` starts."""
    try:
        return _DOORS[blueprint]
    except KeyError as error:
        raise NoDoor(blueprint) from error


async def start_attempt(browser: Browser, line: Line, door: str) -> str:
    """Press 'start' until there is an attempt; its id, or nothing after a minute of refusals, each of them counted."""
    for _ in range(_MOST_TRIES):
        try:
            reply = await browser.post(line, door, {}, "start")
        except NoReply:
            browser.logbook.count("start without a reply")
        else:
            _, _, rest = reply.headers.get("location", "").partition("/attempts/")
            if reply.status == 303 and rest:
                return rest.split("/")[0]
            browser.logbook.count(f"start {reply.status}")
        browser.logbook.count("start refused")
        await asyncio.sleep(_AGAIN_AFTER)
    return ""
