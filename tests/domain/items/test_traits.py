"""What is so of the kinds of item, and what cannot be so at once."""

import pytest

from edu.domain.items.item import Kind, PartRule
from edu.domain.items.traits import TRAITS, traits_of
from tests.builders import a_fill_in, a_true_false, an_item


@pytest.mark.parametrize("kind", Kind)
def test_traits_that_go_together(kind: Kind):
    traits = TRAITS[kind]
    assert not (traits.chosen and traits.typed)
    assert traits.chosen or not traits.several
    assert traits.typed or not (traits.blanks or traits.marked)
    assert len(set(traits.part_rules)) == len(traits.part_rules) > 0


def test_an_item_has_the_traits_of_its_kind():
    assert [traits_of(item).chosen for item in (an_item("A"), an_item("AB"), a_true_false(), a_fill_in("甲"))] == [
        True, True, False, False,
    ]  # fmt: skip
    assert traits_of(an_item("", kind=Kind.MATCHING)).part_rules[0] is PartRule.PAIR
