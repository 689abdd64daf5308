"""Numeric items: every variant has an answer that can be told from the typical mistakes and written down."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from edu.content.finding import Finding, make_finding
from edu.content.folder import Sources
from edu.content.items.item_file import Bank
from edu.content.nearest import nearest_name
from edu.domain.items.expression import CannotBeComputed, NotAnExpression, compute, names, parse
from edu.domain.items.item import Item, Numeric
from edu.domain.items.quantity import Range, accepted, mistaken
from edu.domain.items.variant import HOLE, combinations, show_value, value_of

MOST_VARIANTS = 200
"""Variants that are computed: all of them, or the corners and a fixed sample."""

_MOST_PLACES = 4
"""After the point; who has to write more is asked for patience, not knowledge."""


def check_numbers(sources: Sources) -> Iterator[Finding]:
    """Findings of every numeric item."""
    for bank in sources.banks:
        for item in bank.items:
            if item.numeric is not None:
                yield from _check_item(bank, item, item.numeric)


def _check_item(bank: Bank, item: Item, numeric: Numeric) -> Iterator[Finding]:
    line = bank.lines[item.id]
    given = [parameter.name for parameter in numeric.parameters]
    asked = _asked(item, numeric)
    strange = [name for name in sorted(asked) if name not in given]
    for name in strange:
        yield make_finding("Q408", bank.path, line, name=name, nearest=nearest_name(name, given or ["参数"]))
    for name in given:
        if name not in asked:
            yield make_finding("Q404", bank.path, line, name=name)
    if not strange:
        yield from _check_variants(bank, line, item, numeric)


def _asked(item: Item, numeric: Numeric) -> frozenset[str]:
    """Every parameter that some expression of the item names."""
    texts = [numeric.answer, numeric.low, numeric.high, *(mistake.value for mistake in numeric.mistakes)]
    texts += [match[1] for text in (item.stem, item.rationale) for match in HOLE.finditer(text)]
    asked: frozenset[str] = frozenset()
    for text in filter(None, texts):
        try:
            asked |= names(parse(text))
        except NotAnExpression:
            continue  # it was reported where it stands
    return asked


def _check_variants(bank: Bank, line: int, item: Item, numeric: Numeric) -> Iterator[Finding]:
    """The first variant of each trouble: the others are of the same making."""
    seen: set[str] = set()
    for texts in combinations(numeric.parameters, MOST_VARIANTS):
        values = {name: value_of(text) for name, text in texts.items()}
        for code, more in _judge(item, numeric, values):
            if code not in seen:
                seen.add(code)
                yield make_finding(code, bank.path, line, 1, values=_shown(texts), **more)


def _judge(
    item: Item, numeric: Numeric, values: Mapping[str, Decimal]
) -> Iterator[tuple[str, dict[str, str | tuple[str, str]]]]:
    try:
        right = accepted(numeric, values)
        for match in HOLE.finditer(item.stem + item.rationale):
            compute(parse(match[1]), values)
    except CannotBeComputed as error:
        yield "Q407", {"why": error.words}
        return
    except NotAnExpression:
        return
    if right.low > right.high:
        yield "Q409", {}
    exact = numeric.answer and not numeric.margin and numeric.places is None
    if exact and _places(right.low) > _MOST_PLACES:
        yield "Q406", {"value": show_value(right.low)}
    for mistake in numeric.mistakes:
        try:
            wrong = mistaken(numeric, mistake.value, values)
        except CannotBeComputed as error:
            yield "Q407", {"why": error.words}
            continue
        if _meet(right, wrong):
            yield "Q405", {"mistake": mistake.feedback}


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _meet(first: Range, other: Range) -> bool:
    return first.low <= other.high and other.low <= first.high


def _shown(texts: Mapping[str, str]) -> tuple[str, str]:
    if not texts:
        return "不带参数", "no parameters"
    return "、".join(f"{name} = {text}" for name, text in texts.items()), ", ".join(
        f"{name} = {text}" for name, text in texts.items()
    )
