"""One ``question`` element while it is written: its texts as HTML, and what of the item finds no place."""

import re
from collections.abc import Mapping

from lxml import etree

from edu.content.finding import Findings
from edu.content.items.item_credit import show_points
from edu.content.syntax.front_matter import is_id
from edu.domain.items.item import Difficulty, Item
from edu.interchange.exchange import BothLanguages
from edu.interchange.html.text import OWN_PICTURE, html_of_markdown, text_of_markdown
from edu.interchange.moodle_xml.files import PLUGIN_FILE, encode_file
from edu.interchange.moodle_xml.tags import fits, make_tag

NAME = "Moodle XML"

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_NAME = 40
_DIFFICULTIES = {Difficulty.EASY: "易", Difficulty.HARD: "难"}


class Unwritten(Exception):
    """The format cannot say the item; ``words`` say why."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(english)
        self.words = (chinese, english)


class QuestionSheet:
    """Gathers the parts of a question in Moodle's order."""

    def __init__(self, item: Item, kind: str, line: int, findings: Findings, pictures: Mapping[str, bytes]) -> None:
        self.item, self._line, self._findings, self._pictures = item, line, findings, pictures
        self.element = etree.Element("question", {"type": kind})
        self.tags: list[str] = []

    def lose(self, chinese: str, english: str) -> None:
        """Report a part that the format has no place for."""
        self._findings.add("X201", self._line, format=NAME, what=(chinese, english))

    def approximate(self, what: BothLanguages, now: BothLanguages) -> None:
        """Report a part that is written as something near to it."""
        self._findings.add("X203", self._line, format=NAME, what=what, now=now)

    def add(self, name: str, text: str) -> None:
        """A child with plain text."""
        etree.SubElement(self.element, name).text = self.clean(text)

    def add_html(self, name: str, html: str, parent: etree._Element | None = None) -> etree._Element:
        """A child with HTML, and the files that it shows."""
        child = etree.SubElement(self.element if parent is None else parent, name, {"format": "html"})
        return self.fill(child, html)

    def fill(self, child: etree._Element, html: str) -> etree._Element:
        """Put HTML, and the files that it shows, into ``child``."""
        clean = self.clean(html)
        text = etree.SubElement(child, "text")
        text.text = etree.CDATA(clean) if "<" in clean and "]]>" not in clean else clean
        shown = re.findall(r'<img src="' + re.escape(PLUGIN_FILE) + r'([^"]+)"', clean)
        for name in dict.fromkeys(shown):
            if name in self._pictures:
                child.append(encode_file(name, self._pictures[name]))
        return child

    def html(self, markdown: str) -> str:
        """``markdown`` with the addresses that Moodle gives to files."""
        for _, name in OWN_PICTURE.findall(markdown):
            if name not in self._pictures:
                self.lose(f"图片 {name}（没有它的文件）", f"the picture {name}, whose file is not at hand")
        return html_of_markdown(markdown, lambda name: PLUGIN_FILE + name)

    def clean(self, text: str) -> str:
        """``text`` without the characters that XML has no place for."""
        if _NOT_XML.search(text):
            self.approximate(("控制字符", "control characters"), ("空", "nothing"))
        return _NOT_XML.sub("", text)

    def add_head(self, stem: str, rationale: str, *, points: bool = True) -> None:
        """Name, stem, rationale, points and id; ``stem`` and ``rationale`` are HTML."""
        item = self.item
        name = etree.SubElement(self.element, "name")
        words = self.clean(text_of_markdown(item.stem))
        etree.SubElement(name, "text").text = words[:_LONGEST_NAME] or item.id or "…"
        self.add_html("questiontext", stem)
        self.add_html("generalfeedback", rationale)
        if points:
            self.add("defaultgrade", _show_points(self))
        self.add("penalty", "0")
        self.add("hidden", "0")
        if item.id and not is_id(item.id):
            self.lose(f"编号 {item.id}", f"the id {item.id}")
        self.add("idnumber", item.id if is_id(item.id) else "")

    def add_tags(self) -> None:
        """What only tags can carry; those that Moodle would cut are reported."""
        item = self.item
        carried = [("难度", _DIFFICULTIES.get(item.difficulty, "")), ("依据", item.basis), ("来源", item.source)]
        for name, value in [*carried, ("段落", item.section)]:
            tag = make_tag(name, value)
            if value and fits(tag):
                self.tags.append(tag)
            elif value:
                self.lose(f"{name}“{value}”", f"{name} {value}")
        if self.tags:
            tags = etree.SubElement(self.element, "tags")
            for text in self.tags:
                etree.SubElement(etree.SubElement(tags, "tag"), "text").text = self.clean(text)


def _show_points(sheet: QuestionSheet) -> str:
    """Decimals; a fraction with so many places that it can be told again."""
    points = sheet.item.points
    text = show_points(points)
    return f"{points.numerator / points.denominator:.10f}" if "/" in text else text
