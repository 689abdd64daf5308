"""A tab with the whole form on a page: nothing leaves it to save, and it asks for the clock all the time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from edu.rehearsal.browser import Browser, Tab
from edu.rehearsal.paper import ShownQuestion, read_sheet
from edu.rehearsal.wire import Connection, NoReply, Request

ASK_CLOCK_EVERY = 2.0
_MOST_PARTS = 20


class SheetTab(Tab):
    """``questions`` are those of the page: of the whole form, or of the part that is open."""

    def __init__(self, browser: Browser, attempt: str, line: Connection, retry_after: float = 3) -> None:
        super().__init__(browser, attempt, line, retry_after)
        self.questions: tuple[ShownQuestion, ...] = ()
        self.way_out = ""

    async def show(self, slot: int) -> ShownQuestion | None:
        """Load the page; the question in ``slot``, or ``None`` where it is not there."""
        try:
            reply = await self.browser.open(self.line, f"/attempts/{self.attempt}/form", "page")
        except NoReply:
            return None
        if reply.status != 200:
            return None
        self.questions, self.way_out = read_sheet(reply.text)
        self.seen.clear()
        self.on_page = {question.slot: question.seen for question in self.questions}
        return next((question for question in self.questions if question.slot == slot), None)

    async def finish_parts(self) -> None:
        """Where one goes forward only, leave part after part, to the last."""
        for _ in range(_MOST_PARTS):
            if not self.way_out.endswith("/finish"):
                return
            try:
                await self.browser.post(self.line, self.way_out, {}, "part")
            except NoReply:
                await asyncio.sleep(self.retry_after)
            await self.show(0)

    @asynccontextmanager
    async def clock(self) -> AsyncIterator[None]:
        """While this lasts, the page asks for the clock over a connection of its own."""
        task = asyncio.create_task(self._ask())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _ask(self) -> None:
        line = Connection(self.line.port)
        pause = self.browser.rng.uniform(0, ASK_CLOCK_EVERY)  # pages are opened at different moments
        try:
            while True:
                await asyncio.sleep(pause)
                await self._ask_once(line)
                pause = ASK_CLOCK_EVERY
        finally:
            line.close()

    async def _ask_once(self, line: Connection) -> None:
        try:
            reply = await self.browser.ask(line, Request("GET", f"/attempts/{self.attempt}/clock"), "clock")
        except NoReply:
            self.logbook.count("clock without a reply")
            return
        if reply.status != 200:
            self.logbook.count(f"clock {reply.status}")
