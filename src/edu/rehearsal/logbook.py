"""What all simulated candidates sent and were told, and how long they waited: the other side of the evidence."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class SentSave:
    """A response that left a browser at least once, in the page's words."""

    attempt: str
    slot: int
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SeenReceipt:
    """A receipt that reached a browser."""

    attempt: str
    slot: int
    key: str
    receipt: int
    given: Mapping[str, Any]


@dataclass(slots=True)
class Logbook:
    """``unanswered`` are saves whose fate their browser could not know at some time; ``refused`` were told no.

    ``handed_in`` are attempts whose result their candidate has seen; ``error_pages`` came where JSON or a form was due.
    """

    sent: dict[str, SentSave] = field(default_factory=dict)
    acknowledged: list[SeenReceipt] = field(default_factory=list)
    unanswered: set[str] = field(default_factory=set)
    refused: dict[str, int] = field(default_factory=dict)
    handed_in: set[str] = field(default_factory=set)
    error_pages: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def count(self, what: str) -> None:
        """One more of ``what``."""
        self.counts[what] += 1
