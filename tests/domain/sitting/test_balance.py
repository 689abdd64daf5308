"""Fair forms: equal in what they expect, as far as the bank allows."""

from collections import Counter
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from hypothesis import given

from edu.domain.items.item import Difficulty, Item
from edu.domain.sitting.blueprint import Blueprint
from edu.domain.sitting.form import Form, draw_form, draw_from
from edu.domain.sitting.supply import Supply, expected_share
from tests.builders import a_blueprint, a_cell, an_item
from tests.domain.sitting.pools import AMPLE, EASY, FIVE_CELLS, HARD, SEEDS, drawn, expected_score, items_of


@given(SEEDS)
def test_forms_of_an_ample_bank_expect_the_same_within_1_percent(seed: int):
    form = draw_form(FIVE_CELLS, AMPLE, seed)
    target = Supply.of(FIVE_CELLS, AMPLE).expected_points
    assert abs(expected_score(form, AMPLE) - target) <= target / 100


def a_small_bank(rng: Random) -> tuple[Blueprint, list[Item]]:
    """Few items for each place, any points and difficulties: often only some forms come near the target."""
    cells, pool = [], []
    for topic in "甲乙丙丁"[: rng.randint(2, 4)]:
        count = rng.randint(1, 2)
        cells.append(a_cell(count, topic=topic, points=rng.choice([1, 2, 4, 6, 8])))
        for n in range(count + rng.randint(0, 3)):
            pool.append(an_item("A", item_id=f"{topic}{n}", topic=topic, difficulty=rng.choice(list(Difficulty))))
    return a_blueprint(*cells), pool


def nearest_gap(supply: Supply) -> int:
    """By trying every form: how near the target the bank allows to come, in units."""
    sums = {0}
    for cell, weight, places in zip(supply.blueprint.cells, supply.weights, supply.candidates, strict=True):
        some = {weight * sum(supply.shares[place] for place in chosen) for chosen in combinations(places, cell.count)}
        sums = {total + other for total in sums for other in some}
    return min(abs(total - supply.target) for total in sums)


def gap_of(supply: Supply, form: Form) -> int:
    earned = sum(slot.points * supply.expected_shares[slot.item] for slot in form.slots)
    return abs(int(earned * supply.scale) - supply.target)


@pytest.mark.parametrize("observed", [False, True], ids=["by difficulty", "by observed shares"])
def test_the_search_reaches_1_percent_wherever_trying_every_form_does(observed: bool):
    rng, reached = Random(20), 0
    for _ in range(150):
        blueprint, pool = a_small_bank(rng)
        table = {item.id: Fraction(rng.randint(20, 98), 100) for item in pool}
        supply = Supply.of(blueprint, pool, expected=(lambda item: table[item.id]) if observed else expected_share)  # noqa: B023
        tolerance = supply.target // 100
        if nearest_gap(supply) > tolerance:
            continue
        reached += 1
        assert all(gap_of(supply, draw_from(supply, seed)) <= tolerance for seed in range(3))
    assert reached > 50


def test_a_bank_that_does_not_allow_it_gives_the_nearest_forms():
    pool = items_of(("甲", {EASY: 1, HARD: 9}))
    blueprint = a_blueprint(a_cell(5, topic="甲"))
    target = Supply.of(blueprint, pool).expected_points
    gaps = {abs(expected_score(draw_form(blueprint, pool, seed), pool) - target) for seed in range(40)}
    assert gaps == {Fraction(35, 100)}  # with the easy item or without it: both are as far, and both occur


def test_equal_forms_ask_no_item_more_often_than_its_neighbours():
    supply = Supply.of(FIVE_CELLS, AMPLE)
    counts = Counter(item for seed in range(2000) for item in drawn(draw_from(supply, seed)))
    assert len(counts) == len(AMPLE)
    assert min(counts.values()) > 300  # 400 each on average, give or take 18 by chance alone
    assert max(counts.values()) < 500


def test_the_balance_brings_no_enemies_together():
    enemies = {item.id: f"{item.topic}{n % 3}" for n, item in enumerate(AMPLE)}
    supply = Supply.of(FIVE_CELLS, AMPLE, enemies)
    for seed in range(200):
        groups = [enemies[item] for item in drawn(draw_from(supply, seed))]
        assert len(set(groups)) == FIVE_CELLS.count
