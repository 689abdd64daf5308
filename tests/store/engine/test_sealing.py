"""Identity numbers are readable with a key only; keys can be changed."""

import pytest
from cryptography.fernet import Fernet, InvalidToken
from hypothesis import given
from hypothesis import strategies as st

from edu.store.engine.sealing import Sealer

NUMBER = "11010519491231002X"
OLD, NEW, FOREIGN = (Fernet.generate_key().decode() for _ in range(3))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_sealed_and_opened_again(number: str):
    sealer = Sealer([OLD])
    assert sealer.open(sealer.seal(number)) == number


def test_the_number_is_not_in_what_is_kept():
    sealed = Sealer([OLD]).seal(NUMBER)
    assert NUMBER.encode() not in sealed
    assert NUMBER not in Sealer([OLD]).digest(NUMBER)
    assert sealed != Sealer([OLD]).seal(NUMBER)  # two with the same number do not look alike


def test_a_new_key_in_front_seals_and_the_old_one_still_opens():
    sealed_before = Sealer([OLD]).seal(NUMBER)
    rotated = Sealer([NEW, OLD])
    assert rotated.open(sealed_before) == NUMBER
    assert Sealer([NEW]).open(rotated.seal(NUMBER)) == NUMBER
    with pytest.raises(InvalidToken):
        Sealer([OLD]).open(rotated.seal(NUMBER))


def test_a_wrong_key_opens_nothing():
    with pytest.raises(InvalidToken):
        Sealer([FOREIGN]).open(Sealer([OLD]).seal(NUMBER))


def test_a_changed_byte_opens_nothing():
    sealed = bytearray(Sealer([OLD]).seal(NUMBER))
    sealed[20] ^= 1
    with pytest.raises(InvalidToken):
        Sealer([OLD]).open(bytes(sealed))


def test_the_digest_stays_with_a_new_key_in_front():
    assert Sealer([NEW, OLD]).digest(NUMBER) == Sealer([OLD]).digest(NUMBER)
    assert Sealer([NEW]).digest(NUMBER) != Sealer([OLD]).digest(NUMBER)
    assert Sealer([OLD]).digest(NUMBER) != Sealer([OLD]).digest(NUMBER[::-1])


def test_what_is_no_key_is_refused():
    with pytest.raises(ValueError, match="key"):
        Sealer(["not a key"])
