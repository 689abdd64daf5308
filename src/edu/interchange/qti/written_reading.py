"""Extended text: a written item with its rubric and its model response."""

import re
from fractions import Fraction

from lxml import etree

from edu.domain.items.item import Item, Kind, RubricPoint
from edu.interchange.html.text import markdown_of_plain
from edu.interchange.qti.choice_reading import replace_by_prompt
from edu.interchange.qti.credit import parse_fraction
from edu.interchange.qti.plain_tree import child, descendants, words
from edu.interchange.qti.reading_scope import Scope

MODEL_CLASS = "reference"
"""The class of the rubric block that holds the model response."""

_POINTS = re.compile(r"(?P<text>.*?)\s*[（(]\s*(?P<points>[0-9./]+)\s*(?:分|points?|pts?)\s*[)）]\s*", re.DOTALL)


def read_written(scope: Scope, interaction: etree._Element, rubrics: list[etree._Element]) -> Item:
    """The written item."""
    name = interaction.get("responseIdentifier", "")
    declaration = scope.declarations.get(name)
    replace_by_prompt(interaction, child(interaction, "prompt"))
    models = [block for block in rubrics if MODEL_CLASS in block.get("class", "").split()]
    marking = [block for block in rubrics if block not in models]
    reference = "\n\n".join(text for block in models if (text := scope.markdown(block)))
    if not reference and declaration is not None and declaration.correct:
        reference = "\n\n".join(markdown_of_plain(text) for text in declaration.correct)
    points = scope.stated_points(Fraction(0))
    rubric = tuple(point for block in marking for point in _read_rubric(scope, block, points))
    total = sum((point.points for point in rubric), Fraction(0))
    return Item("", Kind.WRITTEN, "", "", points=points or total or Fraction(1), rubric=rubric, reference=reference)


def _read_rubric(scope: Scope, block: etree._Element, points: Fraction) -> list[RubricPoint]:
    """One point for each entry of a list, or paragraph, that says its points; else one for the whole."""
    parts = list(descendants(block, "li")) or list(descendants(block, "p"))
    found = [point for part in parts if (point := _read_point(scope.markdown(part))) is not None]
    if parts and len(found) == len(parts):
        return found
    text = scope.markdown(block)
    if not text:
        return []
    scope.changed(
        (f"评分说明“{words(block)}”", f"the scoring instructions {words(block)}"),
        ("一条评分要点，计全部分值", "one point of the rubric that takes all the points"),
    )
    return [RubricPoint(text, points or Fraction(1))]


def _read_point(text: str) -> RubricPoint | None:
    match = _POINTS.fullmatch(text)
    points = parse_fraction(match["points"]) if match else None
    return RubricPoint(match["text"], points) if match and points is not None else None
