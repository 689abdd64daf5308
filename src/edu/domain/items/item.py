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
    NUMERIC = "numeric"
    WRITTEN = "written"
    ORDERING = "ordering"
    MATCHING = "matching"


class CreditRule(StrEnum):
    """少选: what a proper subset of the keys earns."""

    PER_OPTION = "per-option"
    """按比例: the share of the keys that were chosen."""
    HALF = "half"
    """得半: half the points for any proper subset."""
    ALL_OR_NOTHING = "all-or-nothing"
    """不得分: only the exact set of keys earns points."""
    FIXED = "fixed"
    """固定 40%: the item's ``credit_share`` of the points for any proper subset."""
    EACH = "each"
    """每项 0.5 分: ``credit_share`` of the points for each key that was chosen, never more than all of them."""


class PartRule(StrEnum):
    """计分: what a response earns that puts only a part in its place."""

    WHOLE = "whole"
    """全对才得分: nothing."""
    ADJACENT = "adjacent"
    """按相邻对: of an order, the share of neighbours that follow one another rightly."""
    PLACE = "place"
    """按位置: of an order, the share of entries that stand in their right places."""
    PAIR = "pair"
    """按对: the share of rows that were given their right match."""


class WrongRule(StrEnum):
    """错选: what choosing an option that is no key does."""

    NOTHING = "nothing"
    """不得分: the item earns nothing."""
    CANCEL = "cancel"
    """抵消: it takes one rightly chosen option back; the item never earns less than nothing."""


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
    """What one blank accepts: synonyms, compared leniently unless ``strict``; ``unit`` may stand behind a number."""

    accepted: tuple[str, ...]
    strict: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named value that each form draws anew from ``values``: ``1..5``, ``3000..4000 每 10`` or ``8%、10%、12%``."""

    name: str
    values: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """A typical mistake: the value it leads to, as an expression, and what to tell whoever made it."""

    value: str
    feedback: str


@dataclass(frozen=True, slots=True)
class Numeric:
    """What a numeric item accepts. Values are expressions (:mod:`edu.domain.items.expression`) over the parameters.

    Either ``answer`` with a ``margin`` (``1``, or ``1%`` of the answer; empty: exactly), or ``low`` and ``high``, both
    accepted themselves. With ``places`` the answer is rounded half up before it is compared.
    """

    answer: str = ""
    margin: str = ""
    low: str = ""
    high: str = ""
    places: int | None = None
    unit: str = ""
    parameters: tuple[Parameter, ...] = ()
    mistakes: tuple[Mistake, ...] = ()


@dataclass(frozen=True, slots=True)
class Premise:
    """A row of a matching item, and the letter of the option that belongs to it."""

    text: str
    key: str


@dataclass(frozen=True, slots=True)
class RubricPoint:
    """评分要点: what a written response should say, and the points for it."""

    text: str
    points: Fraction


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a stem: its ``name`` as the text names it, and the SHA-256 of its bytes."""

    name: str
    digest: str


@dataclass(frozen=True)
class Item:
    """One item of any kind.

    ``options`` and ``keys`` serve choice items, ``truth`` true/false, ``blanks`` and ``ordered`` fill-in, ``numeric``
    numeric, ``rubric`` and ``reference`` written ones; ``sequence`` has the letters of an ordering item's options in
    their right order, ``premises`` the rows of a matching one. Stem, premises, option texts, rationale and reference
    are Markdown.
    ``points`` are those of the bank; a form may give others. A draft that was never in a bank has an empty ``id``.
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
    credit_share: Fraction = Fraction(0)
    wrong: WrongRule = WrongRule.NOTHING
    numeric: Numeric | None = None
    rubric: tuple[RubricPoint, ...] = ()
    reference: str = ""
    """A model response of a written item, for markers and, after the marking, for candidates."""
    pictures: tuple[Picture, ...] = ()
    sequence: tuple[str, ...] = ()
    part_rule: PartRule = PartRule.WHOLE
    premises: tuple[Premise, ...] = ()

    @cached_property
    def revision(self) -> str:
        """SHA-256 over the canonical text: the same words and keys give the same revision, wherever they stand."""
        text = json.dumps(encode_item(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def encode_item(item: Item) -> dict[str, Any]:
    """The item as JSON-able values: what a revision is hashed from and what an attempt freezes.

    What only some items have is left out of the others, so that a new ability changes no revision that stands.
    """
    values = {
        "id": item.id,
        "kind": item.kind.value,
        "stem": item.stem,
        "rationale": item.rationale,
        "options": [[option.letter, option.text] for option in item.options],
        "keys": sorted(item.keys),
        "truth": item.truth,
        "blanks": [_encode_blank(blank) for blank in item.blanks],
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
    rare = {
        "credit_share": str(item.credit_share) if item.credit_share else "",
        "wrong": item.wrong.value if item.wrong is not WrongRule.NOTHING else "",
        "numeric": _encode_numeric(item.numeric) if item.numeric else None,
        "rubric": [[point.text, str(point.points)] for point in item.rubric],
        "reference": item.reference,
        "pictures": [[picture.name, picture.digest] for picture in item.pictures],
        "sequence": list(item.sequence),
        "premises": [[premise.text, premise.key] for premise in item.premises],
        "part_rule": item.part_rule.value if item.part_rule is not PartRule.WHOLE else "",
    }
    return values | {name: value for name, value in rare.items() if value}


def _encode_blank(blank: Blank) -> dict[str, Any]:
    values: dict[str, Any] = {"accepted": list(blank.accepted), "strict": blank.strict}
    return values | {"unit": blank.unit} if blank.unit else values


def _encode_numeric(numeric: Numeric) -> dict[str, Any]:
    return {
        "answer": numeric.answer,
        "margin": numeric.margin,
        "low": numeric.low,
        "high": numeric.high,
        "places": numeric.places,
        "unit": numeric.unit,
        "parameters": [[parameter.name, parameter.values] for parameter in numeric.parameters],
        "mistakes": [[mistake.value, mistake.feedback] for mistake in numeric.mistakes],
    }


def decode_item(values: Mapping[str, Any]) -> Item:
    """The item that :func:`encode_item` wrote."""
    return Item(
        id=values["id"],
        kind=Kind(values["kind"]),
        stem=values["stem"],
        rationale=values["rationale"],
        options=tuple(Option(letter, text) for letter, text in values["options"]),
        keys=frozenset(values["keys"]),
        truth=values["truth"],
        blanks=tuple(
            Blank(tuple(blank["accepted"]), blank["strict"], blank.get("unit", "")) for blank in values["blanks"]
        ),
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
        credit_share=Fraction(values.get("credit_share", 0)),
        wrong=WrongRule(values.get("wrong", WrongRule.NOTHING)),
        numeric=_decode_numeric(values["numeric"]) if "numeric" in values else None,
        rubric=tuple(RubricPoint(text, Fraction(points)) for text, points in values.get("rubric", ())),
        reference=values.get("reference", ""),
        pictures=tuple(Picture(name, digest) for name, digest in values.get("pictures", ())),
        sequence=tuple(values.get("sequence", ())),
        premises=tuple(Premise(text, key) for text, key in values.get("premises", ())),
        part_rule=PartRule(values.get("part_rule", PartRule.WHOLE)),
    )


def _decode_numeric(values: Mapping[str, Any]) -> Numeric:
    rest = {name: values[name] for name in ("answer", "margin", "low", "high", "places", "unit")}
    return Numeric(
        **rest,
        parameters=tuple(Parameter(name, text) for name, text in values["parameters"]),
        mistakes=tuple(Mistake(value, feedback) for value, feedback in values["mistakes"]),
    )
