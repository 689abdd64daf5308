"""Keys that are numbers: as Moodle's value with a tolerance, and back with what our tags remember."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from edu.domain.items.expression import CannotBeComputed, NotAnExpression, compute, parse, round_half_up
from edu.domain.items.item import Numeric
from edu.domain.items.quantity import NO_VALUES, Range, accepted, mistaken
from edu.domain.items.variant import show_value
from edu.interchange.moodle_xml.tags import Tags, make_tag

_PLACES = Decimal(12)
"""After the point; no written number has more."""

_RANGE = re.compile(r"\[(.+)；(.+)\]")
_TAGS = ("答案", "误差", "保留", "范围")


@dataclass(frozen=True, slots=True)
class Constant:
    """``value`` and ``tolerance`` as Moodle has them; behind a unit % they count percent."""

    value: Decimal
    tolerance: Decimal
    tags: list[str] = field(default_factory=list, compare=False)


def scale_of(unit: str) -> int:
    """Where the unit is %, Moodle compares with 8 what is 0.08 to us."""
    return 100 if unit == "%" else 1


def constant_of(numeric: Numeric) -> Constant:
    """The key of an item without parameters. Raises NotAnExpression and CannotBeComputed."""
    found = _constant(accepted(numeric), numeric.unit)
    return replace(found, tags=list(_tags_for(numeric, found)))


def mistake_of(numeric: Numeric, value: str) -> Constant:
    """A typical mistake, likewise."""
    return _constant(mistaken(numeric, value), numeric.unit)


def _constant(found: Range, unit: str) -> Constant:
    scale = scale_of(unit)
    middle, half = (found.low + found.high) / 2, (found.high - found.low) / 2
    return Constant(round_half_up(middle * scale, _PLACES), round_half_up(half * scale, _PLACES))


def shown_value(value: Decimal, unit: str) -> str:
    """The number as our items write it: 8% behind a unit %."""
    return f"{show_value(value)}%" if unit == "%" else show_value(value)


def _tags_for(numeric: Numeric, found: Constant) -> Iterator[str]:
    if not numeric.answer:
        yield make_tag("范围", f"[{numeric.low}；{numeric.high}]")
        return
    if numeric.answer != shown_value(found.value, numeric.unit):
        yield make_tag("答案", numeric.answer)
    if numeric.margin != shown_margin(found.tolerance, numeric.unit):
        yield make_tag("误差", numeric.margin or "0")
    if numeric.places is not None:
        yield make_tag("保留", str(numeric.places))


def shown_margin(tolerance: Decimal, unit: str) -> str:
    """The margin as our items write it; none where it must be exact."""
    return show_value(tolerance / scale_of(unit)) if tolerance else ""


def numeric_of(given: Constant, unit: str, tags: Tags) -> Numeric:
    """The key for a value with a tolerance. Tags are believed, and taken, where they lead to the same."""
    plain = Numeric(shown_value(given.value, unit), shown_margin(given.tolerance, unit), unit=unit)
    for candidate in (_from_tags(plain, tags), _from_tags(replace(plain, answer=""), tags)):
        if candidate != plain and _leads_to(candidate, given):
            for name in _TAGS:
                tags.take(name)
            return candidate
    return plain


def _leads_to(numeric: Numeric, given: Constant) -> bool:
    try:
        return constant_of(numeric) == given
    except (NotAnExpression, CannotBeComputed):
        return False


def _from_tags(plain: Numeric, tags: Tags) -> Numeric:
    """What the tags say; a ``plain`` without an answer stands for a range."""
    limits = _RANGE.fullmatch(tags.peek("范围"))
    if not plain.answer:
        return replace(plain, low=limits[1], high=limits[2], margin="") if limits else Numeric(low="?", high="?")
    places, margin = tags.peek("保留"), tags.peek("误差")
    return replace(
        plain,
        answer=tags.peek("答案") or plain.answer,
        margin=("" if margin == "0" else margin) or plain.margin,
        places=int(places) if re.fullmatch("[0-9]|1[0-2]", places) else None,
    )


def compute_constant(text: str) -> Decimal:
    """The value of an expression without parameters. Raises NotAnExpression and CannotBeComputed."""
    return compute(parse(text), NO_VALUES)
