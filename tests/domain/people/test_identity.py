"""Identity documents: any one wrong character is found, and a mask never tells enough."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu.domain.people.identity import (
    age_on,
    birth_date,
    check_credit_code,
    check_passport_number,
    check_resident_number,
    mask,
)
from edu.domain.refusal import Refused

TODAY = date(2026, 6, 1)
GOOD_NUMBER = "11010519491231002X"
CREDIT_CODE = "91350100M000100Y43"
CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def with_check_digit(seventeen: str) -> str:
    """ISO 7064 MOD 11-2 in its recursive form: another way of computing than the module's weights."""
    product = 0
    for sign in seventeen:
        product = (product + int(sign)) * 2 % 11
    return seventeen + "0123456789X"[(12 - product) % 11]


def born_on(day: date, sequence: int = 2) -> str:
    return with_check_digit(f"110105{day:%Y%m%d}{sequence:03}")


# Resident numbers


def test_the_number_that_the_standard_prints():
    assert with_check_digit(GOOD_NUMBER[:17]) == GOOD_NUMBER
    assert check_resident_number(GOOD_NUMBER, TODAY) == GOOD_NUMBER


@pytest.mark.parametrize("text", ["11010519491231002x", " 11010519491231002X\n", "110105 19491231 002X"])
def test_spaces_and_a_small_x_are_forgiven(text: str):
    assert check_resident_number(text, TODAY) == GOOD_NUMBER


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999))
def test_every_number_with_a_date_and_its_check_digit_is_taken(day: date, sequence: int):
    number = born_on(day, sequence)
    assert check_resident_number(number, TODAY) == number
    assert birth_date(number) == day


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_any_one_changed_digit_is_refused(day: date, sequence: int, place: int, sign: str):
    number = born_on(day, sequence)
    changed = number[:place] + sign + number[place + 1 :]
    if changed != number:
        with pytest.raises(Refused):
            check_resident_number(changed, TODAY)


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999), st.integers(0, 16))
def test_two_neighbours_exchanged_are_refused(day: date, sequence: int, place: int):
    number = born_on(day, sequence)
    changed = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if changed != number:
        with pytest.raises(Refused):
            check_resident_number(changed, TODAY)


@pytest.mark.parametrize(
    ("born", "taken"),
    [
        ("19491231", True), ("20000229", True), ("19000101", True), ("20260601", True),
        ("20260602", False), ("18991231", False), ("19000229", False), ("20230229", False), ("19491331", False),
        ("19490001", False), ("19491200", False), ("19490431", False), ("00000000", False), ("20990101", False),
    ],
)  # fmt: skip
def test_a_date_of_birth_is_a_day_that_has_been(born: str, taken: bool):
    number = with_check_digit(f"110105{born}002")
    if taken:
        assert check_resident_number(number, TODAY) == number
        return
    with pytest.raises(Refused, match="date of birth"):
        check_resident_number(number, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "", "X", "110105491231002", "11010519491231002", "11010519491231002XX", "1101051949123100XX", "X" * 18,
        "１１０１０５１９４９１２３１００２X", "١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", "11010519491231002Ｘ", "-1010519491231002X",
        "110105-19491231-002X",
    ],
)  # fmt: skip
def test_what_is_no_resident_number(text: str):
    with pytest.raises(Refused, match="18 characters"):
        check_resident_number(text, TODAY)


@given(st.text(max_size=30))
def test_any_text_is_taken_or_refused(text: str):
    for check in (lambda given: check_resident_number(given, TODAY), check_passport_number, check_credit_code):
        try:
            assert check(text) == check(check(text))
        except Refused:
            continue


# Passports


@pytest.mark.parametrize(
    ("text", "number"),
    [("E12345678", "E12345678"), (" ea1234567 ", "EA1234567"), ("E1234 5678", "E12345678"), ("12345", "12345"),
     ("A" * 20, "A" * 20)],
)  # fmt: skip
def test_passports(text: str, number: str):
    assert check_passport_number(text) == number


@pytest.mark.parametrize("text", ["", "E123", "A" * 21, "E1234-5678", "护照12345", "Ｅ12345678", "E12345_78", "²²²²²"])
def test_what_is_no_passport_number(text: str):
    with pytest.raises(Refused):
        check_passport_number(text)


# Credit codes


@pytest.mark.parametrize("text", [CREDIT_CODE, CREDIT_CODE.lower(), f" {CREDIT_CODE} ", "91350100 M000100Y 43"])
def test_credit_codes(text: str):
    assert check_credit_code(text) == CREDIT_CODE


@given(st.integers(0, 17), st.sampled_from(CODE_SIGNS))
def test_any_one_changed_sign_of_a_credit_code_is_refused(place: int, sign: str):
    changed = CREDIT_CODE[:place] + sign + CREDIT_CODE[place + 1 :]
    if changed != CREDIT_CODE:
        with pytest.raises(Refused, match="does not match"):
            check_credit_code(changed)


@given(st.text(CODE_SIGNS, min_size=17, max_size=17))
def test_each_code_has_exactly_one_check_character(seventeen: str):
    def taken(sign: str) -> bool:
        try:
            return check_credit_code(seventeen + sign) == seventeen + sign
        except Refused:
            return False

    assert sum(taken(sign) for sign in CODE_SIGNS) == 1


@pytest.mark.parametrize(
    "text", ["", CREDIT_CODE[:17], CREDIT_CODE + "3", *(f"9{letter}350100M000100Y4" for letter in "IOSVZ-")]
)
def test_what_is_no_credit_code(text: str):
    with pytest.raises(Refused, match="18 digits and capital letters"):
        check_credit_code(text)


# Masks and ages


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        (GOOD_NUMBER, "110***********002X"), (CREDIT_CODE, "913***********0Y43"), ("E12345678", "E12**5678"),
        ("E1234567", "E******7"), ("12345", "1***5"), ("", ""),
    ],
)  # fmt: skip
def test_masks(number: str, masked: str):
    assert mask(number) == masked


@given(st.text("0123456789ABCX", min_size=5, max_size=20))
def test_a_mask_shows_at_most_seven_characters_and_hides_two_or_more(number: str):
    masked = mask(number)
    assert len(masked) == len(number)
    assert sum(sign != "*" for sign in masked) <= 7
    assert masked.count("*") >= 2
    assert all(shown in ("*", sign) for shown, sign in zip(masked, number, strict=True))


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 6, 1), date(2026, 5, 31), 17), (date(2008, 6, 1), date(2026, 6, 1), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17), (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2026, 6, 1), date(2026, 6, 1), 0),
    ],
)  # fmt: skip
def test_ages_are_whole_years(born: date, day: date, age: int):
    assert age_on(born, day) == age
