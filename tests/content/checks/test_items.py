"""What is checked of an item alone: negations, rationales and options that point at others."""

import pytest

from edu.content.checks.items import find_bare_negation
from tests.content.checks.whole import an_item, codes_of


@pytest.mark.parametrize(
    ("stem", "negation"),
    [
        ("下列说法错误的是（ ）。", "错误"),
        ("下列不属于期货的是（ ）。", "不属于"),
        ("以下对客户说的话中，不得说的有（）。", "不得"),
        ("期货公司不得（ ）。", "不得"),
        ("哪一项不属于保证金？", "不属于"),
        ("下列做法中不正确的有( )", "不正确"),
        ("下列说法**错误**的是（ ）。", ""),
        ("期货公司**不得**（ ）。", ""),
        ("不计手续费，结果是（ ）。", ""),
        ("资金不足的客户应当做的是（ ）。", ""),
        ("判断一个合约冷不冷清，可以看（ ）。", ""),
        ("没有按时补足保证金，可能（ ）。", ""),
        ("客户不能平仓时，下列做法正确的是（ ）。", ""),
    ],
)
def test_bare_negation(stem: str, negation: str):
    assert find_bare_negation(stem) == negation


@pytest.mark.parametrize(
    ("key", "rationale", "codes"),
    [
        ("A", "略，故选A。", []),
        ("A", "略，故选B。", ["Q305"]),
        ("A", "答案是B。", ["Q305"]),
        ("A", "答案：B", ["Q305"]),
        ("AB", "略，故选A、B。", []),
        ("AB", "略，故选A。", ["Q305"]),
        ("A", "选项A 对，选项B 错。", []),
        ("A", "选项C 错。", ["Q306"]),
        ("A", "原题没有留下答案，选项A 最贴切。", []),
    ],
)
def test_rationale(key: str, rationale: str, codes: list[str]):
    assert codes_of(an_item(1, "甲是（ ）", key=key, rationale=rationale)) == codes


@pytest.mark.parametrize(
    "text", ["以上都对", "以上皆是", "以上全部正确", "以上选项均不正确。", "如上都是", "All of the above"]
)
def test_all_of_the_above(text: str):
    assert codes_of(f"## 甲是（ ）\n- A. 一\n- B. 二\n- C. {text}\n编号：x-1\n答案：C\n解析：略")[:1] == ["Q304"]


@pytest.mark.parametrize("text", ["以上一交易日的结算价为准", "以上涨都不算", "上述客户"])
def test_not_all_of_the_above(text: str):
    assert codes_of(f"## 甲是（ ）\n- A. 一\n- B. 二\n- C. {text}\n编号：x-1\n答案：C\n解析：略") == []
