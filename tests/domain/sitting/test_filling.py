"""Which items fill the cells: no two enemies together, and nothing again so soon."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu.domain.items.item import Item
from edu.domain.sitting.form import CannotBeFilled, draw_form, draw_from, find_shortages
from edu.domain.sitting.supply import Supply
from tests.builders import a_blueprint, a_cell, an_item
from tests.domain.sitting.pools import AMPLE, FIVE_CELLS, MEDIUM, SEEDS, drawn, items_of

GROUPS = st.lists(st.integers(0, 5), min_size=8, max_size=12)


def with_groups(numbers: list[int]) -> tuple[list[Item], dict[str, str]]:
    """Items of one topic in turn; those with one number are enemies."""
    pool = [an_item("A", item_id=f"q{n:02}", topic="甲乙"[n % 2]) for n in range(len(numbers))]
    return pool, {item.id: str(number) for item, number in zip(pool, numbers, strict=True)}


@given(GROUPS, st.integers(1, 3), st.integers(1, 3), SEEDS)
def test_enemies_never_meet_and_a_form_is_found_whenever_there_is_one(
    numbers: list[int], narrow: int, wide: int, seed: int
):
    pool, enemies = with_groups(numbers)
    blueprint = a_blueprint(a_cell(narrow, topic="甲"), a_cell(wide))
    first = {number for number, item in zip(numbers, pool, strict=True) if item.topic == "甲"}
    if len(first) < narrow or len(set(numbers)) < narrow + wide:
        assert find_shortages(blueprint, pool, enemies)
        with pytest.raises(CannotBeFilled):
            draw_form(blueprint, pool, seed, enemies=enemies)
        return
    assert find_shortages(blueprint, pool, enemies) == []
    form = draw_form(blueprint, pool, seed, enemies=enemies)
    assert len({enemies[item] for item in drawn(form)}) == narrow + wide
    assert form == draw_form(blueprint, pool[::-1], seed, enemies=enemies)


def test_enemies_in_different_cells_do_not_meet_either():
    pool = [*items_of(("甲", {MEDIUM: 2}), ("乙", {MEDIUM: 2}))]
    enemies = {"甲-medium-0": "twins", "乙-medium-0": "twins"}
    blueprint = a_blueprint(a_cell(1, topic="甲"), a_cell(1, topic="乙"))
    forms = [drawn(draw_form(blueprint, pool, seed, enemies=enemies)) for seed in range(60)]
    assert {"甲-medium-0", "乙-medium-0"} not in forms
    assert {item for form in forms for item in form} == {item.id for item in pool}


@given(SEEDS, st.sets(st.sampled_from([item.id for item in AMPLE]), max_size=20))
def test_what_was_sat_lately_stays_out_where_that_can_be(seed: int, sat: set[str]):
    supply = Supply.of(FIVE_CELLS, AMPLE)
    form = draw_from(supply, seed, sat)
    for cell in FIVE_CELLS.cells:
        unused = [item for item in AMPLE if item.topic == cell.topic and item.id not in sat]
        again = [slot for slot in form.slots if slot.item in sat and slot.item.startswith(cell.topic)]
        assert len(again) == max(0, cell.count - len(unused))


def test_three_attempts_share_nothing_in_a_bank_of_three_forms():
    supply = Supply.of(FIVE_CELLS, [item for item in AMPLE if not item.id.endswith("-4")])
    for seed in range(50):
        first = drawn(draw_from(supply, seed))
        second = drawn(draw_from(supply, seed + 1000, first))
        third = drawn(draw_from(supply, seed + 2000, first | second))
        assert not first & second
        assert not (first | second) & third


def test_shared_cells_leave_out_what_can_be_left_out():
    """The loose cell gives up its item to the strict one, so that nothing comes again."""
    pool = items_of(("甲", {MEDIUM: 2}), ("乙", {MEDIUM: 1}))
    blueprint = a_blueprint(a_cell(1), a_cell(1, topic="甲"))
    for seed in range(30):
        assert drawn(draw_form(blueprint, pool, seed, avoid={"甲-medium-0"})) == {"甲-medium-1", "乙-medium-0"}


def test_a_twin_of_what_was_sat_comes_before_the_item_itself():
    pool, enemies = with_groups([0, 1, 0, 2])  # q00 and q02 are twins, of one topic
    blueprint = a_blueprint(a_cell(1, topic="甲"))
    assert {tuple(drawn(draw_form(blueprint, pool, seed, avoid={"q00"}, enemies=enemies))) for seed in range(20)} == {
        ("q02",)
    }
    blueprint = a_blueprint(a_cell(1))
    seen = {
        item for seed in range(60) for item in drawn(draw_form(blueprint, pool, seed, avoid={"q00"}, enemies=enemies))
    }
    assert seen == {"q01", "q03"}
