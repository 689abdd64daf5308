"""Cells of a blueprint: which items they admit."""

from typing import Any

import pytest

from edu.domain.items.item import Difficulty, Kind
from tests.builders import a_cell, an_item


@pytest.mark.parametrize(
    ("criteria", "admits"),
    [
        ({}, True), ({"topic": "甲"}, True), ({"topic": "乙"}, False), ({"bank": "子"}, True), ({"bank": "丑"}, False),
        ({"difficulty": Difficulty.EASY}, True), ({"difficulty": Difficulty.HARD}, False),
        ({"topic": "甲", "bank": "子", "difficulty": Difficulty.EASY}, True), ({"topic": "甲", "bank": "丑"}, False),
        ({"kind": Kind.MULTIPLE}, False),
    ],
)  # fmt: skip
def test_a_cell_admits_what_meets_every_criterion(criteria: dict[str, Any], admits: bool):
    item = an_item("A", topic="甲", bank="子", difficulty=Difficulty.EASY)
    assert a_cell(**criteria).admits(item) is admits
