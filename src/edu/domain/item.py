"""An item: one scorable thing, as its bank states it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any


class Kind(StrEnum):
    """What sort of response an item asks for."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true-false"
    FILL_IN = "fill-in"


class CreditRule(StrEnum):
    """少选: what a subset of the keys earns. A wrong option always earns nothing."""

    PER_OPTION = "per-option"
    """按比例: the share of the keys that were chosen."""
    HALF = "half"
    """得半: half the points for any proper subset."""
    ALL_OR_NOTHING = "all-or-nothing"
    """不得分: only the exact set of keys earns points."""


class Difficulty(StrEnum):
    """What the author expects until statistics exist."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class Use(StrEnum):
    """Where a bank's items may appear; the two never mix."""

    PRACTICE = "practice"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. ``letter`` is its letter in the file, never its position."""

    letter: str
    text: str


@dataclass(frozen=True, slots=True)
class Blank:
    """What one blank accepts: synonyms, compared leniently unless ``strict``."""

    accepted: tuple[str, ...]
    strict: bool = False


@dataclass(frozen=True)
class Item:
    """One item of any kind.

    ``options`` and ``keys`` serve choice items, ``truth`` true/false, ``blanks`` and ``ordered`` fill-in. Stem, option
    texts and rationale are Markdown. ``points`` are those of the bank; a form may give others.
    """

    id: str
    kind: Kind
    stem: str
    rationale: str
    options: tuple[Option, ...] = ()
    keys: frozenset[str] = frozenset()
    truth: bool | None = None
    blanks: tuple[Blank, ...] = ()
    ordered: bool = True
    credit: CreditRule = CreditRule.PER_OPTION
    points: Fraction = Fraction(1)
    difficulty: Difficulty = Difficulty.MEDIUM
    topic: str = ""
    bank: str = ""
    use: Use = Use.LIVE
    basis: str = ""
    source: str = ""
    section: str = ""
    """``lesson#section`` that teaches it, or empty."""

    @cached_property
    def revision(self) -> str:
        """SHA-256 over the canonical text: the same words and keys give the same revision, wherever they stand."""
        text = json.dumps(encode(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def encode(item: Item) -> dict[str, Any]:
    """The item as JSON-able values: what a revision is hashed from and what an attempt freezes."""
    return {
        "id": item.id,
        "kind": item.kind.value,
        "stem": item.stem,
        "rationale": item.rationale,
        "options": [[option.letter, option.text] for option in item.options],
        "keys": sorted(item.keys),
        "truth": item.truth,
        "blanks": [{"accepted": list(blank.accepted), "strict": blank.strict} for blank in item.blanks],
        "ordered": item.ordered,
        "credit": item.credit.value,
        "points": str(item.points),
        "difficulty": item.difficulty.value,
        "topic": item.topic,
        "bank": item.bank,
        "use": item.use.value,
        "basis": item.basis,
        "source": item.source,
        "section": item.section,
    }


def decode(values: Mapping[str, Any]) -> Item:
    """The item that :func:`encode` wrote."""
    return Item(
        id=values["id"],
        kind=Kind(values["kind"]),
        stem=values["stem"],
        rationale=values["rationale"],
        options=tuple(Option(letter, text) for letter, text in values["options"]),
        keys=frozenset(values["keys"]),
        truth=values["truth"],
        blanks=tuple(Blank(tuple(blank["accepted"]), blank["strict"]) for blank in values["blanks"]),
        ordered=values["ordered"],
        credit=CreditRule(values["credit"]),
        points=Fraction(values["points"]),
        difficulty=Difficulty(values["difficulty"]),
        topic=values["topic"],
        bank=values["bank"],
        use=Use(values["use"]),
        basis=values["basis"],
        source=values["source"],
        section=values["section"],
    )
