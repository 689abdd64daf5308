"""Facts as they are gathered: each has its gatherer, and the law's words on time and share hold to the second."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu.domain.people.profile import ClientKind
from edu.domain.suitability.decision import FOUND
from edu.domain.suitability.disclosure import Acknowledged
from edu.domain.suitability.facts import BY_KEY, FactValue, unknown_facts
from edu.domain.suitability.known import (
    GATHERERS,
    Assessed,
    Checked,
    Known,
    find_counting_check,
    gather_facts,
    stands_until,
    to_percent,
)
from edu.domain.suitability.profile_facts import Profile

NOON = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
NOBODY = Profile(ClientKind.INDIVIDUAL, {}, {}, False, date(2026, 6, 1))
NOTHING = Known(NOON, NOBODY, False, Acknowledged.NONE, None, None)
ASSESSED = Assessed(NOON, 12, "C3", False)
PASSED = Checked(NOON, NOON, Fraction(4, 5), True, 24)


def test_each_fact_has_one_gatherer_and_each_gatherer_its_fact():
    assert not GATHERERS.keys() & FOUND.keys()
    assert GATHERERS.keys() | FOUND.keys() == BY_KEY.keys()


def test_where_nothing_is_known_each_fact_says_so():
    assert gather_facts(NOTHING) == unknown_facts()


@pytest.mark.parametrize("acknowledged", Acknowledged)
def test_gathered_values_are_those_that_a_policy_may_name(acknowledged: Acknowledged):
    known = replace(NOTHING, acknowledged=acknowledged, course_complete=True, assessed=ASSESSED, checked=PASSED)
    for key, value in gather_facts(known).items():
        assert BY_KEY[key].numeric or value in BY_KEY[key].values.values(), key


@pytest.mark.parametrize(
    ("known", "facts", "until"),
    [
        (NOTHING, {"questionnaire": "none", "check": "none", "check_percent": Decimal(0)}, None),
        (
            replace(NOTHING, assessed=ASSESSED),
            {"questionnaire": "valid", "risk_class": "C3", "lowest_class": False},
            NOON.replace(year=2027),
        ),
        (replace(NOTHING, assessed=replace(ASSESSED, lowest=True)), {"lowest_class": True}, NOON.replace(year=2027)),
        (
            replace(NOTHING, assessed=ASSESSED, now=NOON.replace(year=2027) - SECOND),
            {"questionnaire": "valid"},
            NOON.replace(year=2027),
        ),
        (
            replace(NOTHING, assessed=ASSESSED, now=NOON.replace(year=2027)),
            {"questionnaire": "expired", "risk_class": "C3"},
            None,
        ),
        (
            replace(NOTHING, checked=PASSED),
            {"check": "passed", "check_percent": Decimal(80)},
            NOON.replace(year=2028),
        ),
        (
            replace(NOTHING, checked=PASSED, now=NOON.replace(year=2028) - SECOND),
            {"check": "passed"},
            NOON.replace(year=2028),
        ),
        (replace(NOTHING, checked=PASSED, now=NOON.replace(year=2028)), {"check": "expired"}, None),
        (
            replace(NOTHING, checked=replace(PASSED, passed=False)),
            {"check": "failed", "check_percent": Decimal(80)},
            None,
        ),
        (replace(NOTHING, assessed=ASSESSED, checked=PASSED), {"check": "passed"}, NOON.replace(year=2027)),
        (
            replace(NOTHING, assessed=ASSESSED, checked=PASSED, now=NOON.replace(year=2027)),
            {"questionnaire": "expired", "check": "passed"},
            NOON.replace(year=2028),
        ),
    ],
)
def test_validity(known: Known, facts: dict[str, FactValue], until: datetime | None):
    gathered = gather_facts(known)
    assert {key: gathered[key] for key in facts} == facts
    assert stands_until(known) == until


def test_the_check_that_counts_is_the_latest_whose_result_has_been_released():
    first, later = PASSED, replace(PASSED, passed=False, released_at=NOON + SECOND)
    waiting = replace(PASSED, released_at=None)
    assert find_counting_check([], NOON) is None
    assert find_counting_check([waiting], NOON) is None
    assert find_counting_check([first, later, waiting], NOON) == first
    assert find_counting_check([first, later, waiting], NOON + SECOND) == later


@pytest.mark.parametrize(
    ("share", "shown"), [("1", "100"), ("0", "0"), ("4/5", "80"), ("79999/100000", "79.99"), ("2/3", "66.66")]
)
def test_a_percent_is_rounded_down(share: str, shown: str):
    assert to_percent(Fraction(share)) == Decimal(shown)


@given(st.fractions(0, 1))
def test_a_percent_never_says_more_than_was_earned(share: Fraction):
    assert 0 <= share - Fraction(to_percent(share)) / 100 < Fraction(1, 10_000)
