"""A browser with a sitting open: it follows the rules of web/static/sitting/, one by one.

Every response is written down under a key before it is sent, sent in order and one at a time, and crossed out only when
its receipt is here; whatever is not an answer is tried again.
"""

import asyncio
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from edu.rehearsal.logbook import Logbook, SeenReceipt, SentSave
from edu.rehearsal.paper import GivenFields, ShownQuestion, form_fields, read_shown_question
from edu.rehearsal.wire import Connection, NoReply, Reply, Request


class SaveOutcome(StrEnum):
    """What became of sending one entry, or all of them."""

    SAVED = "saved"
    AGAIN = "again"
    STALE = "stale"
    CLOSED = "closed"
    REFUSED = "refused"


_CONFLICTS: Mapping[str, SaveOutcome] = {"StalePage": SaveOutcome.STALE, "PartLeft": SaveOutcome.REFUSED}


@dataclass(frozen=True, slots=True)
class PendingSave:
    """A response that is not yet acknowledged."""

    slot: int
    key: str
    seen: int
    given: GivenFields
    at: float = field(default_factory=time.monotonic)


@dataclass(slots=True)
class Browser:
    """Cookies, and the queue that all its tabs share."""

    token: str
    logbook: Logbook
    rng: random.Random
    cookies: dict[str, str] = field(default_factory=dict)
    queue: dict[int, PendingSave] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cookies["session"] = self.token

    def keep(self, entry: PendingSave) -> None:
        """Write an entry down, behind all others."""
        self.queue[max(self.queue, default=0) + 1] = entry

    async def ask(self, line: Connection, request: Request, name: str = "") -> Reply:
        """One request with this browser's cookies; ``name`` under which its time is noted."""
        begun = time.perf_counter()
        reply = await line.ask(request.bytes(self.cookies))
        if name:
            self.logbook.seconds[name].append(time.perf_counter() - begun)
        self.cookies |= reply.cookies
        if reply.status >= 500 and reply.is_page and b'id="sitting"' not in reply.body:  # the form itself may say why
            self.logbook.error_pages.append(f"{request.method} {request.path}: {reply.status}")
        return reply

    async def open(self, line: Connection, path: str, name: str = "") -> Reply:
        """A page."""
        return await self.ask(line, Request("GET", path), name)

    async def post(
        self, line: Connection, path: str, fields: Mapping[str, Any], name: str = "", *, part: bool = False
    ) -> Reply:
        """A form with its token; ``part``: htmx sends it."""
        headers = {"HX-Request": "true"} if part else {}
        everything = {"_csrf_token": self.cookies.get("csrf", ""), **fields}
        return await self.ask(line, Request("POST", path, everything, headers=headers), name)


class Tab:
    """One tab with a running attempt. ``seen`` counts responses to a slot by the receipts that came to this tab."""

    def __init__(self, browser: Browser, attempt: str, line: Connection, retry_after: float = 3) -> None:
        self.browser, self.attempt, self.line, self.retry_after = browser, attempt, line, retry_after
        self.seen: dict[int, int] = {}
        self.on_page: dict[int, int] = {}

    @property
    def logbook(self) -> Logbook:
        """Of the whole run."""
        return self.browser.logbook

    def give(self, slot: int, given: GivenFields) -> PendingSave:
        """Choose or type something: from now on it is in the browser's keeping."""
        key = f"{self.browser.rng.getrandbits(128):032x}"
        seen = self.seen.get(slot, self.on_page.get(slot, 0))  # a receipt also writes the page's hidden field
        entry = PendingSave(slot, key, seen, given)
        self.browser.keep(entry)
        return entry

    async def flush(self) -> SaveOutcome:
        """Send everything, in order, until something stops it."""
        while queue := self.browser.queue:
            name = min(queue)
            entry = queue[name]
            outcome = await self.send(entry)
            if outcome is SaveOutcome.AGAIN:
                return outcome
            queue.pop(name, None)
            if outcome is SaveOutcome.STALE:
                await self.show(entry.slot)
            if outcome is not SaveOutcome.SAVED:
                return outcome
        return SaveOutcome.SAVED

    async def flush_until_told(self) -> SaveOutcome:
        """As :meth:`flush`, again and again after failures."""
        while True:
            outcome = await self.flush()
            if outcome is not SaveOutcome.AGAIN:
                return outcome
            await asyncio.sleep(self.retry_after * self.browser.rng.uniform(0.5, 1.5))

    def request_of(self, entry: PendingSave) -> Request:
        """The request that sends ``entry``."""
        seen, age = self.seen.get(entry.slot, entry.seen), int((time.monotonic() - entry.at) * 1000)
        body = {"slot": entry.slot, "key": entry.key, "seen": seen, "age": age, **entry.given}
        token = {"X-CSRFToken": self.browser.cookies.get("csrf", "")}
        return Request("POST", f"/attempts/{self.attempt}/responses", value=body, headers=token)

    async def send(self, entry: PendingSave) -> SaveOutcome:
        """One entry, and what it came to."""
        self.logbook.sent[entry.key] = SentSave(self.attempt, entry.slot, entry.given)
        try:
            reply = await self.browser.ask(self.line, self.request_of(entry), "save")
        except NoReply:
            self.logbook.unanswered.add(entry.key)
            return SaveOutcome.AGAIN
        told = reply.json()
        if not isinstance(told, dict):  # somebody else answered in the server's place, or the server with a page
            self.logbook.unanswered.add(entry.key)
            self.logbook.count(f"save answered by no JSON ({reply.status})")
            return SaveOutcome.AGAIN
        return self._note(entry, reply.status, told)

    def _note(self, entry: PendingSave, status: int, told: dict[str, Any]) -> SaveOutcome:
        if status == 201:
            self.seen[entry.slot] = told["seen"]
            receipt = SeenReceipt(self.attempt, entry.slot, entry.key, told["receipt"], entry.given)
            self.logbook.acknowledged.append(receipt)
            return SaveOutcome.CLOSED if told["late"] else SaveOutcome.SAVED
        self.logbook.count(f"save {status}")
        if status >= 500 or status in (401, 403, 429):
            return SaveOutcome.AGAIN
        self.logbook.refused[entry.key] = status
        if status == 409:
            return _CONFLICTS.get(told.get("kind", ""), SaveOutcome.CLOSED)
        return SaveOutcome.REFUSED

    async def show(self, slot: int) -> ShownQuestion | None:
        """Load the page of a question; ``None`` where the server showed another one, or nothing."""
        try:
            reply = await self.browser.open(self.line, f"/attempts/{self.attempt}/questions/{slot + 1}", "page")
        except NoReply:
            return None
        return self._look(reply)

    async def move_on(self, question: ShownQuestion, given: GivenFields, target: int | str) -> ShownQuestion | None:
        """Press 'save and next', as htmx sends it; the question that came in its place."""
        seen = self.seen.get(question.slot, question.seen)
        fields = {"seen": seen, "go": target, **form_fields(question.kind, given)}
        path = f"/attempts/{self.attempt}/questions/{question.slot + 1}"
        try:
            return self._look(await self.browser.post(self.line, path, fields, "page", part=True))
        except NoReply:
            return None

    def _look(self, reply: Reply) -> ShownQuestion | None:
        question = read_shown_question(reply.text) if reply.status == 200 else None
        if question is not None:
            self.seen.clear()
            self.on_page[question.slot] = question.seen
        return question

    async def hand_in(self) -> bool:
        """Press 'hand in' and look at the result; whether it was there."""
        place = f"/attempts/{self.attempt}"
        try:
            reply = await self.browser.post(self.line, f"{place}/hand-in", {}, "hand-in")
            if reply.status != 303:
                self.logbook.count(f"hand-in {reply.status}")
                return False
            result = await self.browser.open(self.line, reply.headers.get("location", place), "result")
        except NoReply:
            return False
        if result.status == 200:
            self.logbook.handed_in.add(self.attempt)
        return result.status == 200
