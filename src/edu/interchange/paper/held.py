"""What a printed paper holds of each kind, and of what items have beside it; what is typed into one is read."""

from collections.abc import Mapping

from edu.domain.items.item import Kind
from edu.interchange.format import ONLY_READ, WHOLE, Carried, Feature, Holding

_WITHOUT_ITS_FILE = Holding(Carried.WHOLE, Carried.CHANGED, ("", ""))
"""A text names a picture and does not bring it along."""

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
    Feature.PARAMETERS: ONLY_READ,
    Feature.MISTAKES: WHOLE,
    Feature.RUBRIC: WHOLE,
    Feature.RATIONALE: WHOLE,
    Feature.POINTS: WHOLE,
    Feature.DIFFICULTY: ONLY_READ,
    Feature.TOPIC: ONLY_READ,
    Feature.BACKGROUND: ONLY_READ,
    Feature.ID: ONLY_READ,
    Feature.PICTURES: _WITHOUT_ITS_FILE,
    Feature.TABLES: WHOLE,
}
