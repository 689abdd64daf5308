"""A printed paper: parts by kind, what stands in each item, and what only the marker's copy shows."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from edu.content.finding import Findings
from edu.content.items.item_answer import BLANK
from edu.content.items.item_credit import show_points
from edu.content.items.item_matches import write_rows
from edu.domain.items.item import Item
from edu.domain.items.variant import HOLE
from edu.interchange.format import why_not
from edu.interchange.html.text import text_of_markdown
from edu.interchange.paper.held import KINDS
from edu.interchange.paper.printed_kinds import PRINTED_KINDS, WIDE_BRACKETS

HEAD_LINE = "考生姓名：________ 答题日期：________ 得分：________ 判卷人：________"
LONG_BLANK = "_" * 10
_NUMBERS = "一二三四五六七八九十"
_BOX = re.compile(r"^[ ]{0,3}[:：]{3,}[ ]*(\S*)[ ]*(.*)$", re.MULTILINE)
_EMPTY_BRACKETS = re.compile(r"[（(][ \u3000]*[）)]")
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
        unheld = why_not(KINDS, item.kind)
        if unheld is not None:
            findings.add("X202", place, format=file_format, why=unheld)
        elif HOLE.search(item.stem) or (item.numeric is not None and item.numeric.parameters):
            why = ("参数每份卷子各取一次，印出的卷子上没有定值", "its parameters are drawn for each sitting")
            findings.add("X202", place, format=file_format, why=why)
        else:
            groups.setdefault(_rules(item), []).append((place, item))
    order = list(PRINTED_KINDS)
    ordered = sorted(groups.values(), key=lambda members: order.index(members[0][1].kind))
    return [_part(number, members) for number, members in enumerate(ordered)]


def _rules(item: Item) -> tuple[object, ...]:
    """Items of one kind stand together, where the same rules hold for them."""
    return item.kind, *PRINTED_KINDS[item.kind].rules(item)


def _part(place: int, members: Sequence[tuple[int, Item]]) -> PrintedPart:
    points = [item.points for _, item in members]
    alike = len(set(points)) == 1
    each = f"每小题{show_points(points[0])}分，" if alike else ""
    total = show_points(sum(points, Fraction(0)))
    first = members[0][1]
    number = _NUMBERS[place] if place < len(_NUMBERS) else str(place + 1)
    kind = PRINTED_KINDS[first.kind]
    heading = f"{number}、{kind.title}（本题共{len(members)}小题，{each}共{total}分{kind.told(first, alike)}）"
    shown = ["" if alike else show_points(own) for own in points]
    return PrintedPart(
        heading,
        [PrintedItem(n, item, at, own) for n, ((at, item), own) in enumerate(zip(members, shown, strict=True), 1)],
    )


def printed_stem(printed: PrintedItem, *, keys: bool) -> str:
    """The stem on the paper; the candidate's copy has room to write, and the points where they differ."""
    stem = _without_boxes(write_rows(printed.item))
    if keys:
        return stem
    stem = _EMPTY_BRACKETS.sub(WIDE_BRACKETS, BLANK.sub(LONG_BLANK, stem))
    if PRINTED_KINDS[printed.item.kind].bracketed and not stem.rstrip("。. ").endswith(WIDE_BRACKETS):
        stem += WIDE_BRACKETS
    return f"{stem}（{printed.points}分）" if printed.points else stem


def _without_boxes(text: str) -> str:
    """Boxes as labelled paragraphs: paper has no box of ours."""
    if ":::" not in text and "：：：" not in text:
        return text
    return _BOX.sub(lambda match: f"\n**【{match[1]}】{match[2]}**\n" if match[1] else "\n", text).strip()


def key_fields(printed: PrintedItem) -> Iterator[tuple[str, str]]:
    """What the marker's copy adds below the item: names of fields with Markdown."""
    item = printed.item
    for name, text in PRINTED_KINDS[item.kind].keys(item):
        yield name, _without_boxes(text) if name in IS_MARKDOWN else text
    if printed.points and not item.rubric:
        yield "分值", printed.points
    if item.rationale:
        yield "解析", _without_boxes(item.rationale)


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
    return PRINTED_KINDS[item.kind].lines(item)


def report_lost(parts: Sequence[PrintedPart], findings: Findings, file_format: str) -> None:
    """Once for a marker's copy: what a paper never prints."""
    if parts:
        what = ("编号、难度、知识点、依据、来源（试卷只印题目、答案与解析）",
                "ids, difficulty, topics, bases and sources: a paper has the items with their keys")  # fmt: skip
        findings.add("X201", 1, format=file_format, what=what)
