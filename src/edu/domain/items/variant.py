"""Variants of a numeric item: one value for each parameter, drawn from the form's seed."""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import product

from edu.domain.items.expression import Name, NotAnExpression, compute, parse
from edu.domain.items.item import Item, Numeric, Parameter
from edu.domain.items.normalising import read_number

MOST_VALUES = 10_000
"""Values of one parameter."""

HOLE = re.compile(r"[{｛]{2}\s*([^{}｛｝]{1,300}?)\s*[}｝]{2}")
"""An expression in a text: ``{{价格 × 手数}}``."""

_RANGE = re.compile(r"(\S+?)\s*(?:\.\.+|…+|～|~|至)\s*(\S+?)(?:\s*(?:每|步长|step)\s*(\S+))?")
_LIST = re.compile(r"\s*(?:、|，|,(?!\d{3}(?!\d)))\s*")


@lru_cache(4096)
def list_values(text: str) -> tuple[str, ...]:
    """The values that a parameter may take: ``1..5``, ``3000..4000 每 10``, ``8%、10%、12%`` or one value.

    Raises NotAnExpression where it is none of these, is empty, runs backwards, or gives more than ``MOST_VALUES``.
    """
    plain = fold_width(text)
    match = _RANGE.fullmatch(plain)
    if match is None:
        parts = tuple(part for part in _LIST.split(plain) if part)
        if not parts or len(set(map(value_of, parts))) < len(parts):
            raise NotAnExpression("没有值或有重复的值", "no value, or one that stands twice")
        return parts
    return _spread(match[1], match[2], match[3])


def _spread(first: str, last: str, step: str | None) -> tuple[str, ...]:
    percent = first.endswith("%") and last.endswith("%")
    low, high = value_of(first), value_of(last)
    width = value_of(step) if step else Decimal("0.01") if percent else Decimal(1)
    if width <= 0 or high < low:
        raise NotAnExpression("范围要从小到大，步长大于 0", "a range runs upwards, with a step above 0")
    count = int((high - low) / width) + 1
    if count > MOST_VALUES:
        raise NotAnExpression(f"超过 {MOST_VALUES} 个值", f"more than {MOST_VALUES} values")
    values = (low + place * width for place in range(count))
    return tuple(show_value(value * 100) + "%" if percent else show_value(value) for value in values)


@lru_cache(4096)
def value_of(text: str) -> Decimal:
    """The value of a parameter's text, such as ``8%``. Raises NotAnExpression."""
    number = read_number(fold_width(text))
    if number is None:
        raise NotAnExpression(f"“{text}”不是数", f"{text} is no number")
    return number.value


def fold_width(text: str) -> str:
    """Full-width signs as their twins; the separators of a list stay."""
    return "、".join(part.strip() for part in re.sub("，", "、", text).translate(_FULL_WIDTH).split("、"))


_FULL_WIDTH = str.maketrans({chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})


def show_value(value: Decimal) -> str:
    """Digits without exponent or trailing zeros."""
    text = f"{value.normalize():f}"
    return "0" if text == "-0" else text


def draw_values(numeric: Numeric, rng: random.Random) -> dict[str, str]:
    """One value for each parameter, each as likely as the others."""
    return {parameter.name: rng.choice(list_values(parameter.values)) for parameter in numeric.parameters}


def combinations(parameters: Sequence[Parameter], most: int) -> Iterator[dict[str, str]]:
    """All variants where there are at most ``most``; else the corners and a fixed sample of the rest."""
    lists = [list_values(parameter.values) for parameter in parameters]
    names = [parameter.name for parameter in parameters]
    total = 1
    for values in lists:
        total *= len(values)
    if total <= most:
        yield from (dict(zip(names, chosen, strict=True)) for chosen in product(*lists))
        return
    ends = [tuple(dict.fromkeys((values[0], values[-1]))) for values in lists]
    corners = list(product(*ends))[: most // 2]
    yield from (dict(zip(names, chosen, strict=True)) for chosen in corners)
    rng = random.Random(0)  # noqa: S311 - the same sample each time
    for _ in range(most - len(corners)):
        yield {name: rng.choice(values) for name, values in zip(names, lists, strict=True)}


def resolve(item: Item, values: Mapping[str, str]) -> Item:
    """The item as one candidate meets it: expressions in its texts filled in, its key a number, no parameters."""
    if item.numeric is None or not item.numeric.parameters:
        return item
    numbers = {name: value_of(text) for name, text in values.items()}
    numeric = item.numeric

    def settle(expression: str) -> str:
        return show_value(compute(parse(expression), numbers)) if expression else ""

    return replace(
        item,
        stem=fill_expressions(item.stem, values),
        rationale=fill_expressions(item.rationale, values),
        numeric=replace(
            numeric,
            answer=settle(numeric.answer),
            low=settle(numeric.low),
            high=settle(numeric.high),
            parameters=(),
            mistakes=tuple(replace(mistake, value=settle(mistake.value)) for mistake in numeric.mistakes),
        ),
    )


def fill_expressions(text: str, values: Mapping[str, str]) -> str:
    """``text`` with each ``{{expression}}`` as its value; a bare name keeps the way its value was written (8%)."""
    numbers = {name: value_of(written) for name, written in values.items()}

    def value(match: re.Match[str]) -> str:
        node = parse(match[1])
        if isinstance(node, Name) and node.name in values:
            return values[node.name]
        return show_value(round_long(compute(node, numbers)))

    return HOLE.sub(value, text)


def round_long(value: Decimal) -> Decimal:
    """A value for reading: at most ten places after the point."""
    return value if value == value.to_integral_value() else round(value, 10)


def substitute(text: str, change: Callable[[str], str]) -> str:
    """``text`` with the expression in each ``{{…}}`` changed."""
    return HOLE.sub(lambda match: "{{" + change(match[1]) + "}}", text)
