"""What a blueprint may draw from: the score that a form is expected to reach, and who may not meet."""

from fractions import Fraction

from edu.domain.sitting.form import draw_form, find_shortages
from edu.domain.sitting.supply import EXPECTED_SHARES, Supply
from tests.builders import a_blueprint, a_cell, an_item
from tests.domain.sitting.pools import EASY, HARD, MEDIUM, items_of


def test_the_target_is_the_mean_of_each_cell_at_its_points():
    pool = items_of(("甲", {EASY: 1, HARD: 1}), ("乙", {MEDIUM: 3}))
    supply = Supply.of(a_blueprint(a_cell(1, topic="甲", points=10), a_cell(2, topic="乙", points=5)), pool)
    easy, medium, hard = (EXPECTED_SHARES[difficulty] for difficulty in (EASY, MEDIUM, HARD))
    assert supply.expected_points == 10 * (easy + hard) / 2 + 10 * medium


def test_statistics_may_take_the_place_of_the_table():
    pool = items_of(("甲", {MEDIUM: 12}))
    observed = {item.id: Fraction(40 + 5 * n, 100) for n, item in enumerate(pool)}
    blueprint = a_blueprint(a_cell(4, topic="甲", points=25))
    target = sum(observed.values(), Fraction(0)) / len(observed) * 100
    for seed in range(30):
        form = draw_form(blueprint, pool, seed, expected=lambda item: observed[item.id])
        assert abs(sum(25 * observed[slot.item] for slot in form.slots) - target) <= target / 100


def test_a_cell_that_only_enemies_could_fill_is_short():
    pool = items_of(("甲", {MEDIUM: 3}))
    enemies = dict.fromkeys((item.id for item in pool), "same")
    [shortage] = find_shortages(a_blueprint(a_cell(2, topic="甲")), pool, enemies)
    assert (shortage.cell.count, shortage.available) == (2, 1)


def test_a_cell_that_nothing_fits_spans_nothing():
    supply = Supply.of(a_blueprint(a_cell(1, topic="甲"), a_cell(1, topic="丙")), items_of(("甲", {EASY: 1, HARD: 1})))
    assert supply.spans == (supply.weights[0] * 3500, 0)
    assert supply.candidates[1] == ()


def test_a_group_is_not_an_item_of_the_same_name():
    pool = [an_item("A", item_id=name) for name in "abc"]
    supply = Supply.of(a_blueprint(a_cell(3)), pool, {"a": "c", "b": "c"})
    assert supply.groups[0] == supply.groups[1] != supply.groups[2]
