"""Expressions of response processing, as far as usual items have them."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from lxml import etree

from edu.interchange.qti.declarations import Declaration, read_float
from edu.interchange.qti.plain_tree import words

_NUMBERS = frozenset({"float", "integer"})
_CLOSE = 1e-9
_MOST_PLACES = 10_000


class Unknown(Exception):
    """An operator or a rule that is not understood; the message is its name."""


class Ordered(tuple[object, ...]):
    """A container whose order counts."""


@dataclass(slots=True)
class Evaluation:
    """What expressions may ask for. ``None`` is the standard's NULL; containers are tuples."""

    declarations: Mapping[str, Declaration]
    responses: Mapping[str, tuple[str, ...]]
    outcomes: dict[str, object]

    def response(self, name: str) -> object:
        """The value that was given."""
        declaration = self._declared(name)
        return _value(self.responses.get(name, ()), declaration)

    def correct(self, name: str) -> object:
        """The value of the key."""
        declaration = self._declared(name)
        return _value(declaration.correct, declaration)

    def mapped(self, name: str) -> float:
        """The sum that the mapping gives; a value counts once."""
        declaration = self._declared(name)
        if declaration.table is None:
            raise Unknown("mapResponse")
        given = dict.fromkeys(self.responses.get(name, ()))
        if declaration.base in _NUMBERS:
            return declaration.table.bound(sum((declaration.table.value_at(read_float(key)) for key in given), 0.0))
        return declaration.table.bound(sum((declaration.table.value_of(key) for key in given), 0.0))

    def equal(self, left: object, right: object) -> bool:
        """Whether two values match; the order counts in what is ordered only."""
        if isinstance(left, Ordered) and isinstance(right, Ordered):
            return left == right
        if isinstance(left, tuple) and isinstance(right, tuple):
            return sorted(map(str, left)) == sorted(map(str, right))
        if isinstance(left, float) and isinstance(right, float):
            return math.isclose(left, right, rel_tol=_CLOSE, abs_tol=_CLOSE)
        return left == right

    def _declared(self, name: str) -> Declaration:
        if name not in self.declarations:
            raise Unknown(name)
        return self.declarations[name]


def _value(texts: tuple[str, ...], declaration: Declaration) -> object:
    values = tuple(_cast(text, declaration.base) for text in texts)
    if declaration.cardinality == "single":
        return values[0] if values else None
    return (Ordered(values) if declaration.cardinality == "ordered" else values) or None


def _cast(text: str, base: str) -> object:
    if base in _NUMBERS:
        value = read_float(text, math.nan)
        return None if math.isnan(value) else value
    return text in {"true", "1"} if base == "boolean" else text


def evaluate(element: etree._Element, scope: Evaluation) -> object:
    """The value of an expression. Raises :class:`Unknown`."""
    operator = _OPERATORS.get(str(element.tag))
    if operator is None:
        raise Unknown(str(element.tag))
    return operator(element, scope)


def _operands(element: etree._Element, scope: Evaluation) -> list[object]:
    return [evaluate(child, scope) for child in element]


def _variable(element: etree._Element, scope: Evaluation) -> object:
    name = element.get("identifier", "")
    if name in scope.declarations:
        return scope.response(name)
    if name in scope.outcomes:
        return scope.outcomes[name]
    raise Unknown(name)


def _base_value(element: etree._Element, scope: Evaluation) -> object:
    return _cast(words(element), element.get("baseType", ""))


def _correct(element: etree._Element, scope: Evaluation) -> object:
    return scope.correct(element.get("identifier", ""))


def _map_response(element: etree._Element, scope: Evaluation) -> object:
    return scope.mapped(element.get("identifier", ""))


def _match(element: etree._Element, scope: Evaluation) -> object:
    left, right = _pair(element, scope)
    return None if left is None or right is None else scope.equal(left, right)


def _pair(element: etree._Element, scope: Evaluation) -> tuple[object, object]:
    operands = _operands(element, scope)
    if len(operands) != 2:
        raise Unknown(str(element.tag))
    return operands[0], operands[1]


def _string_match(element: etree._Element, scope: Evaluation) -> object:
    left, right = _pair(element, scope)
    if left is None or right is None:
        return None
    if element.get("substring") in {"true", "1"}:
        raise Unknown("substring")
    given, key = str(left), str(right)
    return given == key if element.get("caseSensitive") in {"true", "1"} else given.casefold() == key.casefold()


def _member(element: etree._Element, scope: Evaluation) -> object:
    value, container = _pair(element, scope)
    if value is None or container is None:
        return None
    return value in _container(container)


def _contains(element: etree._Element, scope: Evaluation) -> object:
    """Whether the first container holds all of the second."""
    outer, inner = _pair(element, scope)
    if outer is None or inner is None:
        return None
    return set(_container(inner)) <= set(_container(outer))


def _container(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _size(element: etree._Element, scope: Evaluation) -> object:
    (value,) = _operands(element, scope) or [None]
    return 0.0 if value is None else float(len(_container(value)))


def _gather(element: etree._Element, scope: Evaluation) -> object:
    parts = [part for value in _operands(element, scope) if value is not None for part in _container(value)]
    return tuple(parts) or None


def _gather_in_order(element: etree._Element, scope: Evaluation) -> object:
    parts = _gather(element, scope)
    return Ordered(_container(parts)) if parts is not None else None


def _index(element: etree._Element, scope: Evaluation) -> object:
    """What stands at the ``n``-th place, from 1."""
    (value,) = _operands(element, scope) or [None]
    place = element.get("n", "")
    if not place.isdecimal() or not 1 <= int(place) <= _MOST_PLACES:
        raise Unknown("index")
    parts = _container(value) if value is not None else ()
    return parts[int(place) - 1] if int(place) <= len(parts) else None


def _is_null(element: etree._Element, scope: Evaluation) -> object:
    return _operands(element, scope) in ([None], [""])


def _not(element: etree._Element, scope: Evaluation) -> object:
    (value,) = _operands(element, scope) or [None]
    return None if value is None else value is not True


def _and(element: etree._Element, scope: Evaluation) -> object:
    return all(value is True for value in _operands(element, scope))


def _or(element: etree._Element, scope: Evaluation) -> object:
    return any(value is True for value in _operands(element, scope))


def _numbers(element: etree._Element, scope: Evaluation) -> list[float] | None:
    values = [part for value in _operands(element, scope) for part in _container(value)]
    if not all(isinstance(value, float) for value in values) or not values:
        return None
    return [value for value in values if isinstance(value, float)]


def _arithmetic(fold: Callable[[list[float]], float], element: etree._Element, scope: Evaluation) -> object:
    numbers = _numbers(element, scope)
    if numbers is None:
        return None
    try:
        value = fold(numbers)
    except (ZeroDivisionError, OverflowError, IndexError):
        return None
    return value if math.isfinite(value) else None


def _compare(holds: Callable[[float, float], bool], element: etree._Element, scope: Evaluation) -> object:
    left, right = _pair(element, scope)
    return holds(left, right) if isinstance(left, float) and isinstance(right, float) else None


def _equal(element: etree._Element, scope: Evaluation) -> object:
    """Numbers with a tolerance."""
    left, right = _pair(element, scope)
    if not isinstance(left, float) or not isinstance(right, float):
        return None
    mode = element.get("toleranceMode", "exact")
    found = tolerances(element)
    if found is None:
        return math.isclose(left, right, rel_tol=_CLOSE, abs_tol=_CLOSE)
    key, given = (right, left) if element[0].tag == "variable" else (left, right)
    unit = abs(key) / 100 if mode == "relative" else 1.0
    return key - found[0] * unit - _CLOSE <= given <= key + found[1] * unit + _CLOSE


def tolerances(element: etree._Element) -> tuple[float, float] | None:
    """How far below and above the key a response may lie, in percent where it is relative; ``None`` for not at all.

    By the standard the tolerance goes around the first operand. Where that is the response, below and above change
    places.
    """
    parts = element.get("tolerance", "").split()
    if element.get("toleranceMode", "exact") == "exact" or not parts:
        return None
    values = [read_float(part, math.nan) for part in parts]
    if any(math.isnan(value) for value in values):
        raise Unknown("tolerance")
    turned = element[0].tag == "variable"
    return (values[-1], values[0]) if turned else (values[0], values[-1])


_OPERATORS: Mapping[str, Callable[[etree._Element, Evaluation], object]] = {
    "variable": _variable,
    "baseValue": _base_value,
    "correct": _correct,
    "mapResponse": _map_response,
    "match": _match,
    "stringMatch": _string_match,
    "member": _member,
    "contains": _contains,
    "containerSize": _size,
    "multiple": _gather,
    "ordered": _gather_in_order,
    "index": _index,
    "isNull": _is_null,
    "null": lambda element, scope: None,
    "not": _not,
    "and": _and,
    "or": _or,
    "equal": _equal,
    "gt": partial(_compare, lambda left, right: left > right + _CLOSE),
    "gte": partial(_compare, lambda left, right: left >= right - _CLOSE),
    "lt": partial(_compare, lambda left, right: left < right - _CLOSE),
    "lte": partial(_compare, lambda left, right: left <= right + _CLOSE),
    "sum": partial(_arithmetic, math.fsum),
    "product": partial(_arithmetic, math.prod),
    "subtract": partial(_arithmetic, lambda values: values[0] - values[1]),
    "divide": partial(_arithmetic, lambda values: values[0] / values[1]),
    "min": partial(_arithmetic, min),
    "max": partial(_arithmetic, max),
    "round": partial(_arithmetic, lambda values: float(math.floor(values[0] + 0.5))),
    "truncate": partial(_arithmetic, lambda values: float(math.trunc(values[0]))),
    "integerToFloat": partial(_arithmetic, lambda values: values[0]),
}
