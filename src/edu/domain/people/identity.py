"""Identity documents: what their own digits can prove."""

from datetime import date
from enum import StrEnum

from edu.domain.refusal import Refused


class DocumentKind(StrEnum):
    """How a person or an institution identifies itself."""

    RESIDENT = "resident"
    PASSPORT = "passport"
    CREDIT_CODE = "credit-code"


_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_CHECKS = "10X98765432"
_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def check_resident_number(text: str, today: date) -> str:
    """The 18-digit resident number in canonical form, or :class:`Refused` (GB 11643: ISO 7064 MOD 11-2)."""
    number = text.strip().upper().replace(" ", "")
    if len(number) != 18 or not number[:17].isascii() or not number[:17].isdigit() or number[17] not in "0123456789X":
        raise Refused("A resident number has 18 characters: 17 digits and a digit or X.")
    born = birth_date(number)
    if born is None or not date(1900, 1, 1) <= born <= today:
        raise Refused("Digits 7 to 14 of the resident number are not a date of birth.")
    total = sum(int(sign) * weight for sign, weight in zip(number[:17], _RESIDENT_WEIGHTS, strict=True))
    if _RESIDENT_CHECKS[total % 11] != number[17]:
        raise Refused("The last character of the resident number does not match: please check each digit.")
    return number


def birth_date(resident_number: str) -> date | None:
    """The date in digits 7 to 14, or ``None`` where there is no such day."""
    try:
        return date.fromisoformat(f"{resident_number[6:10]}-{resident_number[10:12]}-{resident_number[12:14]}")
    except ValueError:
        return None


def check_passport_number(text: str) -> str:
    """A passport number in canonical form: 5 to 20 letters and digits."""
    number = text.strip().upper().replace(" ", "")
    if not 5 <= len(number) <= 20 or not number.isascii() or not number.isalnum():
        raise Refused("A passport number has 5 to 20 letters and digits.")
    return number


def check_credit_code(text: str) -> str:
    """The unified social credit code in canonical form (GB 32100: weights 3^i mod 31)."""
    code = text.strip().upper().replace(" ", "")
    if len(code) != 18 or any(sign not in _CODE_ALPHABET for sign in code):
        raise Refused("A unified social credit code has 18 digits and capital letters without I, O, S, V and Z.")
    total = sum(_CODE_ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17]))
    if _CODE_ALPHABET[(31 - total % 31) % 31] != code[17]:
        raise Refused("The last character of the credit code does not match: please check each character.")
    return code


def mask(number: str) -> str:
    """Enough to recognise one's own number by, too little to use it: first and last digits."""
    if len(number) <= 8:
        return number[:1] + "*" * (len(number) - 2) + number[-1:]
    return number[:3] + "*" * (len(number) - 7) + number[-4:]


def age_on(born: date, day: date) -> int:
    """Whole years on ``day``."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
