"""What may serve as a sign-in name and a password."""

import re
import unicodedata

from edu.domain.refusal import Refused

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 128
_COMMON = frozenset((
    "password", "password1", "passw0rd", "12345678", "123456789", "1234567890", "87654321", "11111111", "88888888",
    "66666666", "00000000", "qwertyui", "qwerty123", "1qaz2wsx", "abcd1234", "abc12345", "asdfghjk", "zhixian1",
    "woaini1314", "5201314520", "iloveyou", "administrator", "admin123", "a1234567", "aa123456", "123123123",
    "147258369", "zaq12wsx", "qazwsxedc", "11223344", "12341234", "qq123456",
))  # fmt: skip


def fold_login(text: str) -> str:
    """The sign-in name in the one form in which it is kept and looked up.

    One width and case, without spaces and signs that nobody sees; a phone number also without its dashes.
    """
    wide = unicodedata.normalize("NFKC", text)
    login = "".join(sign for sign in wide if sign.isprintable() and sign != " ").casefold()
    return login.replace("-", "") if re.fullmatch(r"\+?[0-9-]+", login) else login


def check_login(text: str) -> str:
    """A client's sign-in name: an e-mail address or a phone number."""
    login = fold_login(text)
    if len(login) <= 100 and re.fullmatch(r"[^@]+@[^@.]+(\.[^@.]+)+", login):
        return login
    if re.fullmatch(r"1[0-9]{10}|\+[0-9]{6,15}", login):
        return login
    raise Refused("Please give an e-mail address, or a mobile number of 11 digits.")


def check_password(password: str, login: str) -> None:
    """Length and unlikeliness; no rules of composition (ASVS 5.0, 6.2)."""
    if len(password) < SHORTEST_PASSWORD:
        raise Refused(
            "A password has at least {count} characters. Several words in a row are fine.", count=SHORTEST_PASSWORD
        )
    if len(password) > LONGEST_PASSWORD:
        raise Refused("A password has at most {count} characters.", count=LONGEST_PASSWORD)
    folded = password.casefold()
    if folded in _COMMON or len(set(folded)) < 4 or (login and folded == login):
        raise Refused("This password is among the first that others would guess. Please choose another.")
