"""A GIFT file cut into its questions: blank lines separate, ``//`` begins a remark, ``$CATEGORY:`` a topic."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from edu.interchange.gift.texts import hold_escapes
from edu.interchange.source_lines import is_too_long

_CATEGORY = "$CATEGORY:"
_ROOT = "$course$/top"
_GOES_ON = frozenset("=~#}")
"""Below a blank line these go on with an answer block that was not closed: no question begins so."""

_LABEL = re.compile(r"\[(?:id|tag):([^\[\]]{1,200})\]")


@dataclass(slots=True)
class Chunk:
    """One question's lines: ``text`` with held escapes and without remarks, ``source`` as they were written."""

    line: int
    topic: str
    lines: list[str] = field(default_factory=list)
    source_lines: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    too_long: bool = False

    @property
    def text(self) -> str:
        """The question's own lines."""
        return "\n".join(self.lines).strip()

    @property
    def source(self) -> str:
        """All its lines."""
        return "\n".join(self.source_lines).strip("\n")


def split_chunks(lines: Iterable[str]) -> list[Chunk]:
    """The questions in order."""
    splitter = _Splitter()
    for number, line in enumerate(lines, 1):
        splitter.take(number, line)
    return splitter.finish()


class _Splitter:
    """Takes line by line; knows whether an answer block is open, or was closed already."""

    def __init__(self) -> None:
        self._chunks: list[Chunk] = []
        self._topic = ""
        self._begin()

    def _begin(self) -> None:
        self._chunk = Chunk(0, self._topic)
        self._open = self._closed = self._gap = False

    def finish(self) -> list[Chunk]:
        """What was gathered."""
        if self._chunk.lines:
            self._chunks.append(self._chunk)
        self._begin()
        return self._chunks

    def take(self, number: int, line: str) -> None:
        """The next line of the file."""
        bare = line.strip()
        if not bare:
            self._take_gap()
            return
        if self._gap and bare[0] not in _GOES_ON:
            self.finish()
        self._gap = False
        if bare.startswith("//"):
            self._chunk.source_lines.append(line)
            self._chunk.labels += _LABEL.findall(bare)
        elif bare.startswith(_CATEGORY) and not self._open:
            self.finish()
            self._topic = read_category(bare.removeprefix(_CATEGORY))
            self._begin()
        else:
            if bare.startswith("::") and self._closed and not self._open:
                self.finish()
            self._append(number, line)

    def _take_gap(self) -> None:
        if self._open:
            self._gap = True
        else:
            self.finish()

    def _append(self, number: int, line: str) -> None:
        chunk = self._chunk
        chunk.line = chunk.line or number
        held = hold_escapes(line)
        chunk.lines.append(held)
        chunk.source_lines.append(line)
        chunk.too_long = chunk.too_long or is_too_long(line)
        braces = re.findall("[{}]", held)
        if braces:
            self._open = braces[-1] == "{"
            self._closed = self._closed or "}" in braces


def read_category(path: str) -> str:
    """The topic: the path without ``$course$`` and ``top``; a slash within a name is written ``//``."""
    parts = re.split(r"(?<!/)/(?!/)", path.strip())
    if parts and re.fullmatch(r"\$\w+\$", parts[0]):
        parts = parts[1:]
    if parts and parts[0].strip() == "top":
        parts = parts[1:]
    return "/".join(part.strip().replace("//", "/") for part in parts)


def write_category(topic: str) -> str:
    """The line for a topic; an empty one leads back to the top."""
    path = f"/{topic.replace('/', '//')}" if topic else ""
    return f"{_CATEGORY} {_ROOT}{path}"


def can_be_category(topic: str) -> bool:
    """Whether the topic comes back from its line."""
    return read_category(write_category(topic).removeprefix(_CATEGORY)) == topic and "\n" not in topic
