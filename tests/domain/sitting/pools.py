"""Banks large enough to draw from, and what was drawn."""

from collections.abc import Mapping
from fractions import Fraction

from hypothesis import strategies as st

from edu.domain.items.item import Difficulty, Item
from edu.domain.sitting.form import Form
from edu.domain.sitting.supply import expected_share
from tests.builders import a_blueprint, a_cell, an_item

SEEDS = st.integers(0, 2**63 - 1)
EASY, MEDIUM, HARD = Difficulty.EASY, Difficulty.MEDIUM, Difficulty.HARD


def items_of(*topics: tuple[str, Mapping[Difficulty, int]]) -> list[Item]:
    """So many items of each difficulty in each topic: 甲-easy-0, …"""
    return [
        an_item("A", item_id=f"{topic}-{difficulty}-{n}", topic=topic, difficulty=difficulty)
        for topic, counts in topics
        for difficulty, count in counts.items()
        for n in range(count)
    ]


def expected_score(form: Form, pool: list[Item]) -> Fraction:
    shares = {item.id: expected_share(item) for item in pool}
    return sum((slot.points * shares[slot.item] for slot in form.slots), Fraction(0))


def drawn(form: Form) -> set[str]:
    return {slot.item for slot in form.slots}


AMPLE = items_of(*((topic, {EASY: 3, MEDIUM: 5, HARD: 2}) for topic in "甲乙丙丁戊"))
FIVE_CELLS = a_blueprint(*(a_cell(2, topic=topic, points=3 + n) for n, topic in enumerate("甲乙丙丁戊")))
