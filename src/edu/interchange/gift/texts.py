"""Texts of GIFT: escaped signs, and the four formats in which a text may stand.

An escaped sign is read first of all and stands for itself afterwards: while a question is taken apart it is held by
a control character, which no source line has (:mod:`edu.interchange.source_lines`).
"""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from itertools import pairwise

from edu.interchange.html.text import (
    Report,
    inline_html_of_markdown,
    markdown_of_html,
    markdown_of_plain,
)
from edu.interchange.source_lines import clean

_HELD = {
    ":": "\x01", "#": "\x02", "=": "\x03", "{": "\x04", "}": "\x05", "~": "\x06", "\\": "\x07", "n": "\x0e",
}  # fmt: skip
_ESCAPE = re.compile(r"\\([:#={}~\\n])")
_RELEASE = str.maketrans({held: "\n" if sign == "n" else sign for sign, held in _HELD.items()})
_ESCAPED = str.maketrans({sign: "\\" + sign for sign in ":#={}~\\"} | {"\n": "\\n"})


def hold_escapes(line: str) -> str:
    """``line`` with each escaped sign held, so that what is left of these signs is syntax."""
    return _ESCAPE.sub(lambda match: _HELD[match[1]], line)


def unescape_text(text: str) -> str:
    r"""The text that was meant: ``\=`` is ``=``, and ``\n`` a line end."""
    return text.translate(_RELEASE)


def escape_text(text: str) -> str:
    """``text`` on one line, as a question has it."""
    return clean(text).translate(_ESCAPED)


class TextForm(StrEnum):
    """How a text is to be understood. A text without a mark has the format of its question's stem."""

    MOODLE = "moodle"
    HTML = "html"
    PLAIN = "plain"
    MARKDOWN = "markdown"


_MARK = re.compile(r"\[(moodle|html|plain|markdown)\]")
_TAG = (
    r"</?(?:a|b|big|blockquote|br|caption|center|code|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|s|small|span|strike|strong"
    r"|sub|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul)(?:\s+[\w-]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'|[^\s<>\"']+))*\s*/?>"
)
_HTML = re.compile(rf"{_TAG}|&(?:nbsp|lt|gt|amp|quot|[a-z]{{2,8}}|#\d{{2,5}}|#x[0-9a-f]{{2,5}});", re.IGNORECASE)
_FOREIGN = re.compile(rf"(?<!\\){_TAG}", re.IGNORECASE)
_BLOCK = r"</?(?:blockquote|br|caption|center|div|h[1-6]|hr|li|ol|p|pre|table|tbody|td|tfoot|th|thead|tr|ul)\b[^<>]*>"
_BLOCK_FIRST, _BLOCK_LAST = re.compile(_BLOCK, re.IGNORECASE), re.compile(rf"{_BLOCK}$", re.IGNORECASE)
_SAME_EVERYWHERE = re.compile(r"[^\W_][\w\u3001-\u303f\uff08-\uff1b“”‘’]*")
"""Words without any sign that some format could take for its own: the usual case, and a quick one."""

_COULD_BE_TAG = re.compile(r"<[a-zA-Z/!?]")
"""Words with us, but HTML in the Markdown of others."""

_NO_PICTURE = re.compile(r"!\[([^\[\]\n]{0,300})\]\(([^()\s]{1,2000})\)")
_NEEDS_MARK = ("[", "%", "/", "$")
"""Beginnings that would be a mark, a weight, a remark or a category."""


def split_format(text: str, default: TextForm) -> tuple[TextForm, str]:
    """The format that ``text`` names, and what follows."""
    match = _MARK.match(text)
    return (TextForm(match[1]), text[match.end() :]) if match else (default, text)


def has_words(text: str) -> bool:
    """Whether anything but markup stands in ``text``."""
    return bool(re.sub(r"<[^<>]*>|&nbsp;", "", text).strip())


def read_text(text: str, default: TextForm, report: Report) -> str:
    """The Markdown of a text with held escapes and perhaps a mark."""
    form, inner = split_format(text.strip(), default)
    return _READ[form](unescape_text(inner).strip(), report).strip()


def _read_moodle(text: str, report: Report) -> str:
    """Words with line ends, or else HTML in which line ends count as well."""
    if not _HTML.search(text):
        return markdown_of_plain(text)
    return markdown_of_html(_keep_line_ends(text), report)


def _keep_line_ends(html: str) -> str:
    """A line end is a break, but not beside the tag of a block or of a break."""
    lines = [line.strip() for line in html.split("\n")]
    kept = lines[:1]
    for before, line in pairwise(lines):
        beside = _BLOCK_LAST.search(before) or _BLOCK_FIRST.match(line)
        kept.append(line if beside else f"<br />{line}")
    return "".join(kept)


def _read_plain(text: str, report: Report) -> str:
    return markdown_of_plain(text)


def _read_markdown(text: str, report: Report) -> str:
    if _FOREIGN.search(text):
        report(("Markdown 里的 HTML 标记的作用（留作文字）", "what HTML does in Markdown: it stays as words"))
    return _NO_PICTURE.sub(lambda match: _drop_picture(match, report), text)


def _drop_picture(match: re.Match[str], report: Report) -> str:
    report((f"图片 {match[2]}", f"the picture {match[2]}"))
    return match[1]


_READ: Mapping[TextForm, Callable[[str, Report], str]] = {
    TextForm.MOODLE: _read_moodle,
    TextForm.HTML: markdown_of_html,
    TextForm.PLAIN: _read_plain,
    TextForm.MARKDOWN: _read_markdown,
}


def write_text(text: str, default: TextForm) -> tuple[TextForm, str]:
    """The format that says ``text`` exactly and is known to most readers, and the escaped text with its mark."""
    form, raw = _choose_format(text, default)
    marked = form is not default or raw.startswith(_NEEDS_MARK)
    return form, (f"[{form}]" if marked else "") + escape_text(raw)


def _choose_format(text: str, default: TextForm) -> tuple[TextForm, str]:
    if _SAME_EVERYWHERE.fullmatch(text):
        return default, text
    for form in dict.fromkeys((default, TextForm.MOODLE, TextForm.HTML)):
        raw = _RAW[form](text)
        if raw is not None and _READ[form](raw, _ignore).strip() == text:
            return form, raw
    if _COULD_BE_TAG.search(text):
        return TextForm.HTML, inline_html_of_markdown(text)  # shows the same, and comes back with its escapes written
    return TextForm.MARKDOWN, text


def _words_only(text: str) -> str | None:
    return None if re.search(r"[<>&\n]", text) else text


def _ignore(what: tuple[str, str]) -> None:
    """For a text of our own that is only tried."""


_RAW: Mapping[TextForm, Callable[[str], str | None]] = {
    TextForm.MOODLE: _words_only,
    TextForm.PLAIN: _words_only,
    TextForm.HTML: inline_html_of_markdown,
    TextForm.MARKDOWN: str,
}
