"""Receipts: a chain that no save can be taken out of, and codes that can be written down."""

import re
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

from edu.domain.sitting.receipt import code_of, extend_chain

NOON = datetime(2026, 6, 1, 4, tzinfo=UTC)
RESPONSE = {"letters": ["A"], "truth": None, "texts": []}


def test_every_part_of_a_save_counts():
    chain = extend_chain("", 0, RESPONSE, NOON)
    others = [
        extend_chain("0" * 64, 0, RESPONSE, NOON),
        extend_chain("", 1, RESPONSE, NOON),
        extend_chain("", 0, RESPONSE | {"letters": ["B"]}, NOON),
        extend_chain("", 0, RESPONSE, NOON + timedelta(microseconds=1)),
    ]
    assert len({chain, *others}) == 5


def test_the_zone_does_not_matter():
    shanghai = NOON.astimezone(timezone(timedelta(hours=8)))
    assert extend_chain("", 0, RESPONSE, shanghai) == extend_chain("", 0, RESPONSE, NOON)


def test_a_code_is_short_and_plain():
    assert re.fullmatch(r"[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}", code_of(extend_chain("", 0, RESPONSE, NOON)))
    assert code_of("") == ""


def test_the_zone_of_the_machine_does_not_matter(monkeypatch: pytest.MonkeyPatch):
    chain = extend_chain("", 0, RESPONSE, NOON)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        assert extend_chain("", 0, RESPONSE, NOON) == chain
    finally:
        monkeypatch.undo()
        time.tzset()
