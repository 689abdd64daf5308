"""Which responses are kept, which count, and what is the same again: the rule that every road asks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu.domain.items.response import OMITTED, Response, chosen, encode_response
from edu.domain.refusal import Conflict, NotThere, Refused
from edu.domain.sitting.attempt import AttemptClosed, AttemptState, NotBegun, PartLeft, StalePage, TimeOver
from edu.domain.sitting.keeping import (
    LATE_IS_KEPT,
    Earlier,
    Progress,
    Save,
    find_counting,
    is_next,
    keep_save,
    may_be_same,
)
from edu.domain.sitting.receipt import Receipt, digest_of, extend_chain, write_canonically
from edu.domain.sitting.timing import Timing
from tests.cases import MINUTE, MOMENT, NOON

DEADLINE = NOON + 30 * MINUTE
CLOSES = DEADLINE + MINUTE
STARTED, EXPIRED = AttemptState.STARTED, AttemptState.EXPIRED
CANDIDATE = UUID(int=2)


@dataclass(frozen=True)
class Kept:
    """A response as the journal has it on record."""

    slot: int
    number: int
    late: bool
    received_at: datetime
    given_at: datetime | None


@dataclass
class Book:
    """An attempt with what was kept of it, as a journal holds it."""

    progress: Progress
    events: list[Kept] = field(default_factory=list)
    lasts: dict[int, Earlier] = field(default_factory=dict)
    named: dict[str, Earlier] = field(default_factory=dict)

    def save(self, slot: int, response: Response, at: datetime = NOON, **more: Any) -> Receipt:
        values: dict[str, Any] = {"attempt": UUID(int=1), "candidate": CANDIDATE, "complete": not response.omitted}
        save = Save(**values | {"slot": slot, "response": encode_response(response), "at": at} | more)
        last = self.lasts.get(slot) if may_be_same(self.progress, save) else None
        before = self.progress
        self.progress, receipt = keep_save(before, save, self.named.get(save.key or ""), last)
        if self.progress is not before:
            self.lasts[slot] = Earlier(slot, save.response, receipt)
            self.named |= {save.key: self.lasts[slot]} if save.key else {}
            self.events.append(Kept(slot, receipt.events, receipt.late, at, save.given_at))
        return receipt

    def count(self) -> Mapping[int, int]:
        """The number of the counting response of each slot."""
        return {slot: head.counting for slot, head in self.progress.heads.items()}


def a_book(state: AttemptState = STARTED, first_open: int = 0) -> Book:
    return Book(Progress(CANDIDATE, Timing(state, DEADLINE, CLOSES), first_open, 0, "", {}))


def test_a_change_of_mind():
    book = a_book()
    first = book.save(0, chosen("B"), seen=0)
    second = book.save(0, chosen("A"), NOON + MINUTE, seen=1)
    assert [(kept.number, kept.events, kept.late, kept.repeated) for kept in (first, second)] == [
        (1, 1, False, False), (2, 2, False, False),
    ]  # fmt: skip
    assert second.chain == extend_chain(first.chain, 0, encode_response(chosen("A")), NOON + MINUTE)
    assert book.progress.heads[0][:3] == (2, 2, True)


def test_a_response_may_be_taken_back():
    book = a_book()
    book.save(1, chosen("B"))
    book.save(1, OMITTED)
    assert book.progress.heads[1][:3] == (2, 2, False)


def test_keeping_leaves_the_earlier_value_as_it_was():
    book = a_book()
    before = book.progress
    book.save(0, chosen("A"))
    assert before == a_book().progress


@pytest.mark.parametrize("seen", [0, 1, None])
@pytest.mark.parametrize("at", [NOON, DEADLINE + 10 * MINUTE])
def test_the_same_response_again_has_the_receipt_of_the_first(seen: int | None, at: datetime):
    """However old its page is by now, and however late it comes: it was kept in time."""
    book = a_book()
    first = book.save(0, chosen("B"), seen=0)
    assert book.save(0, chosen("B"), at, seen=seen) == replace(first, repeated=True)
    assert len(book.events) == 1


def test_nothing_where_nothing_was_is_nothing_new():
    book = a_book()
    assert book.save(0, OMITTED, seen=0) == Receipt(0, NOON, 0, "", repeated=True)
    assert book.events == []


@pytest.mark.parametrize("seen", [0, 1, 3])
def test_a_page_that_knows_another_number_of_responses_is_stale(seen: int):
    book = a_book()
    book.save(0, chosen("B"))
    book.save(0, chosen("C"))
    with pytest.raises(StalePage):
        book.save(0, chosen("D"), seen=seen)
    assert book.save(0, chosen("D"), seen=2).events == 3


def test_two_tabs_on_two_questions_do_not_disturb_each_other():
    book = a_book()
    assert [book.save(slot, chosen("B"), seen=0).events for slot in (0, 1)] == [1, 1]


def test_a_save_sent_again_has_its_receipt_and_another_under_its_name_is_refused():
    book = a_book()
    first = book.save(0, chosen("A"), key="key")
    book.save(0, chosen("B"))
    assert book.save(0, chosen("A"), DEADLINE + MINUTE, key="key", seen=0) == replace(first, repeated=True)
    for slot, letters in ((0, "B"), (1, "A")):
        with pytest.raises(Refused, match="does not fit"):
            book.save(slot, chosen(letters), key="key")


@pytest.mark.parametrize(
    ("state", "first_open", "at", "refusal"),
    [
        (AttemptState.WAITING, 0, NOON, NotBegun), (AttemptState.SUBMITTED, 0, NOON, AttemptClosed),
        (STARTED, 1, NOON, PartLeft), (STARTED, 0, DEADLINE + LATE_IS_KEPT, None),
        (STARTED, 0, DEADLINE + LATE_IS_KEPT + MOMENT, TimeOver), (EXPIRED, 0, DEADLINE + MINUTE, None),
    ],
)  # fmt: skip
def test_what_may_be_kept(state: AttemptState, first_open: int, at: datetime, refusal: type[Conflict] | None):
    book = a_book(state, first_open)
    if refusal is None:
        assert book.save(0, chosen("A"), at).late
        return
    with pytest.raises(refusal):
        book.save(0, chosen("A"), at)
    assert not book.progress.receipts


def test_somebody_elses_is_not_there():
    with pytest.raises(NotThere):
        a_book().save(0, chosen("A"), candidate=UUID(int=3))


@pytest.mark.parametrize(
    ("state", "at", "given_at", "late"),
    [
        (STARTED, DEADLINE, None, False), (STARTED, DEADLINE + MOMENT, None, True),
        (STARTED, DEADLINE + MOMENT, DEADLINE, False), (STARTED, DEADLINE + MOMENT, DEADLINE + MOMENT, True),
        (STARTED, CLOSES, NOON, False), (STARTED, CLOSES + MOMENT, NOON, True), (EXPIRED, DEADLINE, NOON, True),
    ],
)  # fmt: skip
def test_what_is_late_is_kept_and_does_not_count(
    state: AttemptState, at: datetime, given_at: datetime | None, late: bool
):
    book = a_book(state)
    assert book.save(0, chosen("A"), at, given_at=given_at).late is late
    assert book.progress.heads[0][:3] == (1, 0 if late else 1, not late)


@pytest.mark.parametrize(
    ("more", "counting"), [(0, {0: 1}), (4, {0: 1}), (5, {0: 2}), (9, {0: 2}), (10, {0: 3, 1: 1}), (60, {0: 3, 1: 1})]
)
def test_more_time_covers_what_had_come_late(more: int, counting: dict[int, int]):
    book = a_book()
    book.save(0, chosen("A"))
    book.save(0, chosen("B"), DEADLINE + 5 * MINUTE)
    book.save(0, chosen("C"), DEADLINE + 10 * MINUTE)
    book.save(1, chosen("C"), DEADLINE + 10 * MINUTE)
    given = timedelta(minutes=more)
    found = find_counting(book.events, Timing(STARTED, DEADLINE + given, CLOSES + given))
    assert {slot: event.number for slot, event in found.items()} == counting


def test_what_was_given_in_the_added_time_and_came_in_its_grace_counts():
    book = a_book()
    book.save(0, chosen("A"), DEADLINE + 5 * MINUTE + MOMENT, given_at=DEADLINE + 5 * MINUTE)
    given = timedelta(minutes=5)
    assert find_counting(book.events, Timing(STARTED, DEADLINE + given, CLOSES + given))[0].number == 1


@given(
    st.lists(
        st.tuples(
            st.integers(0, 2), st.sampled_from(["", "A", "B"]), st.sampled_from([None, 0, 1, 2]), st.integers(0, 40)
        )
    )
)
def test_whatever_the_tabs_do_what_is_kept_with_each_save_is_what_the_record_says(
    acts: list[tuple[int, str, int | None, int]],
):
    """The heads, found step by step, are those that the whole history gives."""
    book = a_book()
    for slot, letters, seen, minute in acts:
        try:
            book.save(slot, chosen(letters), NOON + minute * MINUTE, seen=seen)
        except StalePage:
            continue
    counting = find_counting(book.events, book.progress.timing)
    assert {slot: number for slot, number in book.count().items() if number} == {
        slot: event.number for slot, event in counting.items()
    }
    assert book.progress.receipts == len(book.events)
    assert {slot: head.last for slot, head in book.progress.heads.items()} == {
        event.slot: event.number for event in book.events
    }


@pytest.mark.parametrize(
    ("differences", "new"),
    [
        ({}, True),
        ({"seen": 0}, False),
        ({"seen": None}, False),
        ({"at": DEADLINE + MOMENT}, False),
        ({"slot": 1}, False),
    ],
)
def test_a_save_that_can_only_be_new_is_not_looked_for(differences: dict[str, Any], new: bool):
    book = a_book()
    book.save(0, chosen("A"))
    values: dict[str, Any] = {
        "slot": 0,
        "response": encode_response(chosen("B")),
        "complete": True,
        "at": NOON,
        "seen": 1,
    } | differences
    assert is_next(book.progress, Save(UUID(int=1), CANDIDATE, **values)) is new


@given(st.lists(st.text(), max_size=3), st.booleans() | st.none())
def test_the_chain_is_over_plain_json(texts: list[str], truth: bool | None):
    """So that anybody can compute it: an array of the digest before, the slot, the response and the time in UTC."""
    response = {"letters": ["A"], "truth": truth, "texts": [text.encode(errors="ignore").decode() for text in texts]}
    before = extend_chain("", 1, response, NOON)
    text = json.dumps(
        [before, 3, response, NOON.isoformat()], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert extend_chain(before, 3, response, NOON) == sha256(text.encode()).hexdigest()


def test_a_save_knows_its_text_and_a_short_sum_of_it():
    save = Save(UUID(int=1), CANDIDATE, 0, encode_response(chosen("BA")), True, NOON)
    assert save.text == write_canonically(encode_response(chosen("AB")))
    assert save.digest == digest_of(save.text) != digest_of("")


@pytest.mark.parametrize(("at", "new"), [(DEADLINE, True), (DEADLINE + MOMENT, False)])
def test_up_to_the_deadline_a_save_can_only_be_new(at: datetime, new: bool):
    book = a_book()
    book.save(0, chosen("A"))
    save = Save(UUID(int=1), CANDIDATE, 0, encode_response(chosen("B")), True, at, seen=1)
    assert is_next(book.progress, save) is new
