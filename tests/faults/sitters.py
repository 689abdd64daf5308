"""Candidates who sit on while the server is being killed."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass

from edu.rehearsal.browser import Browser, SaveOutcome, Tab
from edu.rehearsal.logbook import Logbook
from edu.rehearsal.people import SignedInPerson
from edu.rehearsal.wire import Connection, NoReply
from tests.faults.mischief import BadLine, replay, send_in_disorder

RETRY_AFTER = 0.15


@dataclass(slots=True)
class Campaign:
    """How far the faults are: ``done`` of ``of``. Sitters finish one after the other as it goes on."""

    of: int
    done: int = 0

    def is_past(self, share: float) -> bool:
        return self.done >= share * self.of


class Sitter:
    """Answers every slot, changes its mind until its share of the campaign is over, and hands in.

    ``number`` decides its habits: one in six each hands in twice at once, replays, sends in disorder, has five tabs,
    has two devices, or has a very bad connection.
    """

    def __init__(
        self,
        number: int,
        seat: SignedInPerson,
        ports: Sequence[int],
        logbook: Logbook,
        campaign: Campaign,
        pause: float,
    ) -> None:
        self.rng = random.Random(number)
        self.seat, self.ports, self.logbook, self.campaign, self.pause = seat, ports, logbook, campaign, pause
        self.habit = ("twice", "replays", "disorder", "tabs", "devices", "cuts")[number % 6]
        self.until = self.rng.uniform(0.1, 1.0)
        browsers = [self._make_browser() for _ in range(2 if self.habit == "devices" else 1)]
        count = 5 if self.habit == "tabs" else len(browsers)
        self.tabs = [self._make_tab(browsers[n % len(browsers)]) for n in range(count)]
        self.over = False

    def _make_browser(self) -> Browser:
        return Browser(self.seat.token, self.logbook, random.Random(self.rng.random()))

    def _make_line(self) -> Connection:
        return BadLine(self.rng.choice(self.ports), self.rng, 0.25 if self.habit == "cuts" else 0.03)

    def _make_tab(self, browser: Browser) -> Tab:
        return Tab(browser, self.seat.attempt, self._make_line(), RETRY_AFTER)

    async def sit(self) -> None:
        """To the end, however long that takes."""
        for tab in self.tabs:
            await self._open(tab)
        slots = list(range(len(self.seat.questions)))
        self.rng.shuffle(slots)
        await asyncio.gather(*(self._answer(tab, slots[n :: len(self.tabs)]) for n, tab in enumerate(self.tabs)))
        while not self.over and not self.campaign.is_past(self.until):
            await asyncio.gather(*(self._change_a_mind(tab) for tab in self.tabs))
            await asyncio.sleep(self.rng.uniform(0, 2 * self.pause))
        await self._hand_in()
        for tab in self.tabs:
            tab.line.close()

    async def _open(self, tab: Tab) -> None:
        """The first page, which also brings the token of the forms."""
        shown = await tab.show(0)
        while shown is None:
            await asyncio.sleep(RETRY_AFTER)
            shown = await tab.show(0)

    async def _answer(self, tab: Tab, slots: list[int]) -> None:
        for slot in slots:
            await self._give(tab, slot, times=self.rng.choice((1, 1, 1, 2, 3)))
            await asyncio.sleep(self.rng.uniform(0, 2 * self.pause))

    async def _change_a_mind(self, tab: Tab) -> None:
        if self.rng.random() < 0.5:
            await self._give(tab, self.rng.randrange(len(self.seat.questions)), times=1)

    async def _give(self, tab: Tab, slot: int, times: int) -> None:
        for _ in range(times):
            tab.give(slot, self.seat.questions[slot].give(self.rng))
        if self.habit == "disorder":
            line = self._make_line()
            await send_in_disorder(tab, line)
            line.close()
        if await tab.flush_until_told() is SaveOutcome.CLOSED:
            self.over = True
        if self.habit == "replays":
            await replay(tab)

    async def _hand_in(self) -> None:
        """Once, or on two connections at the same moment; pressed again until the result is there."""
        for tab in self.tabs:
            while tab.browser.queue:  # going on waits for what was given
                await tab.flush_until_told()
        tabs = [self.tabs[0]]
        if self.habit == "twice":
            tabs.append(self._make_tab(self.tabs[0].browser))
        while True:
            if all(await asyncio.gather(*(tab.hand_in() for tab in tabs))):
                break
            await asyncio.sleep(RETRY_AFTER)
        await self._try_after_the_end(tabs[0])
        for tab in tabs:
            tab.line.close()

    async def _try_after_the_end(self, tab: Tab) -> None:
        """A response after the hand-in is refused, and the page is told so."""
        entry = tab.give(0, self.seat.questions[0].give(self.rng))
        try:
            outcome = await tab.send(entry)
        except NoReply:
            return
        if outcome not in (SaveOutcome.CLOSED, SaveOutcome.AGAIN):
            self.logbook.wrong.append(f"{self.seat.attempt}: after the hand-in a response was {outcome}")
