"""How each kind of item is printed: the heading of its part, what it asks of the page, and its keys."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from edu.content.items.item_answer import escape_sign, printed_unit
from edu.content.items.item_credit import PART_RULE_SHOWN, show_points, write_credit
from edu.content.items.item_matches import write_pairs
from edu.content.items.item_number import write_mistake, write_numeric
from edu.content.items.item_rubric import write_rubric
from edu.domain.items.item import CreditRule, Item, Kind, PartRule, WrongRule
from edu.domain.items.traits import traits_of

WIDE_BRACKETS = "（\u3000\u3000）"
_IN_HEADING = {
    CreditRule.PER_OPTION: "少选按选对的比例得分",
    CreditRule.HALF: "少选得一半分",
    CreditRule.ALL_OR_NOTHING: "少选、错选均不得分",
}
PrintedField = tuple[str, str]
"""A field's name and its text on the marker's copy."""


@dataclass(frozen=True, slots=True)
class PrintedKind:
    """What a paper must know of a kind.

    ``rules`` are those by which items stand in one part; ``told`` is what its heading says of them, given whether all
    items of the part have the same points. ``keys`` are the fields of the marker's copy; ``lines`` the empty lines to
    write on. ``bracketed`` stems end in brackets for the response.
    """

    title: str
    keys: Callable[[Item], Iterator[PrintedField]]
    rules: Callable[[Item], tuple[object, ...]]
    told: Callable[[Item, bool], str]
    lines: Callable[[Item], int]
    bracketed: bool


def _no_rules(item: Item) -> tuple[object, ...]:
    return ()


def _nothing_told(item: Item, alike: bool) -> str:
    return ""


def _no_lines(item: Item) -> int:
    return 0


def _credit_rules(item: Item) -> tuple[object, ...]:
    """Multiple choice stands together only where too few and too many earn alike."""
    return item.credit, item.credit_share, item.wrong


def _credit_told(item: Item, alike: bool) -> str:
    """What a candidate must know before choosing too few or too many."""
    told = _IN_HEADING.get(item.credit)
    if told is None:
        amount = f"{show_points(item.credit_share * item.points)}分" if alike else f"本题的{item.credit_share}"
        told = f"少选得{amount}" if item.credit is CreditRule.FIXED else f"少选每选对一项得{amount}"
    wrong = "，错选一项抵消一项" if item.wrong is WrongRule.CANCEL else ""
    return f"；{told}{wrong}"


def _single_keys(item: Item) -> Iterator[PrintedField]:
    yield "答案", "".join(sorted(item.keys))


def _multiple_keys(item: Item) -> Iterator[PrintedField]:
    yield from _single_keys(item)
    if item.credit not in _IN_HEADING:
        yield "少选", write_credit(item.credit, item.credit_share)
    if item.wrong is WrongRule.CANCEL:
        yield "错选", "抵消"


def _truth_keys(item: Item) -> Iterator[PrintedField]:
    if item.truth is not None:
        yield "答案", "√" if item.truth else "×"


def _blank_keys(item: Item) -> Iterator[PrintedField]:
    strict = any(blank.strict for blank in item.blanks)
    marks = [name for name, on in (("不分顺序", not item.ordered), ("严格", strict)) if on]
    name = f"答案（{'、'.join(marks)}）" if marks else "答案"
    yield name, "；".join("|".join(map(escape_sign, blank.accepted)) for blank in item.blanks)


def _numeric_keys(item: Item) -> Iterator[PrintedField]:
    if item.numeric is None:
        return
    yield "答案", write_numeric(item.numeric, printed_unit(item.stem))
    if item.numeric.mistakes:
        yield "常见错误", "\n".join(map(write_mistake, item.numeric.mistakes))


def _written_keys(item: Item) -> Iterator[PrintedField]:
    if item.rubric:
        yield "评分要点", "\n".join(write_rubric(item.rubric))
    if item.reference:
        yield "参考答案", item.reference


def _order_keys(item: Item) -> Iterator[PrintedField]:
    yield "答案", "-".join(item.sequence)
    if item.part_rule is not traits_of(item).part_rules[0]:
        yield "计分", PART_RULE_SHOWN[item.part_rule]


def _pair_keys(item: Item) -> Iterator[PrintedField]:
    yield "答案", write_pairs(item)
    if item.part_rule is not traits_of(item).part_rules[0]:
        yield "计分", PART_RULE_SHOWN[item.part_rule]


def _part_rules(item: Item) -> tuple[object, ...]:
    return (item.part_rule,)


def _part_rule_told(item: Item, alike: bool) -> str:
    """What a candidate must know before leaving an entry out of its place."""
    scored = "" if item.part_rule is PartRule.WHOLE else "计分"
    return f"；{PART_RULE_SHOWN[item.part_rule]}{scored}"


def _written_lines(item: Item) -> int:
    return max(5, min(24, round(item.points * 3 / 2)))


PRINTED_KINDS: Mapping[Kind, PrintedKind] = {
    Kind.SINGLE: PrintedKind("单项选择题", _single_keys, _no_rules, _nothing_told, _no_lines, bracketed=False),
    Kind.MULTIPLE: PrintedKind("多项选择题", _multiple_keys, _credit_rules, _credit_told, _no_lines, bracketed=False),
    Kind.TRUE_FALSE: PrintedKind("判断题", _truth_keys, _no_rules, _nothing_told, _no_lines, bracketed=True),
    Kind.FILL_IN: PrintedKind("填空题", _blank_keys, _no_rules, _nothing_told, _no_lines, bracketed=False),
    Kind.NUMERIC: PrintedKind("计算题", _numeric_keys, _no_rules, _nothing_told, lambda item: 4, bracketed=False),
    Kind.WRITTEN: PrintedKind("简答题", _written_keys, _no_rules, _nothing_told, _written_lines, bracketed=False),
    Kind.ORDERING: PrintedKind("排序题", _order_keys, _part_rules, _part_rule_told, _no_lines, bracketed=True),
    Kind.MATCHING: PrintedKind("配对题", _pair_keys, _part_rules, _part_rule_told, _no_lines, bracketed=False),
}
"""In the order of a paper's parts."""
