"""Response and outcome declarations: what is right, and what each response is worth."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from edu.interchange.qti.plain_tree import child, words


@dataclass(frozen=True, slots=True)
class MapEntry:
    """One line of a mapping. ``strict`` says that case counts."""

    key: str
    value: float
    strict: bool


@dataclass(frozen=True, slots=True)
class ValueTable:
    """A mapping of responses to values, with its bounds."""

    entries: tuple[MapEntry, ...]
    default: float = 0.0
    low: float = -math.inf
    high: float = math.inf

    def value_of(self, key: str) -> float:
        """What one response maps to; the first entry that fits counts."""
        for entry in self.entries:
            if entry.key == key or (not entry.strict and entry.key.casefold() == key.casefold()):
                return entry.value
        return self.default

    def value_at(self, number: float) -> float:
        """The same for a number, however it is written."""
        for entry in self.entries:
            if math.isclose(read_float(entry.key, math.nan), number, rel_tol=1e-9, abs_tol=1e-9):
                return entry.value
        return self.default

    def bound(self, value: float) -> float:
        """``value`` within the bounds."""
        return min(max(value, self.low), self.high)


@dataclass(frozen=True, slots=True)
class Declaration:
    """A response variable. ``interpretation`` is what the standard calls a human readable form of the key."""

    identifier: str
    cardinality: str
    base: str
    correct: tuple[str, ...] = ()
    interpretation: str = ""
    table: ValueTable | None = None


@dataclass(frozen=True, slots=True)
class OutcomeVariable:
    """An outcome variable with its default and the maximum that it states."""

    identifier: str
    base: str
    default: str = ""
    maximum: str = ""
    interpretation: str = ""


def read_declarations(item: etree._Element) -> Mapping[str, Declaration]:
    """Response declarations by identifier."""
    return {
        declared.get("identifier", ""): _read_declaration(declared)
        for declared in item.iterchildren("responseDeclaration")
    }


def _read_declaration(element: etree._Element) -> Declaration:
    correct = child(element, "correctResponse")
    values = () if correct is None else tuple(_value(value) for value in correct.iterchildren("value"))
    return Declaration(
        element.get("identifier", ""),
        element.get("cardinality", "single"),
        element.get("baseType", ""),
        values,
        "" if correct is None else correct.get("interpretation", ""),
        _read_table(child(element, "mapping")),
    )


def _value(element: etree._Element) -> str:
    """The text with its lines: a model response may have several."""
    return "".join(str(piece) for piece in element.itertext()).strip()


def _read_table(element: etree._Element | None) -> ValueTable | None:
    if element is None:
        return None
    entries = tuple(
        MapEntry(
            " ".join(entry.get("mapKey", "").split()),
            read_float(entry.get("mappedValue", "")),
            entry.get("caseSensitive", "false").strip() in {"true", "1"},
        )
        for entry in element.iterchildren("mapEntry")
    )
    return ValueTable(
        entries,
        read_float(element.get("defaultValue", "")),
        read_float(element.get("lowerBound", ""), -math.inf),
        read_float(element.get("upperBound", ""), math.inf),
    )


def read_outcomes(item: etree._Element) -> Mapping[str, OutcomeVariable]:
    """Outcome declarations by identifier."""
    found = {}
    for declared in item.iterchildren("outcomeDeclaration"):
        default = child(declared, "defaultValue")
        value = "" if default is None else words(default)
        identifier = declared.get("identifier", "")
        found[identifier] = OutcomeVariable(
            identifier,
            declared.get("baseType", ""),
            value,
            declared.get("normalMaximum", ""),
            declared.get("interpretation", ""),
        )
    return found


def read_float(text: str, default: float = 0.0) -> float:
    """The number, or ``default`` where there is none that is finite."""
    try:
        value = float(text)
    except ValueError:
        return default
    return value if math.isfinite(value) else default
