"""Calculations in lessons are recomputed."""

import pytest

from edu.content.checks.texts import check_sum


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("4,000 × 10 = 40,000", []),
        ("占用：4,000 × 10 = 40,000 元", []),
        ("- 4,000 × 10 = 40,000", []),
        ("2 + 3 = 1 + 4 = 5", []),
        ("10 ÷ 3 ≈ 3.33", []),
        ("10 ÷ 3 ≈ 3.34", ["F507"]),
        ("10 ÷ 3 = 3.33", ["F507"]),
        ("1 ÷ 8 = 12.5%", []),
        ("1 ÷ 3 ≈ 33.3%", []),
        ("4,000 × 10 = 4,000", ["F507"]),
        ("2 + 3 = 5 = 6", ["F507"]),
        ("价格 × 10 = 5", ["F508"]),
        ("都不计手续费", []),
        ("", []),
    ],
)
def test_line(line: str, codes: list[str]):
    assert [finding.code for finding in check_sum("x.md", 1, line)] == codes
