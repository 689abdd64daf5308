"""A paragraph as stretches of text that look alike."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from edu.interchange.docx.styles import PLAIN, Look

_SYNTAX = re.compile(r"\\(?=[!-/:-@\[-`{-~])|!(?=\[)|\[(?=\[)|&(?=#?\w{1,32};)")
_PAIRED = re.compile(r"[*`]")
_AT_START = re.compile(r"^(\s*)([#>]|[+=-](?=\s|$|[-=]))")


@dataclass(frozen=True, slots=True)
class WordStretch:
    """``own`` is text that this reader made, such as a picture's reference: nothing in it is escaped."""

    text: str
    look: Look = PLAIN
    own: bool = False


def join_words(stretches: Iterable[WordStretch]) -> str:
    """The words alone."""
    return "".join(stretch.text for stretch in stretches)


def split_lines(stretches: Sequence[WordStretch]) -> list[list[WordStretch]]:
    """The lines of a paragraph: soft line breaks part them."""
    lines: list[list[WordStretch]] = [[]]
    for stretch in stretches:
        first, *rest = stretch.text.split("\n")
        lines[-1].append(replace(stretch, text=first))
        lines += [[replace(stretch, text=text)] for text in rest]
    return lines


def cut(stretches: Sequence[WordStretch], starts: Sequence[int]) -> list[list[WordStretch]]:
    """The stretches in pieces that begin at ``starts``; what stands before the first is left out."""
    ends = [*starts[1:], sum(len(stretch.text) for stretch in stretches)]
    return [_between(stretches, start, end) for start, end in zip(starts, ends, strict=True)]


def _between(stretches: Sequence[WordStretch], start: int, end: int) -> list[WordStretch]:
    found, place = [], 0
    for stretch in stretches:
        low, high = max(start - place, 0), min(end - place, len(stretch.text))
        if low < high:
            found.append(replace(stretch, text=stretch.text[low:high]))
        place += len(stretch.text)
    return found


def escape_stretches(stretches: Sequence[WordStretch]) -> list[WordStretch]:
    """The stretches with a backslash before the signs that Markdown would take for its own."""
    typed = "".join(stretch.text for stretch in stretches if not stretch.own)
    paired = {sign for sign in "*`" if typed.count(sign) > 1}
    escaped = []
    for place, stretch in enumerate(stretches):
        text = stretch.text
        if not stretch.own:
            text = _SYNTAX.sub(lambda match: "\\" + match[0], text)
            text = _PAIRED.sub(lambda match: "\\" + match[0] if match[0] in paired else match[0], text)
            text = _AT_START.sub(r"\1\\\2", text) if place == 0 else text
        escaped.append(replace(stretch, text=text))
    return escaped
