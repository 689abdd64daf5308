"""Dates, durations, limits and shares, as people write them."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from edu.content.syntax.amount_text import read_date, read_duration, read_limit, read_months, read_share
from edu.domain.sitting.blueprint import AttemptLimit


@pytest.mark.parametrize(
    ("reader", "text", "value"),
    [
        (read_duration, "90 分钟", timedelta(minutes=90)),
        (read_duration, "1 个月", timedelta(days=365) / 12),
        (read_duration, "2 hours", timedelta(hours=2)),
        (read_duration, "两小时", None),
        (read_limit, "every 24 hours 2 times", AttemptLimit(2, timedelta(days=1))),
        (read_limit, "每天2次", None),
        (read_limit, "每 1 天最多 2 次", AttemptLimit(2, timedelta(days=1))),
        (read_limit, "每 0 天 2 次", None),
        (read_share, "80％", Fraction(4, 5)),
        (read_share, "0%", None),
        (read_share, "101%", None),
        (read_share, "80", None),
        (read_months, "1 年", 12),
        (read_months, "0 个月", None),
        (read_date, "2026年1月5日", date(2026, 1, 5)),
        (read_date, "2026-02-30", None),
    ],
)
def test_amount(reader, text, value):
    assert reader(text) == value
