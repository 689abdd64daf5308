"""Variants that forms draw: the values of parameters, and texts with their values filled in."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest

from edu.domain.items.expression import NotAnExpression
from edu.domain.items.item import Kind, Mistake, Numeric, Parameter
from edu.domain.items.variant import (
    MOST_VALUES,
    combinations,
    draw_values,
    fill_expressions,
    list_values,
    resolve,
    round_long,
    show_value,
    substitute,
)
from edu.domain.sitting.form import draw_form
from tests.builders import a_blueprint, a_cell
from tests.domain.items.numeric import ITEM, MARGIN, VALUES


def test_the_variant_shows_values_as_they_were_written():
    item = resolve(ITEM, VALUES)
    assert item.stem == "买 2 手，比例 8%，需____元。"
    assert item.rationale == "3500×10＝35000"
    assert item.numeric is not None
    assert (item.numeric.answer, item.numeric.parameters) == ("5600", ())


def test_a_seed_draws_the_same_values():
    pool = [ITEM]
    blueprint = a_blueprint(a_cell(kind=Kind.NUMERIC))
    form = draw_form(blueprint, pool, 7)
    assert form == draw_form(blueprint, pool, 7)
    assert dict(form.slots[0].values).keys() == VALUES.keys()
    seen = {draw_form(blueprint, pool, seed).slots[0].values for seed in range(40)}
    assert len(seen) > 30


def test_values_are_drawn_from_all_of_them():
    drawn = {draw_values(MARGIN, random.Random(seed))["手数"] for seed in range(100)}
    assert drawn == {"1", "2", "3", "4", "5"}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1..3", ("1", "2", "3")), ("1～3", ("1", "2", "3")), ("3000..3020 每 10", ("3000", "3010", "3020")),
        ("0.5..1 每 0.25", ("0.5", "0.75", "1")), ("8%、10%", ("8%", "10%")), ("8%，10%", ("8%", "10%")), ("5%..7%",
        ("5%", "6%", "7%")),
        ("10", ("10",)), ("3,000、4,000", ("3,000", "4,000")), ("-1..1", ("-1", "0", "1")),
    ],
)  # fmt: skip
def test_lists_of_values(text: str, values: tuple[str, ...]):
    assert list_values(text) == values


@pytest.mark.parametrize("text", ["", "5..1", "1..3 每 0", "1..100000", "甲", "1、1", "1、1.0", "8%、0.08", "1..甲"])
def test_what_is_no_list_of_values(text: str):
    with pytest.raises(NotAnExpression):
        list_values(text)


def test_all_variants_or_corners_and_a_sample():
    few = list(combinations(MARGIN.parameters[:1], 10))
    assert few == [{"手数": str(n)} for n in range(1, 6)]
    many = list(combinations(MARGIN.parameters, 50))
    assert len(many) == 50
    assert {"手数": "5", "价格": "4000", "比例": "12%", "单位": "10"} in many
    assert many == list(combinations(MARGIN.parameters, 50))


def test_fill_shows_at_most_ten_places():
    assert fill_expressions("{{1 ÷ 3}}", {}) == "0.3333333333"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1..3 每 2", ("1", "3")), ("1..4 step 2", ("1", "3")), ("0%..2% 每 1%", ("0%", "1%", "2%")),
        ("1…2", ("1", "2")), ("1至2", ("1", "2")), ("５", ("5",)), ("1%..2% 步长 0.5%", ("1%", "1.5%", "2%")),
        ("1、 2，3,  4", ("1", "2", "3", "4")), ("7..7", ("7",)), ("3,000,4", ("3,000", "4")),
    ],
)  # fmt: skip
def test_ways_of_writing_a_list(text: str, shown: tuple[str, ...]):
    assert list_values(text) == shown


def test_a_parameter_takes_at_most_so_many_values():
    assert len(list_values(f"1..{MOST_VALUES}")) == MOST_VALUES
    with pytest.raises(NotAnExpression, match=f"more than {MOST_VALUES} values"):
        list_values(f"0..{MOST_VALUES}")


@pytest.mark.parametrize(
    ("text", "why"), [("1..3 每 0", "runs upwards"), ("2..1", "runs upwards"), ("1、1", "twice"), ("甲", "甲 is no")]
)
def test_what_is_wrong_with_a_list_is_told(text: str, why: str):
    with pytest.raises(NotAnExpression, match=why):
        list_values(text)


@pytest.mark.parametrize(
    ("value", "shown"), [("1.50", "1.5"), ("100", "100"), ("-0", "0"), ("-0.0", "0"), ("1E+3", "1000"), ("-2.0", "-2")]
)
def test_values_are_shown_plainly(value: str, shown: str):
    assert show_value(Decimal(value)) == shown


@pytest.mark.parametrize(
    ("value", "read"),
    [("1.23456789012", "1.2345678901"), ("12345678901234567890", "12345678901234567890"), ("0.1", "0.1")],
)
def test_a_value_for_reading_has_at_most_ten_places(value: str, read: str):
    assert round_long(Decimal(value)) == Decimal(read)


def test_the_whole_key_is_settled_and_typical_mistakes_with_it():
    numeric = Numeric(
        low="手数 × 2",
        high="手数 × 3",
        parameters=(Parameter("手数", "1..5"),),
        mistakes=(Mistake("手数 + 1", "加错"),),
    )
    found = resolve(replace(ITEM, stem="____", rationale="", numeric=numeric), {"手数": "4"}).numeric
    assert found is not None
    assert (found.answer, found.low, found.high, found.parameters) == ("", "8", "12", ())
    assert found.mistakes == (Mistake("5", "加错"),)


def test_an_item_without_parameters_stays_as_it_is():
    plain = replace(ITEM, numeric=Numeric("4000"))
    assert resolve(plain, {}) is plain
    assert resolve(replace(ITEM, numeric=None), VALUES).stem == ITEM.stem


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{{比例}} 与 {{比例 × 100}}", "8% 与 8"), ("｛｛手数｝｝手", "2手"), ("{{ 手数 }}", "2"), ("{手数}", "{手数}"),
        ("{{手数}}{{手数 × 手数}}", "24"), ("没有", "没有"),
    ],
)  # fmt: skip
def test_texts_are_filled_in(text: str, filled: str):
    assert fill_expressions(text, VALUES) == filled


def test_expressions_in_a_text_are_changed_where_they_stand():
    assert substitute("甲{{手数}}乙{{ 价格 }}", str.upper) == "甲{{手数}}乙{{价格}}"
    assert substitute("{{a}}b", lambda name: name + "!") == "{{a!}}b"


def test_up_to_so_many_all_variants_come_and_beyond_them_corners_first():
    parameters = (Parameter("a", "1..3"), Parameter("b", "1、2"))
    every = [{"a": a, "b": b} for a in "123" for b in "12"]
    assert list(combinations(parameters, 6)) == every
    some = list(combinations(parameters, 5))
    assert some[:2] == [{"a": "1", "b": "1"}, {"a": "1", "b": "2"}]
    assert len(some) == 5
    assert all(each in every for each in some)
    assert [each["b"] for each in combinations((Parameter("b", "7"), Parameter("a", "1..9")), 4)] == ["7"] * 4


@pytest.mark.parametrize(
    ("text", "values"),
    [("30，400", ("30", "400")), ("0%..8 每 4", ("0", "4", "8")), ("1%..0.03 每 1%", ("0.01", "0.02", "0.03"))],
)
def test_a_list_and_a_range_that_mixes_ways_of_writing(text: str, values: tuple[str, ...]):
    assert list_values(text) == values


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1、1", ("没有值或有重复的值", "no value, or one that stands twice")),
        ("2..1", ("范围要从小到大，步长大于 0", "a range runs upwards, with a step above 0")),
    ],
)
def test_what_is_wrong_with_a_list_is_told_in_both_languages(text: str, words: tuple[str, str]):
    with pytest.raises(NotAnExpression) as refused:
        list_values(text)
    assert refused.value.words == words
