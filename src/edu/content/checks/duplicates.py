"""The same id or the same stem twice, anywhere in the library."""

from collections.abc import Iterator
from dataclasses import dataclass

from edu.content.finding import Finding, make_finding
from edu.content.folder import Sources
from edu.content.items.item_file import Bank
from edu.content.items.twins import Likeness, Twins
from edu.domain.items.item import Item

_CODES = {Likeness.SAME: "Q301", Likeness.SAME_STEM: "Q301", Likeness.OTHER_KEY: "Q302", Likeness.NEAR: "Q311"}


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
    twins = Twins[_Place]()
    for bank in sources.banks:
        for item in bank.items:
            place = _Place(bank, item)
            if item.id in by_id:
                yield make_finding("Q106", bank.path, place.line, value=item.id, other=by_id[item.id])
                continue
            by_id[item.id] = place
            if (found := twins.find(item)) is not None:
                yield make_finding(_CODES[found[0]], bank.path, place.line, other=found[1])
            twins.add(item, place)
