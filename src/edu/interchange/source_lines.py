"""The lines of a text file from outside: cleaned of what is no text, with those that are too long reported."""

import re

from edu.content.finding import Findings
from edu.interchange.exchange import LARGEST_SOURCE, LONGEST_LINE

_LINE_END = re.compile(r"\r\n?|\n")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")


def source_lines(text: str, findings: Findings) -> list[str]:
    """The lines, the first being number 1; none, with a finding, where the text is too large.

    A line that is too long is reported and stays: whoever meets it (:func:`is_too_long`) takes no item from it.
    """
    if len(text) > LARGEST_SOURCE:
        findings.add("X303", 1, size=len(text), limit=LARGEST_SOURCE)
        return []
    lines = _LINE_END.split(text.removeprefix("\ufeff"))
    strange = first = 0
    for place, line in enumerate(lines):
        lines[place], count = _NOT_TEXT.subn("", line)
        first = first or (place + 1 if count else 0)
        strange += count
        if is_too_long(line):
            findings.add("X311", place + 1, count=len(line), limit=LONGEST_LINE)
    if strange:
        what = (f"控制字符或残缺的字符（共 {strange} 个）", f"control characters or halves of characters ({strange})")
        findings.add("X101", first, what=what)
    return lines


def clean(text: str) -> str:
    """``text`` without what no text file may hold."""
    return _NOT_TEXT.sub("", text)


def is_too_long(line: str) -> bool:
    """Whether the line is longer than any item's."""
    return len(line) > LONGEST_LINE
