"""What every reader gives and every writer takes: items with their places, and a loss report."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from edu.content.finding import Findings
from edu.domain.items.item import Item

LARGEST_SOURCE = 30_000_000
"""Bytes of a file to import."""

MOST_ITEMS = 20_000
"""Items of one import."""

LONGEST_LINE = 100_000
"""Characters of one line or one text value."""

BothLanguages = tuple[str, str]
"""Chinese and English."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An item that was read, without a bank; ``id`` is empty unless the source carries one of ours.

    ``line`` is where it starts (a line of a text, a row of a sheet, an element's line); ``source`` is its own text
    there, from which somebody could try again.
    """

    item: Item
    line: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """An item that could not be taken, with its text in the source."""

    line: int
    source: str


@dataclass(slots=True)
class Imported:
    """What a reader found, in the order of the source.

    ``pictures`` are bytes by the name that stems use; ``title`` names the whole, for a bank that is new.
    """

    findings: Findings
    drafts: list[Draft] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    title: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """What to write: items in order under a title, with their pictures' bytes by name.

    ``keys`` asks a printed paper for the marker's copy; other formats always have them.
    """

    items: Sequence[Item]
    title: str
    pictures: Mapping[str, bytes]
    keys: bool


@dataclass(slots=True)
class Exported:
    """What a writer made: ``data`` is the file, ``written`` the items that are in it."""

    findings: Findings
    data: bytes = b""
    written: list[Item] = field(default_factory=list)


Reader = Callable[[bytes, Findings], Imported]
Writer = Callable[[Order, Findings], Exported]
