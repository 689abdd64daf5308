"""Sums of points are exact, however they are added up."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from edu.domain.exact import add_up


@given(st.lists(st.fractions(max_denominator=60)))
def test_the_sum(points: list[Fraction]):
    assert add_up(points) == sum(points, Fraction(0))
