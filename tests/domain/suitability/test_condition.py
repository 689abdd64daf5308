"""Conditions over facts."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu.domain.suitability.condition import ALWAYS, Comparison, Condition
from edu.domain.suitability.facts import BY_KEY, FACTS, RISK_CLASSES, unknown_facts
from tests.cases import either, known_facts, when

CLASSES = ("none", *RISK_CLASSES)


@pytest.mark.parametrize(
    ("trades", "age", "ban", "holds"),
    [
        (10, 30, False, True), (10, 30, True, True), (9, 30, False, False), (9, 30, True, False),
        (0, 70, False, False), (0, 70, True, True), (10, 70, True, True),
    ],
)  # fmt: skip
def test_and_binds_closer_than_or(trades: int, age: int, ban: bool, holds: bool):
    """三年真实成交笔数 >= 10 或 年龄 >= 70 且 市场禁入或重大不良记录 = 是"""
    condition = either(when(("real_trades", ">=", 10)), when(("age", ">=", 70), ("market_ban", "=", True)))
    assert condition.holds(known_facts(real_trades=trades, age=age, market_ban=ban)) is holds


def test_always_and_never():
    assert ALWAYS.holds(unknown_facts())
    assert not Condition(ways=()).holds(known_facts())


@pytest.mark.parametrize(
    ("sign", "holding"),
    [
        ("=", {"C3"}), ("!=", {"none", "C1", "C2", "C4", "C5"}), (">=", {"C3", "C4", "C5"}), (">", {"C4", "C5"}),
        ("<=", {"none", "C1", "C2", "C3"}), ("<", {"none", "C1", "C2"}),
    ],
)  # fmt: skip
def test_classes_are_compared_by_their_place(sign: str, holding: set[str]):
    condition = when(("risk_class", sign, "C3"))
    assert {name for name in CLASSES if condition.holds(known_facts(risk_class=name))} == holding


@pytest.mark.parametrize(
    ("tier", "sign", "wanted", "holds"),
    [
        ("basic", "<", "advanced", True), ("advanced", "<", "basic", False), ("intermediate", ">", "basic", True),
        ("none", "<=", "basic", True), ("advanced", ">=", "advanced", True),
    ],
)  # fmt: skip
def test_tiers_are_not_compared_by_their_letters(tier: str, sign: str, wanted: str, holds: bool):
    assert Comparison("tier", sign, wanted).holds(known_facts(tier=tier)) is holds


@pytest.mark.parametrize(
    ("comparison", "facts", "holds"),
    [
        (("market_ban", "=", True), {"market_ban": True}, True),
        (("market_ban", "=", False), {"market_ban": True}, False),
        (("market_ban", "!=", True), {"market_ban": False}, True),
        (("check", "=", "passed"), {"check": "passed"}, True), (("check", "!=", "passed"), {"check": "expired"}, True),
        (("age", "<", 18), {"age": 17}, True), (("age", "<", 18), {"age": 18}, False),
        (("age", ">=", 70), {"age": 70}, True), (("age", ">", 70), {"age": 70}, False),
        (("check_percent", ">=", 90), {"check_percent": "89.99"}, False),
        (("check_percent", "=", 90), {"check_percent": "90.00"}, True),
    ],
)  # fmt: skip
def test_flags_words_and_numbers(comparison: tuple[str, str, Any], facts: dict[str, Any], holds: bool):
    assert when(comparison).holds(known_facts(**facts)) is holds


@pytest.mark.parametrize(("stored", "value"), [("0.1", "0.1"), ("500", "500"), (500, "500"), (Decimal("2.50"), "2.5")])
def test_a_number_is_a_decimal_however_it_was_stored(stored: Any, value: str):
    comparison = Comparison("planned_funds", ">=", stored)
    assert isinstance(comparison.value, Decimal)
    assert comparison.value == Decimal(value)
    assert comparison.holds(known_facts(planned_funds=Decimal(value)))


def test_numbers_are_compared_as_numbers_not_as_text():
    assert Comparison("planned_funds", ">", "9").holds(known_facts(planned_funds=10))


def test_a_word_is_left_as_it_is():
    assert Comparison("risk_class", "=", "C3").value == "C3"
    assert Comparison("market_ban", "=", True).value is True


def test_an_unknown_fact_is_no_condition():
    with pytest.raises(KeyError):
        Comparison("salary", "=", 1)


@given(st.sampled_from(list(BY_KEY)), st.data())
def test_equal_and_different_are_opposites_for_every_kind_of_fact(key: str, data: st.DataObject):
    kind = BY_KEY[key]
    numbers = st.decimals(0, 10**6, places=2)
    values = numbers if kind.numeric else st.sampled_from(list(kind.values.values()))
    given_value, wanted = data.draw(values), data.draw(values)
    facts = unknown_facts() | {key: given_value}
    equal, different = (Comparison(key, sign, wanted).holds(facts) for sign in ("=", "!="))
    assert equal is not different
    assert equal is (given_value == wanted)


def test_nothing_known_is_a_value_of_every_fact():
    facts = unknown_facts()
    assert facts.keys() == BY_KEY.keys()
    assert len(FACTS) == len(BY_KEY)
    for key, value in facts.items():
        assert value == 0 if BY_KEY[key].numeric else value in BY_KEY[key].values.values()
    assert (facts["category"], facts["risk_class"], facts["tier"]) == ("ordinary", "none", "none")
