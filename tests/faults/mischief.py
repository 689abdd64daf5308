"""Bad connections and odd browsers."""

import asyncio
import random

from edu.rehearsal.browser import PendingSave, Tab
from edu.rehearsal.logbook import SentSave
from edu.rehearsal.wire import Connection, NoReply, Reply


class BadLine(Connection):
    """Every now and then the connection is cut: in the middle of a request, or before its reply has been read."""

    def __init__(self, port: int, rng: random.Random, share: float) -> None:
        super().__init__(port, patience=20)
        self.rng, self.share = rng, share

    async def ask(self, request: bytes) -> Reply:
        if self.rng.random() >= self.share:
            return await super().ask(request)
        whole = self.rng.random() < 0.7
        await self._send_and_cut(request if whole else request[: self.rng.randrange(1, len(request))])
        raise NoReply("cut")

    async def _send_and_cut(self, words: bytes) -> None:
        try:
            _, writer = await self.open()
            writer.write(words)
            await writer.drain()
            await asyncio.sleep(self.rng.choice((0, 0.002, 0.02)))
        except OSError as error:
            raise NoReply(str(error)) from error
        finally:
            self.close()


async def replay(tab: Tab) -> None:
    """Send an acknowledged save once more, byte for byte but for its count: it must find its receipt."""
    own = [save for save in tab.logbook.acknowledged[-200:] if save.attempt == tab.attempt]
    if not own:
        return
    old = tab.browser.rng.choice(own)
    request = tab.request_of(PendingSave(old.slot, old.key, 0, old.given))
    request.value["seen"] = tab.browser.rng.choice((0, request.value["seen"] + 7))
    try:
        reply = await tab.browser.ask(tab.line, request)
    except NoReply:
        return
    told = reply.json()
    if reply.status == 201 and told["receipt"] != old.receipt:
        tab.logbook.wrong.append(f"{old.key}: receipt {told['receipt']} for what had {old.receipt}")
    elif reply.status not in (201, 503):
        tab.logbook.wrong.append(f"{old.key}: sent again after its receipt, and answered {reply.status}")
    tab.logbook.count("replayed")


async def send_in_disorder(tab: Tab, line: Connection) -> None:
    """What waits is sent last first, on a connection of its own; the queue sends it all again, in order."""
    for _, entry in sorted(tab.browser.queue.items(), reverse=True):
        request = tab.request_of(entry)
        tab.logbook.sent[entry.key] = SentSave(tab.attempt, entry.slot, entry.given)
        tab.logbook.unanswered.add(entry.key)
        try:
            await tab.browser.ask(line, request)
        except NoReply:
            return
    tab.logbook.count("sent in disorder")
