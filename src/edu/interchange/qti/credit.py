"""Which of our credit rules an item's own rules are, told by what they do for each response."""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import chain, combinations

from edu.domain.items.item import CreditRule, Item, WrongRule
from edu.domain.items.response import Response
from edu.domain.items.scoring import score
from edu.interchange.qti.expressions import Unknown

_CLOSE = 1e-6
_ALL_SUBSETS = 6
"""Up to so many options every possible response is tried, beyond that the telling ones."""

_RULES = {
    CreditRule.PER_OPTION: "按比例", CreditRule.HALF: "得半", CreditRule.ALL_OR_NOTHING: "不得分",
    CreditRule.FIXED: "固定", CreditRule.EACH: "每项",
}  # fmt: skip
_HINT = re.compile(r"少选：(按比例|得半|不得分|固定|每项)(?: ([0-9/.]+))?；错选：(不得分|抵消)")


def write_hint(item: Item) -> str:
    """The rule in words; two rules can do the same for an item, and the words tell which was meant."""
    share = f" {item.credit_share}" if item.credit in {CreditRule.FIXED, CreditRule.EACH} else ""
    wrong = "抵消" if item.wrong is WrongRule.CANCEL else "不得分"
    return f"少选：{_RULES[item.credit]}{share}；错选：{wrong}"


def recognise(item: Item, earned: Callable[[frozenset[str]], float], hint: str) -> Item | None:
    """The multiple-choice item with its points and its rule, or ``None`` where the rule is none of ours."""
    try:
        full = earned(item.keys)
        if full <= 0:
            return None
        tried = {letters: earned(letters) for letters in _responses(item)}
        single = earned(frozenset(min(item.keys)))
    except Unknown:
        return None
    item = replace(item, points=simplify_decimal(full))
    for candidate in _candidates(item, simplify_decimal(single / full), hint):
        if all(close(float(score(candidate, Response(letters)).earned), value) for letters, value in tried.items()):
            return candidate
    return None


def _responses(item: Item) -> Iterator[frozenset[str]]:
    letters = [option.letter for option in item.options]
    sizes = range(1, len(letters) + 1) if len(letters) <= _ALL_SUBSETS else range(1, 3)
    yield from (frozenset(some) for size in sizes for some in combinations(letters, size))
    if len(letters) > _ALL_SUBSETS:
        wrong = [letter for letter in letters if letter not in item.keys]
        yield from (item.keys - {key} for key in item.keys if len(item.keys) > 1)
        yield from (item.keys | set(wrong[: count + 1]) for count in range(len(wrong)))
        yield frozenset(letters)


def _candidates(item: Item, share: Fraction, hint: str) -> Iterator[Item]:
    hinted = _read_hint(item, hint)
    rules = ((rule, wrong) for wrong in WrongRule for rule in CreditRule)
    usual = (
        replace(item, credit=rule, wrong=wrong, credit_share=share if rule in _SHARED else Fraction(0))
        for rule, wrong in rules
        if rule not in _SHARED or 0 < share < 1
    )
    yield from chain([hinted] if hinted else [], usual)


_SHARED = frozenset({CreditRule.FIXED, CreditRule.EACH})


def _read_hint(item: Item, hint: str) -> Item | None:
    match = _HINT.fullmatch(hint.strip())
    if match is None:
        return None
    rule = next(rule for rule, name in _RULES.items() if name == match[1])
    share = parse_fraction(match[2] or "") if rule in _SHARED else Fraction(0)
    wrong = WrongRule.CANCEL if match[3] == "抵消" else WrongRule.NOTHING
    return None if share is None else replace(item, credit=rule, wrong=wrong, credit_share=share)


def close(left: float, right: float) -> bool:
    """Equal but for the rounding of decimals."""
    return math.isclose(left, right, rel_tol=_CLOSE, abs_tol=_CLOSE)


def simplify_decimal(value: float) -> Fraction:
    """The simple fraction that a decimal stands for: 0.3333333333333333 is 1/3."""
    simple = Fraction(value).limit_denominator(10_000)
    return simple if abs(simple - Fraction(value)) <= Fraction(1, 10**9) else Fraction(str(value))


_FRACTION = re.compile(r"[0-9]{1,9}(?:/[1-9][0-9]{0,8}|\.[0-9]{1,9})?")


def parse_fraction(text: str) -> Fraction | None:
    """``2``, ``0.5`` or ``1/3``; ``None`` for anything else."""
    return Fraction(text) if _FRACTION.fullmatch(text) else None
