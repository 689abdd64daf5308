"""Numbers that candidates write, judged; variants that forms draw."""

import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from edu.domain.items.expression import CannotBeRead
from edu.domain.items.item import Item, Kind, Mistake, Numeric, Parameter
from edu.domain.items.quantity import judge
from edu.domain.items.response import Response, check_fits
from edu.domain.items.scoring import score
from edu.domain.items.variant import combinations, draw_values, fill, list_values, resolve
from edu.domain.sitting.form import draw
from tests.builders import a_blueprint, a_cell

MARGIN = Numeric(
    answer="价格 × 单位 × 手数 × 比例",
    margin="1",
    unit="元",
    parameters=(
        Parameter("手数", "1..5"), Parameter("价格", "3000..4000 每 10"), Parameter("比例",
        "8%、10%、12%"), Parameter("单位", "10"),
    ),
    mistakes=(Mistake("价格 × 手数 × 比例", "漏乘交易单位"),),
)  # fmt: skip
ITEM = Item(
    "n", Kind.NUMERIC, "买 {{手数}} 手，比例 {{比例}}，需____元。", "{{价格}}×{{单位}}＝{{价格 × 单位}}", numeric=MARGIN
)
VALUES = {"手数": "2", "价格": "3500", "比例": "8%", "单位": "10"}


@pytest.mark.parametrize(
    ("numeric", "given", "right"),
    [
        (Numeric("4000"), "4000", True), (Numeric("4000"), "４，０００", True), (Numeric("4000"), "四千", True),
        (Numeric("4000"), "肆仟元整", True), (Numeric("4000"), "4001", False), (Numeric("4000"), "四千多", False),
        (Numeric("4000"), "", False), (Numeric("4000"), "-4000", False), (Numeric("4000", unit="元"), "4,000 元", True),
        (Numeric("4000", unit="元"), "0.4万元", True), (Numeric("4000", unit="元"), "4000 吨", False),
        (Numeric("4000"), "4000 元", False), (Numeric("4000", "1"), "4001", True), (Numeric("4000", "1"), "3999", True),
        (Numeric("4000", "1"), "4001.01", False), (Numeric("4000", "1%"), "4040", True), (Numeric("4000", "1%"),
        "4041", False),
        (Numeric("-100", "1%"), "-101", True), (Numeric("8%"), "8%", True), (Numeric("8%"), "0.08", True),
        (Numeric("8%"), "百分之八", True), (Numeric("8%"), "8", False), (Numeric("8%", unit="%"), "8", True),
        (Numeric("8%", unit="%"), "8%", True), (Numeric("8%", unit="%"), "0.08", False),
        (Numeric(low="3.3", high="3.4"), "3.3", True),
        (Numeric(low="3.3", high="3.4"), "3.4", True), (Numeric(low="3.3", high="3.4"), "3.41", False),
        (Numeric("10 ÷ 3", places=2), "3.33", True), (Numeric("10 ÷ 3", places=2), "3.3", False),
        (Numeric("10 ÷ 3", places=2), "3.333", False), (Numeric("30%"), "三成", True), (Numeric("35%"), "三成五", True),
        (Numeric("0.0002"), "万分之二", True), (Numeric("12000.56"), "壹万贰仟元伍角陆分", True),
    ],
)  # fmt: skip
def test_judging(numeric: Numeric, given: str, right: bool):
    assert judge(numeric, given).right is right


def test_a_typical_mistake_is_recognised():
    item = resolve(ITEM, VALUES)
    assert score(item, Response(texts=("5600",))).full
    wrong = score(item, Response(texts=("560",)))
    assert (wrong.earned, wrong.feedback) == (0, "漏乘交易单位")
    assert score(item, Response(texts=("561",))).feedback == "漏乘交易单位"
    assert score(item, Response(texts=("7",))).feedback == ""
    assert score(item, Response()).earned == 0


def test_the_variant_shows_values_as_they_were_written():
    item = resolve(ITEM, VALUES)
    assert item.stem == "买 2 手，比例 8%，需____元。"
    assert item.rationale == "3500×10＝35000"
    assert item.numeric is not None
    assert (item.numeric.answer, item.numeric.parameters) == ("5600", ())


def test_a_seed_draws_the_same_values():
    pool = [ITEM]
    blueprint = a_blueprint(a_cell(kind=Kind.NUMERIC))
    form = draw(blueprint, pool, 7)
    assert form == draw(blueprint, pool, 7)
    assert dict(form.slots[0].values).keys() == VALUES.keys()
    seen = {draw(blueprint, pool, seed).slots[0].values for seed in range(40)}
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
    with pytest.raises(CannotBeRead):
        list_values(text)


def test_all_variants_or_corners_and_a_sample():
    few = list(combinations(MARGIN.parameters[:1], 10))
    assert few == [{"手数": str(n)} for n in range(1, 6)]
    many = list(combinations(MARGIN.parameters, 50))
    assert len(many) == 50
    assert {"手数": "5", "价格": "4000", "比例": "12%", "单位": "10"} in many
    assert many == list(combinations(MARGIN.parameters, 50))


def test_fill_shows_at_most_ten_places():
    assert fill("{{1 ÷ 3}}", {}) == "0.3333333333"


def test_a_written_response_awaits_a_marker():
    item = Item("w", Kind.WRITTEN, "简述。", "略", points=Fraction(5))
    given = score(item, Response(texts=("先致歉",)))
    assert (given.earned, given.possible, given.awaiting) == (0, 5, True)
    assert not score(item, Response()).awaiting


def test_a_number_takes_one_text():
    check_fits(ITEM, Response(texts=("1",)))
    with pytest.raises(Exception, match="does not fit"):
        check_fits(ITEM, Response(texts=("1", "2")))
    check_fits(replace(ITEM, kind=Kind.WRITTEN), Response(texts=("字" * 20_000,)))
    with pytest.raises(Exception, match="at most"):
        check_fits(replace(ITEM, kind=Kind.WRITTEN), Response(texts=("字" * 20_001,)))


def test_the_value_compared_is_the_value_shown():
    judged = judge(Numeric("8%"), "百分之八")
    assert (judged.compared.text, judged.compared.shown) == (str(Decimal("0.08")), "8%")
