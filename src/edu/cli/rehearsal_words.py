"""A rehearsal in words: the table, the targets and one sentence on the whole."""

from typing import TYPE_CHECKING
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from edu.rehearsal.figures import Figures, Target

_ROWS = (
    ("starts", "开始", "start"),
    ("pages", "看题", "page"),
    ("saves", "保存（平时节奏）", "save, real pace"),
    ("burst", "保存（集中）", "save, burst"),
    ("hand_ins", "交卷", "hand-in"),
)
_TARGETS = {
    "start-p99": ("开始的 p99", "p99 of a start"),
    "refused": ("被拒绝的开始", "refused starts"),
    "save-p99": ("保存的 p99", "p99 of a save"),
    "not-finished": ("没有交上卷的人", "people who did not get to hand in"),
    "errors": ("错误", "errors"),
    "lost": ("丢失的保存", "lost saves"),
    "falsely-saved": ("误存", "falsely saved"),
    "wrong": ("记录不符", "records that do not agree"),
}


def write_report(figures: "Figures", *, english: bool) -> str:
    """Everything, for a terminal."""
    lines = [_table(figures, english=english), _memory(figures, english=english)]
    lines += [_target(target, english=english) for target in figures.targets]
    lines += [f"  {sentence}" for sentence in figures.wrong[:20]]
    lines += [
        f"acknowledged {figures.acknowledged}, found {figures.acknowledged - figures.lost}, lost {figures.lost}, "
        f"falsely saved {figures.falsely_saved}",
        write_verdict(figures, english=english),
    ]
    return "\n".join(lines)


def write_verdict(figures: "Figures", *, english: bool) -> str:
    """One sentence: fit or not, and why not."""
    missed = [_TARGETS[target.name][english] for target in figures.targets if not target.holds]
    if figures.holds and english:
        return f"This machine carries {figures.people} candidates at once."
    if figures.holds:
        return f"结论：这台机器可以承受 {figures.people} 人同时考试。"
    if english:
        return f"This machine does not carry {figures.people} candidates at once: {', '.join(missed) or 'no saves'}."
    return f"结论：这台机器承受不了 {figures.people} 人同时考试，未达标：{'、'.join(missed) or '没有保存'}。"


def _table(figures: "Figures", *, english: bool) -> str:
    head = ("", "count", "/s", "p50 ms", "p99 ms") if english else ("", "次数", "每秒", "p50 毫秒", "p99 毫秒")
    rows = [head]
    for name, chinese, words in _ROWS:
        times = getattr(figures, name)
        rate = f"{times.per_second:.1f}" if times.per_second else "–"
        rows.append((words if english else chinese, str(times.count), rate, str(times.p50_ms), str(times.p99_ms)))
    return "\n".join(_fill(row[0], 18) + "".join(_fill(cell, -12) for cell in row[1:]) for row in rows)


def _fill(text: str, width: int) -> str:
    """``text`` in so many columns, to the right where ``width`` is negative; a Chinese sign takes two."""
    gap = " " * max(abs(width) - sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text), 0)
    return gap + text if width < 0 else text + gap


def _memory(figures: "Figures", *, english: bool) -> str:
    words = ("服务器内存 {} MB，结束时 {} MB", "memory of the server {} MB, at the end {} MB")[english]
    return words.format(figures.memory_at_start, figures.memory_at_end)


def _target(target: "Target", *, english: bool) -> str:
    mark = "✓" if target.holds else "✗"
    limit = f"< {target.most:g} {target.unit}" if target.most else "= 0"
    return f"{mark} {_TARGETS[target.name][english]}：{target.value:g}（{limit}）".translate(_SIGNS if english else {})


_SIGNS = str.maketrans({"：": ": ", "（": " (", "）": ")"})
