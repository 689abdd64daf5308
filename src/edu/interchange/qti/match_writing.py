"""Matching items as a matchInteraction: rows on the one side, options on the other, pairs as responses."""

from collections.abc import Callable, Mapping

from lxml import etree

from edu.domain.items.item import Item, PartRule
from edu.interchange.qti.elements import Address, add_flow, make, variable
from edu.interchange.qti.scoring_writing import RESPONSE, declare, make_mapping, score_points, set_score, template

_NO_LIMIT = "0"


def write_interaction(item: Item, address: Address) -> etree._Element:
    """Each row takes one option; an option may go to any number of rows."""
    rows = {f"R{number}": premise.text for number, premise in enumerate(item.premises, 1)}
    options = {option.letter: option.text for option in item.options}
    sets = [_write_set(rows, "1", address), _write_set(options, _NO_LIMIT, address)]
    return make("matchInteraction", *sets, responseIdentifier=RESPONSE, shuffle="true", maxAssociations=_NO_LIMIT)


def _write_set(texts: Mapping[str, str], most: str, address: Address) -> etree._Element:
    found = make("simpleMatchSet")
    for identifier, text in texts.items():
        choice = make("simpleAssociableChoice", identifier=identifier, matchMax=most)
        add_flow(choice, text, address)
        found.append(choice)
    return found


def write_matches(item: Item) -> tuple[etree._Element, etree._Element]:
    """The declaration with the right pairs, and the rules."""
    pairs = [f"R{number} {premise.key}" for number, premise in enumerate(item.premises, 1)]
    declaration = declare(RESPONSE, "multiple", "directedPair", pairs)
    return declaration, _RULES[item.part_rule](item, pairs, declaration)


def _by_pairs(item: Item, pairs: list[str], declaration: etree._Element) -> etree._Element:
    share = item.points / len(pairs)
    declaration.append(make_mapping((pair, share) for pair in pairs))
    return template("map_response")


def _whole(item: Item, pairs: list[str], declaration: etree._Element) -> etree._Element:
    if item.points == 1:
        return template("match_correct")
    right = make("match", variable(RESPONSE), make("correct", identifier=RESPONSE))
    earned = set_score(score_points(item.points))
    return make("responseProcessing", make("responseCondition", make("responseIf", right, earned)))


_RULES: Mapping[PartRule, Callable[[Item, list[str], etree._Element], etree._Element]] = {
    PartRule.PAIR: _by_pairs,
    PartRule.WHOLE: _whole,
}
