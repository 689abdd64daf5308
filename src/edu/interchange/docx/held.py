"""What a paper in Word holds: what one in print does, and pictures both ways."""

from collections.abc import Mapping

from edu.domain.items.item import Kind
from edu.interchange.format import WHOLE, Feature, Holding
from edu.interchange.paper import held as paper

KINDS: Mapping[Kind, Holding] = paper.KINDS
FEATURES: Mapping[Feature, Holding] = {**paper.FEATURES, Feature.PICTURES: WHOLE}
