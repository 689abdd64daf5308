"""Conditions as policy rows write them: ``知识检查 = 通过 且 风险等级 >= C3``, ``总是``."""

import re
from collections.abc import Collection
from decimal import Decimal

from edu.content.finding import Findings
from edu.content.nearest import nearest_name
from edu.content.syntax.field_line import narrow
from edu.domain.suitability.condition import OPERATORS, Comparison, Condition
from edu.domain.suitability.facts import FACTS, FactKind, FactValue

ALWAYS_WORDS = frozenset({"总是", "always"})
_SIGNS = {"≥": ">=", "≤": "<=", "≠": "!=", "==": "=", "是": "=", "不是": "!="}
# A fact's own name may hold 或 (市场禁入或重大不良记录): names are taken first, and only what is left can join.
_NAMES = "|".join(sorted((re.escape(name) for name in FACTS if set("且或") & set(name)), key=len, reverse=True))
_OR = re.compile(rf"(?:{_NAMES})|(?P<join>或|\bor\b)", re.IGNORECASE)
_AND = re.compile(rf"(?:{_NAMES})|(?P<join>且|\band\b)", re.IGNORECASE)
_COMPARISON = re.compile(r"(.+?)\s*(>=|<=|!=|==|=|>|<|≥|≤|≠)\s*(.+)")
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,6})?")
_PLAIN_SIGNS = frozenset({"=", "!="})
_LONGEST = 1000


def read_condition(text: str, line: int, unknown_yet: Collection[str], findings: Findings) -> Condition | None:
    """The condition, or ``None`` with findings. ``unknown_yet`` are keys of facts that are found after this table."""
    plain = narrow(text).strip()
    if plain.casefold() in ALWAYS_WORDS:
        return Condition(((),), text)
    if not plain or len(plain) > _LONGEST:
        findings.add("P101", line, text=text or "（空）")
        return None
    ways = [
        [_read_comparison(part, line, unknown_yet, findings) for part in _split(_AND, way)]
        for way in _split(_OR, plain)
    ]
    found = tuple(tuple(comparison for comparison in way if comparison is not None) for way in ways)
    complete = all(comparison is not None for way in ways for comparison in way)
    return Condition(found, text) if complete else None


def _split(joined: re.Pattern[str], text: str) -> list[str]:
    parts, start = [], 0
    for match in joined.finditer(text):
        if match["join"]:
            parts.append(text[start : match.start()])
            start = match.end()
    return [*parts, text[start:]]


def _read_comparison(text: str, line: int, unknown_yet: Collection[str], findings: Findings) -> Comparison | None:
    match = _COMPARISON.fullmatch(text.strip())
    if match is None:
        findings.add("P101", line, text=text or "（空）")
        return None
    name, sign, word = match[1].strip(), _SIGNS.get(match[2], match[2]), match[3].strip()
    kind = FACTS.get(name)
    if kind is None:
        findings.add("P102", line, name=name, nearest=nearest_name(name, FACTS))
        return None
    if kind.key in unknown_yet:
        findings.add("P111", line, name=name)
    value = _read_value(kind, word)
    if value is None:
        nearest = "30" if kind.numeric else nearest_name(word, kind.values)
        findings.add("P103", line, name=name, value=word, nearest=nearest)
        return None
    if sign not in _PLAIN_SIGNS and not kind.numeric and not kind.ordered:
        findings.add("P104", line, name=name, sign=sign)
        return None
    return Comparison(kind.key, sign, value) if sign in OPERATORS else None


def _read_value(kind: FactKind, word: str) -> FactValue | None:
    if not kind.numeric:
        return kind.values.get(word)
    plain = word.replace(",", "")
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None
