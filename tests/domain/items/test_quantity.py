"""Numbers that candidates write, judged."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from edu.domain.items.item import Item, Kind, Numeric
from edu.domain.items.quantity import judge
from edu.domain.items.response import Response, check_fits
from edu.domain.items.scoring import score
from edu.domain.items.variant import resolve
from tests.domain.items.numeric import ITEM, VALUES


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
