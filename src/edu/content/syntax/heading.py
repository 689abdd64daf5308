"""Headings ``## title {#id}`` and the parts of a body that they open."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from edu.content.finding import Findings
from edu.content.syntax.document import Line
from edu.content.syntax.front_matter import is_id

_HEADING = re.compile(r"([#＃]{1,6})(?![#＃])\s*(.*)")
_ID = re.compile(r"\s*[{｛]\s*[#＃]([^{}｛｝]*)[}｝]\s*$")


@dataclass(frozen=True, slots=True)
class Part:
    """A heading of level 1 or 2 and the lines below it; ``level`` 0 is what stands before the first heading."""

    level: int
    title: str
    id: str
    line: int
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The lines below the heading as one text."""
        return join(self.lines)

    @property
    def text_line(self) -> int:
        """Where that text begins."""
        return first_line(self.lines, self.line)


def first_line(lines: Sequence[Line], default: int) -> int:
    """Where the text of ``lines`` begins: blank lines before it are not part of it."""
    return next((line.number for line in lines if line.text.strip()), default)


def join(lines: Iterable[Line]) -> str:
    """Lines as one text without blank lines around."""
    return "\n".join(line.text.rstrip() for line in lines).strip("\n")


def split_parts(lines: Sequence[Line]) -> list[Part]:
    """The body as parts, the first of level 0; headings below level 2 are text."""
    parts: list[Part] = []
    head, start = ("", "", 0, 1), 0
    for place, line in enumerate(lines):
        found = _read_heading(line)
        if found is None:
            continue
        parts.append(_part(head, lines[start:place]))
        head, start = found, place + 1
    parts.append(_part(head, lines[start:]))
    return parts


def _part(head: tuple[str, str, int, int], lines: Sequence[Line]) -> Part:
    title, part_id, level, number = head
    return Part(level, title, part_id, number, tuple(lines))


def _read_heading(line: Line) -> tuple[str, str, int, int] | None:
    match = _HEADING.match(line.text)
    if match is None or len(match[1]) > 2:
        return None
    title = match[2].strip()
    found = _ID.search(title)
    if found is None:
        return title, "", len(match[1]), line.number
    return title[: found.start()].strip(), found[1].strip(), len(match[1]), line.number


@dataclass(frozen=True, slots=True)
class IdCodes:
    """The finding codes for a heading without an id, and for an id that is used twice."""

    missing: str
    twice: str


def check_part_id(part: Part, seen: dict[str, int], codes: IdCodes, findings: Findings) -> None:
    """Report a missing, malformed or repeated id, and remember it in ``seen`` with its line."""
    if not part.id:
        findings.add(codes.missing, part.line)
    elif not is_id(part.id):
        findings.add("F209", part.line, value=part.id)
    elif part.id in seen:
        findings.add(codes.twice, part.line, value=part.id, first=seen[part.id])
    else:
        seen[part.id] = part.line
