"""Checks whose pattern is finer than one example shows: what they find, and what they leave alone."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu.content.checks import run_checks
from edu.content.checks.items import find_bare_negation
from edu.content.checks.policies import covers
from edu.content.folder import Sources
from edu.content.folding import fold_option, fold_stem
from edu.content.nearest import nearest_name
from edu.content.shelf import Shelf
from edu.domain.suitability.questionnaire import Audience, Band, find_band
from tests.content.reading import a_bank


def codes_of(*bodies: str) -> list[str]:
    banks = {str(n): a_bank(body) for n, body in enumerate(bodies)}
    found = run_checks(Sources("content", banks=Shelf(banks)))
    return [finding.code for finding in found if finding.code != "Q112"]


def an_item(number: int, stem: str, options: str = "一个 另一个", key: str = "A", rationale: str = "略。") -> str:
    lines = "\n".join(f"- {letter}. {text}" for letter, text in zip("ABCDEFGHIJ", options.split(), strict=False))
    return f"## {stem}\n\n{lines}\n\n编号：x-{number}\n答案：{key}\n解析：{rationale}\n\n"


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


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        (an_item(1, "甲是（ ）"), an_item(2, "乙是（ ）"), []),
        (an_item(1, "甲是（ ）", "丙 丁"), an_item(2, "甲是（）。", "丁 丙", "B"), ["Q301"]),
        (an_item(1, "甲是（ ）", "丙 丁"), an_item(2, "甲是（ ）", "丙 丁", "B"), ["Q302"]),
        (an_item(1, "下列说法正确的是（ ）", "一 二"), an_item(2, "下列说法正确的是（ ）", "三 四"), []),
        (an_item(1, "下列说法正确的是（ ）", "一 二"), an_item(2, "下列说法正确的是（ ）", "二 四"), ["Q302"]),
        (an_item(1, "甲是（ ）"), an_item(1, "乙是（ ）"), ["Q106"]),
    ],
)
def test_across_banks(first: str, second: str, codes: list[str]):
    assert codes_of(first, second) == codes


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


def keyed(keys: str) -> str:
    return "".join(an_item(n, f"第 {n} 问是（ ）", "甲甲 乙乙 丙丙 丁丁", key) for n, key in enumerate(keys))


@pytest.mark.parametrize(
    ("keys", "codes"),
    [
        ("ABCDABCDABCD", []),
        ("ABCABCABCABC", ["Q308"]),
        ("AAAAAABBCCDD", ["Q308"]),
        ("AAAAABBBCCDD", []),
        ("AAAAAAAAAAA", []),
    ],
)
def test_spread_of_keys(keys: str, codes: list[str]):
    assert codes_of(keyed(keys)) == codes


@given(st.lists(st.integers(1, 20), min_size=1, max_size=6), st.integers(0, 10))
def test_bands_that_cover_place_every_total(widths: list[int], start: int):
    bands, low = [], Fraction(start)
    for n, width in enumerate(widths):
        bands.append(Band(str(n), Audience.INDIVIDUAL, "C1", low, low + width))
        low += width
    assert covers(bands, Fraction(start), low)
    assert not covers(bands, Fraction(start), low + 1)
    for total in range(start, int(low) + 1):
        assert find_band(bands, Audience.INDIVIDUAL, Fraction(total)) in bands


@pytest.mark.parametrize(
    ("word", "nearest"),
    [("答安", "答案"), ("keyy", "key"), ("C6", "C1、C2"), ("远", "答案、解析、key、C1、C2")],
)
def test_nearest_name(word: str, nearest: str):
    assert nearest_name(word, ["答案", "解析", "key", "C1", "C2"]) == nearest
