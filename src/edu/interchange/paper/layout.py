"""A printed paper: parts by kind, what stands in each item, and what only the marker's copy shows."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from edu.content.finding import Findings
from edu.content.items.item_answer import BLANK, escape_sign, printed_unit
from edu.content.items.item_credit import show_points, write_credit
from edu.content.items.item_number import write_mistake, write_numeric
from edu.content.items.item_rubric import write_rubric
from edu.domain.items.item import CreditRule, Item, Kind, WrongRule
from edu.domain.items.variant import HOLE
from edu.interchange.html.text import text_of_markdown

HEAD_LINE = "考生姓名：________ 答题日期：________ 得分：________ 判卷人：________"
LONG_BLANK = "_" * 10
_NUMBERS = "一二三四五六七八九十"
_TITLES: Mapping[Kind, str] = {
    Kind.SINGLE: "单项选择题", Kind.MULTIPLE: "多项选择题", Kind.TRUE_FALSE: "判断题", Kind.FILL_IN: "填空题",
    Kind.NUMERIC: "计算题", Kind.WRITTEN: "简答题", Kind.ORDERING: "排序题",
}  # fmt: skip
_IN_HEADING = {
    CreditRule.PER_OPTION: "少选按选对的比例得分",
    CreditRule.HALF: "少选得一半分",
    CreditRule.ALL_OR_NOTHING: "少选、错选均不得分",
}
_BOX = re.compile(r"^[ ]{0,3}[:：]{3,}[ ]*(\S*)[ ]*(.*)$", re.MULTILINE)
_EMPTY_BRACKETS = re.compile(r"[（(][ \u3000]*[）)]")
_WIDE_BRACKETS = "（\u3000\u3000）"
_SHORT, _HALF = 16, 36
"""Columns of print for an option where four, and where two, stand on a line; a Chinese character takes two."""


@dataclass(frozen=True, slots=True)
class PrintedItem:
    """``place`` is the item's position as given; ``points`` are told where they differ in a part."""

    number: int
    item: Item
    place: int
    points: str = ""


@dataclass(slots=True)
class PrintedPart:
    """一、单项选择题（本题共20小题，每小题1分，共20分）, and its items."""

    heading: str
    items: list[PrintedItem] = field(default_factory=list)


def lay_out(items: Sequence[Item], findings: Findings, file_format: str) -> list[PrintedPart]:
    """The parts of the paper. Items whose numbers are drawn anew for each sitting cannot be printed."""
    groups: dict[tuple[object, ...], list[tuple[int, Item]]] = {}
    for place, item in enumerate(items, 1):
        if HOLE.search(item.stem) or (item.numeric is not None and item.numeric.parameters):
            why = ("参数每份卷子各取一次，印出的卷子上没有定值", "its parameters are drawn for each sitting")
            findings.add("X202", place, format=file_format, why=why)
        else:
            groups.setdefault(_rules(item), []).append((place, item))
    ordered = sorted(groups.items(), key=lambda group: list(_TITLES).index(group[1][0][1].kind))
    return [_part(number, members) for number, (_, members) in enumerate(ordered)]


def _rules(item: Item) -> tuple[object, ...]:
    """Items of one kind stand together; multiple choice only where too few and too many earn alike."""
    if item.kind is not Kind.MULTIPLE:
        return (item.kind,)
    return item.kind, item.credit, item.credit_share, item.wrong


def _part(place: int, members: Sequence[tuple[int, Item]]) -> PrintedPart:
    points = [item.points for _, item in members]
    alike = len(set(points)) == 1
    each = f"每小题{show_points(points[0])}分，" if alike else ""
    total = show_points(sum(points, Fraction(0)))
    first = members[0][1]
    number = _NUMBERS[place] if place < len(_NUMBERS) else str(place + 1)
    heading = f"{number}、{_TITLES[first.kind]}（本题共{len(members)}小题，{each}共{total}分{_credit(first, alike)}）"
    shown = ["" if alike else show_points(one) for one in points]
    return PrintedPart(
        heading,
        [PrintedItem(n, item, at, own) for n, ((at, item), own) in enumerate(zip(members, shown, strict=True), 1)],
    )


def _credit(item: Item, alike: bool) -> str:
    """What a candidate must know before choosing too few or too many."""
    if item.kind is not Kind.MULTIPLE:
        return ""
    told = _IN_HEADING.get(item.credit)
    if told is None:
        amount = f"{show_points(item.credit_share * item.points)}分" if alike else f"本题的{item.credit_share}"
        told = f"少选得{amount}" if item.credit is CreditRule.FIXED else f"少选每选对一项得{amount}"
    wrong = "，错选一项抵消一项" if item.wrong is WrongRule.CANCEL else ""
    return f"；{told}{wrong}"


def printed_stem(printed: PrintedItem, *, keys: bool) -> str:
    """The stem on the paper; the candidate's copy has room to write, and the points where they differ."""
    stem = _without_boxes(printed.item.stem)
    if keys:
        return stem
    stem = _EMPTY_BRACKETS.sub(_WIDE_BRACKETS, BLANK.sub(LONG_BLANK, stem))
    if printed.item.kind is Kind.TRUE_FALSE and not stem.rstrip("。. ").endswith(_WIDE_BRACKETS):
        stem += _WIDE_BRACKETS
    return f"{stem}（{printed.points}分）" if printed.points else stem


def _without_boxes(text: str) -> str:
    """Boxes as labelled paragraphs: paper has no box of ours."""
    if ":::" not in text and "：：：" not in text:
        return text
    return _BOX.sub(lambda match: f"\n**【{match[1]}】{match[2]}**\n" if match[1] else "\n", text).strip()


def key_fields(printed: PrintedItem) -> Iterator[tuple[str, str]]:
    """What the marker's copy adds below the item: names of fields with Markdown."""
    item = printed.item
    yield from _answer(item)
    if item.rubric:
        yield "评分要点", "\n".join(write_rubric(item.rubric))
    if item.reference:
        yield "参考答案", _without_boxes(item.reference)
    if item.numeric is not None and item.numeric.mistakes:
        yield "常见错误", "\n".join(map(write_mistake, item.numeric.mistakes))
    if printed.points and not item.rubric:
        yield "分值", printed.points
    if item.kind is Kind.MULTIPLE and item.credit not in _IN_HEADING:
        yield "少选", write_credit(item.credit, item.credit_share)
    if item.wrong is WrongRule.CANCEL:
        yield "错选", "抵消"
    if item.rationale:
        yield "解析", _without_boxes(item.rationale)


def _answer(item: Item) -> Iterator[tuple[str, str]]:
    if item.options:
        yield "答案", "".join(sorted(item.keys))
    elif item.numeric is not None:
        yield "答案", write_numeric(item.numeric, printed_unit(item.stem))
    elif item.truth is not None:
        yield "答案", "√" if item.truth else "×"
    elif item.blanks:
        strict = any(blank.strict for blank in item.blanks)
        marks = [name for name, on in (("不分顺序", not item.ordered), ("严格", strict)) if on]
        name = f"答案（{'、'.join(marks)}）" if marks else "答案"
        yield name, "；".join("|".join(map(escape_sign, blank.accepted)) for blank in item.blanks)


IS_MARKDOWN = frozenset({"评分要点", "参考答案", "解析"})
"""Fields that are Markdown; the others are plain text."""


def columns_of(item: Item) -> int:
    """How many options stand on a line."""
    texts = [option.text for option in item.options]
    if any("\n" in text or "![" in text or "|" in text for text in texts):
        return 1
    widest = max((_width(text_of_markdown(text)) for text in texts), default=0)
    return 4 if widest <= _SHORT and len(texts) > 2 else 2 if widest <= _HALF else 1


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def lines_to_write(item: Item) -> int:
    """Empty lines below an item in the candidate's copy."""
    if item.kind is Kind.NUMERIC:
        return 4
    return max(5, min(24, round(item.points * 3 / 2))) if item.kind is Kind.WRITTEN else 0


def report_lost(parts: Sequence[PrintedPart], findings: Findings, file_format: str) -> None:
    """Once for a marker's copy: what a paper never prints."""
    if parts:
        what = ("编号、难度、知识点、依据、来源（试卷只印题目、答案与解析）",
                "ids, difficulty, topics, bases and sources: a paper has the items with their keys")  # fmt: skip
        findings.add("X201", 1, format=file_format, what=what)
