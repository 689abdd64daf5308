"""What QTI holds of each kind, and of what items have beside it."""

from collections.abc import Mapping

from edu.domain.items.item import Kind
from edu.interchange.format import NOWHERE, WHOLE, Feature, Holding

KINDS: Mapping[Kind, Holding] = {
    Kind.SINGLE: WHOLE,
    Kind.MULTIPLE: WHOLE,
    Kind.TRUE_FALSE: WHOLE,
    Kind.FILL_IN: WHOLE,
    Kind.NUMERIC: WHOLE,
    Kind.WRITTEN: WHOLE,
    Kind.ORDERING: WHOLE,
    Kind.MATCHING: WHOLE,
}

FEATURES: Mapping[Feature, Holding] = {
    Feature.PART_CREDIT: WHOLE,
    Feature.SEVERAL_BLANKS: WHOLE,
    Feature.PARAMETERS: NOWHERE,
    Feature.MISTAKES: WHOLE,
    Feature.RUBRIC: WHOLE,
    Feature.RATIONALE: WHOLE,
    Feature.POINTS: WHOLE,
    Feature.DIFFICULTY: WHOLE,
    Feature.TOPIC: WHOLE,
    Feature.BACKGROUND: NOWHERE,
    Feature.ID: WHOLE,
    Feature.PICTURES: WHOLE,
    Feature.TABLES: WHOLE,
}
