"""Filling cells: no item twice, no two enemies, and a full form wherever there is one."""

from collections.abc import Sequence

from edu.domain.sitting.supply import Supply


def fill(supply: Supply, order: Sequence[int], ranks: Sequence[int]) -> list[list[int]]:
    """Items for each cell: as many as there can be, those that come first in ``order`` preferred.

    Enemies count as one, of which a form has one item: so cells and groups are matched by augmenting paths (Kuhn),
    which find a full form whenever there is one. ``ranks`` says of each item how unwelcome it is. Items of a higher
    rank are looked at only once no more of the lower ranks fit: nothing unwelcome is taken where that can be avoided.
    """
    matching = _Matching(supply)
    for rank in sorted(set(ranks)):
        candidates: list[list[int]] = [[] for _ in supply.candidates]
        for place in order:
            if ranks[place] <= rank:
                for cell in supply.cells_of[place]:
                    candidates[cell].append(place)
        matching.extend(candidates)
    return [sorted(places) for places in matching.held]


class _Matching:
    """Which cell holds which group, by which of its items."""

    def __init__(self, supply: Supply) -> None:
        self.held: list[list[int]] = [[] for _ in supply.candidates]
        self._supply = supply
        self._owner: dict[int, tuple[int, int]] = {}

    def extend(self, candidates: Sequence[Sequence[int]]) -> None:
        """Fill what is still free. What has a place keeps one, though perhaps in another cell."""
        for number, cell in enumerate(self._supply.blueprint.cells):
            while len(self.held[number]) < cell.count and self._take_one(number, candidates, set()):
                pass

    def _take_one(self, cell: int, candidates: Sequence[Sequence[int]], asked: set[int]) -> bool:
        asked.add(cell)  # a cell is asked once: a path is no longer than the blueprint has cells
        for place in candidates[cell]:
            group = self._supply.groups[place]
            owner = self._owner.get(group)
            if owner is None or (owner[0] not in asked and self._take_one(owner[0], candidates, asked)):
                if owner is not None:
                    self.held[owner[0]].remove(owner[1])
                self._owner[group] = cell, place
                self.held[cell].append(place)
                return True
        return False
