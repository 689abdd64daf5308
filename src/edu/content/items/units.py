"""Units that stand behind numbers, and the one that a stem prints behind a blank."""

import re

from edu.content.syntax.field_line import narrow

UNITS = (
    "元/吨", "元/手", "元/克", "元/桶", "元/千克", "元/公斤", "元/股", "美元/桶", "美元/盎司", "吨/手", "克/手",
    "桶/手", "万元", "亿元", "美元", "元", "手", "吨", "公斤", "千克", "克", "桶", "盎司", "张", "股",
    "个百分点", "百分点", "个基点", "基点", "个月", "个交易日", "个工作日", "交易日", "工作日", "个点", "个",
    "天", "日", "周", "月", "年", "小时", "分钟", "秒", "倍", "次", "人", "家", "条", "项", "点", "分", "%", "‰",
)  # fmt: skip
"""Longer ones before their beginnings."""

_BEHIND = re.compile("|".join(map(re.escape, sorted(UNITS, key=len, reverse=True))))
_NO_WORD = re.compile(r"[\s。，、；：,.;:?？!！）)（(_]|的|$")


def unit_behind(text: str) -> str:
    """The unit with which ``text`` begins, where the word ends there: 元 in 元。, nothing in 元旦."""
    plain = narrow(text).lstrip(" \t\u3000*")
    match = _BEHIND.match(plain)
    return match[0] if match and _NO_WORD.match(plain, match.end()) else ""


def split_unit(text: str) -> tuple[str, str]:
    """A number and the unit behind it: ``("3,500", "元/吨")``. A percent sign stays with its number."""
    for unit in sorted(UNITS, key=len, reverse=True):
        if text.endswith(unit) and unit not in {"%", "‰"}:
            return text.removesuffix(unit).strip(), unit
    return text, ""
