"""A paragraph while it is read: pieces that are text or marks, and the Markdown that says exactly them."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from markdown_it.common.utils import escapeHtml

Render = Callable[[str], str]

TERM_CLASS = "zhixian-term"

MOST_CHECKED = 20_000
"""Characters of a paragraph that is still tried without escapes first."""

_EVERYWHERE = re.compile(r"[\\`*\[\]]|<(?=[A-Za-z/!?]|$)|&(?=[#A-Za-z]|$)|!(?=\[|$)")
_AT_START = re.compile(r"^([#+\-=~>|:]|\d{1,9}(?=[.)]))", re.MULTILINE)
_PLAIN = re.compile(r"(?![#+\-=~>|:]|\d{1,9}[.)])[^\\`*\[\]<>&!\n]*")
_NEVER = re.compile(r"^(?:[>+*-][ \t]*){9}|<[A-Za-z/!?]", re.MULTILINE)
"""Lists within lists are slow to parse, and never what a paragraph is; what looks like HTML is always escaped."""

_PARAGRAPH = "<p>{}</p>\n"


class Sort(Enum):
    """What a piece of a paragraph is."""

    TEXT = "text"
    EMPHASIS = "emphasis"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class HtmlPiece:
    """``markdown`` as it is written, and the HTML that it must render to; words are their own."""

    sort: Sort
    markdown: str
    markup: str = ""

    @property
    def html(self) -> str:
        """What it must render to."""
        return escapeHtml(self.markdown) if self.sort is Sort.TEXT else self.markup


BREAK = HtmlPiece(Sort.MARK, "\\\n", "<br />\n")


def text_piece(text: str) -> HtmlPiece:
    """Words."""
    return HtmlPiece(Sort.TEXT, text)


def emphasis_piece(sign: str, tag: str) -> HtmlPiece:
    """One end of an emphasis."""
    return HtmlPiece(Sort.EMPHASIS, sign, tag)


def mark_piece(markdown: str, html: str) -> HtmlPiece:
    """A picture, a link, a code span: nothing in it is escaped any more."""
    return HtmlPiece(Sort.MARK, markdown, html)


def term_html(shown: str, name: str) -> str:
    """A term of the glossary: ``title`` says which, where other words are shown."""
    title = "" if name == shown else f' title="{escapeHtml(name)}"'
    return f'<span class="{TERM_CLASS}"{title}>{escapeHtml(shown)}</span>'


def write_paragraph(pieces: Sequence[HtmlPiece], render: Render) -> tuple[str, bool]:
    """Markdown that renders to just these pieces, with no needless escapes; whether the emphasis could be kept."""
    plain = "".join(piece.markdown for piece in pieces)
    if _PLAIN.fullmatch(plain) and all(piece.sort is Sort.TEXT for piece in pieces):
        return plain, True
    kept = [piece for piece in pieces if piece.sort is not Sort.EMPHASIS]
    if len(plain) > MOST_CHECKED:
        return _escape(kept), len(kept) == len(pieces)
    wanted = _PARAGRAPH.format("".join(piece.html for piece in pieces))
    for candidate in (plain, _escape(pieces)):
        if not _NEVER.search(candidate) and _in_order(render(candidate)) == _in_order(wanted):
            return candidate, True
    return _escape(kept), len(kept) == len(pieces)


def write_cell(pieces: Sequence[HtmlPiece], render: Render) -> tuple[str, bool]:
    """The same for a cell of a table, where a bar separates."""
    head = "| {} |\n|---|\n"
    wanted = "".join(piece.html for piece in pieces)
    kept = [piece for piece in pieces if piece.sort is not Sort.EMPHASIS]
    for candidate in (_bars("".join(piece.markdown for piece in pieces)), _bars(_escape(pieces))):
        if len(candidate) <= MOST_CHECKED and _same(f"<th>{wanted}</th>", render(head.format(candidate))):
            return candidate, True
    return _bars(_escape(kept)), len(kept) == len(pieces)


def _same(part: str, whole: str) -> bool:
    """Whether ``part`` is in ``whole``; strong and light that begin or end together do so in either order."""
    return _in_order(part) in _in_order(whole)


def _in_order(html: str) -> str:
    return html.replace("<strong><em>", "<em><strong>").replace("</em></strong>", "</strong></em>")


def _bars(text: str) -> str:
    return text.replace("|", "\\|")


def _escape(pieces: Iterable[HtmlPiece]) -> str:
    text = "".join(_escape_signs(piece.markdown) if piece.sort is Sort.TEXT else piece.markdown for piece in pieces)
    return _AT_START.sub(_escape_start, text)


def _escape_signs(text: str) -> str:
    """An entity for what begins a tag, as banks take no ``<`` there, whatever stands before it."""
    return _EVERYWHERE.sub(lambda match: "&lt;" if match[0] == "<" else "\\" + match[0], text)


def _escape_start(match: re.Match[str]) -> str:
    return match[1] + "\\" if match[1].isdigit() else "\\" + match[1]
