"""The crowd that benchmarks send: candidates with sessions and sittings, and their connections."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

from litestar.middleware.csrf import generate_csrf_token

from edu.app import read_content
from edu.content.library import Library
from edu.domain.items.item import Item
from edu.domain.items.response import Response
from edu.domain.people.role import Role
from edu.domain.refusal import Refused
from edu.domain.sitting.blueprint import Blueprint
from edu.services.people.signing_in import digest_token
from edu.services.sitting.saving import Desk
from edu.services.sitting.taking import Entrance
from edu.services.sitting.taking.admitting import enter_all
from edu.settings import Settings
from edu.store.engine import counts
from edu.store.engine.counts import Counted
from edu.store.engine.database import Database
from edu.store.people.accounts import AccountRow
from edu.store.people.sign_ins import SignInRow
from edu.store.sitting import frozen_forms

_SEATED_AT_ONCE = 100
_LASTS = timedelta(hours=2)


@dataclass(slots=True)
class Candidate:
    """Somebody who is signed in, and whose forms are signed; with a sitting once they are seated."""

    account: UUID
    token: str
    csrf: str
    attempt: str = ""
    items: tuple[Item, ...] = ()
    saves: int = 0
    looks: int = 0

    @property
    def cookies(self) -> str:
        """The header line of a request."""
        return f"Cookie: session={self.token}; csrf={self.csrf}\r\n"


async def sign_in(database: Database, settings: Settings, group: str, count: int) -> list[Candidate]:
    """``count`` members of staff, with sessions, in one transaction."""
    now, crowd = datetime.now(UTC), []
    async with database.write() as session:
        for number in range(count):
            token = f"{group}-{number}-{uuid4().hex}"
            account = AccountRow(
                id=uuid4(), login=f"{group}-{number}@bench", name="王晓明", password_hash="", role=Role.CANDIDATE,
                created_at=now,
            )  # fmt: skip
            session.add(account)
            crowd.append(Candidate(account.id, token, generate_csrf_token(settings.csrf_secret)))
        await session.flush()
        session.add_all(
            SignInRow(
                token_digest=digest_token(candidate.token), account_id=candidate.account, created_at=now, seen_at=now,
                expires_at=now + _LASTS, agent="bench", address="127.0.0.1",
            )
            for candidate in crowd
        )  # fmt: skip
        await counts.change_counts(session, Counted.ACCOUNTS, {Role.CANDIDATE.value: count})
        await session.commit()
    return crowd


async def seat(database: Database, library: Library, blueprint: Blueprint, crowd: Sequence[Candidate]) -> None:
    """Everybody begins a sitting of ``blueprint``."""
    now = datetime.now(UTC)
    for start in range(0, len(crowd), _SEATED_AT_ONCE):
        some = crowd[start : start + _SEATED_AT_ONCE]
        entrances = [Entrance(library, blueprint, candidate.account, now) for candidate in some]
        attempts = await database.write_at_once(partial(enter_all, entrances=entrances))
        begun = [attempt for attempt in attempts if not isinstance(attempt, Refused)]
        if len(begun) < len(some):
            raise SystemExit(f"not everybody could be seated: {attempts}")
        forms = await database.read_at_once(partial(frozen_forms.find_forms, attempts=begun))
        for candidate, attempt in zip(some, begun, strict=True):
            candidate.attempt, candidate.items = str(attempt), forms[attempt].items


async def respond(desk: Desk, crowd: Sequence[Candidate], slots: int, times: int) -> None:
    """Everybody gives the right response to their first ``slots`` questions, over and over."""
    now = datetime.now(UTC)
    for candidate in crowd:
        attempt = UUID(candidate.attempt)
        await asyncio.gather(
            *(
                desk.save(attempt, candidate.account, slot, right_response(item), now)
                for _ in range(times)
                for slot, item in enumerate(candidate.items[:slots])
            )
        )


def right_response(item: Item) -> Response:
    """What earns all points."""
    return Response(letters=item.keys, truth=item.truth, texts=tuple(blank.accepted[0] for blank in item.blanks))


def load_library(settings: Settings) -> Library:
    """The content of the settings."""
    return read_content(settings)[0]


class Line:
    """One kept connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def ask(self, request: bytes) -> tuple[int, dict[str, str], bytes]:
        """Send a request; status, headers and body."""
        self.writer.write(request)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        headers = {key.lower(): value for key, value in re.findall(r"^([\w-]+): (.*)\r$", head, re.MULTILINE)}
        if headers.get("transfer-encoding") == "chunked":
            return int(head.split(" ", 2)[1]), headers, await self._read_chunks()
        body = await self.reader.readexactly(int(headers.get("content-length", 0)))
        return int(head.split(" ", 2)[1]), headers, body

    async def _read_chunks(self) -> bytes:
        parts = []
        while size := int(await self.reader.readuntil(b"\r\n"), 16):
            parts.append(await self.reader.readexactly(size))
            await self.reader.readexactly(2)
        await self.reader.readexactly(2)
        return b"".join(parts)


@asynccontextmanager
async def connect(port: int) -> AsyncIterator[Line]:
    """A connection for as long as it is used."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield Line(reader, writer)
    finally:
        writer.close()


def get(path: str, headers: str = "") -> bytes:
    """The bytes of a GET."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode()


def post(path: str, body: bytes, headers: str = "", kind: str = "application/json") -> bytes:
    """The bytes of a POST."""
    lines = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\n{headers}"
    return f"{lines}Content-Length: {len(body)}\r\n\r\n".encode() + body
