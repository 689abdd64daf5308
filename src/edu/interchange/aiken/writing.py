"""Writes single-choice items as Aiken."""

import re
from collections.abc import Sequence
from html import unescape

from edu.content.finding import Findings
from edu.content.items.item_credit import show_points
from edu.content.items.pictures import PICTURE
from edu.content.syntax.field_line import LETTERS
from edu.domain.items.item import Difficulty, Item
from edu.interchange.aiken.held import KINDS
from edu.interchange.aiken.lines import ANSWER_LINE, NAME, OPTION_LINE
from edu.interchange.exchange import BothLanguages, Exported
from edu.interchange.format import why_not
from edu.interchange.html.text import html_of_markdown, markdown_of_plain
from edu.interchange.source_lines import clean

_INLINE = re.compile(r"</?(?:strong|em|code|a|span)\b[^<>]*>")


def write_aiken(items: Sequence[Item], findings: Findings) -> Exported:
    """The single-choice items in plain words; all others are left out."""
    exported = Exported(findings)
    blocks: list[str] = []
    for position, item in enumerate(items, 1):
        why = _why_not(item)
        if why is not None:
            findings.add("X202", position, format=NAME, why=why)
            continue
        _report_lost(item, position, findings)
        lines = [_write_line(item.stem, ("题干", "the stem"), position, findings)]
        lines += [
            f"{letter}. " + _write_line(option.text, (f"选项 {letter}", f"option {letter}"), position, findings)
            for letter, option in zip(LETTERS, item.options, strict=False)
        ]
        lines.append(f"ANSWER: {LETTERS[_key_place(item)]}")
        blocks.append("\n".join(lines) + "\n")
        exported.written.append(item)
    exported.data = "\n".join(blocks).encode()
    return exported


def _key_place(item: Item) -> int:
    return next(place for place, option in enumerate(item.options) if option.letter in item.keys)


def _why_not(item: Item) -> BothLanguages | None:
    """Why an item cannot be written, or ``None``."""
    unheld = why_not(KINDS, item.kind)
    if unheld is not None:
        return unheld
    if not 2 <= len(item.options) <= len(LETTERS) or not item.keys <= {option.letter for option in item.options}:
        return "选项或答案不全", "its options or keys are not complete"
    if len(item.keys) != 1:
        return "单选题要有一个答案", "a single choice has one key"
    texts = [item.stem, *(option.text for option in item.options)]
    if any(PICTURE.search(text) for text in texts):
        return "有图片", "it has a picture"
    if not all(_plain(text) for text in texts):
        return "有题干或选项没有文字", "its stem or an option has no words"
    if any("<table>" in html_of_markdown(text) for text in texts):
        return "有表格", "it has a table"
    stem = _plain(item.stem)
    if OPTION_LINE.match(stem) or ANSWER_LINE.match(stem):
        return "题干的开头像选项或答案", "its stem begins like an option or an answer"
    return None


def _plain(text: str) -> str:
    """The bare words on one line."""
    words = _INLINE.sub("", html_of_markdown(text))
    return " ".join(clean(unescape(re.sub(r"<[^<>]*>", " ", words))).split())


def _write_line(text: str, what: BothLanguages, position: int, findings: Findings) -> str:
    """``text`` on one line; what its formatting said is reported."""
    line = _plain(text)
    if markdown_of_plain(line) != text:
        chinese, english = what
        findings.add(
            "X203",
            position,
            format=NAME,
            what=(f"{chinese}的格式", f"the formatting of {english}"),
            now=("一行纯文字", "one line of plain words"),
        )
    return line


def _report_lost(item: Item, position: int, findings: Findings) -> None:
    """All that Aiken has no line for, in one finding."""
    parts = (
        (item.id, (f"编号 {item.id}", f"the id {item.id}")),
        (item.rationale, ("解析", "the rationale")),
        (item.points != 1, (f"分值 {show_points(item.points)}", f"{show_points(item.points)} points")),
        (item.difficulty is not Difficulty.MEDIUM, ("难度", "the difficulty")),
        (item.topic, (f"考点“{item.topic}”", f"the topic {item.topic}")),
        (item.basis, ("依据", "the basis")),
        (item.source, ("来源", "the source")),
        (item.section, ("段落", "the section")),
    )
    lost = [words for there, words in parts if there]
    if lost:
        what = ("、".join(words[0] for words in lost), ", ".join(words[1] for words in lost))
        findings.add("X201", position, format=NAME, what=what)
