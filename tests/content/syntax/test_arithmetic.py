"""Calculations as they stand in lessons are computed exactly."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu.content.syntax.arithmetic import NotASum, compute_sum, show_sum


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4,000 × 10 × 2", 80_000),
        ("80,000 × 10%", 8_000),
        ("(3,050 - 3,000) × 10 × 2", 1_000),
        ("（3,050 − 3,000）÷ 3,000", Fraction(1, 60)),
        ("-5 + 2 × 3", 1),
        ("10 - 2 - 3", 5),
        ("12 / 4 / 3", 1),
        ("3,500 元/吨 × 10 吨/手 × 2 手", 70_000),
        ("RMB 3,500 × 10", 35_000),
        ("1.5 万元 + 5,000 元", 20_000),
        ("２ ＋ ３", 5),
        ("2 * (1 + 1)", 4),
    ],
)
def test_value(text: str, value: int | Fraction):
    assert compute_sum(text) == value


@pytest.mark.parametrize(
    "text", ["", "1 +", "价格 × 2", "(1", "1)", "1 ÷ 0", "1 2", "((" * 40 + "1" + "))" * 40, "1" * 400, "2 ** 3"]
)
def test_refused(text: str):
    with pytest.raises(NotASum):
        compute_sum(text)


@given(a=st.integers(0, 10**6), b=st.integers(0, 10**6), c=st.integers(1, 10**6))
def test_arithmetic_laws(a: int, b: int, c: int):
    assert compute_sum(f"{a} + {b} × {c}") == a + b * c
    assert compute_sum(f"({a} + {b}) ÷ {c}") == Fraction(a + b, c)
    assert compute_sum(f"{a} - {b} - {c}") == a - b - c


@given(st.decimals(-(10**9), 10**9, places=4))
def test_shown_value_is_read_back(value):
    exact = Fraction(value)
    assert compute_sum(show_sum(exact)) == exact
