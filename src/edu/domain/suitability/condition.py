"""A condition over facts: comparisons joined by 且 (and) and 或 (or)."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from edu.domain.suitability.facts import BY_KEY, Facts, FactValue

OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """``fact`` is a key of :data:`edu.domain.suitability.facts.BY_KEY`; ``sign`` one of :data:`OPERATORS`."""

    fact: str
    sign: str
    value: Any
    """A ``FactValue`` of the fact's kind; a number that comes as text, as in stored JSON, becomes a decimal."""

    def __post_init__(self) -> None:
        if BY_KEY[self.fact].numeric and not isinstance(self.value, Decimal):
            object.__setattr__(self, "value", Decimal(self.value))

    def holds(self, facts: Facts) -> bool:
        """Compare by place in the list where the values are ordered, else by value."""
        given, wanted = facts[self.fact], self.value
        kind = BY_KEY[self.fact]
        if kind.ordered:
            places: list[FactValue] = list(kind.values.values())
            return OPERATORS[self.sign](places.index(given), places.index(wanted))
        return OPERATORS[self.sign](given, wanted)


@dataclass(frozen=True, slots=True)
class Condition:
    """Any of ``ways`` whose comparisons all hold; one empty way is always true."""

    ways: tuple[tuple[Comparison, ...], ...]
    text: str = ""

    def holds(self, facts: Facts) -> bool:
        """Whether the facts satisfy the condition."""
        return any(all(comparison.holds(facts) for comparison in way) for way in self.ways)


ALWAYS = Condition(ways=((),), text="总是")
