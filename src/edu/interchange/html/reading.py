"""Reads a tree of HTML elements, from whatever namespace, into Markdown."""

import re
from collections.abc import Callable, Sequence

from lxml import etree
from markdown_it.common.utils import escapeHtml

from edu.interchange.html.elements import (
    BOLD,
    CODE,
    CONTAINERS,
    DROPPED,
    ITALIC,
    LIGHT,
    PASSED,
    SILENT,
    STRONG,
    code_piece,
    fence,
    indent,
    name_of,
    rows_of,
    rule_of,
    words_of,
)
from edu.interchange.html.line import SPACES, HtmlLine
from edu.interchange.html.pieces import (
    BREAK,
    TERM_CLASS,
    HtmlPiece,
    Render,
    Sort,
    mark_piece,
    term_html,
    text_piece,
    write_cell,
    write_paragraph,
)
from edu.interchange.raised_text import lower_text, raise_text

Report = Callable[[tuple[str, str]], None]
"""Told in Chinese and English what Markdown has no words for."""

Pictures = Callable[[str], str]
"""The name for a picture's address, or an empty text where there is no such picture."""

_DEEPEST = 40
"""Elements within elements; what lies deeper is read as bare words."""


def no_pictures(_address: str) -> str:
    """For texts that have none."""
    return ""


class HtmlReader:
    """One fragment; each kind of loss is reported once."""

    def __init__(self, report: Report, picture: Pictures, render: Render) -> None:
        self._tell, self._picture, self._render = report, picture, render
        self._told: set[tuple[str, str]] = set()

    def read(self, element: etree._Element) -> str:
        """The Markdown of what ``element`` holds."""
        return "\n\n".join(self._blocks(element, 0))

    def _report(self, chinese: str, english: str) -> None:
        if (chinese, english) not in self._told:
            self._told.add((chinese, english))
            self._tell((chinese, english))

    def _blocks(self, element: etree._Element, depth: int) -> list[str]:
        if depth > _DEEPEST:
            self._report("嵌套很深的格式", "formatting that is nested very deeply")
            line = HtmlLine()
            line.add_text(words_of(element))
            return self._paragraphs(line)
        blocks: list[str] = []
        line = HtmlLine()
        line.add_text(element.text or "")
        for child in element:
            block = self._block(child, depth + 1)
            if block is None:
                self._inline(child, line, depth + 1)
            else:
                blocks += self._paragraphs(line) + block
                line = HtmlLine()
            line.add_text(child.tail or "")
        return blocks + self._paragraphs(line)

    def _paragraphs(self, line: HtmlLine) -> list[str]:
        return [text for part in line.split() if (text := self._settle(part, write_paragraph))]

    def _settle(
        self, pieces: Sequence[HtmlPiece], write: Callable[[Sequence[HtmlPiece], Render], tuple[str, bool]]
    ) -> str:
        text, kept = write(pieces, self._render)
        if not kept:
            self._report("标点旁的加粗或斜体", "bold or italics next to a mark")
        return text

    def _block(self, element: etree._Element, depth: int) -> list[str] | None:
        """The blocks of a block element; ``None`` for one that is part of a line."""
        name = name_of(element)
        if name in {"ul", "ol"}:
            return self._list(element, name == "ol", depth)
        if name == "table":
            return self._table(element, depth)
        if name == "blockquote":
            inner = "\n\n".join(self._blocks(element, depth))
            return [indent(inner, "> ", "> ")] if inner else []
        if re.fullmatch("h[1-6]", name):
            return self._heading(element, int(name[1]), depth)
        if name == "pre":
            return [fence(words_of(element).strip("\n"))]
        if name in CONTAINERS:
            return self._blocks(element, depth)
        return None

    def _heading(self, element: etree._Element, level: int, depth: int) -> list[str]:
        line = HtmlLine()
        self._children(element, line, depth)
        text = " ".join(self._settle(part, write_paragraph).replace("\\\n", " ") for part in line.split())
        if level < 3:
            self._report("标题级别", "the level of a heading")
        return [f"{'#' * max(level, 3)} " + " ".join(text.split("\n"))] if text else []

    def _list(self, element: etree._Element, numbered: bool, depth: int) -> list[str]:
        start = element.get("start", "1")
        number = int(start) if numbered and re.fullmatch(r"[0-9]{1,6}", start) else 1
        items, loose = [], False
        for child in element:
            name = name_of(child)
            loose = loose or any(name_of(inner) == "p" for inner in child)
            blocks = self._blocks(child, depth) if name == "li" else self._block(child, depth) or []
            sign = f"{number}. " if numbered else "- "
            inner = ("\n\n" if loose else "\n").join(blocks)
            items.append(indent(inner, sign, " " * len(sign)))
            number += 1
        return [("\n\n" if loose else "\n").join(items)] if items else []

    def _table(self, element: etree._Element, depth: int) -> list[str]:
        rows = [[cell for cell in row if name_of(cell) in {"td", "th"}] for row in rows_of(element)]
        rows = [row for row in rows if row]
        if not rows:
            return []
        if any(cell.get("colspan", "1") != "1" or cell.get("rowspan", "1") != "1" for row in rows for cell in row):
            self._report("合并的单元格", "merged cells")
        if any(name_of(cell) != "th" for cell in rows[0]):
            self._report("没有表头的表格（第一行成为表头）", "a table without a head: its first row became the head")
        width = max(map(len, rows))
        texts = [[self._cell(cell, depth) for cell in row] + [""] * (width - len(row)) for row in rows]
        rule = [rule_of(cell) for cell in rows[0]] + ["---"] * (width - len(rows[0]))
        lines = [[f" {text} " if text else " " for text in row] for row in (texts[0], rule, *texts[1:])]
        return ["\n".join(f"|{'|'.join(row)}|" for row in lines)]

    def _cell(self, element: etree._Element, depth: int) -> str:
        line = HtmlLine()
        self._children(element, line, depth)
        parts = list(line.split())
        if len(parts) > 1 or any(piece == BREAK for part in parts for piece in part):
            self._report("单元格里的换行", "line breaks in a cell")
        flat = [piece if piece != BREAK else text_piece(" ") for part in parts for piece in (*part, text_piece(" "))][
            :-1
        ]
        single = [text_piece(piece.markdown.replace("\n", " ")) if piece.sort is Sort.TEXT else piece for piece in flat]
        return self._settle(single, write_cell)

    def _children(self, element: etree._Element, line: HtmlLine, depth: int) -> None:
        line.add_text(element.text or "")
        for child in element:
            self._inline(child, line, depth + 1)
            line.add_text(child.tail or "")

    def _inline(self, element: etree._Element, line: HtmlLine, depth: int) -> None:
        name = name_of(element)
        if depth > _DEEPEST:
            self._report("嵌套很深的格式", "formatting that is nested very deeply")
            line.add_text(words_of(element))
        elif name == "br":
            line.add_break()
        elif name == "img":
            self._add_picture(element, line)
        elif name == "a":
            self._add_link(element, line, depth)
        elif name in CODE:
            line.add(code_piece(words_of(element)))
        elif name in {"sup", "sub"}:
            line.add_text(self._shifted(words_of(element), name))
        elif TERM_CLASS in element.get("class", "").split():
            _add_term(element, line)
        elif name in DROPPED:
            self._report(*DROPPED[name])
        elif name not in SILENT:
            self._add_styled(element, name, line, depth)

    def _add_styled(self, element: etree._Element, name: str, line: HtmlLine, depth: int) -> None:
        style = element.get("style", "")
        strong = name in STRONG or BOLD.search(style) is not None
        light = name in LIGHT or ITALIC.search(style) is not None
        if name == "font" or (style and not strong and not light):
            self._report("字体、颜色等样式", "fonts, colours and the like")
        elif name not in STRONG | LIGHT | PASSED and name not in CONTAINERS:
            self._report(f"标记 <{name}>", f"the markup <{name}>")
        block = name in CONTAINERS or name in {"ul", "ol", "table", "blockquote", "pre"}
        if block:
            line.add_paragraph_end()
        signs = [
            (sign, tag) for sign, tag, on in (("**", "strong", strong), ("*", "em", light)) if on and line.open(tag)
        ]
        self._children(element, line, depth)
        for _sign, tag in reversed(signs):
            line.close(tag)
        if block:
            line.add_paragraph_end()

    def _shifted(self, text: str, name: str) -> str:
        """A raised or lowered text in plain signs; reported where there are none for it."""
        plain = SPACES.sub(" ", text).strip()
        shifted = raise_text(plain) if name == "sup" else lower_text(plain)
        if plain and shifted[0] in "^_":
            self._report("上标或下标的位置", "raising or lowering")
        return shifted if plain else ""

    def _add_picture(self, element: etree._Element, line: HtmlLine) -> None:
        address = element.get("src", "")
        alt = SPACES.sub(" ", element.get("alt", "").translate({ord("["): "［", ord("]"): "］"})).strip()[:200]
        name = self._picture(address)
        if name:
            line.add(mark_piece(f"![{alt}]({name})", f'<img src="{escapeHtml(name)}" alt="{escapeHtml(alt)}" />'))
            return
        shown = address if len(address) < 100 else address[:100] + "…"
        self._report(f"图片 {shown}", f"the picture {shown}")
        line.add_text(alt)

    def _add_link(self, element: etree._Element, line: HtmlLine, depth: int) -> None:
        address = element.get("href", "")
        if not re.fullmatch(r"https?://[^\s<>()\\&\"]+", address, re.IGNORECASE):
            if address:
                self._report(f"链接 {address[:100]}", f"the link {address[:100]}")
            self._children(element, line, depth)
            return
        text = SPACES.sub(" ", words_of(element)).strip() or address
        if len(element):
            self._report("链接文字里的格式", "formatting within a link")
        words = re.sub(r"([\\`*\[\]<>&!])", r"\\\1", text)
        line.add(mark_piece(f"[{words}]({address})", f'<a href="{escapeHtml(address)}">{escapeHtml(text)}</a>'))


def _add_term(element: etree._Element, line: HtmlLine) -> None:
    shown = SPACES.sub(" ", words_of(element)).strip()
    name = element.get("title", "").strip() or shown
    if shown and not re.search(r"[\[\]\n|｜]", shown + name):
        line.add(mark_piece(f"[[{shown}]]" if name == shown else f"[[{shown}|{name}]]", term_html(shown, name)))
    else:
        line.add_text(shown)
