"""As much of HTTP/1.1 as a browser needs that keeps one connection open: a request at a time, whole replies only."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

HOST = "127.0.0.1"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


class NoReply(Exception):
    """The connection was refused or cut, or the time was up; what became of the request is not known."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, whole."""

    status: int
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    body: bytes

    @property
    def is_page(self) -> bool:
        """HTML, where a script may have hoped for JSON."""
        return self.headers.get("content-type", "").startswith("text/html")

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode(errors="replace")

    def json(self) -> Any:
        """The body's value; ``None`` where it is no JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Request:
    """A request before it is written down: ``fields`` make a form, ``value`` makes JSON."""

    method: str
    path: str
    fields: Mapping[str, Any] | None = None
    value: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def bytes(self, cookies: Mapping[str, str]) -> bytes:
        """As it goes over the wire."""
        body, lines = b"", [f"{self.method} {self.path} HTTP/1.1", f"Host: {HOST}"]
        if self.fields is not None:
            body = urlencode(self.fields, doseq=True).encode()
            lines.append(f"Content-Type: {FORM}")
        elif self.value is not None:
            body = json.dumps(self.value, ensure_ascii=False).encode()
            lines.append(f"Content-Type: {JSON}")
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()))
        if self.method == "POST":
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join([*lines, "", ""]).encode() + body


class Connection:
    """One connection, opened when it is needed and kept; a failure closes it."""

    def __init__(self, port: int, patience: float = 60) -> None:
        self.port, self.patience = port, patience
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, request: bytes) -> Reply:
        """The reply to ``request``, or :class:`NoReply`."""
        try:
            async with asyncio.timeout(self.patience):
                reader, writer = await self.open()
                writer.write(request)
                return await _read_reply(reader)
        except (OSError, EOFError, TimeoutError, ValueError) as error:
            self.close()
            raise NoReply(str(error)) from error

    async def open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Both ends of the connection."""
        if self._reader is None or self._writer is None or self._writer.is_closing() or self._reader.at_eof():
            self.close()
            self._reader, self._writer = await asyncio.open_connection(HOST, self.port, limit=1 << 20)
        return self._reader, self._writer

    def close(self) -> None:
        """Cut it, whatever is under way."""
        if self._writer is not None:
            self._writer.transport.abort()
        self._reader = self._writer = None


async def _read_reply(reader: asyncio.StreamReader) -> Reply:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.rstrip().split("\r\n")
    pairs = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    headers = dict(pairs)
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = await _read_chunks(reader)
    else:
        body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Reply(int(first.split(" ", 2)[1]), headers, _cookies(pairs), body)


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    pieces = []
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        pieces.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readuntil(b"\r\n")
    return b"".join(pieces)


def _cookies(pairs: list[tuple[str, str]]) -> dict[str, str]:
    jar: SimpleCookie = SimpleCookie()
    for name, value in pairs:
        if name == "set-cookie":
            jar.load(value)
    return {name: morsel.value for name, morsel in jar.items()}
