"""The one markdown-it set-up: no raw HTML, our own pictures only, links to http(s) only."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from edu.content.items.item_answer import BLANK
from edu.content.markup.boxes import narrow_fences, use_boxes
from edu.content.markup.emphasis import is_chinese, use_chinese_emphasis
from edu.content.markup.glossary_terms import TermIndex, use_terms
from edu.domain.learning.lesson import Glossary

CACHED_TEXTS = 20_000
_PREFIX = "\ue000prefix\ue001"
"""Stands for the prefix in what is kept: one text stands in many places, and few of them have an id at all."""
_WEB_ADDRESS = re.compile(r"https?://[^\s]+", re.IGNORECASE)
PICTURES = "/pictures/"
"""Where pages find pictures, by the digest of their bytes."""

_PICTURE = re.compile(re.escape(PICTURES) + "[0-9a-f]{64}")
_PARAGRAPHS = re.compile(r"\n\s*\n")


class _SafeMarkdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return _WEB_ADDRESS.fullmatch(url) is not None or _PICTURE.fullmatch(url) is not None


class Markup:
    """Markdown of one edition to HTML, with the terms of its glossary. Rendered texts are kept."""

    def __init__(self, glossary: Glossary) -> None:
        self._md = _make_parser(TermIndex(glossary))
        self._blocks = lru_cache(CACHED_TEXTS)(self._render_blocks)
        self._inline = lru_cache(CACHED_TEXTS)(self._render_inline)

    def render(self, text: str, *, prefix: str = "t", language: str = "zh") -> str:
        """``text`` as blocks. Ids begin with ``prefix``, which must differ among the texts of one page."""
        return self._blocks(text, language).replace(_PREFIX, prefix)

    def render_inline(self, text: str, *, prefix: str = "t", language: str = "zh") -> str:
        """``text`` as phrasing content, for inside a paragraph, a label or a heading; an empty line is a line break."""
        return self._inline(text, language).replace(_PREFIX, prefix)

    def _render_blocks(self, text: str, language: str) -> str:
        env = {"prefix": _PREFIX, "language": language}
        return str(self._md.render(narrow_fences(text), env))

    def _render_inline(self, text: str, language: str) -> str:
        env = {"prefix": _PREFIX, "language": language}
        return "<br>".join(str(self._md.renderInline(part, env)) for part in _PARAGRAPHS.split(text))


def split_blanks(stem: str) -> list[str]:
    """The stem cut at its blanks: one piece more than there are blanks."""
    return BLANK.split(stem)


def _make_parser(index: TermIndex) -> MarkdownIt:
    md = _SafeMarkdown("commonmark", {"html": False})
    md.enable("table")
    md.disable(["code", "html_block", "html_inline"])
    use_chinese_emphasis(md)
    use_boxes(md)
    use_terms(md, index)
    md.core.ruler.push("chinese_line_ends", _join_chinese_lines)
    md.add_render_rule("link_open", _render_link)
    md.add_render_rule("image", _render_picture)
    md.add_render_rule("th_open", _render_cell)
    md.add_render_rule("td_open", _render_cell)
    return md


def _render_link(renderer: Any, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    tokens[place].attrSet("rel", "noopener noreferrer")
    return str(renderer.renderToken(tokens, place, options, env))


def _render_picture(renderer: Any, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    """Only pictures of our own, which carry their digest; of any other the description is left."""
    token = tokens[place]
    words = renderer.renderInlineAsText(token.children, options, env)
    if _PICTURE.fullmatch(str(token.attrs.get("src", ""))) is None:
        return escapeHtml(words)
    return f'<img class="picture" src="{token.attrs["src"]}" alt="{escapeHtml(words)}" loading="lazy">'


def _render_cell(renderer: Any, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    """Alignment as a class: the pages' content policy allows no inline styles."""
    style = str(tokens[place].attrs.pop("style", ""))
    if style:
        tokens[place].attrSet("class", "align-" + style.rpartition(":")[2])
    return str(renderer.renderToken(tokens, place, options, env))


def _join_chinese_lines(state: StateCore) -> None:
    """A line end between two Chinese characters is no space: browsers would show one."""
    for block in state.tokens:
        before, pending = "", None
        for token in block.children or []:
            if token.type == "softbreak":
                pending = token
            elif token.content:
                if pending and before and is_chinese(before[-1]) and is_chinese(token.content[0]):
                    pending.type = "text"
                before, pending = token.content, None
