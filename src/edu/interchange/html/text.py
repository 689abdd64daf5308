"""HTML fragments to our Markdown and back.

``markdown_of_html(html_of_markdown(text))`` is ``text`` where ``text`` is written the way this module writes, and
renders the same where it is not. What Markdown has no words for is told to a callback, never dropped in silence.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from html import unescape
from typing import Any

from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_inline import StateInline

from edu.content.markup.emphasis import use_chinese_emphasis
from edu.content.markup.glossary_terms import TERM_REFERENCE, read_reference
from edu.interchange.html.pieces import term_html
from edu.interchange.html.reading import HtmlReader, Pictures, Report, no_pictures

__all__ = [
    "Pictures", "Report", "html_of_markdown", "inline_html_of_markdown", "markdown_of", "markdown_of_html",
    "markdown_of_plain", "no_pictures", "text_of_markdown",
]  # fmt: skip

OWN_PICTURE = re.compile(r"!\[([^\[\]\n]{0,200})\]\((\w[\w.-]{0,98}(?:/\w[\w.-]{0,98})?)\)")
"""``![alt](name.png)``: a name has one folder at most and no scheme."""

_WEB_ADDRESS = re.compile(r"https?://[^\s]+", re.IGNORECASE)
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_WITHIN_P = re.compile(r"<p>((?:(?!</?p>).)*)</p>\n?", re.DOTALL)


def html_of_markdown(text: str, picture: Callable[[str], str] = str) -> str:
    """``text`` as well-formed XHTML blocks; ``picture`` gives the address for a picture's name."""
    return str(_parser().render(text, {"picture": picture})).rstrip("\n")


def inline_html_of_markdown(text: str, picture: Callable[[str], str] = str) -> str:
    """The same without the ``p`` where ``text`` is a single paragraph."""
    html = html_of_markdown(text, picture)
    match = _WITHIN_P.fullmatch(html)
    return match[1] if match else html


def markdown_of_html(html: str, report: Report, picture: Pictures = no_pictures) -> str:
    """The Markdown of an HTML fragment, however untidy. ``picture`` gives the name for a picture's address."""
    clean = _NOT_TEXT.sub("", html)
    if not re.search(r"[<&]", clean):
        return markdown_of_plain(clean, keep_lines=False)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(f"<html><body>{clean}</body></html>".encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None or any("depth" in entry.message for entry in parser.error_log):
        report(("HTML 标记", "its HTML markup"))
        return markdown_of_plain(unescape(re.sub(r"<[^<>]*>", " ", clean)))
    return markdown_of(root, report, picture)


def markdown_of(element: etree._Element, report: Report, picture: Pictures = no_pictures) -> str:
    """The Markdown of what ``element`` holds; its namespaces do not matter."""
    return HtmlReader(report, picture, render_text).read(element)


def markdown_of_plain(text: str, *, keep_lines: bool = True) -> str:
    """Plain text as Markdown: what would be syntax is escaped; a line end is a line break if ``keep_lines``."""
    body = etree.Element("body")
    lines = re.split(r"\r\n?|\n", _NOT_TEXT.sub("", text))
    body.text = lines[0] if keep_lines else "\n".join(lines)
    for line in lines[1:] if keep_lines else ():
        etree.SubElement(body, "br").tail = line
    return markdown_of(body, lambda what: None)


def text_of_markdown(text: str) -> str:
    """The bare words of ``text`` on one line, for a title."""
    html = re.sub(r"</?(?:strong|em|code|a|span)\b[^<>]*>", "", html_of_markdown(text))
    return re.sub(r"[ \t\r\n\f]+", " ", unescape(re.sub(r"<[^<>]*>", " ", html))).strip()


def render_text(text: str) -> str:
    """``text`` as blocks with its pictures' names as they are: what the reader compares with."""
    return str(_parser().render(text, {"picture": str}))


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return _WEB_ADDRESS.fullmatch(url) is not None

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the library's name
        return url


@lru_cache(1)
def _parser() -> MarkdownIt:
    """The pages' set-up, but for line ends, which stay, and for boxes, which stay text."""
    md = _Markdown("commonmark", {"html": False, "xhtmlOut": True})
    md.enable("table")
    md.disable(["code", "html_block", "html_inline", "image"])
    use_chinese_emphasis(md)
    md.inline.ruler.before("link", "picture", _read_picture)
    md.inline.ruler.before("link", "term", _read_term)
    md.add_render_rule("picture", _render_picture)
    md.add_render_rule("term", _render_term)
    return md


def _read_picture(state: StateInline, silent: bool) -> bool:
    match = OWN_PICTURE.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "!" else None
    if match is None:
        return False
    if not silent:
        token = state.push("picture", "", 0)
        token.content, token.meta = match[1], {"name": match[2]}
    state.pos = match.end()
    return True


def _render_picture(_renderer: Any, tokens: Any, place: int, _options: Any, env: Mapping[str, Any]) -> str:
    token = tokens[place]
    return f'<img src="{escapeHtml(env["picture"](token.meta["name"]))}" alt="{escapeHtml(token.content)}" />'


def _read_term(state: StateInline, silent: bool) -> bool:
    match = TERM_REFERENCE.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "[" else None
    if match is None or silent:
        return False
    token = state.push("term", "", 0)
    reference = read_reference(match[1])
    token.content, token.meta = reference.shown or reference.name, {"name": reference.name}
    state.pos = match.end()
    return True


def _render_term(_renderer: Any, tokens: Any, place: int, _options: Any, _env: Any) -> str:
    token = tokens[place]
    return term_html(token.content, token.meta["name"])
