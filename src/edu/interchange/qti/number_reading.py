"""A text entry that takes a number: a numeric item with its tolerance, range or typical mistakes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from lxml import etree

from edu.domain.items.expression import CannotBeComputed, NotAnExpression
from edu.domain.items.item import Item, Kind, Mistake, Numeric
from edu.domain.items.quantity import NO_VALUES, Range, accepted, mistaken
from edu.interchange.not_exchanged import refuse
from edu.interchange.qti.blank_reading import find_declaration, put_mark
from edu.interchange.qti.credit import close, simplify_decimal
from edu.interchange.qti.declarations import Declaration
from edu.interchange.qti.expressions import Unknown
from edu.interchange.qti.plain_tree import descendants, remove_element, words
from edu.interchange.qti.reading_scope import Scope

APART = "answer"
"""The class of a paragraph that only holds the entry, where the stem has no blank."""

_PLAIN = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")
_BOUNDS: Mapping[str, str] = {"gte": "low", "gt": "low", "lte": "high", "lt": "high"}
_TURNED: Mapping[str, str] = {"gte": "lte", "gt": "lt", "lte": "gte", "lt": "gt"}


def read_numeric_item(scope: Scope, interaction: etree._Element) -> Item:
    """The numeric item. Raises NotExchanged."""
    declaration = find_declaration(scope, interaction)
    candidates = [candidate for candidate in _candidates(scope, declaration) if _range(candidate) is not None]
    if not candidates:
        raise refuse("没有数值答案", "there is no number for a key")
    item = Item("", Kind.NUMERIC, "", "")
    scored = next(
        (found for candidate in candidates if (found := _score(scope, item, candidate, declaration.identifier))), None
    )
    if scored is None:
        if not scope.processing.unwritten:
            scope.lost(
                "自定义的评分规则（按标准答案计分）", "its own scoring rules; the correct response earns the points"
            )
        scored = replace(item, numeric=candidates[0], points=scope.stated_points())
    _take_out(interaction)
    return _with_mistakes(scope, scored, declaration.identifier)


def _take_out(interaction: etree._Element) -> None:
    parent = interaction.getparent()
    if parent is not None and APART in parent.get("class", "").split() and not words(parent):
        remove_element(parent)
    else:
        put_mark(interaction)


def _candidates(scope: Scope, declaration: Declaration) -> Iterator[Numeric]:
    """What the key may be, the most telling first."""
    hinted = read_hint(declaration.interpretation)
    if hinted is not None:
        yield hinted
    rules = scope.processing.rules
    if rules is not None:
        yield from (
            around for found in descendants(rules, "equal") if (around := _around(found, declaration)) is not None
        )
        yield from _between(rules, declaration.identifier)
    mapped = [entry.key for entry in declaration.table.entries] if declaration.table else []
    yield from (Numeric(answer=number) for text in (*declaration.correct, *mapped) if (number := _number(text)))


def read_hint(text: str) -> Numeric | None:
    """The key as the writer puts it in words: ``答案：3500；误差：1%；单位：元``."""
    parts = dict(part.split("：", 1) for part in text.split("；") if "：" in part)
    if not ("答案" in parts or {"下限", "上限"} <= set(parts)):
        return None
    places = parts.get("保留", "")
    return Numeric(
        parts.get("答案", ""),
        parts.get("误差", ""),
        parts.get("下限", ""),
        parts.get("上限", ""),
        int(places) if re.fullmatch("[0-9]{1,2}", places) else None,
        parts.get("单位", ""),
    )


def _around(element: etree._Element, declaration: Declaration) -> Numeric | None:
    """An ``equal`` of the response and a key."""
    key = _other(element, declaration.identifier)
    answer = _number(_key_text(key, declaration)) if key is not None else ""
    if not answer:
        return None
    mode, parts = element.get("toleranceMode", "exact"), element.get("tolerance", "").split()
    tolerances = [_number(part) for part in parts]
    if mode == "exact" or not tolerances or not all(tolerances):
        return Numeric(answer=answer)
    below, above = tolerances[0], tolerances[-1]
    if below == above:
        return Numeric(answer=answer, margin=f"{below}%" if mode == "relative" else below)
    if element[0].tag == "variable":
        below, above = above, below  # by the standard they go around the first operand
    value = Decimal(answer)
    unit = abs(value) / 100 if mode == "relative" else Decimal(1)
    return Numeric(low=_plain(value - Decimal(below) * unit), high=_plain(value + Decimal(above) * unit))


def _other(element: etree._Element, name: str) -> etree._Element | None:
    """The key that is compared with the response, where a comparison is just that."""
    operands = list(element)
    if len(operands) != 2:
        return None
    variables = [operand for operand in operands if operand.tag == "variable" and operand.get("identifier") == name]
    others = [operand for operand in operands if operand.tag in {"baseValue", "correct"}]
    return others[0] if len(variables) == 1 and len(others) == 1 else None


def _key_text(element: etree._Element, declaration: Declaration) -> str:
    if element.tag == "baseValue":
        return words(element)
    return declaration.correct[0] if declaration.correct else ""


def _between(rules: etree._Element, name: str) -> Iterator[Numeric]:
    yield from (bounds for group in descendants(rules, "and") if (bounds := _bounds(group, name)) is not None)


def _bounds(group: etree._Element, name: str) -> Numeric | None:
    """``gte`` and ``lte`` around the response."""
    bounds: dict[str, str] = {}
    for interaction in group:
        key = _other(interaction, name) if interaction.tag in _BOUNDS else None
        if key is not None and key.tag == "baseValue":
            sign = str(interaction.tag) if interaction[1] is key else _TURNED[str(interaction.tag)]
            bounds[_BOUNDS[sign]] = _number(words(key))
    return Numeric(low=bounds["low"], high=bounds["high"]) if bounds.get("low") and bounds.get("high") else None


def _number(text: str) -> str:
    """A decimal as our expressions have it, or an empty text."""
    plain = text.strip().removeprefix("+")
    if _PLAIN.fullmatch(plain):
        return plain
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return ""
    written = f"{value:f}" if value.is_finite() and abs(value.adjusted()) < 18 else ""
    return written if _PLAIN.fullmatch(written) else ""


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _range(numeric: Numeric) -> Range | None:
    try:
        found = accepted(numeric, NO_VALUES)
    except (NotAnExpression, CannotBeComputed):
        return None
    return found if found.low <= found.high else None


def _score(scope: Scope, item: Item, numeric: Numeric, name: str) -> Item | None:
    """The item with this key if the rules accept just its range."""
    found = _range(numeric)
    if found is None:
        return None
    low, high = float(found.low), float(found.high)
    beyond = max(abs(low), abs(high), 1.0) / 1000
    try:
        full = _earned(scope, name, (low + high) / 2)
        inside = [_earned(scope, name, low + (high - low) * part) for part in (0.001, 0.999)]
        outside = [_earned(scope, name, value) for value in (low - beyond, high + beyond)]
    except Unknown:
        return None
    if full <= 0 or not all(close(value, full) for value in inside) or any(outside):
        return None
    return replace(item, numeric=numeric, points=simplify_decimal(full))


def _earned(scope: Scope, name: str, value: float) -> float:
    return scope.processing.earned({name: (repr(value),)})


def _with_mistakes(scope: Scope, item: Item, name: str) -> Item:
    """Values whose feedback the rules show are typical mistakes."""
    rules, numeric = scope.processing.rules, item.numeric
    if rules is None or numeric is None:
        return item
    found = [
        mistake
        for branch in descendants(rules, "responseIf", "responseElseIf")
        if (mistake := _read_mistake(scope, numeric, branch, name)) is not None
    ]
    return replace(item, numeric=replace(numeric, mistakes=tuple(found)))


def _read_mistake(scope: Scope, numeric: Numeric, branch: etree._Element, name: str) -> Mistake | None:
    shown = [words(value) for value in descendants(branch, "baseValue") if value.get("baseType") == "identifier"]
    feedback = next(
        (feedback for feedback in scope.item.iterchildren("modalFeedback") if feedback.get("identifier") in shown), None
    )
    if feedback is None or not len(branch):
        return None
    low_high = _compared(branch[0], name)
    if low_high is None:
        return None
    value = _mistaken_value(numeric, feedback.get("title", ""), low_high)
    text = " ".join(scope.markdown(feedback).split("\n"))
    scope.item.remove(feedback)
    return Mistake(value, text) if value and text else None


def _compared(condition: etree._Element, name: str) -> Numeric | None:
    if condition.tag == "equal":
        return _around(condition, Declaration(name, "single", "float"))
    return _bounds(condition, name) if condition.tag == "and" else None


def _mistaken_value(numeric: Numeric, title: str, compared: Numeric) -> str:
    """The writer's expression where it leads to the value that the rules have, else that value."""
    seen = _range(compared)
    if seen is None:
        return ""
    try:
        said = mistaken(numeric, title, NO_VALUES)
        if close(float(said.low), float(seen.low)) and close(float(said.high), float(seen.high)):
            return title
    except (NotAnExpression, CannotBeComputed):
        pass
    return _plain((seen.low + seen.high) / 2)
