"""One ``question`` element while it is read: its texts as Markdown, and what of it is lost, changed or unreadable."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from lxml import etree
from markdown_it import MarkdownIt

from edu.content.finding import Findings
from edu.interchange.exchange import LONGEST_LINE, BothLanguages
from edu.interchange.html.text import markdown_of_html, markdown_of_plain, text_of_markdown
from edu.interchange.moodle_xml.files import PictureShelf, shorten_data
from edu.interchange.moodle_xml.tags import Tags
from edu.interchange.safe_xml import line_of

_BLOCK = re.compile(r"<(?:p|div|ul|ol|table|h[1-6]|pre|blockquote)\b", re.IGNORECASE)
_MARKED = re.compile(r"<[A-Za-z/!]|&(?:#\w{1,8}|[A-Za-z]{2,8});")
_NUMBER = re.compile(r"[-+]?(?:\d{1,18}(?:[.,]\d{0,18})?|[.,]\d{1,18})(?:[eE][-+]?\d{1,2})?")
_FORMATS = {"0": "moodle_auto_format", "1": "html", "2": "plain_text", "4": "markdown"}


class Untaken(Exception):
    """The question cannot be taken whole and right; ``words`` say why."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(english)
        self.words = (chinese, english)


class TooLong(Exception):
    """A text of ``count`` characters."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


class MoodleQuestion:
    """Reads the parts that all kinds have; ``change`` is done to each text before it becomes Markdown."""

    def __init__(self, element: etree._Element, findings: Findings, shelf: PictureShelf) -> None:
        self.element, self.shelf = element, shelf
        self.line = line_of(element)
        self._findings = findings
        self.change: Callable[[str], str] = str
        self.tags = Tags([given for tag in self.all("tags/tag") if (given := raw_text(tag).strip())])

    def all(self, path: str) -> Iterator[etree._Element]:
        """The elements at ``path``, in their order."""
        yield from self.element.iterfind(path)

    def value(self, name: str) -> str:
        """The plain text of the first child ``name``, empty where there is none."""
        child = self.element.find(name)
        return "" if child is None else raw_text(child).strip()

    def on(self, name: str, default: bool) -> bool:
        """A switch: ``true``, ``1``, or an element without text; ``default`` where there is none."""
        if self.element.find(name) is None:
            return default
        return self.value(name).casefold() not in {"false", "0", "no"}

    def lose(self, chinese: str, english: str, element: etree._Element | None = None) -> None:
        """Report a part that has no place with us."""
        self._findings.add("X101", self.line if element is None else line_of(element), what=(chinese, english))

    def amend(self, what: BothLanguages, now: BothLanguages) -> None:
        """Report something that became something else."""
        self._findings.add("X102", self.line, what=what, now=now)

    def markdown(self, name: str) -> str:
        """The first child ``name`` as Markdown."""
        child = self.element.find(name)
        return "" if child is None else self.markdown_of(child)

    def markdown_of(self, element: etree._Element) -> str:
        """A text element, in whatever format it says, as Markdown; its pictures are put on the shelf."""
        return self.markdown_from(self.change(checked_text(element)), element)

    def markdown_from(self, text: str, element: etree._Element) -> str:
        """``text`` as Markdown, with the format and the files of ``element``."""
        form = element.get("format") or ("moodle_auto_format" if _MARKED.search(text) else "plain_text")
        form = _FORMATS.get(form, form)
        if form in {"plain_text", "plain"}:
            return markdown_of_plain(text)
        if form == "markdown":
            text = str(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))
        elif form.startswith("moodle") and not _BLOCK.search(text):
            text = re.sub(r"\r\n?|\n", "<br>\n", text.strip())
        files = self.shelf.files_of(element, self.element)
        markdown = markdown_of_html(text, lambda what: self.lose(*what, element), files.name)
        for name in files.unused():
            self.lose(f"附件 {name}", f"the file {name}", element)
        return markdown

    def lose_text(self, chinese: str, english: str, element: etree._Element) -> None:
        """Report a text that has no place, with its words; an empty one is no loss."""
        html = shorten_data(raw_text(element))[:2000]
        words = text_of_markdown(markdown_of_html(html, lambda what: None)) or ("<img" in html and "…")
        if words:
            self.lose(f"{chinese}“{words}”", f"{english}: {words}", element)


def raw_text(element: etree._Element) -> str:
    """The text of an element: that of its ``text``, or its own in old files."""
    child = element.find("text")
    return (element if child is None else child).text or ""


def checked_text(element: etree._Element) -> str:
    """The same, within bounds. Raises TooLong."""
    text = raw_text(element)
    if len(text) > LONGEST_LINE:
        count = len(shorten_data(text))
        if count > LONGEST_LINE:
            raise TooLong(count)
    return text


def read_decimal(text: str) -> Decimal | None:
    """A number as Moodle writes it, with a point or a comma; ``None`` for anything else."""
    plain = text.strip().replace("−", "-")
    if not _NUMBER.fullmatch(plain):
        return None
    value = Decimal(plain.replace(",", "."))
    return value if abs(value) <= 10**18 and (not value or abs(value) >= Decimal(10) ** -18) else None


def simplify_share(text: str) -> Fraction | None:
    """The fraction that a rounded decimal stands for: 0.3333333 is 1/3, and 0.5000000 a half."""
    match = re.fullmatch(r"\d{1,6}(?:[.,](\d{1,12}))?", text.strip())
    if match is None:
        return None
    value, places = Fraction(text.strip().replace(",", ".")), len(match[1] or "")
    simple = value.limit_denominator(10 ** (places // 2)) if places >= 5 else value
    return simple if round(simple, places) == value else value
