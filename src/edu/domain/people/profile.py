"""What a client states of their own: fields and steps (Order 130 Art 6; FACTS 1.1)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from edu.domain.people.identity import (
    birth_date,
    check_credit_code,
    check_passport_number,
    check_resident_number,
)
from edu.domain.people.profile_fields import INDIVIDUAL, INSTITUTION, PROFILE_FIELDS, Field, FieldKind, ProfileStep
from edu.domain.refusal import Invalid, Refused

LONGEST_VALUE = 500


class ClientKind(StrEnum):
    """A natural person, or a legal person or other organisation."""

    INDIVIDUAL = "individual"
    INSTITUTION = "institution"


Stated = Mapping[str, str]
"""Field key -> text as given; the identity number is kept apart."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The checked identity document."""

    kind: str
    number: str


def steps(kind: ClientKind) -> tuple[ProfileStep, ...]:
    """The pages of the profile, in order."""
    return INDIVIDUAL if kind is ClientKind.INDIVIDUAL else INSTITUTION


def fields(kind: ClientKind, step: str) -> tuple[Field, ...]:
    """The fields of one step."""
    return tuple(field for field in PROFILE_FIELDS if kind.value in field.kinds and field.step == step)


def check_step(kind: ClientKind, step: str, given: Stated, today: date) -> dict[str, str]:
    """The step's fields in canonical form, or :class:`Invalid` with a sentence for each wrong one."""
    wrong: dict[str, Refused] = {}
    clean: dict[str, str] = {}
    asked = fields(kind, step)
    stripped = {field.key: given.get(field.key, "").strip() for field in asked}
    for field in asked:
        try:
            clean[field.key] = _check_field(field, stripped[field.key], stripped, today)
        except Refused as refusal:
            wrong[field.key] = refusal
    if wrong:
        raise Invalid(wrong)
    return clean


def step_complete(kind: ClientKind, step: str, stated: Stated, today: date, has_number: bool) -> bool:
    """Whether the step holds all that is asked; the number is known to be checked when it was sealed."""
    for field in fields(kind, step):
        if field.kind is FieldKind.NUMBER_OF_DOCUMENT:
            if not has_number:
                return False
            continue
        try:
            _check_field(field, stated.get(field.key, ""), stated, today)
        except Refused:
            return False
    return True


def _check_field(field: Field, text: str, given: Stated, today: date) -> str:
    if field.only_if and given.get(field.only_if[0], "") != field.only_if[1]:
        return ""
    if not text:
        if field.required:
            raise Refused("Please fill this in.")
        return ""
    if len(text) > field.longest:
        raise Refused("This takes at most {count} characters.", count=field.longest)
    if any(ord(sign) < 32 and sign not in "\n\r\t" for sign in text):
        raise Refused("This contains characters that cannot be kept. Please type it again.")
    return _CHECKS[field.kind](field, text, given, today)


def _check_text(field: Field, text: str, given: Stated, today: date) -> str:
    return text


def _check_choice(field: Field, text: str, given: Stated, today: date) -> str:
    if text not in dict(field.choices):
        raise Refused("Please choose one of the options.")
    return text


def _check_number(field: Field, text: str, given: Stated, today: date) -> str:
    plain = plain_number(text)
    if plain is None:
        raise Refused("Please give a number, for example 120 or 0.5.")
    if Decimal(plain) > field.highest:
        raise Refused("This number is too large. Please check the unit.")
    return plain


def plain_number(text: str) -> str | None:
    """Digits and point; ``None`` for what is no number. A comma parts thousands, so that 0,5 is not read as 5."""
    narrow = text.translate(str.maketrans("０１２３４５６７８９．，", "0123456789.,"))
    if not re.fullmatch(r"([0-9]{1,9}|[0-9]{1,3}(,[0-9]{3}){1,2})(\.[0-9]{1,2})?", narrow):
        return None
    return narrow.replace(",", "")


def _check_phone(field: Field, text: str, given: Stated, today: date) -> str:
    plain = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"1[0-9]{10}|\+[0-9]{6,15}|0[0-9]{9,11}", plain):
        raise Refused("Please give a mobile number of 11 digits, or one with a country code such as +852.")
    return plain


def _check_date(field: Field, text: str, given: Stated, today: date) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refused("Please give the date as year-month-day, for example 1985-03-09.") from None
    if not date(1900, 1, 1) <= day <= today:
        raise Refused("This date cannot be right. Please check the year.")
    return day.isoformat()


def _check_document(field: Field, text: str, given: Stated, today: date) -> str:
    kind = given.get("document_kind", "")
    if kind == "resident":
        return check_resident_number(text, today)
    if kind == "credit-code":
        return check_credit_code(text)
    return check_passport_number(text)


_CHECKS = {
    FieldKind.TEXT: _check_text,
    FieldKind.LONG_TEXT: _check_text,
    FieldKind.CHOICE: _check_choice,
    FieldKind.AMOUNT: _check_number,
    FieldKind.PHONE: _check_phone,
    FieldKind.DATE: _check_date,
    FieldKind.NUMBER_OF_DOCUMENT: _check_document,
}


def born_on(stated: Stated) -> date | None:
    """The date of birth that was stated or read from the resident number when that was checked."""
    text = stated.get("born", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def birth_from_number(number: str) -> str:
    """The date of birth inside a checked resident number, as year-month-day."""
    born = birth_date(number)
    return "" if born is None else born.isoformat()
