"""How a candidate gets from a page that waits to a running attempt: the one place that knows it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from edu.domain.sitting.blueprint import Blueprint
from edu.domain.sitting.terms import Sitters
from edu.rehearsal.browser import Browser
from edu.rehearsal.wire import Connection, NoReply
from edu.services.suitability.deciding import ONBOARDING

_MOST_TRIES = 60
_AGAIN_AFTER = 1.0


class NoDoor(Exception):
    """There is no page on which a candidate could start an attempt of this blueprint."""


@dataclass(frozen=True, slots=True)
class Door:
    """``page`` has the button that starts an attempt, which sends ``fields`` to ``action``."""

    page: str
    action: str
    fields: Mapping[str, str] = field(default_factory=dict)


def find_door(blueprint: Blueprint, code: str = "", attempt: str = "") -> Door:
    """Of the clients' check, of the lobby of a staff exam, or of the waiting room behind it (``attempt``)."""
    if attempt:
        return Door(f"/attempts/{attempt}/waiting", f"/attempts/{attempt}/begin")
    if blueprint.terms.sitters is Sitters.STAFF:
        page = f"/exams/{blueprint.id}"
        return Door(page, f"{page}/enter", {"honour": "yes", "code": code})
    if blueprint.id == ONBOARDING.check:
        return Door("/check", "/check")
    raise NoDoor(blueprint.id)


async def start_attempt(browser: Browser, line: Connection, door: Door) -> str:
    """Press 'start' until there is an attempt; its id, or nothing after a minute of refusals, each of them counted."""
    for _ in range(_MOST_TRIES):
        try:
            reply = await browser.post(line, door.action, door.fields, "start")
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
