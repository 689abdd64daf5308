"""What an order earns, as a response declaration and response processing."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

from lxml import etree

from edu.domain.items.item import Item, PartRule
from edu.interchange.qti.elements import base_value, make, variable
from edu.interchange.qti.scoring_writing import RESPONSE, SCORE, declare, score_points, set_score, template


def write_order(item: Item) -> tuple[etree._Element, etree._Element]:
    """The declaration with the right order, and the rules."""
    return declare(RESPONSE, "ordered", "identifier", item.sequence), _RULES[item.part_rule](item)


def _whole(item: Item) -> etree._Element:
    if item.points == 1:
        return template("match_correct")
    right = make("match", variable(RESPONSE), make("correct", identifier=RESPONSE))
    earned = set_score(score_points(item.points))
    return make("responseProcessing", make("responseCondition", make("responseIf", right, earned)))


def _by_neighbours(item: Item) -> etree._Element:
    share = item.points / (len(item.sequence) - 1)
    return make("responseProcessing", *(_add(_follows(item, pair), share) for pair in pairwise(item.sequence)))


def _by_places(item: Item) -> etree._Element:
    share = item.points / len(item.sequence)
    places = enumerate(item.sequence, 1)
    return make("responseProcessing", *(_add(_stands(letter, place), share) for place, letter in places))


_RULES: Mapping[PartRule, Callable[[Item], etree._Element]] = {
    PartRule.WHOLE: _whole,
    PartRule.ADJACENT: _by_neighbours,
    PartRule.PLACE: _by_places,
}


def _add(condition: etree._Element, share: Fraction) -> etree._Element:
    earned = set_score(make("sum", variable(SCORE), score_points(share)))
    return make("responseCondition", make("responseIf", condition, earned))


def _stands(letter: str, place: int) -> etree._Element:
    return make("match", make("index", variable(RESPONSE), n=str(place)), base_value("identifier", letter))


def _follows(item: Item, pair: tuple[str, str]) -> etree._Element:
    """The second of the pair stands right behind the first, wherever that is."""

    def somewhere() -> Iterator[etree._Element]:
        for place in range(1, len(item.sequence)):
            yield make("and", _stands(pair[0], place), _stands(pair[1], place + 1))

    return make("or", *somewhere())
