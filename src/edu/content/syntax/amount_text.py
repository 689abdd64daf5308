"""Amounts as people write them in files: minutes, shares, limits, dates, points."""

import re
from datetime import date, timedelta
from fractions import Fraction

from edu.content.syntax.field_line import narrow
from edu.domain.sitting.blueprint import AttemptLimit

_UNITS = {
    "秒": timedelta(seconds=1), "second": timedelta(seconds=1), "seconds": timedelta(seconds=1),
    "分钟": timedelta(minutes=1), "minute": timedelta(minutes=1), "minutes": timedelta(minutes=1),
    "小时": timedelta(hours=1), "hour": timedelta(hours=1), "hours": timedelta(hours=1),
    "天": timedelta(days=1), "日": timedelta(days=1), "day": timedelta(days=1), "days": timedelta(days=1),
    "周": timedelta(weeks=1), "week": timedelta(weeks=1), "weeks": timedelta(weeks=1),
    "个月": timedelta(days=365) / 12, "月": timedelta(days=365) / 12,
    "month": timedelta(days=365) / 12, "months": timedelta(days=365) / 12,
    "年": timedelta(days=365), "year": timedelta(days=365), "years": timedelta(days=365),
}  # fmt: skip
_DURATION = re.compile(r"(\d{1,5})\s*([a-z]+|[\u4e00-\u9fff]+)", re.IGNORECASE)
_LIMIT = re.compile(
    r"(?:每|every)\s*(\d{1,5}\s*(?:[a-z]+|[\u4e00-\u9fff]+?))\s*[:,，]?\s*(?:最多|at most)?"
    r"\s*(\d{1,4})\s*(?:次|times?)",
    re.IGNORECASE,
)
_MONTHS = re.compile(r"(\d{1,3})\s*(?:个?月|months?)", re.IGNORECASE)
_YEARS = re.compile(r"(\d{1,2})\s*(?:年|years?)", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,6})?")
_DATE = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")


def read_duration(text: str) -> timedelta | None:
    """``60 秒``, ``30 分钟``, ``24 小时``, ``12 个月`` (a month is a twelfth of 365 days)."""
    match = _DURATION.fullmatch(narrow(text).strip())
    unit = _UNITS.get(match[2].lower()) if match else None
    return None if match is None or unit is None else int(match[1]) * unit


def read_limit(text: str) -> AttemptLimit | None:
    """``每 24 小时 2 次`` or ``every 24 hours 2 times``."""
    match = _LIMIT.fullmatch(narrow(text).strip())
    if match is None:
        return None
    period, count = read_duration(match[1]), int(match[2])
    return AttemptLimit(count, period) if period and count else None


def read_months(text: str) -> int | None:
    """``12 个月`` or ``1 年`` as a number of months, at least one."""
    plain = narrow(text).strip()
    months, years = _MONTHS.fullmatch(plain), _YEARS.fullmatch(plain)
    found = int(months[1]) if months else 12 * int(years[1]) if years else 0
    return found or None


def read_share(text: str) -> Fraction | None:
    """``80%`` as 4/5; above 0, at most 100%."""
    plain = narrow(text).strip()
    share = (
        Fraction(plain[:-1].strip()) / 100 if plain.endswith("%") and _NUMBER.fullmatch(plain[:-1].strip()) else None
    )
    return share if share is not None and 0 < share <= 1 else None


def read_plain_number(text: str) -> Fraction | None:
    """Digits with an optional fraction, never negative."""
    plain = narrow(text).strip().replace(",", "")
    return Fraction(plain) if _NUMBER.fullmatch(plain) else None


def read_count(text: str) -> int | None:
    """A whole number above 0, at most four digits."""
    plain = narrow(text).strip()
    return int(plain) or None if re.fullmatch(r"\d{1,4}", plain) else None


def read_date(text: str) -> date | None:
    """``2026-01-01`` or ``2026年1月1日``."""
    match = _DATE.fullmatch(narrow(text).strip())
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
