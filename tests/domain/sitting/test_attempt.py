"""One sitting, from the first response to its end, and when the next may start."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu.domain.items.response import OMITTED, Response, chosen
from edu.domain.refusal import Conflict, Refused
from edu.domain.sitting.attempt import (
    AttemptClosed,
    AttemptState,
    StalePage,
    TooSoon,
    add_months,
    check_may_start,
    remaining,
    score_attempt,
)
from tests.cases import BLANKS, CHOICE, MINUTE, MOMENT, NOON, a_blueprint, an_attempt

HOUR = timedelta(hours=1)


def test_change_of_mind_then_submission():
    attempt = an_attempt()
    attempt = attempt.respond(0, CHOICE, chosen("B"), NOON, seen=0)
    attempt = attempt.respond(0, CHOICE, chosen("A"), NOON + MINUTE, seen=1)
    assert attempt.responses == {0: chosen("A")}
    assert attempt.events == {0: 2}

    attempt = attempt.submit(NOON + 2 * MINUTE)
    assert (attempt.state, attempt.ended_at) == (AttemptState.SUBMITTED, NOON + 2 * MINUTE)
    result = score_attempt(attempt, [CHOICE] * 3, cut=Fraction(1, 3))
    assert (result.earned, result.possible, result.share) == (2, 6, Fraction(1, 3))


def test_a_response_may_be_taken_back():
    attempt = an_attempt().respond(1, CHOICE, chosen("B"), NOON).respond(1, CHOICE, OMITTED, NOON)
    assert attempt.events == {1: 2}
    assert attempt.unanswered([CHOICE] * 3) == [0, 1, 2]


def test_responding_leaves_the_earlier_value_as_it_was():
    before = an_attempt()
    before.respond(0, CHOICE, chosen("A"), NOON)
    assert before == an_attempt()


def test_a_repeated_request_changes_nothing_though_its_page_is_old_by_now():
    attempt = an_attempt().respond(0, CHOICE, chosen("B"), NOON, seen=0)
    assert attempt.respond(0, CHOICE, chosen("B"), NOON + MINUTE, seen=0) is attempt


@pytest.mark.parametrize("seen", [0, 1, 3])
def test_a_page_that_knows_another_number_of_responses_is_stale(seen: int):
    attempt = an_attempt().respond(0, CHOICE, chosen("B"), NOON).respond(0, CHOICE, chosen("C"), NOON)
    with pytest.raises(StalePage):
        attempt.respond(0, CHOICE, chosen("D"), NOON, seen=seen)
    assert attempt.respond(0, CHOICE, chosen("D"), NOON, seen=2).responses[0] == chosen("D")


def test_two_tabs_on_two_questions_do_not_disturb_each_other():
    attempt = an_attempt().respond(0, CHOICE, chosen("B"), NOON, seen=0)
    assert attempt.respond(1, CHOICE, chosen("B"), NOON, seen=0).events == {0: 1, 1: 1}


@pytest.mark.parametrize("slot", [-1, 3, 99])
def test_a_question_that_the_form_does_not_have(slot: int):
    with pytest.raises(Refused, match="no such question"):
        an_attempt().respond(slot, CHOICE, chosen("A"), NOON)


def test_a_response_that_does_not_fit_leaves_no_trace():
    attempt = an_attempt()
    with pytest.raises(Refused):
        attempt.respond(0, CHOICE, chosen("AB"), NOON)
    assert not attempt.events


def test_the_deadline_itself_is_in_time():
    attempt = an_attempt()
    on_time = attempt.respond(0, CHOICE, chosen("A"), attempt.deadline)
    assert on_time.expire(attempt.deadline) is on_time
    assert on_time.submit(attempt.deadline).state is AttemptState.SUBMITTED


def test_a_moment_after_the_deadline_nothing_is_taken_and_all_that_was_saved_counts():
    attempt = an_attempt().respond(0, CHOICE, chosen("A"), NOON)
    late = attempt.deadline + MOMENT
    with pytest.raises(AttemptClosed, match="time for this check is over"):
        attempt.respond(1, CHOICE, chosen("A"), late)

    expired = attempt.expire(late)
    assert (expired.state, expired.ended_at) == (AttemptState.EXPIRED, attempt.deadline)
    assert attempt.submit(late) == expired
    assert score_attempt(expired, [CHOICE] * 3, Fraction(1)).earned == 2


def test_a_late_repetition_of_a_saved_response_is_late_all_the_same():
    attempt = an_attempt().respond(0, CHOICE, chosen("A"), NOON)
    with pytest.raises(AttemptClosed):
        attempt.respond(0, CHOICE, chosen("A"), attempt.deadline + MOMENT)


def test_a_second_hand_in_is_refused_and_the_first_stands():
    attempt = an_attempt().submit(NOON)
    with pytest.raises(AttemptClosed, match="handed in already"):
        attempt.submit(NOON + MINUTE)
    with pytest.raises(AttemptClosed, match="no longer change"):
        attempt.respond(0, CHOICE, chosen("A"), NOON + MINUTE)
    assert attempt.expire(attempt.deadline + MINUTE) is attempt


def test_an_expired_attempt_stays_expired_even_where_the_clock_was_set_back():
    expired = an_attempt().expire(NOON + 31 * MINUTE)
    assert expired.submit(NOON) is expired
    assert expired.expire(NOON + HOUR) is expired
    with pytest.raises(AttemptClosed, match="time for this check is over"):
        expired.respond(0, CHOICE, chosen("A"), NOON)


def test_refusals_for_lateness_are_conflicts():
    assert issubclass(AttemptClosed, Conflict)
    assert issubclass(StalePage, Conflict)


@pytest.mark.parametrize(
    ("texts", "unanswered"),
    [((), [0, 1]), (("平仓",), [0, 1]), (("平仓", " "), [0, 1]), (("平仓", "交割"), [0]), (("x", "y"), [0])],
)
def test_unanswered_counts_half_filled_blanks(texts: tuple[str, ...], unanswered: list[int]):
    attempt = an_attempt([CHOICE, BLANKS]).respond(1, BLANKS, Response(texts=texts), NOON)
    assert attempt.unanswered([CHOICE, BLANKS]) == unanswered


@pytest.mark.parametrize(("cut", "passed"), [("1/3", True), ("33333/100000", True), ("33334/100000", False)])
def test_the_cut_is_compared_exactly(cut: str, passed: bool):
    attempt = an_attempt().respond(0, CHOICE, chosen("A"), NOON).submit(NOON)
    assert score_attempt(attempt, [CHOICE] * 3, Fraction(cut)).passed is passed


def test_scoring_needs_an_item_for_each_slot():
    with pytest.raises(ValueError, match="shorter"):
        score_attempt(an_attempt(), [CHOICE] * 2, Fraction(1))


@pytest.mark.parametrize(("after", "left"), [(0, 30), (29, 1), (30, 0), (31, 0)])
def test_the_time_left_is_never_negative(after: int, left: int):
    assert remaining(an_attempt(), NOON + after * MINUTE) == left * MINUTE


@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from("ABCD"), st.sampled_from([None, 0, 1, 2]))))
def test_whatever_the_tabs_do_the_last_accepted_response_counts(acts: list[tuple[int, str, int | None]]):
    attempt, last = an_attempt(), {}
    for slot, letter, seen in acts:
        try:
            attempt = attempt.respond(slot, CHOICE, chosen(letter), NOON, seen)
        except StalePage:
            continue
        last[slot] = chosen(letter)
    assert attempt.responses == last
    assert attempt.events.keys() == last.keys()


@pytest.mark.parametrize(
    ("hours_ago", "ended_minutes_ago", "limits", "interval", "opens"),
    [
        # Nothing yet; then the interval, to the minute.
        ([], None, [(1, 24)], 10, None),
        ([2], 9, [], 10, MINUTE), ([2], 10, [], 10, None), ([2], 0, [], 0, None),
        # Two within a day: the older one must be a day ago.
        ([3], 60, [(2, 24)], 0, None), ([3, 4], 60, [(2, 24)], 0, 20 * HOUR), ([4, 3], 60, [(2, 24)], 0, 20 * HOUR),
        ([3, 24], 60, [(2, 24)], 0, None), ([3, 23], 60, [(2, 24)], 0, HOUR),
        # More than the limit, as after it was lowered: so many must have passed that one is free.
        ([1, 2, 3], 60, [(1, 24)], 0, 23 * HOUR), ([1, 2, 3], 60, [(2, 24)], 0, 22 * HOUR),
        # Several at once: what is named is when the last of them is over.
        ([3, 4], 5, [(2, 24)], 10, 20 * HOUR), ([23, 23], 5, [(2, 24)], 120, 115 * MINUTE),
        ([3, 4, 100], 60, [(2, 24), (3, 168)], 0, 68 * HOUR),
    ],
)  # fmt: skip
def test_when_the_next_attempt_may_start(
    hours_ago: list[int],
    ended_minutes_ago: int | None,
    limits: list[tuple[int, int]],
    interval: int,
    opens: timedelta | None,
):
    blueprint = a_blueprint(*limits, interval=interval)
    ended = None if ended_minutes_ago is None else NOON - ended_minutes_ago * MINUTE
    starts = [NOON - hours * HOUR for hours in hours_ago]
    if opens is None:
        check_may_start(blueprint, starts, ended, NOON)
        return
    with pytest.raises(TooSoon) as refusal:
        check_may_start(blueprint, starts, ended, NOON)
    assert refusal.value.opens == refusal.value.values["time"] == NOON + opens


@given(
    st.lists(st.integers(0, 200), max_size=6), st.lists(st.tuples(st.integers(1, 3), st.integers(1, 200)), max_size=3),
    st.integers(0, 600),
)  # fmt: skip
def test_at_the_time_that_a_refusal_names_one_may_start(
    hours_ago: list[int], limits: list[tuple[int, int]], interval: int
):
    blueprint, starts = a_blueprint(*limits, interval=interval), [NOON - hours * HOUR for hours in hours_ago]
    try:
        check_may_start(blueprint, starts, NOON, NOON)
    except TooSoon as refusal:
        check_may_start(blueprint, starts, NOON, refusal.opens)
        with pytest.raises(TooSoon):
            check_may_start(blueprint, starts, NOON, refusal.opens - MOMENT)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2026-01-31", 2, "2026-03-31"),
        ("2026-03-31", 1, "2026-04-30"), ("2026-01-30", 1, "2026-02-28"), ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"), ("2026-12-05", 1, "2027-01-05"), ("2026-01-05", 12, "2027-01-05"),
        ("2026-11-30", 3, "2027-02-28"), ("2026-06-01", 0, "2026-06-01"),
    ],
)  # fmt: skip
def test_months_later(start: str, months: int, end: str):
    later = add_months(datetime.fromisoformat(start).replace(hour=23, minute=59, tzinfo=UTC), months)
    assert later == datetime.fromisoformat(end).replace(hour=23, minute=59, tzinfo=UTC)


@given(st.datetimes(timezones=st.just(UTC)), st.integers(0, 60))
def test_months_later_is_in_that_month_and_never_a_later_day(start: datetime, months: int):
    start = start.replace(year=2000 + start.year % 100)
    later = add_months(start, months)
    assert (later.year * 12 + later.month) - (start.year * 12 + start.month) == months
    assert later.day <= start.day
    assert later.timetz() == start.timetz()
