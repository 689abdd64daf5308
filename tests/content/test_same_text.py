"""What counts as the same words."""

import pytest

from edu.content.same_text import fold_option, fold_stem


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("5%", "百分之五", True),
        ("结算价", "“结算价”。", True),
        ("3,500", "3500", True),
        ("Margin Call", "margin call", True),
        ("1.5 倍", "15 倍", False),
        ("大于 3", "小于 3", False),
        ("结算价", "开盘价", False),
    ],
)
def test_options_alike(first: str, second: str, alike: bool):
    assert (fold_option(first) == fold_option(second)) == alike


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("杠杆会放大（ ）。", "**杠杆**会放大( )", True),
        ("涨 1.5%，结果是（ ）", "涨 15%，结果是（ ）", False),
        ("包括____和____。", "包括__和__", True),
    ],
)
def test_same_stem(first: str, second: str, same: bool):
    assert (fold_stem(first) == fold_stem(second)) == same
