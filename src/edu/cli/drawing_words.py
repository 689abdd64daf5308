"""What ``edu draw`` says, in either language."""

import unicodedata
from collections.abc import Iterator, Sequence

from edu.analysis.drawing import CellRoom, DrawReport
from edu.analysis.drawing_figure import FigureWords
from edu.content.checks.blueprints import describe_cell
from edu.content.items.item_credit import show_points
from edu.domain.sitting.blueprint import Blueprint

NAMED = 5
"""Items beyond the exposure limit that the table names; the JSON names all."""


def show_shortage(room: CellRoom, *, english: bool) -> str:
    """The cell, what it asks for and what there is."""
    chinese, words = describe_cell(room.cell)
    if english:
        return f"{words}: asks for {room.cell.count} items, {room.available} to be had"
    return f"{chinese}：要 {room.cell.count} 题，只有 {room.available} 题可用"


def describe_room(room: CellRoom) -> dict[str, object]:
    """A cell as JSON-able values."""
    cell = room.cell
    return {
        "part": cell.part, "kind": cell.kind.value, "bank": cell.bank, "topic": cell.topic,
        "difficulty": cell.difficulty.value if cell.difficulty else "", "count": cell.count,
        "available": room.available, "short": room.short, "tight": room.tight,
    }  # fmt: skip


def figure_words(blueprint: Blueprint, report: DrawReport, *, english: bool) -> FigureWords:
    """The words of the figure."""
    mean, items, limit = report.exposure.mean, len(report.exposure.rates), report.exposure.limit or 0
    if english:
        return FigureWords(
            title=f"{blueprint.english or blueprint.title}: {report.forms} forms drawn",
            scores="Expected score of each form (points)",
            forms="points; height: number of forms",
            equal="within ±1 % of the target",
            exposure="Exposure: share of forms that each item is in",
            items=f"{items} items, the most frequent first",
            mean=f"mean {mean:.1%}",
            limit=f"limit {float(limit):.0%}",
        )
    return FigureWords(
        title=f"{blueprint.title}：抽 {report.forms} 份",
        scores="每份试卷的期望得分（分）",
        forms="分；高度为试卷份数",
        equal="目标 ±1% 以内",
        exposure="曝光：每道题出现在多少试卷里",
        items=f"{items} 题，常见的在前",
        mean=f"平均 {mean:.1%}",
        limit=f"上限 {float(limit):.0%}",
    )


def write_table(blueprint: Blueprint, seeds: range, report: DrawReport, *, english: bool) -> str:
    """The report for a terminal."""
    title = (blueprint.english or blueprint.title) if english else blueprint.title
    points = show_points(blueprint.points)
    head = (
        f"{title} ({blueprint.id}): {report.forms} forms, seeds {seeds[0]}-{seeds[-1]};"
        f" {blueprint.count} items, {points} points each"
        if english
        else f"{title}（{blueprint.id}）：抽 {report.forms} 份，种子 {seeds[0]}–{seeds[-1]}；"
        f"每份 {blueprint.count} 题 {points} 分"
    )
    tables = (_figures(report, english), _topics(report, english), _rooms(report, english))
    return "\n\n".join([head, *("\n".join(_align(rows)) for rows in tables)])


def _figures(report: DrawReport, english: bool) -> list[tuple[str, ...]]:
    spread, exposure, overlap = report.spread, report.exposure, report.overlap
    low, high = f"{spread.lowest:.2f}", f"{spread.highest:.2f}"
    if english:
        return [
            ("expected score", f"target {spread.target:.2f}", f"mean {spread.mean:.2f}", f"sd {spread.sd:.2f}",
             f"lowest {low} (seed {spread.lowest_seed})", f"highest {high} (seed {spread.highest_seed})",
             f"within ±1 %: {spread.within:.1%}"),
            ("exposure", f"lowest {exposure.lowest:.1%}", f"mean {exposure.mean:.1%}",
             f"highest {exposure.highest:.1%}", f"never drawn: {len(exposure.never)} of {len(exposure.rates)} items"),
            *_limit(report, english),
            ("overlap of two forms", f"mean {overlap.mean:.1%}", f"most {overlap.most} items"),
        ]  # fmt: skip
    return [
        ("期望得分", f"目标 {spread.target:.2f}", f"平均 {spread.mean:.2f}", f"标准差 {spread.sd:.2f}",
         f"最低 {low}（种子 {spread.lowest_seed}）", f"最高 {high}（种子 {spread.highest_seed}）",
         f"±1% 以内 {spread.within:.1%}"),
        ("曝光", f"最低 {exposure.lowest:.1%}", f"平均 {exposure.mean:.1%}", f"最高 {exposure.highest:.1%}",
         f"{len(exposure.rates)} 题中从未抽到 {len(exposure.never)} 题"),
        *_limit(report, english),
        ("两份重叠", f"平均 {overlap.mean:.1%}", f"最多 {overlap.most} 题"),
    ]  # fmt: skip


def _limit(report: DrawReport, english: bool) -> list[tuple[str, ...]]:
    """How many items the exposure limit will hold back, and the most frequent of them by name."""
    limit, over = report.exposure.limit, report.exposure.over
    if limit is None:
        return []
    named = [f"{item} {report.exposure.rates[item]:.1%}" for item in over[:NAMED]]
    if english:
        more = [f"and {len(over) - NAMED} more"] if len(over) > NAMED else []
        return [("exposure limit", f"{float(limit):.0%}", f"beyond it: {len(over)} items", *named, *more)]
    more = [f"另有 {len(over) - NAMED} 题"] if len(over) > NAMED else []
    return [("曝光上限", f"{float(limit):.0%}", f"超过 {len(over)} 题", *named, *more)]


def _topics(report: DrawReport, english: bool) -> list[tuple[str, ...]]:
    head = ("topic", "fewest", "mean", "most", "in forms") if english else ("考点", "最少", "平均", "最多", "出现")
    rows = [
        (cover.topic, str(cover.fewest), f"{cover.mean:.2f}", str(cover.most), f"{cover.present:.1%}")
        for cover in report.topics
    ]
    return [head, *rows]


def _rooms(report: DrawReport, english: bool) -> list[tuple[str, ...]]:
    head = ("cell", "needed", "available", "ratio", "") if english else ("题格", "需要", "可用", "倍数", "")
    tight = "tight" if english else "偏紧"
    return [
        head,
        *(
            (describe_cell(room.cell)[english], str(room.cell.count), str(room.available), f"{room.ratio:.1f}",
             tight if room.tight else "")
            for room in report.rooms
        ),
    ]  # fmt: skip


def _align(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns side by side; a Chinese character takes two places."""
    count = max(map(len, rows))
    widths = [max(_width(row[place]) for row in rows if place < len(row)) for place in range(count)]
    for row in rows:
        cells = (text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=False))
        yield "  ".join(cells).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
