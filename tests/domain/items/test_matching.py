"""Items that ask for pairs."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu.domain.items.item import Item, Kind, Option, PartRule, Premise
from edu.domain.items.lettering import reorder, shown_letter
from edu.domain.items.response import Response, check_fits
from edu.domain.items.scoring import right_matches, score
from edu.domain.refusal import Refused

KEYS = st.text("ABCD", min_size=2, max_size=6)
RULES = st.sampled_from([PartRule.PAIR, PartRule.WHOLE])


def a_matching(keys: str = "CA", rule: PartRule = PartRule.PAIR) -> Item:
    options = tuple(Option(letter, f"选项{letter}") for letter in "ABCD")
    premises = tuple(Premise(f"第{number}行", key) for number, key in enumerate(keys))
    return Item("m-1", Kind.MATCHING, "配对", "故选C。", options, premises=premises, part_rule=rule)


def paired(letters: str) -> Response:
    """The options for the rows; a dash leaves one open."""
    return Response(pairs=tuple(letter.strip("-") for letter in letters))


@pytest.mark.parametrize(
    ("given_pairs", "rule", "earned"),
    [("CA", PartRule.PAIR, 1), ("CB", PartRule.PAIR, Fraction(1, 2)), ("-A", PartRule.PAIR, Fraction(1, 2)),
     ("C", PartRule.PAIR, Fraction(1, 2)), ("AC", PartRule.PAIR, 0), ("CA", PartRule.WHOLE, 1),
     ("CB", PartRule.WHOLE, 0)],
)  # fmt: skip
def test_points_for_pairs(given_pairs: str, rule: PartRule, earned: Fraction):
    assert score(a_matching("CA", rule), paired(given_pairs)).earned == earned


@given(KEYS, st.text("ABCD-", max_size=6), RULES, st.fractions(0, 100))
def test_pairs_earn_from_nothing_to_all(keys: str, letters: str, rule: PartRule, points: Fraction):
    item = a_matching(keys, rule)
    assert 0 <= score(item, paired(letters), points).earned <= points
    assert score(item, Response(pairs=right_matches(item)), points).full


@given(KEYS, st.text("ABCD", min_size=6, max_size=6), st.permutations("ABCD"), RULES)
def test_new_letters_change_no_score(keys: str, letters: str, order: list[str], rule: PartRule):
    item, response = a_matching(keys, rule), paired(letters[: len(keys)])
    as_shown = Response(pairs=tuple(shown_letter(order, letter) for letter in response.pairs))
    assert score(reorder(item, order), as_shown).earned == score(item, response).earned


@pytest.mark.parametrize("letters", ["E", "CAB", "1"])
def test_pairs_that_the_page_does_not_offer_are_refused(letters: str):
    with pytest.raises(Refused):
        check_fits(a_matching("CA"), paired(letters))


def test_pairs_are_complete_when_each_row_has_one():
    item = a_matching("CA")
    check_fits(item, paired("BB"))
    assert not paired("BB").incomplete(item)
    assert paired("B-").incomplete(item)
    assert paired("B").incomplete(item)
    assert paired("--").omitted


def test_a_score_says_which_pairs_were_right():
    assert score(a_matching("CAB"), paired("CB")).right_parts == (True, False, False)
