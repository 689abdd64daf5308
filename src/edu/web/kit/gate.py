"""The short way in, for what a running sitting asks and sends several times a second from hundreds of pages.

It stands in front of the application and takes a handful of paths below an attempt: JSON in, JSON out, with the same
session, the same token against forged requests and the same headers as everywhere. Everything else goes on untouched.

The page of a form, which hundreds open in the same second, comes this way too where nothing is unusual: whoever asks
was recognised a moment ago and has a token of ours. Any other request for it is the application's, which draws the
same page.
"""

import asyncio
import gzip
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from secrets import compare_digest
from typing import Any
from uuid import UUID

import msgspec
import structlog
from litestar import Request
from litestar.enums import ScopeType
from litestar.middleware.csrf import CSRF_SECRET_LENGTH, generate_csrf_hash
from litestar.types import ASGIApp, Receive, Scope, Send
from litestar.types.asgi_types import HTTPResponseBodyEvent, HTTPResponseStartEvent

from edu.domain.people.person import Person
from edu.domain.people.role import Duty
from edu.domain.refusal import NotAllowed, NotRight, Refused
from edu.services.people import signing_in
from edu.web.kit.i18n import Language
from edu.web.kit.page import PAGE_HEADERS
from edu.web.kit.platform import Platform
from edu.web.kit.security import HEADERS, session_cookie
from edu.web.kit.statuses import more_headers, status_of
from edu.web.kit.visit import Visit, choose_language, see

LARGEST_BODY = 100_000
"""Bytes; a written response of 20,000 characters fits, escaped or not."""

_TOO_LARGE = b"x" * (LARGEST_BODY + 1)
_LOG = structlog.get_logger()
_PATH = re.compile(r"/attempts/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/([a-z]+)")
_ENCODER = msgspec.json.Encoder()
_GZIP = re.compile(rb"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
_GZIP_LEVEL = 3


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


@dataclass(frozen=True, slots=True)
class PageWanted:
    """Somebody asks for the page of their own sitting. ``csrf`` is the token that its forms carry."""

    visit: Visit
    csrf: str
    attempt: UUID
    address: str


Answer = tuple[int, dict[str, Any]]
PageHandler = Callable[[PageWanted], Awaitable[bytes | None]]
Handler = Callable[[Passage], Awaitable[Answer]]


_CSRF_LENGTH = CSRF_SECRET_LENGTH + sha256().digest_size * 2


class Gate:
    """``handlers`` by method and last part of the path, ``pages`` by last part; a page of ``None`` is the app's."""

    def __init__(
        self,
        app: ASGIApp,
        platform: Platform,
        handlers: Mapping[tuple[str, str], Handler],
        pages: Mapping[str, PageHandler],
    ) -> None:
        self._app = app
        self._platform = platform
        self._handlers = handlers
        self._pages = pages
        self._methods = {leaf: method for method, leaf in handlers}
        self._cookie = session_cookie(platform.settings)
        self._secret = platform.settings.csrf_secret
        self._is_signed = lru_cache(maxsize=10_000)(self._check_signature)
        headers = {"Content-Type": "application/json", "Cache-Control": "no-store"} | HEADERS
        self._headers = _encode_headers(headers)
        page_headers = {"Content-Type": "text/html; charset=utf-8"} | PAGE_HEADERS | HEADERS
        self._page_headers = _encode_headers(page_headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the request, or hand it on."""
        found = _PATH.fullmatch(scope["path"]) if scope["type"] == ScopeType.HTTP else None
        if found is not None and found[2] in self._pages:
            page = await self._draw(scope, UUID(found[1]), self._pages[found[2]])
            if page is not None:
                await self._send_page(scope, send, page)
                return
        if found is None or found[2] not in self._methods:
            await self._app(scope, receive, send)
            return
        method, headers = str(scope.get("method", "")), dict(scope["headers"])
        handler = self._handlers.get((method, found[2]))
        if handler is None:
            await self._reply(send, 405, {}, {"Allow": self._methods[found[2]]})
            return
        body = await _read_body(receive, headers)
        if body is None:
            return  # whoever asked has gone in the middle of a sentence
        try:
            status, told = await self._answer(scope, headers, UUID(found[1]), handler, body)
        except Exception as error:  # told to the page, which keeps what it has, and written down with its trace
            _LOG.error("gate", exc_info=error, leaf=found[2])
            status, told = 500, {"why": "500", "kind": "Fault"}
        await self._reply(send, status, told, more_headers(status))

    async def _draw(self, scope: Scope, attempt: UUID, draw: PageHandler) -> bytes | None:
        """The page where everything is as usual; ``None`` leaves the request to the application."""
        headers = dict(scope["headers"])
        if scope.get("method") != "GET" or b"hx-request" in headers or scope["query_string"]:
            return None
        cookies = _read_cookies(headers.get(b"cookie", b"").decode("latin-1"))
        csrf, now = cookies.get("csrf", ""), self._platform.clock()
        person = self._platform.recognised.find(cookies.get(self._cookie, ""), now)
        if person is None or not self._may_sit(person) or not self._is_ours(csrf.encode(), csrf):
            return None
        client = scope["client"]
        visit = see(self._platform, Request(scope), cookies, person, now)
        try:
            return await draw(PageWanted(visit, csrf, attempt, client[0] if client else ""))
        except Refused:
            return None
        except Exception as error:  # the application tries again, and has a page for what goes wrong there
            _LOG.error("gate", exc_info=error, leaf="page")
            return None

    async def _send_page(self, scope: Scope, send: Send, page: bytes) -> None:
        headers = self._page_headers
        accepted = dict(scope["headers"]).get(b"accept-encoding", b"")
        if _GZIP.search(accepted):
            page = await asyncio.to_thread(gzip.compress, page, _GZIP_LEVEL)
            headers = [*headers, (b"content-encoding", b"gzip"), (b"vary", b"Accept-Encoding")]
        headers = [*headers, (b"content-length", str(len(page)).encode())]
        start: HTTPResponseStartEvent = {"type": "http.response.start", "status": 200, "headers": headers}
        rest: HTTPResponseBodyEvent = {"type": "http.response.body", "body": page, "more_body": False}
        await send(start)
        await send(rest)

    @staticmethod
    def _may_sit(person: Person) -> bool:
        return person.may(Duty.BE_ASSESSED) or person.may(Duty.SIT_EXAMS)

    async def _answer(
        self, scope: Scope, headers: Mapping[bytes, bytes], attempt: UUID, handler: Handler, body: bytes
    ) -> Answer:
        cookies = _read_cookies(headers.get(b"cookie", b"").decode("latin-1"))
        language = self._platform.languages[choose_language(cookies)]
        if len(body) > LARGEST_BODY:
            return _refuse(language, Refused("This response does not fit the question."), 413)
        is_post = scope.get("method") == "POST"
        if is_post and headers.get(b"content-type", b"").partition(b";")[0].strip() != b"application/json":
            return _refuse(language, Refused("This response does not fit the question."), 415)
        now = self._platform.clock()
        person = await self._find_person(cookies.get(self._cookie, ""), now)
        if person is None:
            return _refuse(language, Refused("Please sign in again in another tab; nothing on this page is lost."), 401)
        if not self._may_sit(person):
            return _explain(language, NotAllowed("Your role does not include this page."))
        sent = headers.get(b"x-csrftoken", b"")
        if is_post and not self._is_ours(sent, cookies.get("csrf", "")):
            return _refuse(language, Refused("Please open the page again: it was not sent from our own form."), 403)
        client = scope["client"]
        passage = Passage(self._platform, person, now, language, attempt, body, client[0] if client else "")
        return await _ask(handler, passage)

    async def _find_person(self, token: str, now: datetime) -> Person | None:
        if not token or len(token) > 200:
            return None
        person = self._platform.recognised.find(token, now)
        if person is None:
            person = await signing_in.authenticate(self._platform.database, token, now)
            if person is not None:
                self._platform.recognised.note(token, person, now)
        return person

    def _is_ours(self, sent: bytes, cookie: str) -> bool:
        """The header repeats the cookie, and the cookie is one that we signed."""
        if len(cookie) != _CSRF_LENGTH or not compare_digest(sent, cookie.encode()):
            return False
        return self._is_signed(cookie)

    def _check_signature(self, cookie: str) -> bool:
        signed = generate_csrf_hash(token=cookie[:CSRF_SECRET_LENGTH], secret=self._secret)
        return compare_digest(cookie[CSRF_SECRET_LENGTH:].encode(), signed.encode())

    async def _reply(self, send: Send, status: int, told: dict[str, Any], more: Mapping[str, str]) -> None:
        body = _ENCODER.encode(told)
        headers = [*self._headers, (b"content-length", str(len(body)).encode()), *_encode_headers(more)]
        start: HTTPResponseStartEvent = {"type": "http.response.start", "status": status, "headers": headers}
        rest: HTTPResponseBodyEvent = {"type": "http.response.body", "body": body, "more_body": False}
        await send(start)
        await send(rest)


async def _ask(handler: Handler, passage: Passage) -> Answer:
    try:
        return await handler(passage)
    except msgspec.MsgspecError:
        return _explain(passage.language, NotRight("This response does not fit the question."))
    except Refused as reason:
        return _explain(passage.language, reason)


def _encode_headers(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(key.lower().encode(), value.encode()) for key, value in headers.items()]


def _explain(language: Language, reason: Refused) -> Answer:
    return _refuse(language, reason, status_of(reason))


def _refuse(language: Language, reason: Refused, status: int) -> Answer:
    return status, {"why": language.say(reason), "kind": type(reason).__name__}


def _read_cookies(text: str) -> dict[str, str]:
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
