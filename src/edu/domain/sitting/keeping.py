"""Keeping responses: may one be kept, does it count, and which of a slot does. Every road that saves asks here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol, TypeVar
from uuid import UUID

from edu.domain.items.response import decode_response
from edu.domain.refusal import NotThere, Refused
from edu.domain.sitting.attempt import AttemptClosed, AttemptState, NotBegun, PartLeft, StalePage, TimeOver
from edu.domain.sitting.receipt import Receipt, digest_of, link, write_canonically
from edu.domain.sitting.timing import Timing, is_in_time

LATE_IS_KEPT = timedelta(hours=1)
"""After the deadline a response is kept for so long, as evidence; it counts only where more time is given."""


class Head(NamedTuple):
    """Where one slot stands: the number of its ``last`` response, and of the ``counting`` one, 0 for none.

    ``complete``: the counting one leaves nothing of the question out. ``digest`` tells whether a response may be the
    same as the last one.
    """

    last: int
    counting: int
    complete: bool
    digest: int


UNTOUCHED = Head(0, 0, False, 0)


@dataclass(frozen=True, slots=True)
class Save:
    """A response to be kept; ``complete``: it leaves nothing of the question out.

    ``seen`` is how many responses to its slot the page knew of; ``key`` names this save wherever it is sent again.
    ``given_at`` is when the page says it was given: what was given before the deadline counts when it arrives within
    the grace behind it. ``text`` and ``digest`` are the response as it goes into the chain, and a short sum of it.
    """

    attempt: UUID
    candidate: UUID
    slot: int
    response: Mapping[str, Any]
    complete: bool
    at: datetime
    seen: int | None = None
    key: str | None = None
    given_at: datetime | None = None
    text: str = field(init=False)
    digest: int = field(init=False)

    def __post_init__(self) -> None:
        text = write_canonically(self.response)  # written once: every save comes by here
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "digest", digest_of(text))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an attempt has come: what decides on its next save.

    ``receipts`` is how many saves there were, ``chain`` the digest over them; slots before ``first_open`` belong to
    parts that were left.
    """

    candidate: UUID
    timing: Timing
    first_open: int
    receipts: int
    chain: str
    heads: Mapping[int, Head]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A save that was kept, and what its page was told."""

    slot: int
    response: Mapping[str, Any]
    receipt: Receipt


def keep_save(progress: Progress, save: Save, named: Earlier | None, last: Earlier | None) -> tuple[Progress, Receipt]:
    """How far the attempt is with this save, and the receipt; a ``repeated`` one where nothing is to be appended.

    ``named`` was saved under the same name; ``last`` is the last response to the slot, where it may be the same one.
    Raises the reason why the response may not be kept.
    """
    if save.candidate != progress.candidate:
        raise NotThere("There is no such check.")
    if named is not None:
        return progress, _find_again(save, named)
    _check_open(progress, save)
    if _is_same(progress, save, last):
        return progress, _tell_again(progress, save, last)
    head = progress.heads.get(save.slot, UNTOUCHED)
    if save.seen is not None and save.seen != head.last:
        raise StalePage()
    return _append(progress, save, head)


def is_next(progress: Progress, save: Save) -> bool:
    """Whether the save can only be a new one: it follows the last response to its slot, and differs from it.

    To look for earlier ones is dear, and nearly every save is new. One that comes again nearly always says that its
    page knew of fewer responses than there are.
    """
    head = progress.heads.get(save.slot, UNTOUCHED)
    return (
        progress.timing.state is AttemptState.STARTED
        and save.seen == head.last
        and save.slot >= progress.first_open
        and save.at <= progress.timing.deadline
    )


def may_be_same(progress: Progress, save: Save) -> bool:
    """Whether the response may be the last one of its slot again; who says so looks."""
    head = progress.heads.get(save.slot)
    return head is not None and head.digest == save.digest


class Event(Protocol):
    """A response that was kept, as it is on record."""

    @property
    def slot(self) -> int: ...
    @property
    def number(self) -> int: ...
    @property
    def late(self) -> bool: ...
    @property
    def received_at(self) -> datetime: ...
    @property
    def given_at(self) -> datetime | None: ...


E = TypeVar("E", bound=Event)


def find_counting(events: Iterable[E], timing: Timing) -> dict[int, E]:
    """The response of each slot that counts: the last one that came in time, or that more time covered afterwards."""
    counting: dict[int, E] = {}
    for event in events:
        if event.late and not is_in_time(timing, event.received_at, event.given_at):
            continue
        if event.slot not in counting or event.number > counting[event.slot].number:
            counting[event.slot] = event
    return counting


def _find_again(save: Save, named: Earlier) -> Receipt:
    if (named.slot, named.response) != (save.slot, save.response):  # nobody may believe that this other save was kept
        raise Refused("This response does not fit the question.")
    return replace(named.receipt, repeated=True)


def _check_open(progress: Progress, save: Save) -> None:
    timing = progress.timing
    if timing.state is AttemptState.SUBMITTED:
        raise AttemptClosed("This check has been handed in; its responses no longer change.")
    if timing.state is AttemptState.WAITING:
        raise NotBegun()
    if save.slot < progress.first_open:
        raise PartLeft()
    if save.at > timing.deadline + LATE_IS_KEPT:
        raise TimeOver()


def _is_same(progress: Progress, save: Save, last: Earlier | None) -> bool:
    """The last response again, or, from a plain form, nothing where nothing was: a save with a name gets a receipt."""
    if save.slot in progress.heads:
        return last is not None and last.response == save.response
    return save.key is None and decode_response(save.response).omitted


def _tell_again(progress: Progress, save: Save, last: Earlier | None) -> Receipt:
    if last is None:
        return Receipt(progress.receipts, save.at, 0, progress.chain, repeated=True)
    return replace(last.receipt, repeated=True)


def _append(progress: Progress, save: Save, head: Head) -> tuple[Progress, Receipt]:
    number = head.last + 1
    expired = progress.timing.state is AttemptState.EXPIRED
    late = expired or not is_in_time(progress.timing, save.at, save.given_at)
    counting, complete = (head.counting, head.complete) if late else (number, save.complete)
    heads = {**progress.heads, save.slot: Head(number, counting, complete, save.digest)}
    receipts, chain = progress.receipts + 1, link(progress.chain, save.slot, save.text, save.at)
    grown = Progress(progress.candidate, progress.timing, progress.first_open, receipts, chain, heads)
    return grown, Receipt(receipts, save.at, number, chain, late)
