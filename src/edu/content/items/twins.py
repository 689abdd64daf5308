"""Items that ask the same: with the same key, with another one, or in other words and numbers."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from typing import Generic, TypeVar

from edu.content.items.item_matches import write_rows
from edu.content.same_text import fold_option, fold_stem
from edu.domain.items.item import Item, Kind
from edu.domain.items.traits import traits_of

T = TypeVar("T")

_GENERIC = re.compile(r"(?:说法|表述|做法|描述|理解|选项|行为|情形|陈述)\S{0,8}(?:是|有)$")
"""下列说法正确的是: a stem that says nothing by itself; two such items are alike where they share an option."""

_FIGURES = re.compile(r"\d+(?:[.,]\d+)*%?|[零〇一二两三四五六七八九十百千万亿]{2,}")


class Likeness(Enum):
    """How an item is like one that was there before."""

    SAME = "same"
    """The same question with the same key and, for a choice, the same options in any order."""
    SAME_STEM = "same stem"
    """The same question with other options, or asked in another kind of item."""
    OTHER_KEY = "other key"
    """The same question with another key."""
    NEAR = "near"
    """The same question but for its figures."""


class Twins(Generic[T]):
    """Questions seen so far, by hash: the texts of a large library would fill the memory once more."""

    def __init__(self) -> None:
        self._questions: dict[int, tuple[Item, T]] = {}
        self._near: dict[int, T] = {}

    def find(self, item: Item) -> tuple[Likeness, T] | None:
        """How ``item`` is like an earlier one, and that one's place."""
        questions = list(_questions(item))
        for question in questions:
            found = self._questions.get(hash(question))
            if found is None or question not in set(_questions(found[0])):
                continue
            other, place = found
            if bool(other.options) != bool(item.options) or (not item.options and other.kind is not item.kind):
                return Likeness.SAME_STEM, place
            if words_of_key(other) != words_of_key(item):
                return Likeness.OTHER_KEY, place
            return (Likeness.SAME if _options(other) == _options(item) else Likeness.SAME_STEM), place
        near = self._near.get(hash(mask)) if (mask := _mask(item)) else None
        return None if near is None else (Likeness.NEAR, near)

    def add(self, item: Item, place: T) -> None:
        """Remember the item; the first of several alike stays the one that is named."""
        for question in _questions(item):
            self._questions.setdefault(hash(question), (item, place))
        if mask := _mask(item):
            self._near.setdefault(hash(mask), place)


def find_enemies(items: Iterable[Item]) -> dict[str, str]:
    """Items of which a form may hold one: by id, the first of those that are alike in any of these ways.

    What is like the same item is alike; an item that is like no other is not named.
    """
    first: dict[int, str] = {}
    leader: dict[str, str] = {}
    for item in items:
        leader[item.id] = item.id
        signs = [hash(question) for question in _questions(item)]
        if mask := _mask(item):
            signs.append(hash((Likeness.NEAR, mask)))
        for sign in signs:
            _unite(leader, first.setdefault(sign, item.id), item.id)
    groups = {item_id: _find(leader, item_id) for item_id in leader}
    several = {group for item_id, group in groups.items() if group != item_id}
    return {item_id: group for item_id, group in groups.items() if group in several}


def _find(leader: dict[str, str], item_id: str) -> str:
    while leader[item_id] != item_id:
        leader[item_id] = leader[leader[item_id]]
        item_id = leader[item_id]
    return item_id


def _unite(leader: dict[str, str], earlier: str, later: str) -> None:
    first, other = _find(leader, earlier), _find(leader, later)
    leader[other] = first


def _questions(item: Item) -> Iterator[str]:
    """What the item asks, for comparison: its stem, and with a generic stem each of its options."""
    stem = fold_stem(write_rows(item))
    if item.options and _GENERIC.search(stem):
        yield from (f"{stem} {fold_option(option.text)}" for option in item.options)
    else:
        yield stem


def _options(item: Item) -> frozenset[str]:
    return frozenset(fold_option(option.text) for option in item.options)


_FEWEST_WORDS = 16
"""Characters besides figures; of a shorter question too little is left to tell it by."""


def _mask(item: Item) -> str:
    """The stem with every figure alike, and so the options of a choice, whatever their order.

    Empty where nothing can be told by it: a statement with another figure is another statement.
    """
    if traits_of(item).stated:
        return ""
    stem = _FIGURES.sub("0", fold_stem(write_rows(item)))
    mask = " ".join([stem, *sorted(_FIGURES.sub("0", text) for text in _options(item))])
    return mask if len(mask.replace("0", "").replace(" ", "")) >= _FEWEST_WORDS else ""


def words_of_key(item: Item) -> object:
    """The key by its words: letters mean nothing across items."""
    return TWIN_KEYS[item.kind](item)


def _keys_by_text(item: Item) -> object:
    return frozenset(fold_option(option.text) for option in item.options if option.letter in item.keys)


def _number(item: Item) -> object:
    numeric = item.numeric
    return numeric and (
        numeric.answer, numeric.low, numeric.high, numeric.places, numeric.margin, numeric.parameters
    )  # fmt: skip


def _sequence_by_text(item: Item) -> object:
    texts = {option.letter: fold_option(option.text) for option in item.options}
    return tuple(texts[letter] for letter in item.sequence)


def _matches_by_text(item: Item) -> object:
    texts = {option.letter: fold_option(option.text) for option in item.options}
    return frozenset((fold_option(premise.text), texts[premise.key]) for premise in item.premises)


TWIN_KEYS: Mapping[Kind, Callable[[Item], object]] = {
    Kind.SINGLE: _keys_by_text,
    Kind.MULTIPLE: _keys_by_text,
    Kind.TRUE_FALSE: lambda item: item.truth,
    Kind.FILL_IN: lambda item: tuple(fold_option(blank.accepted[0]) for blank in item.blanks),
    Kind.NUMERIC: _number,
    Kind.WRITTEN: lambda item: None,
    Kind.ORDERING: _sequence_by_text,
    Kind.MATCHING: _matches_by_text,
}
