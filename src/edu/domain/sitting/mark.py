"""Marks: what a marker gives for a written response, line by line of its rubric."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from edu.domain.exact import add_up
from edu.domain.items.item import Item
from edu.domain.refusal import Refused

LONGEST_COMMENT = 2000


@dataclass(frozen=True, slots=True)
class Mark:
    """The points of each line, in the rubric's order, and a word to the candidate."""

    points: tuple[Fraction, ...]
    comment: str

    @property
    def earned(self) -> Fraction:
        """Points earned."""
        return add_up(self.points)


@dataclass(frozen=True, slots=True)
class RubricLine:
    """What a marker looks for, and the most that it earns; without words where an item has no rubric."""

    text: str
    most: Fraction


def list_lines(item: Item, points: Fraction) -> tuple[RubricLine, ...]:
    """The lines of an item that is worth ``points``: the bank's points scaled to the form's."""
    total = add_up(line.points for line in item.rubric)
    return tuple(RubricLine(line.text, line.points * points / total) for line in item.rubric) or (
        RubricLine("", points),
    )


def check_mark(mark: Mark, lines: Sequence[RubricLine]) -> None:
    """Refuse a mark that leaves a line out or gives it more than it can earn."""
    if len(mark.points) != len(lines) or any(
        not 0 <= given <= line.most for given, line in zip(mark.points, lines, strict=True)
    ):
        raise Refused("Each line takes from nothing to its full points.")
    if len(mark.comment) > LONGEST_COMMENT:
        raise Refused("At most {count} characters.", count=LONGEST_COMMENT)
