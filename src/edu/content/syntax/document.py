"""Bytes of a content file to numbered lines, front matter and body apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from edu.content.finding import Findings

LARGEST_FILE = 5_000_000
"""Bytes."""

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_FENCE = re.compile(r"[-－—]{3,}\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as written; ``number`` counts from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """``front`` is ``None`` where the file has no front matter."""

    path: str
    front: tuple[Line, ...] | None
    body: tuple[Line, ...]


def load_document(file: Path, path: str, findings: Findings) -> Document | None:
    """The document in ``file``, or ``None`` with a finding where its bytes cannot be taken as text."""
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
            size = file.stat().st_size
    except OSError as error:
        findings.add("F105", 1, reason=error.strerror or type(error).__name__)
        return None
    if len(data) > LARGEST_FILE:
        findings.add("F102", 1, size=size, limit=LARGEST_FILE)
        return None
    text = _decode(data, findings)
    return None if text is None else parse_document(path, text, findings)


def _decode(data: bytes, findings: Findings) -> str | None:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        half = data[error.start : error.start + 2]
        if len(half) == 2 and half[0] == 0xED and half[1] >= 0xA0:  # a surrogate written as if it were a character
            findings.add("F104", line)
        else:
            findings.add("F101", line, byte=error.start + 1)
        return None


def parse_document(path: str, text: str, findings: Findings) -> Document | None:
    """The document in ``text``; any text is taken, CRLF and a byte order mark tolerated."""
    if len(text) > LARGEST_FILE:
        findings.add("F102", 1, size=len(text), limit=LARGEST_FILE)
        return None
    rows = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = [Line(number, row) for number, row in enumerate(rows, 1)]
    if not _has_only_characters(lines, text, findings):
        return None
    return _split_front(path, lines, findings)


def _has_only_characters(lines: Sequence[Line], text: str, findings: Findings) -> bool:
    if not _CONTROLS.search(text) and not _SURROGATES.search(text):
        return True
    for line in lines:
        if half := _SURROGATES.search(line.text):
            findings.add("F104", line.number, half.start() + 1)
        if control := _CONTROLS.search(line.text):
            findings.add("F103", line.number, control.start() + 1, sign=f"U+{ord(control[0]):04X}")
    return False


def _split_front(path: str, lines: Sequence[Line], findings: Findings) -> Document:
    start = next((place for place, line in enumerate(lines) if line.text.strip()), len(lines))
    if start == len(lines) or not _FENCE.fullmatch(lines[start].text):
        return Document(path, None, tuple(lines))
    end = next((place for place in range(start + 1, len(lines)) if _FENCE.fullmatch(lines[place].text)), None)
    if end is None:
        findings.add("F202", lines[start].number)
        end = next((place for place in range(start + 1, len(lines)) if not lines[place].text.strip()), len(lines))
    return Document(path, tuple(lines[start + 1 : end]), tuple(lines[end + 1 :]))
