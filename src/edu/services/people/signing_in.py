"""Signing in and out: argon2id, server-side sessions, back-off, and no word on whether an account exists."""

import asyncio
import hashlib
import secrets
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy.ext.asyncio import AsyncSession

from edu.domain.people.back_off import TooManyTries, count_after, opens_at
from edu.domain.people.login import check_password, fold_login
from edu.domain.people.person import Origin, Person
from edu.domain.refusal import Invalid, NotRight, NotThere, Refused
from edu.store.engine.database import Database
from edu.store.evidence import ledger
from edu.store.people import accounts, sign_ins
from edu.store.people.sign_ins import FailureRow, SignInRow

REMEMBERED = timedelta(seconds=30)
MOST_REMEMBERED = 20_000
IDLE = timedelta(hours=2)
_LONGEST = timedelta(hours=12)
_TOUCH_EVERY = timedelta(minutes=5)
_HASHER = PasswordHasher()


class WrongCredentials(NotRight):
    """Name or password is wrong; which of the two is not told."""

    def __init__(self) -> None:
        super().__init__("The sign-in name or the password is not right.")


def digest_token(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


async def hash_password(password: str) -> str:
    """An argon2id hash; computed in a thread, because it takes its time on purpose."""
    return await asyncio.to_thread(_HASHER.hash, password)


async def sign_in(database: Database, login: str, password: str, now: datetime, origin: Origin) -> str:
    """A new session's token, or a refusal that does not tell whether the account exists."""
    folded = fold_login(login)[:100]
    keys = [_key("login", folded), _key("address", origin.address)]
    async with database.read() as session:
        await _check_back_off(session, keys, now)
        account = await accounts.get_by_login(session, folded)
    right = await asyncio.to_thread(_verify, account.password_hash if account else "", password)
    if account is None or account.disabled or not right:
        await _note_failure(database, keys, now)
        raise WrongCredentials()
    async with database.write() as session:
        token = _open_session(session, account.id, now, origin)
        await sign_ins.clear_failures(session, keys[0])
        await sign_ins.remove_expired(session, now)
        ledger.append(session, "signed-in", now, account.id, account.id, address=origin.address)
        await session.commit()
    return token


def _open_session(session: AsyncSession, account_id: UUID, now: datetime, origin: Origin) -> str:
    token = secrets.token_urlsafe(32)
    row = SignInRow(
        token_digest=digest_token(token),
        account_id=account_id,
        created_at=now,
        seen_at=now,
        expires_at=now + IDLE,
        agent=origin.agent,
        address=origin.address,
    )
    session.add(row)
    return token


def _key(kind: str, text: str) -> str:
    return f"{kind}:{hashlib.sha256(text.encode()).hexdigest()[:64]}"


async def _check_back_off(session: AsyncSession, keys: list[str], now: datetime) -> None:
    failures = await sign_ins.get_failures(session, keys)
    opens = max((opens_at(_weigh(failure), failure.last_at) for failure in failures), default=now)
    if opens > now:
        raise TooManyTries(opens)


def _weigh(failure: FailureRow) -> int:
    """An address may be shared by a branch office: its failures weigh a tenth."""
    return failure.count // 10 if failure.key.startswith("address:") else failure.count


@cache
def _nobodys_hash() -> str:
    """Verified against where there is no account, so that both take the same time."""
    return _HASHER.hash(secrets.token_urlsafe(16))


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash or _nobodys_hash(), password)
    except VerifyMismatchError:
        return False


async def _note_failure(database: Database, keys: list[str], now: datetime) -> None:
    async with database.write() as session:
        for failure in await sign_ins.lock_failures(session, keys, now):
            failure.count = count_after(failure.count, failure.last_at, now)
            failure.last_at = now
        await session.commit()


async def authenticate(database: Database, token: str, now: datetime) -> Person | None:
    """Whose session this is; ``None`` when it is unknown or over."""
    digest = digest_token(token)
    found = await database.glance(lambda connection: sign_ins.find_person(connection, digest))
    if found is None or found.disabled or now >= found.expires_at:
        return None
    if now - found.seen_at >= _TOUCH_EVERY:
        async with database.write() as session:
            await sign_ins.touch(session, digest, now, min(now + IDLE, found.created_at + _LONGEST))
            await session.commit()
    return Person(found.id, found.name, found.role, found.unread)


class Recognised:
    """Who was behind a session a moment ago, for what comes hundreds of times a second: the requests of a sitting.

    A session that ends on another node ends here after ``REMEMBERED``; every other request asks the database.
    """

    def __init__(self) -> None:
        self._people: dict[str, tuple[Person, datetime]] = {}

    def find(self, token: str, now: datetime) -> Person | None:
        """The person, while the memory is fresh."""
        known = self._people.get(token)
        return known[0] if known and now < known[1] else None

    def note(self, token: str, person: Person, now: datetime) -> None:
        """Remember for a while; what is old goes before the memory grows."""
        if len(self._people) >= MOST_REMEMBERED:
            self._people = {key: known for key, known in self._people.items() if now < known[1]}
        if len(self._people) < MOST_REMEMBERED:
            self._people[token] = (person, now + REMEMBERED)

    def forget(self, token: str) -> None:
        """The session has ended here."""
        self._people.pop(token, None)

    def forget_all(self) -> None:
        """Some sessions have ended here."""
        self._people.clear()


async def sign_out(database: Database, token: str) -> None:
    """End the session on the server."""
    async with database.write() as session:
        await sign_ins.remove(session, digest_token(token))
        await session.commit()


async def change_password(
    database: Database, account_id: UUID, current: str, chosen: str, token: str, now: datetime, origin: Origin
) -> None:
    """A new password by somebody who knows the old one; every other sign-in of the account ends."""
    async with database.read() as session:
        account = await accounts.get(session, account_id)
        if account is None:
            raise WrongCredentials()
        keys = [_key("login", account.login)]
        try:  # an open browser that somebody else found gives no more tries than the door
            await _check_back_off(session, keys, now)
        except TooManyTries as refusal:
            raise Invalid({"current": refusal}) from refusal
    wrong: dict[str, Refused] = {}
    if not await asyncio.to_thread(_verify, account.password_hash, current):
        wrong["current"] = Refused("This is not your present password.")
    try:
        check_password(chosen, account.login)
    except Refused as refusal:
        wrong["chosen"] = refusal
    if "current" in wrong:
        await _note_failure(database, keys, now)
    if wrong:
        raise Invalid(wrong)
    await _set_password(database, account.login, chosen, digest_token(token), now, origin)


async def reset_password(database: Database, login: str, chosen: str, now: datetime) -> None:
    """A new password by the operator; every sign-in of the account ends."""
    check_password(chosen, fold_login(login))
    await _set_password(database, fold_login(login), chosen, "", now, Origin("command line"))


async def _set_password(
    database: Database, login: str, chosen: str, kept_digest: str, now: datetime, origin: Origin
) -> None:
    password_hash = await hash_password(chosen)
    async with database.write() as session:
        account = await accounts.get_by_login(session, login)
        if account is None:
            raise NotThere("There is no such account.")
        account.password_hash = password_hash
        await sign_ins.remove_others(session, account.id, kept_digest)
        await sign_ins.clear_failures(session, _key("login", login))
        ledger.append(
            session, "password-changed", now, account.id, account.id if kept_digest else None, address=origin.address
        )
        await session.commit()


async def sign_in_as(database: Database, login: str, now: datetime, origin: Origin) -> str:
    """A session for a demo account, without its password. The web offers it in demo mode only."""
    async with database.write() as session:
        account = await accounts.get_by_login(session, fold_login(login))
        if account is None:
            raise WrongCredentials()
        token = _open_session(session, account.id, now, origin)
        await session.commit()
    return token
