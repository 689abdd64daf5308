"""Whether a number that somebody wrote is the one that a numeric item asks for. Exact decimals, no floats."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from edu.domain.items.expression import compute, parse, round_half_up
from edu.domain.items.item import Numeric
from edu.domain.items.normalising import Normalised, normalise, read_number


@dataclass(frozen=True, slots=True)
class Range:
    """All that is accepted: from ``low`` to ``high``, both included."""

    low: Decimal
    high: Decimal

    def __contains__(self, value: Decimal) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class QuantityJudgement:
    """What was compared, whether it is right, and the words for a recognised typical mistake."""

    compared: Normalised
    right: bool
    feedback: str = ""


NO_VALUES: Mapping[str, Decimal] = {}


def accepted(numeric: Numeric, values: Mapping[str, Decimal] = NO_VALUES) -> Range:
    """The range for these values of the parameters. Raises CannotBeRead or CannotBeComputed."""
    if not numeric.answer:
        return Range(compute(parse(numeric.low), values), compute(parse(numeric.high), values))
    return _around(numeric, numeric.answer, values)


def mistaken(numeric: Numeric, value: str, values: Mapping[str, Decimal] = NO_VALUES) -> Range:
    """The range of a typical mistake: rounded and with a margin as the answer is."""
    return _around(numeric, value, values)


def _around(numeric: Numeric, text: str, values: Mapping[str, Decimal]) -> Range:
    value = compute(parse(text), values)
    if numeric.places is not None:
        value = round_half_up(value, Decimal(numeric.places))
    margin = compute(parse(numeric.margin), NO_VALUES) if numeric.margin else Decimal(0)
    if numeric.margin.endswith("%"):
        margin *= abs(value)
    return Range(value - margin, value + margin)


def judge(numeric: Numeric, given: str, values: Mapping[str, Decimal] = NO_VALUES) -> QuantityJudgement:
    """Judge ``given``. What is no number is wrong and is shown as it was compared."""
    compared = normalise(given, numeric.unit)
    number = read_number(compared.text)
    if number is None:
        return QuantityJudgement(compared, False)
    if number.value in accepted(numeric, values):
        return QuantityJudgement(compared, True)
    for mistake in numeric.mistakes:
        if number.value in mistaken(numeric, mistake.value, values):
            return QuantityJudgement(compared, False, mistake.feedback)
    return QuantityJudgement(compared, False)
