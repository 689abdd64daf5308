"""Certificates: numbers that nobody guesses and that show a slip of the pen, and names as strangers see them."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0, O, 1, I
_LENGTH = 11
_YEAR_DIGITS = 4


class Validity(StrEnum):
    """What a certificate is worth."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Certificate:
    """What stood on it when it was issued, ``issuer`` too. ``revoked_at`` with ``reason``: it has been taken back."""

    number: str
    holder: UUID
    title: str
    name: str
    issuer: str
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    reason: str

    def validity(self, now: datetime) -> Validity:
        """What it is worth at ``now``; one that was taken back does not also expire."""
        if self.revoked_at is not None:
            return Validity.REVOKED
        return Validity.VALID if now < self.expires_at else Validity.EXPIRED


def make_number(year: int, chance: int) -> str:
    """``ZX2026-7K2M-QAX9-3B4D``: eleven signs of ``chance`` (55 bits) and one that checks them."""
    signs = [_ALPHABET[(chance >> (5 * place)) & 31] for place in range(_LENGTH)]
    body = "".join(signs)
    text = body + _check_sign(f"{year}{body}")
    return f"ZX{year}-" + "-".join(text[start : start + 4] for start in range(0, 12, 4))


def read_certificate_number(text: str) -> str | None:
    """The number as it was typed, in its usual form; ``None`` where it cannot be one."""
    plain = "".join(sign for sign in text.upper() if sign.isalnum()).replace("O", "0")
    year, body = plain[2:6], plain[6:]
    if not plain.startswith("ZX") or not (year.isascii() and year.isdigit()) or len(body) != _LENGTH + 1:
        return None
    if not all(sign in _ALPHABET for sign in body) or _check_sign(year + body[:-1]) != body[-1]:
        return None
    return f"ZX{year}-" + "-".join(body[start : start + 4] for start in range(0, 12, 4))


def _check_sign(text: str) -> str:
    """The sign that makes the sum of sign · α^place nothing, over the field of 32 elements (x⁵ + x² + 1, α = x).

    There every weight differs and none is nothing, so one wrong sign or two exchanged ones always show.
    """
    total = 0
    for place, sign in enumerate(text):
        total = _times_alpha(total) ^ (int(sign) if place < _YEAR_DIGITS else _ALPHABET.index(sign))
    return _ALPHABET[_times_alpha(total)]


def _times_alpha(element: int) -> int:
    shifted = element << 1
    return shifted ^ 0b100101 if shifted & 0b100000 else shifted


def fold_words(text: str) -> str:
    """A name, a number or the words of a search as they are compared: one width, one case, letters and digits only."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def mask_name(name: str) -> str:
    """The first character and a star for each other: enough to recognise whom one knows."""
    return name[:1] + "＊" * max(len(name) - 1, 1)
