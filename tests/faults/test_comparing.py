"""The comparison can fail: each kind of loss and of untruth is noticed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from edu.domain.sitting.receipt import extend_chain
from edu.rehearsal.comparing import Reconciliation, check_chain, count_found, list_falsely_saved
from edu.rehearsal.evidence import Kept
from edu.rehearsal.logbook import Logbook, SeenReceipt, SentSave
from edu.rehearsal.paper import kept_of

NOON = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
GIVEN = ({"choice": ["A"]}, {"choice": ["B"]}, {"texts": ["5%"]})
KEYS = ("key-one", "key-two", "key-three")
SLOTS = (0, 0, 1)


def order(attempt: str, slot: int) -> tuple[str, ...]:
    return ("C", "A", "B")


def a_run() -> tuple[Logbook, list[Kept]]:
    """Three responses, sent, acknowledged and kept."""
    logbook, events, chain = Logbook(), [], ""
    for n, (slot, key, given) in enumerate(zip(SLOTS, KEYS, GIVEN, strict=True), 1):
        logbook.sent[key] = SentSave("a", slot, given)
        logbook.acknowledged.append(SeenReceipt("a", slot, key, n, given))
        response = kept_of(given, order("a", slot))
        chain = extend_chain(chain, slot, response, NOON)
        events.append(Kept("a", slot, 2 if n == 2 else 1, n, key, response, chain, NOON))
    return logbook, events


def test_what_is_right_is_found_right():
    logbook, events = a_run()
    assert count_found(logbook, events, order) == 3
    assert list_falsely_saved(logbook, events, order) == []
    assert list(check_chain("a", events)) == []


def test_the_letters_kept_are_the_files():
    assert kept_of({"choice": ["A", "C"]}, ("C", "A", "B"))["letters"] == ["B", "C"]
    assert kept_of({"texts": ["", " "]}, ())["texts"] == []


@pytest.mark.parametrize(
    "change",
    [{"receipt": 9}, {"response": {"letters": ["A"], "truth": None, "texts": []}}, {"slot": 5}, {"key": "other-key"}],
)
def test_an_acknowledged_response_that_differs_is_lost(change: dict[str, object]):
    logbook, events = a_run()
    events[0] = replace(events[0], **change)  # type: ignore[arg-type]
    assert count_found(logbook, events, order) == 2


def test_an_acknowledged_response_that_is_gone_is_lost():
    logbook, events = a_run()
    comparison = Reconciliation(3, count_found(logbook, events[:2], order), 0)
    assert str(comparison) == "acknowledged 3, found 2, lost 1, falsely saved 0"
    assert not comparison.holds


def test_what_nobody_sent_is_falsely_saved():
    logbook, events = a_run()
    events.append(replace(events[0], key="unheard-of", receipt=4))
    assert len(list_falsely_saved(logbook, events, order)) == 1
    assert not Reconciliation(3, 3, 1).holds


def test_another_content_under_a_known_key_is_falsely_saved():
    logbook, events = a_run()
    events[2] = replace(events[2], response=kept_of({"texts": ["6%"]}, ()))
    assert len(list_falsely_saved(logbook, events, order)) == 1


def test_a_key_that_is_there_twice_is_falsely_saved():
    logbook, events = a_run()
    assert len(list_falsely_saved(logbook, [*events, events[1]], order)) == 1


def test_what_was_refused_for_certain_and_is_there_is_falsely_saved():
    logbook, events = a_run()
    del logbook.acknowledged[0]
    logbook.refused["key-one"] = 409
    assert len(list_falsely_saved(logbook, events, order)) == 1
    logbook.unanswered.add("key-one")  # an earlier try may have been the one that was kept
    assert list_falsely_saved(logbook, events, order) == []


@pytest.mark.parametrize(
    "change", [{"receipt": 4}, {"number": 3}, {"chain": "0" * 64}, {"received_at": NOON.replace(year=2027)}]
)
def test_a_chain_that_was_tampered_with_breaks(change: dict[str, object]):
    _, events = a_run()
    events[-1] = replace(events[-1], **change)  # type: ignore[arg-type]
    assert list(check_chain("a", events))


def test_a_gap_in_the_receipts_is_noticed():
    _, events = a_run()
    assert list(check_chain("a", [events[0], events[2]]))


def test_nothing_acknowledged_proves_nothing():
    assert not Reconciliation(0, 0, 0).holds
    assert Reconciliation(1, 1, 0).holds
