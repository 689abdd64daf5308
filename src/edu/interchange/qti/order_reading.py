"""Order interactions: entries to be put in order."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import permutations

from lxml import etree

from edu.content.items.item_answer import FEWEST_IN_ORDER
from edu.domain.items.item import Item, Kind
from edu.domain.items.response import Response
from edu.domain.items.scoring import score
from edu.domain.items.traits import TRAITS
from edu.interchange.not_exchanged import refuse
from edu.interchange.qti.choice_reading import read_options, replace_by_prompt
from edu.interchange.qti.credit import close, simplify_decimal
from edu.interchange.qti.expressions import Unknown
from edu.interchange.qti.plain_tree import child
from edu.interchange.qti.reading_scope import Scope

_ALL_ORDERS = 4
"""Up to so many entries every order is tried, beyond that the telling ones."""

EntryOrder = tuple[str, ...]
EarnedByOrder = Callable[[EntryOrder], float]
"""What an order of letters earns by the item's own rules."""


def read_order(scope: Scope, interaction: etree._Element) -> Item:
    """An orderInteraction. Raises NotExchanged."""
    choices = list(interaction.iterchildren("simpleChoice"))
    prompt = child(interaction, "prompt")
    if len(choices) < FEWEST_IN_ORDER:
        raise refuse(f"只有 {len(choices)} 项要排序", f"it has {len(choices)} entries to order")
    _report_ways(scope, interaction, len(choices))
    options, letters = read_options(scope, choices)
    replace_by_prompt(interaction, prompt)
    name = interaction.get("responseIdentifier", "")
    item = Item("", Kind.ORDERING, "", "", options, sequence=_read_sequence(scope, name, letters))
    identifiers = {letter: identifier for identifier, letter in letters.items()}

    def earned(order: EntryOrder) -> float:
        return scope.processing.earned({name: tuple(identifiers[letter] for letter in order)})

    return _score(scope, item, earned)


def _report_ways(scope: Scope, interaction: etree._Element, count: int) -> None:
    for name, chinese, english in (("maxChoices", "最多", "at most"), ("minChoices", "至少", "at least")):
        given = interaction.get(name, "").strip()
        if given not in {"", "0", str(count)}:
            scope.lost(f"{chinese}排 {given} 项的限制", f"that {english} {given} entries are ordered")
    if interaction.get("orientation") == "horizontal":
        scope.lost("横排的版式", "that entries stand side by side")


def _read_sequence(scope: Scope, name: str, letters: dict[str, str]) -> EntryOrder:
    """The right order: each entry once."""
    declaration = scope.declarations.get(name)
    if declaration is None:
        raise refuse("没有为这道排序题声明作答变量", "its response is not declared")
    if declaration.cardinality != "ordered":
        raise refuse("作答变量不是有次序的（ordered）", "its response is not declared as ordered")
    if not declaration.correct:
        raise refuse("没有标准答案", "there is no key")
    strange = [key for key in declaration.correct if key not in letters]
    if strange:
        raise refuse(f"标准答案“{strange[0]}”不在各项中", f"the key {strange[0]} is none of the entries")
    if len(set(declaration.correct)) != len(declaration.correct):
        raise refuse("标准答案里有一项出现了几次", "an entry stands in the key several times")
    if len(declaration.correct) != len(letters):
        raise refuse("标准答案没有排完所有的项", "the key leaves entries out")
    return tuple(letters[key] for key in declaration.correct)


def _score(scope: Scope, item: Item, earned: EarnedByOrder) -> Item:
    if scope.processing.unwritten:
        scope.changed(("没有写的评分规则", "missing scoring rules"), ("全对才得分", "all or nothing"))
        return replace(item, points=scope.stated_points())
    try:
        full = earned(item.sequence)
        tried = {order: earned(order) for order in _orders(item.sequence)} if full > 0 else {}
    except Unknown:
        full, tried = 0, {}
    points = simplify_decimal(full) if full > 0 else scope.stated_points()
    found = _recognise(replace(item, points=points), tried) if tried else None
    if found is None:
        scope.lost("自定义的评分规则（按全对才得分）", "its own scoring rules: now all or nothing")
    return found or replace(item, points=points)


def _orders(sequence: EntryOrder) -> Iterator[EntryOrder]:
    if len(sequence) <= _ALL_ORDERS:
        yield from permutations(sequence)
        return
    yield sequence[::-1]
    for place in range(1, len(sequence)):
        yield sequence[place:] + sequence[:place]
        yield (*sequence[: place - 1], sequence[place], sequence[place - 1], *sequence[place + 1 :])


def _recognise(item: Item, tried: dict[EntryOrder, float]) -> Item | None:
    """The item with the rule that earns for each order what its own rules earn, or ``None``."""
    for rule in TRAITS[Kind.ORDERING].part_rules:
        candidate = replace(item, part_rule=rule)
        if all(close(float(_earned(candidate, order)), value) for order, value in tried.items()):
            return candidate
    return None


def _earned(item: Item, order: EntryOrder) -> Fraction:
    places = tuple(str(order.index(option.letter) + 1) for option in item.options)
    return score(item, Response(pairs=places)).earned
