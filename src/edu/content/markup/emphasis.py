"""Emphasis that works next to Chinese punctuation.

CommonMark's flanking rule takes every punctuation mark for the edge of a word and refuses ``**“杠杆”**是``: there
``**`` stands between a mark and a letter. Chinese has no spaces, so the rule is amended as the CJK-friendly amendment
to CommonMark (tats-u/markdown-cjk-friendly) has it: Chinese marks do not count as marks there, and a Chinese
character on the other side serves as well as a space. ``_`` marks blanks here and never emphasis. A single ``*``
between figures multiplies: ``3500*10*2``.
"""

import unicodedata
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

_FIRST_EMOJI = 0x1F000
_LAST_EMOJI = 0x1FAFF


def use_chinese_emphasis(md: MarkdownIt) -> None:
    """Put the amended rule in the place of markdown-it's own."""
    md.inline.ruler.at("emphasis", _read_marks)


def _read_marks(state: StateInline, silent: bool) -> bool:
    if silent or state.src[state.pos] != "*":
        return False
    start = end = state.pos
    while end < state.posMax and state.src[end] == "*":
        end += 1
    before = state.src[start - 1] if start > 0 else " "
    after = state.src[end] if end < state.posMax else " "
    opens, closes = flanks(before, after), flanks(after, before)
    if end - start == 1 and _is_figure(before) and _is_figure(after):
        opens = closes = False
    for _ in range(end - start):
        token = state.push("text", "", 0)
        token.content = "*"
        place = len(state.tokens) - 1
        state.delimiters.append(Delimiter(ord("*"), end - start, place, -1, opens, closes))
    state.pos = end
    return True


def _is_figure(sign: str) -> bool:
    return sign.isdigit() or sign in ")）%("


def flanks(outside: str, inside: str) -> bool:
    """Whether marks between the two characters may delimit what lies on the side of ``inside``."""
    if isWhiteSpace(ord(inside)):
        return False
    return not _is_western_mark(inside) or (
        isWhiteSpace(ord(outside)) or _is_western_mark(outside) or is_chinese(outside)
    )


def _is_western_mark(sign: str) -> bool:
    return (isMdAsciiPunct(ord(sign)) or isPunctChar(sign)) and not is_chinese(sign)


@lru_cache(4096)
def is_chinese(sign: str) -> bool:
    """Chinese, Japanese and Korean characters and their full-width marks; no emoji."""
    if _FIRST_EMOJI <= ord(sign) <= _LAST_EMOJI:
        return False
    return unicodedata.east_asian_width(sign) in "WF"
