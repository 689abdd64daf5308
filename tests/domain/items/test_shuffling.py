"""The order in which options are met."""

from itertools import permutations
from random import Random

import pytest

from edu.domain.items.item import Item, Kind
from edu.domain.items.shuffling import shuffle_options
from tests.builders import a_fill_in, a_true_false, an_item


def orders(item: Item) -> set[tuple[str, ...]]:
    return {shuffle_options(item, Random(seed)) for seed in range(400)}


@pytest.mark.parametrize("item", [an_item("A", options="ABC"), an_item("AB", options="ABC")])
def test_options_come_in_every_order(item: Item):
    assert orders(item) == set(permutations("ABC"))


def test_what_is_to_be_ordered_never_stands_in_its_right_order():
    item = an_item("", options="ABC", kind=Kind.ORDERING, sequence=("C", "A", "B"))
    assert orders(item) == set(permutations("ABC")) - {("C", "A", "B")}


def test_a_single_option_is_met_as_it_is():
    assert orders(an_item("A", options="A", kind=Kind.ORDERING, sequence=("A",))) == {("A",)}


@pytest.mark.parametrize("item", [a_true_false(), a_fill_in("平仓")])
def test_where_nothing_is_chosen_nothing_is_shuffled(item: Item):
    assert orders(item) == {()}
