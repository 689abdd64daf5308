"""The comparison of what candidates were told with what is there. Values in, values out."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from edu.domain.items.response import OMITTED, decode_response
from edu.domain.items.scoring import score
from edu.domain.sitting.attempt import AttemptState
from edu.domain.sitting.keeping import find_counting
from edu.domain.sitting.receipt import extend_chain
from edu.domain.sitting.timing import Timing
from edu.rehearsal.evidence import Evidence, Kept
from edu.rehearsal.logbook import Logbook
from edu.rehearsal.paper import kept_of
from edu.store.evidence.ledger import compute_digest
from edu.store.sitting import attempts
from edu.store.sitting.heads import read_heads

ShownOrder = Callable[[str, int], Sequence[str]]
"""Attempt and slot to the file's letters as they were shown."""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """``found`` of the acknowledged are there as they were acknowledged. ``wrong`` says whatever else is not right."""

    acknowledged: int
    found: int
    falsely_saved: int
    wrong: tuple[str, ...] = ()

    @property
    def lost(self) -> int:
        """Receipts without what they promised."""
        return self.acknowledged - self.found

    @property
    def holds(self) -> bool:
        """Something was acknowledged, all of it is there, and nothing else."""
        return self.acknowledged > 0 and self.lost == 0 and self.falsely_saved == 0 and not self.wrong

    def __str__(self) -> str:
        return (
            f"acknowledged {self.acknowledged}, found {self.found}, lost {self.lost}, "
            f"falsely saved {self.falsely_saved}"
        )


def compare(logbook: Logbook, evidence: Evidence) -> Reconciliation:
    """Everything that must hold after a rehearsal, whatever happened during it."""
    events = [event for own in evidence.events.values() for event in own]
    false = list_falsely_saved(logbook, events, evidence.order)
    told = [*logbook.wrong, *false]
    wrong = [*told, *_check_chains(evidence), *_check_ends(logbook, evidence), *_check_ledger(evidence)]
    return Reconciliation(
        acknowledged=len(logbook.acknowledged),
        found=count_found(logbook, events, evidence.order),
        falsely_saved=len(false),
        wrong=tuple(wrong),
    )


def count_found(logbook: Logbook, events: Sequence[Kept], order: ShownOrder) -> int:
    """Receipts that are there: attempt, slot, key, number and content.

    The same response again has the receipt of the first, which was kept under a name of its own.
    """
    there = {(event.attempt, event.slot, event.receipt): event for event in events}

    def is_there(sent: Any) -> bool:
        event = there.get((sent.attempt, sent.slot, sent.receipt))
        if event is None or event.response != kept_of(sent.given, order(sent.attempt, sent.slot)):
            return False
        return event.key == sent.key or _was_sent(logbook, event, order)

    return sum(map(is_there, logbook.acknowledged))


def list_falsely_saved(logbook: Logbook, events: Sequence[Kept], order: ShownOrder) -> list[str]:
    """Events that nobody sent as they are kept, that are there twice, or whose sender was told for certain: no."""
    told_no = logbook.refused.keys() - logbook.unanswered - {sent.key for sent in logbook.acknowledged}
    twice = Counter((event.attempt, event.key) for event in events)
    found = [f"{event.key}: was refused, and is there" for event in events if event.key in told_no]
    found += [f"{event.key}: nobody sent this" for event in events if not _was_sent(logbook, event, order)]
    return found + [f"{key}: is there {count} times" for (_, key), count in twice.items() for _ in range(count - 1)]


def _was_sent(logbook: Logbook, event: Kept, order: ShownOrder) -> bool:
    sent = logbook.sent.get(event.key or "")
    if sent is None or (sent.attempt, sent.slot) != (event.attempt, event.slot):
        return False
    return kept_of(sent.given, order(sent.attempt, sent.slot)) == event.response


def check_chain(attempt: str, events: Sequence[Kept]) -> Iterator[str]:
    """Receipts are 1..n, the numbers of a slot too, and each chain follows from the one before."""
    if [event.receipt for event in events] != list(range(1, len(events) + 1)):
        yield f"{attempt}: the receipts are not 1 to {len(events)}"
    chain, numbers = "", Counter[int]()
    for event in events:
        numbers[event.slot] += 1
        chain = extend_chain(chain, event.slot, event.response, event.received_at)
        if event.number != numbers[event.slot]:
            yield f"{attempt}: receipt {event.receipt} is response {event.number} to slot {event.slot}"
        if event.chain != chain:
            yield f"{attempt}: the chain breaks at receipt {event.receipt}"


def _check_chains(evidence: Evidence) -> Iterator[str]:
    for attempt, row in evidence.attempts.items():
        events = evidence.events.get(attempt, [])
        yield from check_chain(attempt, events)
        heads = dict(Counter(event.slot for event in events))
        last = (len(events), events[-1].chain if events else "", heads)
        if (row.receipts, row.chain, {slot: head.last for slot, head in read_heads(row.heads).items()}) != last:
            yield f"{attempt}: the attempt's own count or chain is not that of its last receipt"


def _check_ends(logbook: Logbook, evidence: Evidence) -> Iterator[str]:
    said = {str(body["attempt"]): body["earned"] for body in _read_hand_ins(evidence)}  # before the marker
    for attempt in sorted(logbook.handed_in):
        row = evidence.attempts[attempt]
        if row.state is not AttemptState.SUBMITTED:
            yield f"{attempt}: its candidate saw the result, and it is {row.state}"
            continue
        earned, kept = score_last(evidence, attempt), said.get(attempt) if row.awaiting else row.earned
        if kept is None or Fraction(kept) != earned:
            yield f"{attempt}: earned {kept}, and its last responses earn {earned}"


def score_last(evidence: Evidence, attempt: str) -> Fraction:
    """The points of the last counting response of each slot."""
    row = evidence.attempts[attempt]
    counting = find_counting(evidence.events.get(attempt, []), Timing(row.state, row.deadline, row.closes_at))
    pairs = zip(attempts.read_form(row).slots, evidence.items[attempt], strict=True)
    total = Fraction(0)
    for number, (slot, item) in enumerate(pairs):
        response = decode_response(counting[number].response) if number in counting else OMITTED
        total += score(item, response, slot.points).earned
    return total


def _check_ledger(evidence: Evidence) -> Iterator[str]:
    entries = Counter(str(body["attempt"]) for body in _read_hand_ins(evidence))
    for attempt, row in evidence.attempts.items():
        wanted = int(row.state is AttemptState.SUBMITTED)
        if entries[attempt] != wanted:
            yield f"{attempt}: {entries[attempt]} entries of the ledger say that it was handed in, not {wanted}"
    yield from (f"ledger {entry.id}: the digest differs" for entry in evidence.ledger if not _intact(entry))


def _read_hand_ins(evidence: Evidence) -> list[Any]:
    return [json.loads(entry.body) for entry in evidence.ledger if entry.kind == "attempt-submitted"]


def _intact(entry: Any) -> bool:
    return bool(entry.digest == compute_digest(entry))
