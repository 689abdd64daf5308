"""What a response earns: a table for each credit rule, and the laws that hold for all of them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu.domain.items.item import CreditRule, WrongRule
from edu.domain.items.response import OMITTED, Response, chosen
from edu.domain.items.scoring import score
from tests.builders import a_fill_in, a_true_false, an_item

SHARED, HALF, WHOLE = CreditRule.PER_OPTION, CreditRule.HALF, CreditRule.ALL_OR_NOTHING
KEYS = st.frozensets(st.sampled_from("ABCD"), min_size=2)
PICKED = st.frozensets(st.sampled_from("ABCD"))


@pytest.mark.parametrize(
    ("keys", "picked", "rule", "earned"),
    [
        ("AB", "", SHARED, 0), ("AB", "A", SHARED, 2), ("AB", "AB", SHARED, 4),
        ("AB", "C", SHARED, 0), ("AB", "AC", SHARED, 0), ("AB", "ABC", SHARED, 0), ("AB", "ABCD", SHARED, 0),
        ("ABC", "A", SHARED, Fraction(4, 3)), ("ABC", "BC", SHARED, Fraction(8, 3)), ("ABC", "ABC", SHARED, 4),
        ("ABCD", "ABC", SHARED, 3), ("ABCD", "ABCD", SHARED, 4),

        ("AB", "", HALF, 0), ("AB", "B", HALF, 2), ("AB", "AB", HALF, 4),
        ("AB", "D", HALF, 0), ("AB", "AD", HALF, 0), ("AB", "ABD", HALF, 0),
        ("ABC", "A", HALF, 2), ("ABC", "AB", HALF, 2), ("ABC", "ABC", HALF, 4), ("ABCD", "A", HALF, 2),

        ("AB", "", WHOLE, 0), ("AB", "A", WHOLE, 0), ("AB", "AB", WHOLE, 4),
        ("AB", "C", WHOLE, 0), ("AB", "ABC", WHOLE, 0), ("ABCD", "ABC", WHOLE, 0), ("ABCD", "ABCD", WHOLE, 4),
    ],
)  # fmt: skip
def test_points_of_several_options(keys: str, picked: str, rule: CreditRule, earned: int | Fraction):
    assert score(an_item(keys, points=4, credit=rule), chosen(picked)).earned == earned


@pytest.mark.parametrize(
    ("picked", "share", "earned"),
    [("A", Fraction(1, 4), 1), ("AB", Fraction(1, 4), 2), ("ABC", Fraction(1, 2), 4), ("ABE", Fraction(1, 2), 0)],
)
def test_each_right_option_earns_its_share_and_together_no_more_than_all(picked: str, share: Fraction, earned: int):
    item = an_item("ABCD", points=4, options="ABCDE", credit=CreditRule.EACH, credit_share=share)
    assert score(item, chosen(picked)).earned == earned


@pytest.mark.parametrize(("picked", "earned"), [("ABC", 3), ("ABE", 1), ("ABCE", 2), ("AE", 0), ("ABCDE", 3)])
def test_a_wrong_option_may_take_a_right_one_back(picked: str, earned: int):
    item = an_item("ABCD", points=4, options="ABCDE", credit=SHARED, wrong=WrongRule.CANCEL)
    assert score(item, chosen(picked)).earned == earned


@pytest.mark.parametrize("rule", CreditRule)
@pytest.mark.parametrize(("picked", "earned"), [("", 0), ("A", 4), ("B", 0)])
def test_a_choice_of_one_knows_no_part(picked: str, earned: int, rule: CreditRule):
    assert score(an_item("A", points=4, credit=rule), chosen(picked)).earned == earned


@pytest.mark.parametrize(
    ("truth", "given", "earned"),
    [(True, True, 2), (True, False, 0), (False, False, 2), (False, True, 0), (True, None, 0), (False, None, 0)],
)
def test_points_of_a_judgement(truth: bool, given: bool | None, earned: int):
    assert score(a_true_false(truth, points=2), Response(truth=given)).earned == earned


def test_three_thirds_make_one():
    item = an_item("ABC", points=1)
    assert sum((score(item, chosen("A")).earned for _ in range(3)), Fraction(0)) == 1


def test_a_form_may_give_other_points_than_the_bank():
    result = score(an_item("AB", points=4), chosen("A"), Fraction(5))
    assert (result.earned, result.possible, result.full) == (Fraction(5, 2), 5, False)


@pytest.mark.parametrize("item", [an_item("A"), an_item("AB"), a_true_false(), a_fill_in("平仓", "交割")])
def test_nothing_given_earns_nothing(item):
    result = score(item, OMITTED)
    assert (result.earned, result.possible, result.full) == (0, item.points, False)


@given(KEYS, PICKED, st.sampled_from(CreditRule), st.fractions(0, 100))
def test_earned_lies_between_nothing_and_possible(keys, picked, rule, possible):
    result = score(an_item("".join(keys), credit=rule), Response(picked), possible)
    assert 0 <= result.earned <= result.possible == possible


@given(KEYS, PICKED, st.sampled_from(CreditRule))
def test_one_wrong_option_spoils_whatever_else_was_chosen(keys, picked, rule):
    if wrong := frozenset("ABCD") - keys:
        assert score(an_item("".join(keys), credit=rule), Response(picked | {min(wrong)})).earned == 0


@given(KEYS, st.sampled_from(CreditRule), st.data())
def test_one_more_right_option_never_costs_points(keys, rule, data):
    item = an_item("".join(keys), credit=rule)
    fewer = data.draw(st.frozensets(st.sampled_from(sorted(keys))))
    more = fewer | {data.draw(st.sampled_from(sorted(keys)))}
    assert score(item, Response(fewer)).earned <= score(item, Response(more)).earned


# Blanks


@pytest.mark.parametrize(
    ("texts", "earned"),
    [
        (("对冲平仓", "实物交割"), 6), (("平仓", "交割"), 6), (("平仓", ""), 3), (("", "交割"), 3), (("平仓",), 3),
        ((), 0),
        (("交割", "平仓"), 0), (("平仓", "平仓"), 3), ((" 平仓。", "“实物 交割”"), 6), (("平 仓", "交  割"), 6),
        (("。", "？"), 0), (("平仓交割", ""), 0),
    ],
)  # fmt: skip
def test_points_of_blanks_in_order(texts: tuple[str, ...], earned: int):
    assert score(a_fill_in("对冲平仓|平仓", "实物交割|交割"), Response(texts=texts)).earned == earned


@pytest.mark.parametrize(
    ("blanks", "texts", "earned"),
    [
        (("平仓", "交割"), ("交割", "平仓"), 6),
        (("平仓", "交割"), ("交割", "交割"), 3),
        (("平仓|对冲平仓", "交割"), ("平仓", "对冲平仓"), 3),
        (("平仓", "交割"), ("", "平仓"), 3),
        (("平仓", "交割"), ("平仓",), 3),
        (("平仓", "交割"), (), 0),
        # Each of these loses points when a text takes the first blank that accepts it and keeps it.
        (("甲|乙", "甲"), ("甲", "乙"), 6),
        (("甲|乙|丙", "甲|乙", "甲"), ("甲", "乙", "丙"), 6),
        (("甲|乙", "乙|丙", "丙|甲"), ("甲", "丙", "乙"), 6),
    ],
)  # fmt: skip
def test_points_of_blanks_in_any_order(blanks: tuple[str, ...], texts: tuple[str, ...], earned: int):
    assert score(a_fill_in(*blanks, ordered=False), Response(texts=texts)).earned == earned


@given(st.permutations(["甲", "乙", "丙", "丁"]))
def test_no_order_of_writing_costs_points(texts: list[str]):
    item = a_fill_in("甲|乙|丙|丁", "甲|乙|丙", "甲|乙", "甲", ordered=False)
    assert score(item, Response(texts=tuple(texts))).full


@given(st.lists(st.sampled_from(["甲", "乙", "丙", ""]), max_size=3), st.permutations(range(3)))
def test_points_in_any_order_do_not_depend_on_the_order(texts: list[str], order: list[int]):
    item = a_fill_in("甲|乙", "乙|丙", "甲", ordered=False)
    padded = [*texts, *[""] * (3 - len(texts))]
    other = tuple(padded[place] for place in order)
    assert score(item, Response(texts=tuple(texts))).earned == score(item, Response(texts=other)).earned


def test_each_blank_is_told_what_it_was_compared_as():
    result = score(a_fill_in("5%", "平仓"), Response(texts=("百分之五", "交割")))
    assert [comparison.right for comparison in result.comparisons] == [True, False]
    assert [comparison.given for comparison in result.comparisons] == ["百分之五", "交割"]
    assert result.comparisons[0].compared.shown == "5%"


def test_in_any_order_the_judgement_stays_beside_its_text():
    result = score(a_fill_in("甲", "乙", ordered=False), Response(texts=("乙", "丁")))
    assert [(comparison.given, comparison.right) for comparison in result.comparisons] == [("乙", True), ("丁", False)]


def test_a_strict_blank_forgives_width_only():
    item = a_fill_in("IF2606", strict=True)
    assert score(item, Response(texts=(" ＩＦ２６０６ ",))).full
    for text in ("if2606", "IF 2606", "IF2606。"):
        assert score(item, Response(texts=(text,))).earned == 0
    assert score(a_fill_in("5%", strict=True), Response(texts=("百分之五",))).earned == 0


def test_a_score_says_which_parts_were_right():
    keys = score(an_item(keys="ABC"), chosen("BD"))
    assert (keys.right_parts, keys.wrong) == ((False, True, False), 1)
    blanks = score(a_fill_in("4000", "3500"), Response(texts=("4000", "1")))
    assert (blanks.right_parts, blanks.wrong) == ((True, False), 0)
    assert score(a_true_false(), Response(truth=True)).right_parts == ()
