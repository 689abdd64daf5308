"""Headings of a paper's parts: 一、单项选择题（本题共20小题，每小题1分，共20分）."""

import re
from dataclasses import dataclass

from edu.content.items.kind_names import KIND_NAMES
from edu.content.syntax.field_line import narrow


@dataclass(frozen=True, slots=True)
class PaperSection:
    """What a heading says for the items below it; empty where it says nothing.

    ``kind`` is a name of a kind, ``points`` and ``partial`` are values as the fields 分值 and 少选 have them.
    """

    title: str = ""
    kind: str = ""
    points: str = ""
    partial: str = ""
    line: int = 0


NO_SECTION = PaperSection()

_WORDS = sorted((name for name in KIND_NAMES if re.match("[\u4e00-\u9fff]", name)), key=len, reverse=True)
_HEADING = re.compile(
    r"(?:[(]\s*[一二三四五六七八九十]{1,3}\s*[)]\s*|第?\s*(?:[一二三四五六七八九十]{1,3}|[IVXivx]{1,4}|Ⅰ|Ⅱ|Ⅲ|Ⅳ|Ⅴ|\d{1,2})\s*(?:部分|大题|[、.．:：)）])\s*[:：、]?\s*)?"
    rf"(?P<words>[\u4e00-\u9fffA-Za-z]{{0,6}}?(?P<kind>{'|'.join(_WORDS)}|选择题))"
    r"\s*(?P<rest>(?:[（(【\[:：，,].*|\s*(?:每|共|本).*)?)"
)
_DRESS = re.compile(r"^[*■◆●□▲【\[\s]+|[*】\]\s]+$")
_EACH = re.compile(
    r"每\s*(?:小)?\s*[题空]\s*(?:各)?\s*(\d+(?:\.\d+)?|[一二两三四五])\s*分|(\d+(?:\.\d+)?)\s*分\s*/\s*题"
)
_TOTAL = re.compile(r"共\s*(\d{1,3})\s*(?:小)?题\s*[,，、]?\s*(?:满分|共|合计|计)\s*(\d{1,3})\s*分")
_FEW_NOTHING = re.compile(
    r"(?:少选|漏选)[^,，。;；]*?(?:均)?(?:不得分|不给分|得\s*0\s*分)|(?:少选|漏选)[、，]?(?:或)?错选[^,，。;；]*?不得分"
)
_FEW_HALF = re.compile(r"(?:少选|漏选)[^,，。;；]*?(?:得|给)(?:一)?半")
_FEW_EACH = re.compile(
    r"(?:少选|漏选|选对)[^。;；]*?每(?:选对)?(?:一)?(?:个|项)(?:选项)?[^,，。;；]*?得?\s*(\d+(?:\.\d+)?)\s*分"
)
_FEW_FIXED = re.compile(r"(?:少选|漏选)[^,，。;；]*?得\s*(\d+(?:\.\d+)?)\s*分")


def read_section(text: str, line: int) -> PaperSection | None:
    """The section that a line opens, or ``None`` where it is no such heading."""
    plain = _DRESS.sub("", narrow(text).strip()).strip()
    match = _HEADING.fullmatch(plain)
    if (
        match is None
        or len(plain) > 200
        or (plain[0].isdigit() and match["rest"] and not re.search("每|共", match["rest"]))
    ):
        return None
    return PaperSection(
        text.strip(),
        "" if match["kind"] == "选择题" else match["kind"],
        _points(match["rest"]),
        _few(match["rest"]),
        line,
    )


def _points(text: str) -> str:
    match = _EACH.search(text)
    if match is not None:
        given = match[1] or match[2]
        return given if given[0].isdigit() else str(" 一二三四五".find(given) if given != "两" else 2)
    total = _TOTAL.search(text)
    return f"{total[2]}/{total[1]}" if total and int(total[1]) else ""


def _few(text: str) -> str:
    if _FEW_NOTHING.search(text):
        return "不得分"
    if _FEW_HALF.search(text):
        return "得半"
    if match := _FEW_EACH.search(text):
        return f"每项 {match[1]} 分"
    match = _FEW_FIXED.search(text)
    return f"固定 {match[1]} 分" if match else ""
