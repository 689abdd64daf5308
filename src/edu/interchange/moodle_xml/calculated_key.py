"""The key of a numeric item with parameters as Moodle's formula and tolerance."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from edu.domain.items.expression import CannotBeComputed, compute, parse
from edu.domain.items.item import Numeric
from edu.domain.items.quantity import NO_VALUES, accepted
from edu.domain.items.variant import value_of
from edu.interchange.moodle_xml.constants import scale_of
from edu.interchange.moodle_xml.datasets import make_data_rows
from edu.interchange.moodle_xml.formulas import write_formula


@dataclass(frozen=True, slots=True)
class CalculatedKey:
    """``relative``: the tolerance is a share of the answer."""

    formula: str
    tolerance: Decimal
    relative: bool


def key_of(numeric: Numeric, names: Mapping[str, str]) -> CalculatedKey:
    """The key; ``names`` are the placeholders by parameter. Raises CannotBeRead and CannotBeComputed."""
    scale = scale_of(numeric.unit)
    if not numeric.answer:
        middle = f"({_write(numeric.low, names)} + {_write(numeric.high, names)}) / 2"
        return CalculatedKey(f"({middle}) * 100" if scale > 1 else middle, _half_width(numeric) * scale, False)
    formula = _write_rounded(numeric, names)
    margin = compute(parse(numeric.margin), NO_VALUES) if numeric.margin else Decimal(0)
    relative = numeric.margin.endswith("%")
    return CalculatedKey(formula, margin if relative else margin * scale, relative)


def mistake_key(numeric: Numeric, value: str, names: Mapping[str, str]) -> CalculatedKey:
    """The key of a typical mistake, which is compared as the answer is."""
    return key_of(replace(numeric, answer=value, low="", high=""), names)


def _write_rounded(numeric: Numeric, names: Mapping[str, str]) -> str:
    """The answer rounded to its places, and in percent behind a unit %."""
    formula = write_formula(parse(numeric.answer), names)
    if numeric.places is not None:
        formula = f"round({formula}, {numeric.places})"
    elif formula.startswith("round("):
        formula = f"({formula})"  # the item's own rounding is no number of places
    return f"({formula}) * 100" if numeric.unit == "%" else formula


def _write(text: str, names: Mapping[str, str]) -> str:
    return f"({write_formula(parse(text), names)})"


def _half_width(numeric: Numeric) -> Decimal:
    """Half the width of the range. Raises CannotBeComputed where it is not the same for each variant."""
    widths = set()
    for row in make_data_rows(numeric.parameters):
        found = accepted(numeric, {name: value_of(text) for name, text in row.items()})
        widths.add((found.high - found.low) / 2)
    if len(widths) != 1:
        raise CannotBeComputed("范围的宽度随参数变化", "the width of the range changes with the parameters")
    return widths.pop()
