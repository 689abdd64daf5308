"""Sign-in names and passwords."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu.domain.people.login import LONGEST_PASSWORD, SHORTEST_PASSWORD, check_login, check_password, fold_login
from edu.domain.refusal import Refused


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("wang@example.cn", "wang@example.cn"), (" Wang@Example.CN ", "wang@example.cn"),
        ("ｗａｎｇ＠example．cn", "wang@example.cn"), ("wang\u200b@example.cn\0", "wang@example.cn"),
        ("wang-xm@mail.example.cn", "wang-xm@mail.example.cn"),
        ("13800138000", "13800138000"), ("138-0013-8000", "13800138000"), ("138 0013 8000", "13800138000"),
        ("１３８００１３８０００", "13800138000"), ("+852 6123-4567", "+85261234567"),
        ("\u3000138\u300000138000", "13800138000"),
    ],
)  # fmt: skip
def test_a_name_is_looked_up_in_the_form_in_which_it_is_kept(typed: str, kept: str):
    assert check_login(typed) == kept
    assert fold_login(typed) == kept
    assert fold_login(kept) == kept


@given(st.text("1380-+ \u3000\u200b１３ａAz@.cn", max_size=30))
def test_whatever_could_be_registered_can_be_signed_in_with(typed: str):
    try:
        kept = check_login(typed)
    except Refused:
        return
    assert fold_login(typed) == kept == fold_login(kept) == check_login(kept)


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "wang", "a@b", "a@b@c.cn", "@example.cn", "a@.cn", "a@example.", "a@example..cn", "12345",
        "1380013800", "138001380001", "23800138000", "+12345", "+1234567890123456", "++8526123", "1٣٨٠٠١٣٨٠٠٠",
        "x" * 90 + "@example.cn",
    ],
)  # fmt: skip
def test_names_that_cannot_be_registered(typed: str):
    with pytest.raises(Refused, match="e-mail address"):
        check_login(typed)


def test_the_dash_in_a_staff_name_stays():
    assert fold_login("Zhou-Min@firm") == "zhou-min@firm"
    assert fold_login("zhou-2") == "zhou-2"


@pytest.mark.parametrize(
    "password", ["four words in a row", "a1b2" * 2, "密码要长一些才好", "x1y2" * 32, " leading space "]
)
def test_passwords_that_serve(password: str):
    check_password(password, "wang@example.cn")


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("", f"at least {SHORTEST_PASSWORD}"), ("a1b2c3d", f"at least {SHORTEST_PASSWORD}"),
        ("a1b2" * 32 + "c", f"at most {LONGEST_PASSWORD}"),
        ("password", "others would guess"), ("PassW0rd", "others would guess"), ("12345678", "others would guess"),
        ("abcabcabc", "others would guess"), ("aaaaaaaaaaaa", "others would guess"),
        ("wang@example.cn", "others would guess"), ("Wang@Example.cn", "others would guess"),
    ],
)  # fmt: skip
def test_passwords_that_are_refused(password: str, refusal: str):
    with pytest.raises(Refused, match=refusal):
        check_password(password, "wang@example.cn")


def test_a_name_that_is_not_given_is_no_password():
    check_password("four words in a row", "")
