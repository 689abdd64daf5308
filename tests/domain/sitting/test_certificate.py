"""Numbers that show a slip of the pen, and names as strangers see them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu.domain.sitting.certificate import (
    Certificate,
    Validity,
    fold_words,
    make_number,
    mask_name,
    read_certificate_number,
)

DIGITS = "0123456789"
NUMBER = "ZX2026-PAMR-P522-222R"
SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
NUMBERS = st.builds(make_number, st.integers(2020, 2099), st.integers(0, 2**55 - 1))


@given(NUMBERS, st.sampled_from(["", " ", "-", "－"]))
def test_a_number_is_read_however_it_is_typed(number: str, sign: str):
    assert read_certificate_number(number.lower().replace("-", sign)) == number


@given(NUMBERS)
def test_one_wrong_sign_never_passes(number: str):
    for place, was in enumerate(number):
        for sign in DIGITS if place in range(2, 6) else SIGNS if place > 6 and was != "-" else "":
            if sign != was:
                assert read_certificate_number(number[:place] + sign + number[place + 1 :]) is None


@given(NUMBERS)
def test_two_exchanged_signs_never_pass(number: str):
    for place in range(2, len(number) - 1):
        sign, other = number[place], number[place + 1]
        if "-" not in (sign, other) and sign != other:
            assert read_certificate_number(number[:place] + other + sign + number[place + 2 :]) is None


@pytest.mark.parametrize("text", ["", "ZX", "ZX2026", "１２", "ZX2026-0000-0000-0000", "x" * 500])
def test_what_is_no_number(text: str):
    assert read_certificate_number(text) is None


def test_numbers_differ_by_chance():
    assert len({make_number(2026, chance) for chance in range(1000)}) == 1000


@pytest.mark.parametrize(("name", "shown"), [("周敏", "周＊"), ("欧阳明日", "欧＊＊＊"), ("李", "李＊")])
def test_a_masked_name(name: str, shown: str):
    assert mask_name(name) == shown


def test_what_a_certificate_is_worth():
    noon = datetime(2026, 7, 1, 12, tzinfo=UTC)
    certificate = Certificate("", UUID(int=1), "", "", "", noon, noon, None, "")
    assert certificate.validity(noon) is Validity.EXPIRED
    assert certificate.validity(noon - timedelta(seconds=1)) is Validity.VALID
    assert replace(certificate, revoked_at=noon).validity(noon) is Validity.REVOKED


def test_a_number_that_was_printed_stays_good():
    """Written down once: certificates on paper carry such numbers."""
    assert make_number(2026, 123456789) == NUMBER
    assert read_certificate_number(NUMBER) == NUMBER


def test_a_year_typed_with_letters():
    assert read_certificate_number(NUMBER.replace("2026", "2O26")) == NUMBER
    assert read_certificate_number(NUMBER.replace("2026", "２０２６")) is None


@pytest.mark.parametrize("prefix", ["", "ZY", "XX"])
def test_a_number_begins_with_its_sign(prefix: str):
    assert read_certificate_number(prefix + NUMBER[2:]) is None


@pytest.mark.parametrize(
    ("words", "folded"),
    [
        ("周 敏", "周敏"), ("ＺＸ２０２６－7k2m", "zx20267k2m"), (" Zhou-Min! ", "zhoumin"), ("", ""), ("·—%", ""),
        ("Straße", "strasse"),
    ],
)  # fmt: skip
def test_words_of_a_search(words: str, folded: str):
    assert fold_words(words) == folded
