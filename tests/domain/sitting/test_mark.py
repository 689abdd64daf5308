"""Marks: a line for each point of the rubric, scaled to the form, and nothing beyond it."""

from dataclasses import replace
from fractions import Fraction

import pytest

from edu.domain.items.item import Kind, RubricPoint
from edu.domain.refusal import Refused
from edu.domain.sitting.mark import LONGEST_COMMENT, Mark, RubricLine, check_mark, list_lines
from tests.builders import an_item

WRITTEN = replace(an_item(), kind=Kind.WRITTEN)
RUBRIC = (RubricPoint("安抚客户", Fraction(1)), RubricPoint("登记", Fraction(3)))
LINES = (RubricLine("安抚客户", Fraction(3, 2)), RubricLine("登记", Fraction(9, 2)))


def test_the_banks_points_are_scaled_to_the_forms():
    assert list_lines(replace(WRITTEN, rubric=RUBRIC), Fraction(6)) == LINES


def test_without_a_rubric_there_is_one_line_for_the_whole():
    assert list_lines(WRITTEN, Fraction(6)) == (RubricLine("", Fraction(6)),)


def test_a_mark_is_the_sum_of_its_lines():
    assert Mark((Fraction(1, 3), Fraction(2, 3)), "").earned == 1


@pytest.mark.parametrize("points", ["0 0", "3/2 9/2", "1 9/2"])
def test_each_line_takes_from_nothing_to_its_full_points(points: str):
    check_mark(Mark(tuple(map(Fraction, points.split())), "好" * LONGEST_COMMENT), LINES)


@pytest.mark.parametrize("points", ["", "1", "1 1 1", "-1/9 1", "2 1", "1 5"])
def test_nothing_is_left_out_and_nothing_goes_beyond(points: str):
    with pytest.raises(Refused, match="Each line"):
        check_mark(Mark(tuple(map(Fraction, points.split())), ""), LINES)


def test_a_comment_has_its_length():
    with pytest.raises(Refused, match=f"At most {LONGEST_COMMENT}"):
        check_mark(Mark((Fraction(1), Fraction(1)), "好" * (LONGEST_COMMENT + 1)), LINES)
