"""What is so of all items of a kind, in one table: whatever asks for it asks here."""

from collections.abc import Mapping
from dataclasses import dataclass

from edu.domain.items.item import Item, Kind, PartRule


@dataclass(frozen=True, slots=True)
class Traits:
    """``shuffled``: each person has the options in another order. ``chosen``: a response chooses among the options.

    ``several``: it may choose more than one. ``stated``: the stem is a statement, with another figure another one.
    ``typed``: a response is written; ``blanks``: into blanks of the stem. ``marked``: a person marks it. ``told``: how
    it is scored is told beforehand. ``part_rules`` are those that an item may name; the first holds without one.
    """

    shuffled: bool = False
    chosen: bool = False
    several: bool = False
    stated: bool = False
    typed: bool = False
    blanks: bool = False
    marked: bool = False
    told: bool = False
    part_rules: tuple[PartRule, ...] = (PartRule.WHOLE,)


TRAITS: Mapping[Kind, Traits] = {
    Kind.SINGLE: Traits(shuffled=True, chosen=True),
    Kind.MULTIPLE: Traits(shuffled=True, chosen=True, several=True, told=True),
    Kind.TRUE_FALSE: Traits(stated=True),
    Kind.FILL_IN: Traits(typed=True, blanks=True, told=True),
    Kind.NUMERIC: Traits(typed=True, blanks=True),
    Kind.WRITTEN: Traits(typed=True, marked=True),
    Kind.ORDERING: Traits(shuffled=True, told=True, part_rules=(PartRule.WHOLE, PartRule.ADJACENT, PartRule.PLACE)),
    Kind.MATCHING: Traits(shuffled=True, told=True, part_rules=(PartRule.PAIR, PartRule.WHOLE)),
}


def traits_of(item: Item) -> Traits:
    """Those of the item's kind."""
    return TRAITS[item.kind]
