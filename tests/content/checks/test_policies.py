"""Bands that cover every total."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from edu.content.checks.policies import covers
from edu.domain.suitability.questionnaire import Audience, Band, find_band


@given(st.lists(st.integers(1, 20), min_size=1, max_size=6), st.integers(0, 10))
def test_bands_that_cover_place_every_total(widths: list[int], start: int):
    bands, low = [], Fraction(start)
    for n, width in enumerate(widths):
        bands.append(Band(str(n), Audience.INDIVIDUAL, "C1", low, low + width))
        low += width
    assert covers(bands, Fraction(start), low)
    assert not covers(bands, Fraction(start), low + 1)
    for total in range(start, int(low) + 1):
        assert find_band(bands, Audience.INDIVIDUAL, Fraction(total)) in bands
