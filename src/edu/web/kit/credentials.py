"""Whose request it is, and whether a page of ours sent it: what both short ways in ask before anything else."""

from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from secrets import compare_digest

from litestar.middleware.csrf import CSRF_SECRET_LENGTH, generate_csrf_hash

from edu.domain.people.person import Person
from edu.services.people import signing_in
from edu.web.kit.platform import Platform
from edu.web.kit.security import session_cookie

_CSRF_LENGTH = CSRF_SECRET_LENGTH + sha256().digest_size * 2


class Credentials:
    """Checks the session and the token against forged requests. One for each process."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._secret = platform.settings.csrf_secret
        self._is_signed = lru_cache(maxsize=10_000)(self._check_signature)
        self.session = session_cookie(platform.settings)

    async def find_person(self, token: str, now: datetime) -> Person | None:
        """Who is behind the session's ``token``: recognised from a moment ago, or else looked up and remembered."""
        if not token or len(token) > 200:
            return None
        person = self._platform.recognised.find(token, now)
        if person is None:
            person = await signing_in.authenticate(self._platform.database, token, now)
            if person is not None:
                self._platform.recognised.note(token, person, now)
        return person

    def is_ours(self, sent: bytes, cookie: str) -> bool:
        """What was ``sent`` repeats the cookie, and the cookie is one that we signed."""
        if len(cookie) != _CSRF_LENGTH or not compare_digest(sent, cookie.encode()):
            return False
        return self._is_signed(cookie)

    def _check_signature(self, cookie: str) -> bool:
        signed = generate_csrf_hash(token=cookie[:CSRF_SECRET_LENGTH], secret=self._secret)
        return compare_digest(cookie[CSRF_SECRET_LENGTH:].encode(), signed.encode())
