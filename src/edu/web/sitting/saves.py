"""What the page of a running sitting sends and asks in the background. The page never leaves the form for it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated

import msgspec

from edu.domain.items.response import LONGEST_WRITTEN, Response
from edu.domain.refusal import NotThere
from edu.domain.sitting.signal import Signal, SignalKind
from edu.domain.sitting.timing import compute_left, is_running
from edu.services.sitting import noting
from edu.services.sitting.noting import LONGEST_NOTE
from edu.store.sitting.frozen_forms import FrozenForm
from edu.web.items.answering import Entered, read_response
from edu.web.kit.gate import GateReply, Handler, Passage
from edu.web.kit.room_words import say_notices

WrittenText = Annotated[str, msgspec.Meta(max_length=LONGEST_WRITTEN)]
Letter = Annotated[str, msgspec.Meta(max_length=2)]
SlotNumber = Annotated[int, msgspec.Meta(ge=0, le=1000)]
DAY = 86_400


class Sent(msgspec.Struct, forbid_unknown_fields=True):
    """A response as the page has it: letters are the page's. ``key`` names this save, however often it is sent.

    ``age`` is how many milliseconds ago it was given.
    """

    slot: SlotNumber
    key: Annotated[str, msgspec.Meta(min_length=8, max_length=40, pattern="^[A-Za-z0-9-]+$")]
    seen: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
    choice: Annotated[list[Letter], msgspec.Meta(max_length=10)] = []
    texts: Annotated[list[WrittenText], msgspec.Meta(max_length=50)] = []
    truth: bool | None = None
    pairs: Annotated[list[Letter], msgspec.Meta(max_length=20)] = []
    age: Annotated[int, msgspec.Meta(ge=0, le=DAY * 1000)] | None = None


class SentNote(msgspec.Struct, forbid_unknown_fields=True):
    """A flag or a note; what is missing stays as it is."""

    slot: SlotNumber
    flagged: bool | None = None
    words: Annotated[str, msgspec.Meta(max_length=LONGEST_NOTE)] | None = None


class SentSignal(msgspec.Struct, forbid_unknown_fields=True):
    """One thing that the page noticed."""

    kind: SignalKind
    slot: SlotNumber | None = None
    seconds: Annotated[int, msgspec.Meta(ge=0, le=DAY)] = 0


class SentSignals(msgspec.Struct, forbid_unknown_fields=True):
    """Several at once."""

    signals: Annotated[list[SentSignal], msgspec.Meta(max_length=20)]


_RESPONSE = msgspec.json.Decoder(Sent)
_NOTE = msgspec.json.Decoder(SentNote)
_SIGNALS = msgspec.json.Decoder(SentSignals)


async def save(passage: Passage) -> GateReply:
    """Keep a response; what comes back is its receipt."""
    sent, desk = _RESPONSE.decode(passage.body), passage.platform.desk
    form = await desk.form_of(passage.attempt, passage.person.id)
    receipt = await desk.save(
        passage.attempt, passage.person.id, sent.slot, _read(sent, form), passage.now, seen=sent.seen, key=sent.key,
        age=None if sent.age is None else timedelta(milliseconds=sent.age),
    )  # fmt: skip
    desk.meet(passage.attempt, passage.person.id, passage.address, passage.now)
    language = passage.language
    told = {"number": receipt.number, "time": language.clock(receipt.at)}
    said = language.gettext("Saved: no. %(number)s, %(time)s") % told
    return 201, {"receipt": receipt.number, "seen": receipt.events, "late": receipt.late, "said": said}


def _read(sent: Sent, form: FrozenForm) -> Response:
    """The response to the form's item."""
    if sent.slot >= len(form.items):
        raise NotThere("This check has no such question.")
    given = Entered(sent.choice, sent.truth, sent.texts, sent.pairs)
    return read_response(given, form.items[sent.slot], form.slots[sent.slot].order)


async def tell_clock(passage: Passage) -> GateReply:
    """How much time is left, in seconds, and what the examiner did."""
    clock = await passage.platform.watch.read_clock(passage.attempt, passage.person.id, passage.now)
    running, left = is_running(clock.timing, passage.now), compute_left(clock.timing, passage.now).total_seconds()
    said = [{"id": notice.id, "said": notice.said} for notice in say_notices(passage.language, clock.notices)]
    return 200, {"state": "started" if running else "ended", "left": round(left, 1), "notices": said}


async def keep_note(passage: Passage) -> GateReply:
    """Flag a question, or write words to oneself."""
    sent = _NOTE.decode(passage.body)
    async with passage.platform.database.write() as session:
        await noting.note(
            session, passage.attempt, passage.person.id, sent.slot, flagged=sent.flagged, words=sent.words
        )
    return 200, {"kept": True}


async def keep_signals(passage: Passage) -> GateReply:
    """Keep what the page noticed, for the examiner."""
    seen = [
        Signal(signal.kind, passage.now, signal.slot, signal.seconds)
        for signal in _SIGNALS.decode(passage.body).signals
    ]
    async with passage.platform.database.write() as session:
        await noting.observe(session, passage.attempt, passage.person.id, seen)
    return 200, {"kept": True}


SAVE_HANDLERS: Mapping[tuple[str, str], Handler] = {
    ("POST", "responses"): save,
    ("GET", "clock"): tell_clock,
    ("POST", "notes"): keep_note,
    ("POST", "signals"): keep_signals,
}
