"""One sitting, from the first response to its end, and when the next may start."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu.domain.items.item import Item, Kind
from edu.domain.items.response import Response, chosen
from edu.domain.refusal import Conflict
from edu.domain.sitting.attempt import (
    AttemptClosed,
    AttemptState,
    NotBegun,
    StalePage,
    TimeOver,
    TooSoon,
    add_months,
    check_may_start,
    find_parts,
    score_attempt,
)
from edu.domain.sitting.form import Form, Slot
from tests.cases import BLANKS, CHOICE, MINUTE, MOMENT, NOON, a_blueprint, an_attempt

HOUR = timedelta(hours=1)


def test_what_an_attempt_earns():
    attempt = an_attempt(responses={0: chosen("A"), 1: chosen("B")})
    result = score_attempt(attempt, [CHOICE] * 3, cut=Fraction(1, 3))
    assert (result.earned, result.possible, result.share) == (2, 6, Fraction(1, 3))


def test_refusals_for_lateness_are_conflicts():
    assert issubclass(AttemptClosed, Conflict)
    assert issubclass(StalePage, Conflict)


@pytest.mark.parametrize(
    ("texts", "unanswered"),
    [((), [0, 1]), (("平仓",), [0, 1]), (("平仓", " "), [0, 1]), (("平仓", "交割"), [0]), (("x", "y"), [0])],
)
def test_unanswered_counts_half_filled_blanks(texts: tuple[str, ...], unanswered: list[int]):
    attempt = an_attempt([CHOICE, BLANKS], responses={1: Response(texts=texts)})
    assert attempt.unanswered([CHOICE, BLANKS]) == unanswered


@pytest.mark.parametrize(("cut", "passed"), [("1/3", True), ("33333/100000", True), ("33334/100000", False)])
def test_the_cut_is_compared_exactly(cut: str, passed: bool):
    attempt = an_attempt(responses={0: chosen("A")})
    assert score_attempt(attempt, [CHOICE] * 3, Fraction(cut)).passed is passed


def test_scoring_needs_an_item_for_each_slot():
    with pytest.raises(ValueError, match="shorter"):
        score_attempt(an_attempt(), [CHOICE] * 2, Fraction(1))


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


@pytest.mark.parametrize(
    ("state", "after", "refusal"),
    [
        (AttemptState.STARTED, 30 * MINUTE, None), (AttemptState.STARTED, 30 * MINUTE + MOMENT, TimeOver),
        (AttemptState.EXPIRED, MINUTE, TimeOver), (AttemptState.SUBMITTED, MINUTE, AttemptClosed),
        (AttemptState.WAITING, MINUTE, NotBegun),
    ],
)  # fmt: skip
def test_what_is_open_at_a_moment(state: AttemptState, after: timedelta, refusal: type[Conflict] | None):
    attempt = replace(an_attempt(), state=state)
    if refusal is None:
        attempt.check_open(NOON + after)
        return
    with pytest.raises(refusal) as refused:
        attempt.check_open(NOON + after)
    assert type(refused.value) is refusal


def test_a_mark_takes_the_place_of_what_waits_for_it():
    written = Item("w", Kind.WRITTEN, "简述。", "略")
    attempt = an_attempt([written, CHOICE], responses={0: Response(texts=("先安抚",)), 1: chosen("A")})
    waiting = score_attempt(attempt, [written, CHOICE], Fraction(1))
    assert (waiting.awaiting, waiting.earned) == (True, 2)
    marks = {0: Fraction(1, 2), 1: Fraction(1)}  # nobody marks what scores itself
    marked = score_attempt(replace(attempt, marks=marks), [written, CHOICE], Fraction(1))
    assert (marked.awaiting, marked.earned, marked.possible) == (False, Fraction(5, 2), 4)
    assert [score.earned for score in marked.scores] == [Fraction(1, 2), 2]


@pytest.mark.parametrize(
    ("titles", "parts"),
    [
        ("", []), ("一", [("一", 0, 1)]), ("一一一", [("一", 0, 3)]),
        ("一一二三三", [("一", 0, 2), ("二", 2, 3), ("三", 3, 5)]),
        ("一二一", [("一", 0, 1), ("二", 1, 2), ("一", 2, 3)]),
    ],
)  # fmt: skip
def test_the_parts_of_a_form(titles: str, parts: list[tuple[str, int, int]]):
    slots = tuple(Slot("c", "r", title, Fraction(1), ()) for title in titles)
    assert find_parts(Form("check", 1, slots)) == parts


def test_a_refusal_names_its_time():
    assert str(TooSoon(NOON)).startswith(f"You may start the check again from {NOON}")
