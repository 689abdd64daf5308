"""The same id or the same stem twice, anywhere in the library."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from edu.content.checks.folding import fold_option, fold_stem
from edu.content.finding import Finding, make_finding
from edu.content.folder import Sources
from edu.content.item_file import Bank
from edu.domain.item import Item

_GENERIC = re.compile(r"(?:说法|表述|做法|描述|理解|选项|行为|情形|陈述)\S{0,8}(?:是|有)$")
"""下列说法正确的是: a stem that says nothing by itself; two such items are alike where they share an option."""


@dataclass(frozen=True, slots=True)
class _Place:
    bank: Bank
    item: Item

    @property
    def line(self) -> int:
        return self.bank.lines[self.item.id]

    def __str__(self) -> str:
        return f"{self.bank.path}:{self.line}（{self.item.id}）"


def check_duplicates(sources: Sources) -> Iterator[Finding]:
    """Ids and stems over all banks."""
    by_id: dict[str, _Place] = {}
    by_question: dict[int, _Place] = {}  # by hash: the texts of a large library would fill the memory once more
    for bank in sources.banks:
        for item in bank.items:
            place = _Place(bank, item)
            if item.id in by_id:
                yield make_finding("Q106", bank.path, place.line, value=item.id, other=by_id[item.id])
                continue
            by_id[item.id] = place
            questions = _questions(item)
            other = next((by_question[hash(one)] for one in questions if hash(one) in by_question), None)
            if other is not None and set(questions) & set(_questions(other.item)):
                code = "Q301" if _key(item) == _key(other.item) else "Q302"
                yield make_finding(code, bank.path, place.line, other=other)
            for question in questions:
                by_question.setdefault(hash(question), place)


def _questions(item: Item) -> list[str]:
    """What the item asks, for comparison: its stem, and with a generic stem each of its options."""
    stem = fold_stem(item.stem)
    if item.options and _GENERIC.search(stem):
        return [f"{stem} {fold_option(option.text)}" for option in item.options]
    return [stem]


def _key(item: Item) -> object:
    """The key by its words: letters mean nothing across items."""
    if item.options:
        return frozenset(fold_option(option.text) for option in item.options if option.letter in item.keys)
    return item.truth if not item.blanks else tuple(fold_option(blank.accepted[0]) for blank in item.blanks)
