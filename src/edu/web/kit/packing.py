"""Pages and files go out compressed to whoever takes it: one rule, whichever way a request came in."""

import asyncio
import gzip
import re

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope, Send
from litestar.types.asgi_types import HTTPResponseStartEvent

SMALLEST = 1000
"""Bytes; what is smaller is not worth it."""

_TAKES_GZIP = re.compile(rb"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
_LEVEL = 3


def takes_gzip(scope: Scope) -> bool:
    """Whether the browser says so, and not with a weight of nought."""
    return any(name == b"accept-encoding" and _TAKES_GZIP.search(value) for name, value in scope["headers"])


class Packing:
    """Stands where a response is sent. What comes in several parts goes through as it is."""

    __slots__ = ("_send", "_start")

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: HTTPResponseStartEvent | None = None

    async def __call__(self, message: Message) -> None:
        """Hold the head back until the body is seen."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        if self._start is not None:
            start, self._start = self._start, None
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                message["body"] = await _pack(start, message["body"])
            await self._send(start)
        await self._send(message)


async def _pack(start: HTTPResponseStartEvent, body: bytes) -> bytes:
    headers = MutableScopeHeaders(start)
    if len(body) < SMALLEST or "content-encoding" in headers:
        return body
    packed = await asyncio.to_thread(gzip.compress, body, _LEVEL, mtime=0)  # beside the event loop
    headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(packed))
    headers.extend_header_value("vary", "Accept-Encoding")
    return packed
