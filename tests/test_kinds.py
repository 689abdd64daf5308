"""Each table keyed by kind knows every kind: what a new one lacks is found here, never taken for a multiple choice."""

from collections.abc import Collection, Mapping
from typing import Any

import pytest

from edu.content.items import item_writing, kind_names, twins
from edu.domain.items import response, scoring, traits
from edu.domain.items.item import Kind, PartRule

TABLES: Mapping[str, Collection[Any]] = {
    "traits": traits.TRAITS,
    "scores": scoring.SCORES,
    "complete": response.COMPLETE,
    "fits": response.FITS,
    "names": kind_names.NAMES,
    "shown names": kind_names.KIND_SHOWN,
    "written answers": item_writing.ANSWERS,
    "keys of twins": twins.KEYS,
}


@pytest.mark.parametrize("table", TABLES)
def test_each_kind_has_its_entry(table: str):
    assert set(TABLES[table]) == set(Kind)


def test_each_rule_for_parts_is_scored_and_belongs_to_some_kind():
    named = {rule for kind in Kind for rule in traits.TRAITS[kind].part_rules}
    assert set(scoring.PART_CREDIT) == named == set(PartRule)
