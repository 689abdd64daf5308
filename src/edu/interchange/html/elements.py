"""Which HTML elements mean what, and the Markdown of the simple ones."""

import re
from collections.abc import Iterator

from lxml import etree
from markdown_it.common.utils import escapeHtml

from edu.interchange.html.line import SPACES
from edu.interchange.html.pieces import HtmlPiece, mark_piece, text_piece

CONTAINERS = frozenset(
    {
        "html", "body", "div", "section", "article", "header", "footer", "main", "center", "address", "figure", "dl",
        "dt", "dd", "figcaption", "fieldset", "details", "summary", "li", "p", "tbody", "thead", "tr", "td", "th",
        "prompt", "rubricblock", "simplechoice", "itembody", "qti-prompt", "qti-simple-choice",
    }
)  # fmt: skip
PASSED = frozenset({"span", "label", "abbr", "q", "cite", "bdi", "bdo", "font", "nobr", "time", "wbr"})
STRONG, LIGHT = frozenset({"strong", "b"}), frozenset({"em", "i"})
CODE = frozenset({"code", "tt", "kbd", "samp"})
SILENT = frozenset({"head", "title", "meta", "link", "colgroup", "col"})
DROPPED = {
    "script": ("脚本", "a script"), "style": ("样式表", "a style sheet"), "iframe": ("内嵌网页", "an embedded page"),
    "object": ("内嵌对象", "an embedded object"), "embed": ("内嵌对象", "an embedded object"),
    "audio": ("音频", "audio"), "video": ("视频", "a video"), "svg": ("矢量图", "a vector graphic"),
    "input": ("输入框", "an input"), "select": ("下拉框", "a select box"), "textarea": ("输入框", "an input"),
    "button": ("按钮", "a button"), "canvas": ("画布", "a canvas"), "hr": ("分隔线", "a rule"),
}  # fmt: skip
BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
ITALIC = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)
_ALIGN = re.compile(r"text-align\s*:\s*(left|center|right)", re.IGNORECASE)
_RULES = {"left": ":--", "center": ":-:", "right": "--:"}


def name_of(element: etree._Element) -> str:
    """The local name in lower case."""
    return str(element.tag).rpartition("}")[2].lower()


def words_of(element: etree._Element) -> str:
    """All the text within, as it stands."""
    return "".join(str(text) for text in element.itertext())


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """Its rows, in heads, bodies or bare, but not those of a table within."""
    for child in table:
        if name_of(child) == "tr":
            yield child
        elif name_of(child) in {"thead", "tbody", "tfoot"}:
            yield from (row for row in child if name_of(row) == "tr")


def rule_of(cell: etree._Element) -> str:
    """The rule below a head cell that aligns its column."""
    match = _ALIGN.search(cell.get("style", ""))
    return _RULES.get((match[1] if match else cell.get("align", "")).lower(), "---")


def code_piece(text: str) -> HtmlPiece:
    """A code span; its words are no syntax."""
    words = SPACES.sub(" ", text).strip()
    if not words:
        return text_piece("")
    fence = "`" * (_longest_run(words) + 1)
    gap = " " if words[0] == "`" or words[-1] == "`" else ""
    return mark_piece(f"{fence}{gap}{words}{gap}{fence}", f"<code>{escapeHtml(words)}</code>")


def indent(text: str, first: str, rest: str) -> str:
    """``text`` with ``first`` before its first line and ``rest`` before the others."""
    lines = text.split("\n")
    return "\n".join(f"{first if place == 0 else rest}{line}".rstrip(" ") for place, line in enumerate(lines))


def fence(text: str) -> str:
    """A fenced block, with a fence longer than any run of ticks within."""
    fence = "`" * max(3, _longest_run(text) + 1)
    return f"{fence}\n{text}\n{fence}"


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)
