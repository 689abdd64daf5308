"""Conditions of a policy, as people write them."""

from decimal import Decimal

import pytest

from edu.content.finding import Findings
from edu.content.syntax.condition_text import read_condition
from edu.domain.suitability.condition import Comparison
from edu.domain.suitability.facts import unknown_facts


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("总是", [[]]),
        ("知识检查 = 通过", [[Comparison("check", "=", "passed")]]),
        ("风险等级 ≥ C3 且 年龄<７０", [[Comparison("risk_class", ">=", "C3"), Comparison("age", "<", Decimal(70))]]),
        (
            "市场禁入或重大不良记录 = 是 或 期货从业人员=是",
            [[Comparison("market_ban", "=", True)], [Comparison("futures_staff", "=", True)]],
        ),
        (
            "最低类别 = 否 且 层级 <= 初级 或 资料 ≠ 已完成",
            [
                [Comparison("lowest_class", "=", False), Comparison("tier", "<=", "basic")],
                [Comparison("profile", "!=", "complete")],
            ],
        ),
    ],
)
def test_condition(text: str, ways: list[list[Comparison]]):
    findings = Findings("x.md")
    condition = read_condition(text, 1, (), findings)
    assert findings.found == []
    assert condition is not None
    assert [list(way) for way in condition.ways] == ways
    assert condition.holds(unknown_facts()) in (True, False)


@pytest.mark.parametrize(
    ("text", "code", "nearest"),
    [
        ("知识测查 = 通过", "P102", "知识检查"),
        ("知识检查 = 已通过", "P103", "通过"),
        ("风险等级 >= C6", "P103", "C5"),
        ("年龄 > 老", "P103", "30"),
        ("知识检查 > 通过", "P104", ""),
        ("知识检查", "P101", ""),
        ("知识检查 = 通过 且", "P101", ""),
        ("", "P101", ""),
    ],
)
def test_wrong_condition_names_the_nearest(text: str, code: str, nearest: str):
    findings = Findings("x.md")
    assert read_condition(text, 7, (), findings) is None
    (finding,) = findings.found
    assert (finding.code, finding.line) == (code, 7)
    assert nearest in finding.remedy
