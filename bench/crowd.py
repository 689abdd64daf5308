"""The crowd that benchmarks send: candidates with sessions and attempts, and the bytes of their requests."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from edu.app import read_content
from edu.content.library import Library
from edu.domain.items.item import Item
from edu.domain.people.person import Origin
from edu.domain.people.role import Role
from edu.domain.sitting.blueprint import Blueprint
from edu.domain.sitting.terms import Layout, Sitters, Window
from edu.services.people import enrolling, signing_in
from edu.services.sitting import taking
from edu.settings import Settings
from edu.store.engine.database import Database
from edu.store.upgrading import upgrade


@dataclass(slots=True)
class Candidate:
    """Somebody with a session and an attempt; ``csrf`` is known after a first page."""

    attempt: str
    token: str
    items: tuple[Item, ...]
    csrf: str = ""
    saves: int = 0

    @property
    def cookies(self) -> str:
        """The header line of a request."""
        return f"Cookie: session={self.token}; csrf={self.csrf}\r\n"


def exam_of(library: Library, counts: tuple[int, int, int, int]) -> Blueprint:
    """A staff exam, opening in an hour, of the shipped bank on customer service.

    ``counts`` are single and multiple choice, fill-in, true or false.
    """
    shipped = library.blueprints["customer-service"]
    cells = tuple(replace(cell, count=count) for cell, count in zip(shipped.cells, counts, strict=False))
    now = datetime.now(UTC)
    window = Window(now + timedelta(hours=1), now + timedelta(hours=9))
    terms = replace(
        shipped.terms, sitters=Sitters.STAFF, layout=Layout.ONE_PAGE, window=window, waiting=timedelta(hours=2)
    )
    return replace(shipped, id=f"bench-{sum(counts)}", cells=cells, terms=terms, limits=(), interval=timedelta(0))


async def seat(
    settings: Settings, library: Library, blueprint: Blueprint, count: int, *, wait: bool
) -> list[Candidate]:
    """``count`` members of staff with a session and a sitting each: begun, or waiting for an exam that is open."""
    database, now = Database(settings.database_url), datetime.now(UTC)
    await upgrade(database)
    hashed = await signing_in.hash_password("four words in a row")
    candidates = []
    opened = replace(blueprint, terms=replace(blueprint.terms, window=None))
    for number in range(count):
        login = f"{blueprint.id}-{'wait' if wait else 'run'}-{number}@bench.cn"
        account = await enrolling.open_staff_account(database, login, "王晓明", Role.CANDIDATE, hashed, now)
        token = await signing_in.sign_in_as(database, login, now, Origin("bench", "127.0.0.1"))
        async with database.write() as session:
            act = taking.enter if wait else taking.start
            attempt = await act(session, library, opened, account, now)
        async with database.read() as session:
            sitting = await taking.load_own(session, attempt, account)
        candidates.append(Candidate(str(attempt), token, sitting.items))
    await database.close()
    return candidates


def load_library(settings: Settings) -> Library:
    """The shipped content."""
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


async def meet(port: int, candidates: list[Candidate]) -> None:
    """Each fetches a page once, for the token of its forms."""
    async with connect(port) as line:
        for candidate in candidates:
            _, headers, _ = await line.ask(get("/privacy", f"Cookie: session={candidate.token}\r\n"))
            candidate.csrf = headers["set-cookie"].split(";")[0].removeprefix("csrf=").strip('"')
