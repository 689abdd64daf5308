"""Markdown as Word's paragraphs and tables, by way of HTML."""

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, replace

from lxml import etree

from edu.interchange.docx.words import VAL, W
from edu.interchange.html.text import html_of_markdown

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

PictureMaker = Callable[[str, str], etree._Element | None]
"""A picture's run by its name and description; ``None`` where its bytes are not there."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How a paragraph stands: ``left`` and ``hanging`` in twentieths of a point, ``tabs`` likewise."""

    style: str = ""
    left: int = 0
    hanging: int = 0
    tabs: tuple[int, ...] = ()
    with_next: bool = False
    bold: bool = False


class BlockWriter:
    """Makes elements that belong to the tree of ``parent``."""

    def __init__(self, parent: etree._Element, picture: PictureMaker) -> None:
        self._parent, self._picture = parent, picture

    def paragraph(self, setting: Setting, runs: list[etree._Element]) -> etree._Element:
        """A paragraph of these runs."""
        made = self._make("p")
        properties = etree.SubElement(made, f"{W}pPr")
        if setting.style:
            etree.SubElement(properties, f"{W}pStyle", {VAL: setting.style})
        if setting.with_next:
            etree.SubElement(properties, f"{W}keepNext")
        etree.SubElement(properties, f"{W}keepLines")
        if setting.tabs:
            tabs = etree.SubElement(properties, f"{W}tabs")
            for place in setting.tabs:
                etree.SubElement(tabs, f"{W}tab", {VAL: "left", f"{W}pos": str(place)})
        if setting.left or setting.hanging:
            values = {f"{W}left": str(setting.left), f"{W}hanging": str(setting.hanging)}
            etree.SubElement(properties, f"{W}ind", values)
        made.extend(runs)
        return made

    def run(self, text: str, *, bold: bool = False, italic: bool = False) -> list[etree._Element]:
        """Runs of text; a line end is a line break, a tab a tab."""
        made = self._make("r")
        if bold or italic:
            properties = etree.SubElement(made, f"{W}rPr")
            for name, on in (("b", bold), ("i", italic)):
                if on:
                    etree.SubElement(properties, W + name)
        for number, line in enumerate(text.split("\n")):
            if number:
                etree.SubElement(made, f"{W}br")
            for place, piece in enumerate(line.split("\t")):
                if place:
                    etree.SubElement(made, f"{W}tab")
                if piece:
                    child = etree.SubElement(made, f"{W}t", {_SPACE: "preserve"})
                    child.text = piece
        return [made]

    def blocks(self, label: str, markdown: str, setting: Setting) -> list[etree._Element]:
        """``markdown`` behind a label, as paragraphs and tables; the label stands in the first paragraph."""
        root = etree.fromstring(f"<body>{html_of_markdown(markdown)}</body>")
        start = self.run(label, bold=setting.bold) if label else []
        made: list[etree._Element] = []
        for child in root:
            for block in self._block(child, setting):
                if start and block.tag == f"{W}p":
                    block[1:1] = start
                elif start:
                    made.append(self.paragraph(setting, start))
                start = []
                made.append(block)
        return [*made, self.paragraph(setting, start)] if start else made

    def inline(self, markdown: str) -> list[etree._Element] | None:
        """The runs of a single paragraph; ``None`` where there is more."""
        root = etree.fromstring(f"<body>{html_of_markdown(markdown)}</body>")
        if len(root) != 1 or root[0].tag != "p":
            return None
        return list(self._runs(root[0]))

    def _block(self, element: etree._Element, setting: Setting) -> Iterator[etree._Element]:
        if element.tag == "table":
            yield self._table(element)
        elif element.tag in {"ul", "ol"}:
            for number, entry in enumerate(element, 1):
                sign = f"（{number}）" if element.tag == "ol" else "• "
                yield from self._container(entry, replace(setting, style=""), sign)
        elif element.tag == "blockquote":
            yield from self._container(element, replace(setting, left=setting.left + 420), "")
        elif element.tag != "hr":
            bold = element.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}
            yield self.paragraph(setting, list(self._runs(element, bold=bold)))

    def _container(self, element: etree._Element, setting: Setting, sign: str) -> Iterator[etree._Element]:
        """What a list's entry or a quotation holds; its own words are a paragraph."""
        if len(element) and all(child.tag in {"p", "ul", "ol", "table", "blockquote"} for child in element):
            for place, child in enumerate(element):
                for block in self._block(child, setting):
                    if not place and sign and block.tag == f"{W}p":
                        block[1:1] = self.run(sign)
                    yield block
            return
        words = copy(element)
        below = [child for child in words if child.tag in {"ul", "ol", "table", "blockquote"}]
        for child in below:
            words.remove(child)
        words.text = (words.text or "").strip("\n")
        yield self.paragraph(setting, [*(self.run(sign) if sign else []), *self._runs(words)])
        for child in below:
            yield from self._block(child, replace(setting, left=setting.left + 420))

    def _runs(self, element: etree._Element, *, bold: bool = False, italic: bool = False) -> Iterator[etree._Element]:
        if element.text:
            yield from self.run(element.text, bold=bold, italic=italic)
        for child in element:
            if child.tag == "br":
                yield from self.run("\n")
            elif child.tag == "img":
                picture = self._picture(child.get("src", ""), child.get("alt", ""))
                shown = child.get("alt") or child.get("src", "")
                yield from [picture] if picture is not None else self.run(f"〔图：{shown}〕")
            else:
                yield from self._runs(child, bold=bold or child.tag == "strong", italic=italic or child.tag == "em")
                if child.tag == "a" and "".join(map(str, child.itertext())) != child.get("href"):
                    yield from self.run(f"（{child.get('href', '')}）")
            tail = child.tail or ""
            if child.tag == "br":
                tail = tail.removeprefix("\n")
            if tail:
                yield from self.run(tail, bold=bold, italic=italic)

    def _table(self, element: etree._Element) -> etree._Element:
        made = self._make("tbl")
        properties = etree.SubElement(made, f"{W}tblPr")
        etree.SubElement(properties, f"{W}tblStyle", {VAL: "TableGrid"})
        etree.SubElement(properties, f"{W}tblW", {f"{W}w": "0", f"{W}type": "auto"})
        rows = list(element.iter("tr"))
        grid = etree.SubElement(made, f"{W}tblGrid")
        for _ in range(max(map(len, rows), default=1)):
            etree.SubElement(grid, f"{W}gridCol")
        for row in rows:
            line = etree.SubElement(made, f"{W}tr")
            for cell in row:
                shown = etree.SubElement(line, f"{W}tc")
                shown.append(self.paragraph(Setting(), list(self._runs(cell, bold=cell.tag == "th"))))
        return made

    def _make(self, name: str) -> etree._Element:
        return self._parent.makeelement(W + name)
