"""What Aiken holds: single choice, in plain words."""

from collections.abc import Mapping

from edu.domain.items.item import Kind
from edu.interchange.format import NOWHERE, ONLY_READ, WHOLE, Feature, Holding, not_held

_SINGLE_ONLY = not_held("Aiken 只有单选题", "Aiken has single choice only")

KINDS: Mapping[Kind, Holding] = {
    Kind.SINGLE: WHOLE,
    Kind.MULTIPLE: _SINGLE_ONLY,
    Kind.TRUE_FALSE: _SINGLE_ONLY,
    Kind.FILL_IN: _SINGLE_ONLY,
    Kind.NUMERIC: _SINGLE_ONLY,
    Kind.WRITTEN: _SINGLE_ONLY,
    Kind.ORDERING: _SINGLE_ONLY,
    Kind.MATCHING: _SINGLE_ONLY,
}

FEATURES: Mapping[Feature, Holding] = {
    Feature.PART_CREDIT: NOWHERE,
    Feature.SEVERAL_BLANKS: NOWHERE,
    Feature.PARAMETERS: NOWHERE,
    Feature.MISTAKES: NOWHERE,
    Feature.RUBRIC: NOWHERE,
    Feature.RATIONALE: ONLY_READ,
    Feature.POINTS: NOWHERE,
    Feature.DIFFICULTY: NOWHERE,
    Feature.TOPIC: NOWHERE,
    Feature.BACKGROUND: NOWHERE,
    Feature.ID: NOWHERE,
    Feature.PICTURES: NOWHERE,
    Feature.TABLES: NOWHERE,
}
