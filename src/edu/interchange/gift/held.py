"""What GIFT holds of each kind, and of what items have beside it."""

from collections.abc import Mapping

from edu.domain.items.item import Kind
from edu.interchange.format import NOWHERE, WHOLE, Carried, Feature, Holding, not_held

_BY_SHARE = Holding(Carried.CHANGED, Carried.NOT, ("", ""))
"""Weights can say equal shares only."""

KINDS: Mapping[Kind, Holding] = {
    Kind.SINGLE: WHOLE,
    Kind.MULTIPLE: WHOLE,
    Kind.TRUE_FALSE: WHOLE,
    Kind.FILL_IN: WHOLE,
    Kind.NUMERIC: WHOLE,
    Kind.WRITTEN: WHOLE,
    Kind.ORDERING: not_held("GIFT 没有排序题", "GIFT has no ordering items"),
    Kind.MATCHING: WHOLE,
}

FEATURES: Mapping[Feature, Holding] = {
    Feature.PART_CREDIT: _BY_SHARE,
    Feature.SEVERAL_BLANKS: NOWHERE,
    Feature.PARAMETERS: NOWHERE,
    Feature.MISTAKES: WHOLE,
    Feature.RUBRIC: NOWHERE,
    Feature.RATIONALE: WHOLE,
    Feature.POINTS: NOWHERE,
    Feature.DIFFICULTY: NOWHERE,
    Feature.TOPIC: WHOLE,
    Feature.BACKGROUND: NOWHERE,
    Feature.ID: WHOLE,
    Feature.PICTURES: NOWHERE,
    Feature.TABLES: WHOLE,
}
