"""Identity numbers are sealed with a key outside the database."""

import hashlib
import hmac

from cryptography.fernet import Fernet, MultiFernet


class Sealer:
    """``keys`` are Fernet keys, the newest first: it seals, all of them open."""

    def __init__(self, keys: list[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._index_key = hashlib.sha256(b"number index" + keys[-1].encode()).digest()

    def seal(self, number: str) -> bytes:
        """The number, readable only with a key."""
        return self._fernet.encrypt(number.encode())

    def open(self, sealed: bytes) -> str:
        """The number again; ``cryptography.fernet.InvalidToken`` when no key fits."""
        return self._fernet.decrypt(sealed).decode()

    def digest(self, number: str) -> str:
        """A keyed digest, for finding the same number without opening it."""
        return hmac.new(self._index_key, number.encode(), hashlib.sha256).hexdigest()
