"""One simulated person, stage by stage: with a question a page, or with the whole form on one."""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from edu.domain.sitting.blueprint import Blueprint
from edu.rehearsal.browser import Browser, SaveOutcome, Tab
from edu.rehearsal.doors import Door, start_attempt
from edu.rehearsal.logbook import Logbook
from edu.rehearsal.paper import ShownQuestion
from edu.rehearsal.people import SignedInPerson
from edu.rehearsal.sheet import SheetTab
from edu.rehearsal.wire import Connection, NoReply

_LOOKED_AT = 4


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """``start_within`` and ``answer_for`` in seconds; ``burst`` responses each, 0 for one to every question."""

    blueprint: Blueprint
    people: int
    start_within: float
    answer_for: float
    burst: int = 0

    @property
    def interval(self) -> float:
        """Seconds between two responses of one candidate who takes all the time there is and changes half of them."""
        return self.blueprint.duration.total_seconds() / (1.5 * max(self.blueprint.count, 1))


class Candidate:
    """With a question a page."""

    def __init__(
        self, seat: SignedInPerson, door: Door, port: int, logbook: Logbook, plan: LoadPlan, number: int
    ) -> None:
        self.rng, self.plan, self.logbook = random.Random(number), plan, logbook  # noqa: S311  a load, no secret
        self.browser = Browser(seat.token, logbook, self.rng)
        self.line, self.door = Connection(port), door
        self.tab: Tab | None = None
        self.question: ShownQuestion | None = None
        self.looked_at: list[ShownQuestion] = []

    async def open(self) -> None:
        """The page with the button, some time before."""
        await asyncio.sleep(self.rng.uniform(0, max(self.plan.start_within, self.plan.people / 200)))
        try:
            await self.browser.open(self.line, self.door.page)
        except NoReply:
            self.logbook.count("page without a reply")

    async def start(self) -> None:
        """Within the first seconds, and on to the first question."""
        await asyncio.sleep(self.rng.uniform(0, self.plan.start_within))
        attempt = await start_attempt(self.browser, self.line, self.door)
        if attempt:
            self.tab = self._open_tab(attempt)
            self.question = await self.tab.show(0)

    def _open_tab(self, attempt: str) -> Tab:
        return Tab(self.browser, attempt, self.line)

    async def answer(self) -> None:
        """At the pace of a person: a response, and when it is saved, the next question."""
        end = time.monotonic() + self.plan.answer_for
        pause = self.rng.uniform(0, min(self.plan.interval, self.plan.answer_for))
        while self.tab and self.question and time.monotonic() + pause < end:
            await asyncio.sleep(pause)
            given = self.question.give(self.rng)
            self.tab.give(self.question.slot, given)
            if await self.tab.flush_until_told() is SaveOutcome.CLOSED:
                return
            following = (self.question.slot + 1) % self.plan.blueprint.count
            self.question = await self.tab.move_on(self.question, given, following + 1) or self.question
            pause = self.rng.uniform(0.5, 1.5) * self.plan.interval

    async def look(self) -> None:
        """A few questions in a row, as somebody does who looks over what is done."""
        while self.tab and self.question and len(self.looked_at) < min(_LOOKED_AT, self.plan.blueprint.count):
            slot = (self.question.slot + len(self.looked_at)) % self.plan.blueprint.count
            question = await self.tab.show(slot)
            if question is None:
                self.logbook.count("page without a question")
                return
            self.looked_at.append(question)

    async def burst(self) -> None:
        """Change them again and again, as fast as the receipts come."""
        for number in range(self.plan.burst or self.plan.blueprint.count):
            if self.tab is None or not self.looked_at:
                return
            question = self.looked_at[number % len(self.looked_at)]
            self.tab.give(question.slot, question.give(self.rng))
            await self.tab.flush_until_told()

    async def hand_in(self) -> None:
        """Everybody within the same seconds."""
        await asyncio.sleep(self.rng.uniform(0, self.plan.start_within))
        for _ in range(20):
            if self.tab is None or await self.tab.hand_in():
                break
            self.logbook.count("hand-in refused")
            await asyncio.sleep(1)
        self.line.close()


class SheetCandidate(Candidate):
    """With the whole form on one page, which asks for the clock as long as it is open."""

    sheet: SheetTab | None = None

    def _open_tab(self, attempt: str) -> Tab:
        self.sheet = SheetTab(self.browser, attempt, self.line)
        return self.sheet

    @asynccontextmanager
    async def _at_the_page(self) -> AsyncIterator[SheetTab | None]:
        if self.sheet is None or not self.sheet.questions:
            yield None
            return
        async with self.sheet.clock():
            yield self.sheet

    async def answer(self) -> None:
        """At the pace of a person, question after question of the page."""
        end = time.monotonic() + self.plan.answer_for
        pause, number = self.rng.uniform(0, min(self.plan.interval, self.plan.answer_for)), 0
        async with self._at_the_page() as sheet:
            while sheet and time.monotonic() + pause < end:
                await asyncio.sleep(pause)
                question = sheet.questions[number % len(sheet.questions)]
                sheet.give(question.slot, question.give(self.rng))
                if await sheet.flush_until_told() is SaveOutcome.CLOSED:
                    return
                pause, number = self.rng.uniform(0.5, 1.5) * self.plan.interval, number + 1
            await asyncio.sleep(max(end - time.monotonic(), 0))

    async def look(self) -> None:
        """Load the page again, as somebody does who is not sure that all is saved."""
        await asyncio.sleep(self.rng.uniform(0, self.plan.start_within))
        if self.sheet is None:
            return
        await self.sheet.show(0)
        self.looked_at = list(self.sheet.questions)
        if not self.looked_at:
            self.logbook.count("page without a question")

    async def burst(self) -> None:
        """Change everything as fast as the receipts come."""
        async with self._at_the_page():
            await super().burst()

    async def hand_in(self) -> None:
        """Part after part, where one goes forward only; everybody within the same seconds."""
        if self.sheet is not None:
            await self.sheet.finish_parts()
        await super().hand_in()
