"""The files of one kind, with their English editions."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shelf(Generic[T]):
    """The files of one kind by name: the Chinese ones, and the English editions beside them."""

    chinese: dict[str, T] = field(default_factory=dict)
    english: dict[str, T] = field(default_factory=dict)

    def __iter__(self) -> Iterator[T]:
        return iter(self.chinese.values())

    def pairs(self) -> Iterator[tuple[T, T]]:
        """(Chinese, English) of the files that have both."""
        return ((self.chinese[name], edition) for name, edition in self.english.items() if name in self.chinese)
