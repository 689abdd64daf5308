"""What Moodle XML holds of each kind, and of what items have beside it."""

from collections.abc import Mapping

from edu.domain.items.item import Kind
from edu.interchange.format import NEARLY, WHOLE, Feature, Holding

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
    Feature.PART_CREDIT: NEARLY,
    Feature.SEVERAL_BLANKS: WHOLE,
    Feature.PARAMETERS: WHOLE,
    Feature.MISTAKES: WHOLE,
    Feature.RUBRIC: WHOLE,
    Feature.RATIONALE: WHOLE,
    Feature.POINTS: WHOLE,
    Feature.DIFFICULTY: WHOLE,
    Feature.TOPIC: WHOLE,
    Feature.BACKGROUND: WHOLE,
    Feature.ID: WHOLE,
    Feature.PICTURES: WHOLE,
    Feature.TABLES: WHOLE,
}
