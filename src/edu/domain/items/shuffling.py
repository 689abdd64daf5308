"""The order in which one person meets an item's options."""

from collections.abc import MutableSequence
from typing import Any, Protocol

from edu.domain.items.item import Item
from edu.domain.items.traits import traits_of


class Shuffles(Protocol):
    """A source of chance."""

    def shuffle(self, x: MutableSequence[Any], /) -> None:
        """Put the list in any order, each as likely as the others."""
        ...


def shuffle_options(item: Item, chance: Shuffles) -> tuple[str, ...]:
    """The file's letters in the order shown; what is to be put in order never stands in its right order."""
    letters = [option.letter for option in item.options]
    if traits_of(item).shuffled:
        chance.shuffle(letters)
        while len(letters) > 1 and tuple(letters) == item.sequence:
            chance.shuffle(letters)
    return tuple(letters)
