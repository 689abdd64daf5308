"""Items that ask for an order."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu.domain.items.item import Item, Kind, Option, PartRule
from edu.domain.items.lettering import reorder
from edu.domain.items.response import OMITTED, Response, check_fits, decode_response, encode_response
from edu.domain.items.scoring import right_places, score
from edu.domain.items.shuffling import shuffle_options
from edu.domain.refusal import Refused

WHOLE, ADJACENT, PLACE = PartRule.WHOLE, PartRule.ADJACENT, PartRule.PLACE
PLACES = st.lists(st.sampled_from(["", "1", "2", "3", "4"]), max_size=4).map(tuple)
SEQUENCES = st.permutations("ABCD").map("".join)


def an_ordering(sequence: str = "CADB", rule: PartRule = WHOLE) -> Item:
    options = tuple(Option(letter, f"步骤{letter}") for letter in sorted(sequence))
    return Item("o-1", Kind.ORDERING, "排序（ ）", "故选C。", options, sequence=tuple(sequence), part_rule=rule)


def placed(letters: str) -> Response:
    """The entries in this order."""
    return Response(pairs=tuple(str(letters.index(letter) + 1) for letter in sorted(letters)))


@pytest.mark.parametrize(
    ("given_order", "rule", "earned"),
    [
        ("CADB", WHOLE, 1), ("CABD", WHOLE, 0),
        ("CADB", ADJACENT, 1), ("CABD", ADJACENT, Fraction(1, 3)), ("BCAD", ADJACENT, Fraction(2, 3)),
        ("BDAC", ADJACENT, 0),
        ("CADB", PLACE, 1), ("CABD", PLACE, Fraction(1, 2)), ("BCAD", PLACE, 0),
    ],
)  # fmt: skip
def test_points_for_an_order(given_order: str, rule: PartRule, earned: Fraction):
    assert score(an_ordering("CADB", rule), placed(given_order)).earned == earned


@pytest.mark.parametrize("rule", PartRule)
def test_a_place_that_two_entries_claim_is_nobodys(rule: PartRule):
    assert score(an_ordering("ABCD", rule), Response(pairs=("1", "1", "1", "1"))).earned == 0
    assert score(an_ordering("ABCD", PLACE), Response(pairs=("1", "1", "3", "4"))).earned == Fraction(1, 2)


@given(SEQUENCES, PLACES, st.sampled_from(PartRule), st.fractions(0, 100))
def test_an_order_earns_from_nothing_to_all(sequence: str, places: tuple[str, ...], rule: PartRule, points: Fraction):
    item = an_ordering(sequence, rule)
    assert 0 <= score(item, Response(pairs=places), points).earned <= points
    assert score(item, Response(pairs=right_places(item)), points).full


@given(SEQUENCES, SEQUENCES, SEQUENCES, st.sampled_from(PartRule))
def test_the_order_in_which_entries_are_shown_changes_no_score(sequence: str, given_: str, shown: str, rule: PartRule):
    item = an_ordering(sequence, rule)
    response = placed(given_)
    as_shown = Response(pairs=tuple(response.pairs["ABCD".index(letter)] for letter in shown))
    assert score(reorder(item, shown), as_shown).earned == score(item, response).earned


@given(SEQUENCES, st.integers())
def test_entries_are_never_shown_in_their_right_order(sequence: str, seed: int):
    shown = shuffle_options(an_ordering(sequence), random.Random(seed))
    assert sorted(shown) == list("ABCD")
    assert shown != tuple(sequence)


@pytest.mark.parametrize("pairs", [("5",), ("0",), ("1", "2", "3", "4", ""), ("A",), ("01",)])
def test_places_that_the_page_does_not_offer_are_refused(pairs: tuple[str, ...]):
    with pytest.raises(Refused):
        check_fits(an_ordering(), Response(pairs=pairs))


def test_an_order_is_complete_when_each_entry_has_its_own_place():
    item = an_ordering()
    assert not placed("DACB").incomplete(item)
    assert all(Response(pairs=pairs).incomplete(item) for pairs in [(), ("1", "2", "3", ""), ("1", "2", "3", "3")])
    assert Response(pairs=("", "")).omitted
    assert OMITTED.incomplete(item)


def test_places_survive_storage_and_others_are_stored_as_before():
    assert decode_response(encode_response(placed("DACB"))) == placed("DACB")
    assert "pairs" not in encode_response(Response(texts=("5",)))


@pytest.mark.parametrize(
    ("given_order", "rule", "right"), [("BCAD", ADJACENT, "✓✓✗"), ("CABD", PLACE, "✓✗✓✗"), ("CABD", WHOLE, "✓✗✓✗")]
)
def test_a_score_says_which_places_or_neighbours_were_right(given_order: str, rule: PartRule, right: str):
    parts = score(an_ordering("CADB", rule), placed(given_order)).right_parts
    assert parts == tuple(mark == "✓" for mark in right)


@pytest.mark.parametrize("pairs", [("1", "2", "3", "4"), ("4", "", "", "1"), ("2", "2"), ()])
def test_places_that_the_page_offers_fit(pairs: tuple[str, ...]):
    check_fits(an_ordering(), Response(pairs=pairs))


def test_places_come_alone():
    with pytest.raises(Refused):
        check_fits(an_ordering(), Response(texts=("甲",), pairs=("1",)))


def test_two_entries_are_always_shown_the_wrong_way_round():
    assert {shuffle_options(an_ordering("AB"), random.Random(seed)) for seed in range(20)} == {("B", "A")}
