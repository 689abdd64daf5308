"""What a client states: field by field, step by step."""

from datetime import date

import pytest

from edu.domain.people.profile import (
    ClientKind,
    birth_from_number,
    born_on,
    check_step,
    fields,
    step_complete,
    steps,
)
from edu.domain.people.profile_fields import PROFILE_FIELDS, FieldKind
from edu.domain.refusal import Invalid
from tests.cases import CREDIT_CODE, INDIVIDUAL_STATED, INSTITUTION_STATED, RESIDENT_NUMBER, TODAY

STATED = {ClientKind.INDIVIDUAL: INDIVIDUAL_STATED, ClientKind.INSTITUTION: INSTITUTION_STATED}
EVERY_STEP = [(kind, step.id) for kind in ClientKind for step in steps(kind)]
PASSPORT = {"document_kind": "passport", "document_number": "E12345678", "nationality": "加拿大", "born": "1985-03-09"}


def _check(step: str, kind: ClientKind = ClientKind.INDIVIDUAL, /, **differences: str) -> dict[str, str]:
    return check_step(kind, step, {**STATED[kind][step], **differences}, TODAY)


def _wrong(step: str, kind: ClientKind = ClientKind.INDIVIDUAL, /, **differences: str) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        _check(step, kind, **differences)
    return {key: str(message) for key, message in refusal.value.fields.items()}


# Fields


@pytest.mark.parametrize(
    ("step", "field", "text", "kept"),
    [
        ("identity", "name", "  王晓明 ", "王晓明"),
        ("identity", "document_number", "11010519491231002x", RESIDENT_NUMBER),
        ("contact", "employer", "", ""), ("contact", "address", "北京市\n朝阳区", "北京市\n朝阳区"),
        ("contact", "phone", "138 0013-8000", "13800138000"), ("contact", "phone", "+852 6123 4567", "+85261234567"),
        ("contact", "phone", "010-88886666", "01088886666"),
        ("finances", "debts", "0", "0"), ("finances", "debts", "1,200.5", "1200.5"),
        ("finances", "debts", "１２０", "120"), ("finances", "debts", "1，200，000", "1200000"),
        ("finances", "debts", "3．25", "3.25"), ("finances", "debts", "100,000,000", "100000000"),
        ("experience", "experience_years", "80", "80"),
    ],
)  # fmt: skip
def test_one_form_for_what_may_be_written_in_many(step: str, field: str, text: str, kept: str):
    assert _check(step, **{field: text})[field] == kept


NUMBER = "Please give a number, for example 120 or 0.5."
TOO_LARGE = "This number is too large. Please check the unit."
PHONE = "Please give a mobile number of 11 digits, or one with a country code such as +852."
CHOOSE = "Please choose one of the options."
CHARACTERS = "This contains characters that cannot be kept. Please type it again."


@pytest.mark.parametrize(
    ("step", "field", "text", "refusal"),
    [
        ("identity", "name", "", "Please fill this in."), ("identity", "name", " \t ", "Please fill this in."),
        ("identity", "name", "王" * 101, "This takes at most 100 characters."),
        ("identity", "name", "王\0", CHARACTERS),
        ("contact", "address", "x" * 301, "This takes at most 300 characters."),
        ("contact", "address", "北京\x1b[0m", CHARACTERS),
        ("contact", "occupation", "pirate", CHOOSE), ("contact", "occupation", "Employee", CHOOSE),
        *(("contact", "phone", text, PHONE) for text in (
            "1380013800", "138001380001", "+1", "1三八00138000", "1\u0663800138000", "phone",
        )),
        *(("finances", "debts", text, NUMBER) for text in (
            "lots", "-1", "1e5", "NaN", "1.234", "5万", "0,5", "1,20", "12,3456", ",5", "\u0663", "1234567890",
        )),
        ("finances", "debts", "100000000.01", TOO_LARGE),
        ("experience", "experience_years", "80.5", TOO_LARGE), ("experience", "simulated_days", "10001", TOO_LARGE),
        ("declarations", "truthful", "", "Please fill this in."), ("declarations", "claimed_category", "A", CHOOSE),
        ("identity", "document_number", "110105194912310021",
         "The last character of the resident number does not match: please check each digit."),
    ],
)  # fmt: skip
def test_what_a_field_refuses(step: str, field: str, text: str, refusal: str):
    assert _wrong(step, **{field: text}) == {field: refusal}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("1985-03-09", "1985-03-09"),
        ("19850309", "1985-03-09"),
        ("1900-01-01", "1900-01-01"),
        ("2026-06-01", "2026-06-01"),
    ],
)
def test_a_date_of_birth(text: str, kept: str):
    assert _check("identity", **{**PASSPORT, "born": text})["born"] == kept


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("9 March 1985", "Please give the date as year-month-day, for example 1985-03-09."),
        ("1985-02-30", "Please give the date as year-month-day, for example 1985-03-09."),
        ("1899-12-31", "This date cannot be right. Please check the year."),
        ("2026-06-02", "This date cannot be right. Please check the year."),
        ("", "Please fill this in."),
    ],
)
def test_dates_that_cannot_be(text: str, refusal: str):
    assert _wrong("identity", **{**PASSPORT, "born": text}) == {"born": refusal}


def test_every_wrong_field_is_named_at_once():
    wrong = _wrong("contact", phone="1", address="", occupation="pirate")
    assert list(wrong) == ["phone", "address", "occupation"]


@pytest.mark.parametrize(
    ("kind", "document", "number"),
    [
        (ClientKind.INDIVIDUAL, "passport", "1234"), (ClientKind.INDIVIDUAL, "resident", "E12345678"),
        (ClientKind.INDIVIDUAL, " resident ", "AAAAAA19800101"), (ClientKind.INSTITUTION, " credit-code", "E12345678"),
        (ClientKind.INSTITUTION, "credit-code", RESIDENT_NUMBER),
    ],
)  # fmt: skip
def test_a_number_is_checked_as_its_document_kind_says(kind: ClientKind, document: str, number: str):
    """Also where a request was written by hand, with spaces around the kind."""
    wrong = _wrong("identity", kind, **{**PASSPORT, "document_kind": document, "document_number": number})
    assert list(wrong) == ["document_number"]


# Fields asked under a condition


def test_what_is_not_asked_is_neither_checked_nor_kept():
    clean = _check("identity", nationality="X" * 500, born="never")
    assert (clean["nationality"], clean["born"]) == ("", "")
    assert _check("declarations", beneficiary="somebody")["beneficiary"] == ""


def test_what_is_asked_under_a_condition_is_asked_for():
    assert _wrong("identity", document_kind="passport", document_number="E12345678").keys() == {"nationality", "born"}
    assert _wrong("declarations", beneficiary_self="no").keys() == {"beneficiary"}
    assert _check("declarations", beneficiary_self="no", beneficiary="李强")["beneficiary"] == "李强"


def test_a_condition_names_a_choice_of_the_same_step():
    for field in PROFILE_FIELDS:
        if field.only_if is None:
            continue
        other, value = field.only_if
        for kind in field.kinds:
            (asked_first,) = [asked for asked in fields(ClientKind(kind), field.step) if asked.key == other]
            assert value in dict(asked_first.choices)


# Steps


@pytest.mark.parametrize(("kind", "step"), EVERY_STEP)
def test_a_step_that_was_checked_is_complete_and_checks_again(kind: ClientKind, step: str):
    clean = check_step(kind, step, STATED[kind][step], TODAY)
    assert step_complete(kind, step, clean, TODAY, has_number=True)
    assert check_step(kind, step, clean, TODAY) == clean


@pytest.mark.parametrize(("kind", "step"), EVERY_STEP)
def test_a_step_with_any_one_answer_left_out_is_not_complete(kind: ClientKind, step: str):
    stated = STATED[kind][step]
    assert not step_complete(kind, step, {}, TODAY, has_number=True)
    for key in stated.keys() - {"document_number"}:
        assert not step_complete(kind, step, {**stated, key: ""}, TODAY, has_number=True), key


@pytest.mark.parametrize(("step", "complete"), [("identity", False), ("contact", True)])
def test_identity_needs_the_number_that_was_sealed(step: str, complete: bool):
    assert step_complete(ClientKind.INDIVIDUAL, step, INDIVIDUAL_STATED[step], TODAY, has_number=False) is complete


def test_a_passport_makes_identity_ask_for_more():
    stated = {**INDIVIDUAL_STATED["identity"], **PASSPORT}
    assert step_complete(ClientKind.INDIVIDUAL, "identity", stated, TODAY, has_number=True)
    assert not step_complete(ClientKind.INDIVIDUAL, "identity", {**stated, "born": ""}, TODAY, has_number=True)


@pytest.mark.parametrize("kind", ClientKind)
def test_each_field_stands_in_a_step_of_its_kind_once(kind: ClientKind):
    own = [field for field in PROFILE_FIELDS if kind.value in field.kinds]
    assert [field for step in steps(kind) for field in fields(kind, step.id)] == sorted(
        own, key=lambda field: [step.id for step in steps(kind)].index(field.step)
    )
    assert len({field.key for field in own}) == len(own)
    assert all(field.choices for field in own if field.kind is FieldKind.CHOICE)


def test_the_date_of_birth_in_a_number():
    assert birth_from_number(RESIDENT_NUMBER) == "1949-12-31"
    assert birth_from_number(CREDIT_CODE) == ""
    assert born_on({"born": "1949-12-31"}) == date(1949, 12, 31)
