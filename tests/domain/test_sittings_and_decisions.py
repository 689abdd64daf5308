"""Attempts, learning, questionnaires, policy and decisions: stories, tables and laws."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu.domain.items.item import Item, Kind, Option
from edu.domain.learning.lesson import Course, Lesson, Section
from edu.domain.learning.progress import CheckpointResponse, course_complete, lesson_progress, next_item
from edu.domain.people.back_off import LONGEST_WAIT, opens_at
from edu.domain.people.login import check_login, check_password
from edu.domain.people.profile import ClientKind, check_step
from edu.domain.people.role import DUTIES, Duty, Role
from edu.domain.refusal import Invalid, Refused
from edu.domain.sitting.attempt import (
    add_months,
)
from edu.domain.suitability.decision import decide
from edu.domain.suitability.facts import FACTS, FactValue, unknown_facts
from edu.domain.suitability.policy import Permission
from edu.domain.suitability.profile_facts import to_facts
from edu.domain.suitability.questionnaire import (
    Audience,
    Band,
    Question,
    Questionnaire,
    QuestionOption,
    Theme,
    assess,
    find_band,
)
from tests.house import shipped_library

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ITEM = Item("q", Kind.SINGLE, "题干", "解析", tuple(Option(letter, letter) for letter in "ABCD"), frozenset("A"))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [("2026-01-31", 1, "2026-02-28"), ("2024-02-29", 12, "2025-02-28"), ("2026-12-05", 1, "2027-01-05")],
)
def test_months_later(start: str, months: int, end: str):
    assert add_months(datetime.fromisoformat(start + "T00:00+00:00"), months).date() == date.fromisoformat(end)


def _section(section_id: str = "s") -> Section:
    return Section(section_id, "节", "文", ("p1", "p2", "p3"))


def _given(item: str, right: bool, section: str = "s") -> CheckpointResponse:
    return CheckpointResponse("l", section, item, right)


def test_another_item_after_a_wrong_response_and_the_oldest_when_all_were_asked():
    assert next_item("l", _section(), []) == "p1"
    assert next_item("l", _section(), [_given("p1", False)]) == "p2"
    asked = [_given("p1", False), _given("p2", False), _given("p3", False)]
    assert next_item("l", _section(), asked) == "p1"
    assert next_item("l", _section(), [*asked, _given("p1", False), _given("gone", False)]) == "p2"


def test_a_lesson_is_complete_when_each_section_is():
    lesson = Lesson("l", "课", (), 5, "", "", "", "", (_section("s"), _section("t")))
    course = Course("c", "课程", ("l",))
    half = [_given("p1", True), _given("p1", False, "t")]
    assert lesson_progress(lesson, half).done == 1
    assert not course_complete(course, [lesson], half)
    assert course_complete(course, [lesson], [*half, _given("p2", True, "t")])


BANDS = (
    Band("b1", Audience.INDIVIDUAL, "C1", Fraction(0), Fraction(5)),
    Band("b2", Audience.INDIVIDUAL, "C2", Fraction(5), Fraction(10)),
)


@pytest.mark.parametrize(("total", "found"), [("0", "b1"), ("49/10", "b1"), ("5", "b2"), ("10", "b2")])
def test_bands_take_their_low_and_the_topmost_its_high(total: str, found: str):
    assert find_band(BANDS, Audience.INDIVIDUAL, Fraction(total)).id == found


def test_a_gate_stands_beside_the_score():
    question = Question(
        "q", "?", "t", (QuestionOption("A", "不能", Fraction(8), gate=True), QuestionOption("B", "能", Fraction(8)))
    )
    several = Question(
        "r", "?", "t", (QuestionOption("A", "", Fraction(1)), QuestionOption("B", "", Fraction(2))), True
    )
    paper = Questionnaire("i", "问卷", "1", Audience.INDIVIDUAL, (Theme("t", ""),), (question, several))
    gated = assess(paper, {"q": frozenset("A"), "r": frozenset("AB")}, BANDS)
    assert (gated.score, gated.band, gated.risk_class, gated.lowest, gated.gates) == (10, "b2", "C1", True, ("q",))
    free = assess(paper, {"q": frozenset("B"), "r": frozenset("A")}, BANDS)
    assert (free.score, free.risk_class, free.lowest) == (9, "C2", False)
    for wrong in (
        {"q": frozenset("A")},
        {"q": frozenset("AB"), "r": frozenset("A")},
        {"q": frozenset("Z"), "r": frozenset("A")},
    ):
        with pytest.raises(Invalid):
            assess(paper, wrong, BANDS)


@st.composite
def any_facts(build: st.DrawFn) -> dict[str, FactValue]:
    """Any facts that could be gathered."""
    facts = unknown_facts()
    for kind in FACTS.values():
        if kind.key in {"category", "tier", "any_warning", "any_open"}:
            continue  # found while deciding
        if kind.numeric:
            facts[kind.key] = Decimal(build(st.integers(0, 10_000))) / 10
        else:
            facts[kind.key] = build(st.sampled_from(list(kind.values.values())))
    if facts["lowest_class"]:
        facts["risk_class"] = "C1"
    return facts


@given(any_facts())
def test_whatever_the_facts_the_shipped_policy_keeps_the_law(facts: dict[str, FactValue]):
    policy = shipped_library().policy
    decision = decide(policy, facts, None)
    assert decision == decide(policy, dict(facts), None)
    assert len(set(decision.fired)) == len(decision.fired)
    grades = {product.id: product.grade for product in policy.products}
    for product in decision.products:
        ordinary = decision.category == "ordinary"
        if ordinary and facts["lowest_class"] and grades[product.product] != "R1":
            assert product.permission is Permission.BLOCKED
        if facts["futures_staff"] or facts["check"] != "passed" or facts["disclosure"] != "current":
            assert product.permission is Permission.BLOCKED
        if ordinary and product.permission is Permission.ALLOWED and not facts["lowest_class"]:
            assert grades[product.product][1] <= str(facts["risk_class"])[1]


def test_only_verified_experience_counts_where_it_was_verified():
    stated = {"real_trades": "500", "futures_staff": "no"}
    assert to_facts(ClientKind.INDIVIDUAL, stated, {}, date(2026, 6, 1))["experience_verified"] is False
    verified = {"experience_verified": True, "real_trades": "12"}
    assert to_facts(ClientKind.INDIVIDUAL, stated, verified, date(2026, 6, 1))["real_trades"] == 12


def test_a_field_that_is_not_asked_is_not_kept():
    given = {
        "name": "王",
        "document_kind": "resident",
        "document_number": "11010519491231002X",
        "nationality": "X" * 500,
    }
    assert check_step(ClientKind.INDIVIDUAL, "identity", given, date(2026, 6, 1))["nationality"] == ""


@pytest.mark.parametrize("login", ["a@b", "12345", "", "x" * 200 + "@example.cn", "a@b@c.cn"])
def test_names_that_cannot_be_registered(login: str):
    with pytest.raises(Refused):
        check_login(login)


@pytest.mark.parametrize("password", ["short", "password", "12345678", "aaaaaaaaaa", "x" * 200, "wang@example.cn"])
def test_passwords_that_are_refused(password: str):
    with pytest.raises(Refused):
        check_password(password, "wang@example.cn")


@pytest.mark.parametrize(
    ("failures", "seconds"), [(1, 0), (4, 0), (5, 30), (6, 60), (7, 120), (50, LONGEST_WAIT.total_seconds())]
)
def test_back_off_doubles_and_ends(failures: int, seconds: float):
    assert opens_at(failures, NOON) == NOON + timedelta(seconds=seconds)


def test_duties_that_stay_apart():
    for role, duties in DUTIES.items():
        assert not {Duty.SEE_BANKS, Duty.SEE_DECISIONS} <= duties, role
        assert not {Duty.BE_ASSESSED} <= duties or duties <= {Duty.BE_ASSESSED, Duty.STUDY}, role
    assert set(DUTIES) == set(Role)
