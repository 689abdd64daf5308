"""The gate in front of the application: what a running sitting asks and sends comes in by a short way.

JSON in, JSON out for what its script sends in the background several times a second from hundreds of pages; and the
handlers marked ``swift`` for pages and forms. All with the same session, the same token against forged requests and
the same headers as everywhere. Everything else goes on untouched.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import msgspec
import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send
from litestar.types.asgi_types import HTTPResponseBodyEvent, HTTPResponseStartEvent

from edu.domain.people.person import Person
from edu.domain.people.role import Duty
from edu.domain.refusal import NotAllowed, NotRight, Refused
from edu.web.kit.credentials import Credentials
from edu.web.kit.i18n import Language
from edu.web.kit.packing import Packing, takes_gzip
from edu.web.kit.platform import Platform
from edu.web.kit.security import HEADERS
from edu.web.kit.short_way import RouteKey, ShortWay, SwiftRoute, find_place, read_uuid
from edu.web.kit.statuses import more_headers, status_of
from edu.web.kit.visit import choose_language

LARGEST_BODY = 100_000
"""Bytes; a written response of 20,000 characters fits, escaped or not."""

_TOO_LARGE = b"x" * (LARGEST_BODY + 1)
_LOG = structlog.get_logger()
_ENCODER = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Passage:
    """One request that came this way. ``body`` is empty for a GET."""

    platform: Platform
    person: Person
    now: datetime
    language: Language
    attempt: UUID
    body: bytes
    address: str


GateReply = tuple[int, dict[str, Any]]
Handler = Callable[[Passage], Awaitable[GateReply]]


class Gate:
    """``handlers`` by method and by what follows the attempt in the path; ``swift`` are handlers of the application."""

    def __init__(
        self,
        behind: ASGIApp,
        platform: Platform,
        handlers: Mapping[tuple[str, str], Handler],
        swift: Mapping[RouteKey, SwiftRoute],
    ) -> None:
        self.behind = behind
        self._platform = platform
        self._credentials = Credentials(platform)
        self._handlers = handlers
        self._methods = {leaf: method for method, leaf in handlers}
        self._short_way = ShortWay(platform, self._credentials, swift)
        headers = {"Content-Type": "application/json", "Cache-Control": "no-store"} | HEADERS
        self._headers = _encode_headers(headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the request, or hand it on."""
        if scope["type"] != ScopeType.HTTP:
            await self.behind(scope, receive, send)
            return
        place, names = find_place(scope["method"], scope["path"])
        noun, _, leaf = place[1].partition("/")
        attempt = read_uuid(names[0]) if noun == "attempts" and leaf in self._methods and len(names) == 1 else None
        if attempt is not None:
            await self._take(scope, receive, send, attempt, leaf)
            return
        if takes_gzip(scope):
            send = Packing(send)
        route = self._short_way.find(place)
        if route is None or not await self._short_way.take(scope, receive, send, route, names):
            await self.behind(scope, receive, send)

    async def _take(self, scope: Scope, receive: Receive, send: Send, attempt: UUID, leaf: str) -> None:
        method, headers = str(scope.get("method", "")), dict(scope["headers"])
        handler = self._handlers.get((method, leaf))
        if handler is None:
            await self._reply(send, 405, {}, {"Allow": self._methods[leaf]})
            return
        body = await _read_body(receive, headers)
        if body is None:
            return  # whoever asked has gone in the middle of a sentence
        try:
            status, told = await self._answer(scope, headers, attempt, handler, body)
        except Exception as error:  # told to the page, which keeps what it has, and written down with its trace
            _LOG.error("gate", exc_info=error, leaf=leaf)
            status, told = 500, {"why": "500", "kind": "Fault"}
        await self._reply(send, status, told, more_headers(status))

    @staticmethod
    def _may_sit(person: Person) -> bool:
        return person.may(Duty.BE_ASSESSED) or person.may(Duty.SIT_EXAMS)

    async def _answer(
        self, scope: Scope, headers: Mapping[bytes, bytes], attempt: UUID, handler: Handler, body: bytes
    ) -> GateReply:
        cookies = _read_cookies(headers.get(b"cookie", b"").decode("latin-1"))
        language = self._platform.languages[choose_language(cookies)]
        if len(body) > LARGEST_BODY:
            return _refuse(language, Refused("This response does not fit the question."), 413)
        is_post = scope.get("method") == "POST"
        if is_post and headers.get(b"content-type", b"").partition(b";")[0].strip() != b"application/json":
            return _refuse(language, Refused("This response does not fit the question."), 415)
        now = self._platform.clock()
        person = await self._credentials.find_person(cookies.get(self._credentials.session, ""), now)
        if person is None:
            return _refuse(language, Refused("Please sign in again in another tab; nothing on this page is lost."), 401)
        if not self._may_sit(person):
            return _explain(language, NotAllowed("Your role does not include this page."))
        sent = headers.get(b"x-csrftoken", b"")
        if is_post and not self._credentials.is_ours(sent, cookies.get("csrf", "")):
            return _refuse(language, Refused("Please open the page again: it was not sent from our own form."), 403)
        client = scope["client"]
        passage = Passage(self._platform, person, now, language, attempt, body, client[0] if client else "")
        return await _ask(handler, passage)

    async def _reply(self, send: Send, status: int, told: dict[str, Any], more: Mapping[str, str]) -> None:
        body = _ENCODER.encode(told)
        headers = [*self._headers, (b"content-length", str(len(body)).encode()), *_encode_headers(more)]
        start: HTTPResponseStartEvent = {"type": "http.response.start", "status": status, "headers": headers}
        rest: HTTPResponseBodyEvent = {"type": "http.response.body", "body": body, "more_body": False}
        await send(start)
        await send(rest)


async def _ask(handler: Handler, passage: Passage) -> GateReply:
    try:
        return await handler(passage)
    except msgspec.MsgspecError:
        return _explain(passage.language, NotRight("This response does not fit the question."))
    except Refused as reason:
        return _explain(passage.language, reason)


def _encode_headers(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(key.lower().encode(), value.encode()) for key, value in headers.items()]


def _explain(language: Language, reason: Refused) -> GateReply:
    return _refuse(language, reason, status_of(reason))


def _refuse(language: Language, reason: Refused, status: int) -> GateReply:
    return status, {"why": language.say(reason), "kind": type(reason).__name__}


@lru_cache(maxsize=5_000)
def _read_cookies(text: str) -> Mapping[str, str]:
    """Each page sends the same ones with every save."""
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip(): value.strip().strip('"') for name, _, value in pairs}


async def _read_body(receive: Receive, headers: Mapping[bytes, bytes]) -> bytes | None:
    """The whole body; what is larger than the limit is not read on. ``None``: the connection ended before it did."""
    announced = headers.get(b"content-length", b"0")
    if len(announced) > 9 or int(announced or b"0") > LARGEST_BODY:
        return _TOO_LARGE
    parts: list[bytes] = []
    size = 0
    while size <= LARGEST_BODY:
        message = await receive()
        if message["type"] != "http.request":
            return None
        part = message.get("body", b"")
        parts.append(part)
        size += len(part)
        if not message.get("more_body", False):
            return b"".join(parts)
    return _TOO_LARGE
