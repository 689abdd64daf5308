"""The short way for pages and forms: a handler marked ``swift`` is called straight from the gate.

It is the very function that the application calls, with the same guards, the same token against forged requests, the
same error pages and the same headers; what is saved is the way through routing, middleware and the reading of
signatures. A request that is anything but plain goes on to the application: nobody signed in, a role that may not, a
form that is not ours, a file.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from inspect import signature
from typing import Any, cast
from uuid import UUID

from litestar import Litestar, Request, Response
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse
from litestar.routes import HTTPRoute
from litestar.status_codes import HTTP_200_OK
from litestar.types import Receive, Scope, Send
from litestar.utils.scope.state import ScopeState

from edu.domain.refusal import NotAllowed
from edu.web.kit import errors
from edu.web.kit.credentials import Credentials
from edu.web.kit.guards import SignInFirst
from edu.web.kit.platform import Platform
from edu.web.kit.security import HEADERS, wait_for_consequences
from edu.web.kit.visit import make_visit, posted_text, read_posted

LARGEST_FORM = 100_000
"""Bytes; what is larger goes on to the application."""

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

RouteKey = tuple[str, str, int]
"""Method, nouns of a path, and how many names are between them."""


def find_place(method: str, path: str) -> tuple[RouteKey, list[str]]:
    """Nouns and names take turns in our paths: ``/attempts/7/questions/3`` is ``attempts/questions`` of 7 and 3."""
    parts = path.split("/")
    names = parts[2::2]
    return (method, "/".join(parts[1::2]), len(names)), names


@dataclass(frozen=True, slots=True)
class SwiftRoute:
    """One handler of the application. ``names`` are its path's parameters in order, each with what reads it."""

    handler: HTTPRouteHandler
    act: Callable[..., Awaitable[Response[Any]]]
    names: tuple[tuple[str, Callable[[str], Any]], ...]
    takes_form: bool

    @classmethod
    def of(cls, handler: HTTPRouteHandler, parameters: Mapping[str, type]) -> "SwiftRoute":
        """Raises ValueError for a handler that asks for something the short way has not got."""
        takes = set(signature(handler.fn).parameters)
        if not takes <= {"visit", "form", *parameters} or "visit" not in takes:
            raise ValueError(f"{handler} cannot be swift: it takes {', '.join(sorted(takes))}")
        names = tuple((name, _READERS[kind]) for name, kind in parameters.items())
        return cls(handler, cast(Callable[..., Awaitable[Response[Any]]], handler.fn), names, "form" in takes)

    def read_names(self, texts: list[str]) -> dict[str, Any] | None:
        """The parameters; ``None`` for texts that are none, or that only the application reads."""
        values = {name: read(text) for (name, read), text in zip(self.names, texts, strict=True)}
        return None if None in values.values() else values


def read_uuid(text: str) -> UUID | None:
    """As we write them; other spellings are the application's."""
    return UUID(text) if _UUID.fullmatch(text) else None


def _read_number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


_READERS: Mapping[type, Callable[[str], Any]] = {UUID: read_uuid, int: _read_number, str: lambda text: text or None}


def list_swift(app: Litestar) -> dict[RouteKey, SwiftRoute]:
    """The handlers of ``app`` that are marked ``swift``."""
    found = {}
    for route in app.routes:
        if not isinstance(route, HTTPRoute):
            continue
        for method, (handler, _) in route.route_handler_map.items():
            if handler.opt.get("swift"):
                place, _ = find_place(method, route.path)
                kinds = {name: parameter.type for name, parameter in route.path_parameters.items()}
                if len(kinds) != place[2] or "{" in place[1]:
                    raise ValueError(f"{route.path} cannot be swift: nouns and names do not take turns")
                found[place] = SwiftRoute.of(handler, kinds)
    return found


class ShortWay:
    """Takes what is plain; the rest is the application's."""

    def __init__(self, platform: Platform, credentials: Credentials, routes: Mapping[RouteKey, SwiftRoute]) -> None:
        self._platform = platform
        self._credentials = credentials
        self._routes = routes

    def find(self, place: RouteKey) -> SwiftRoute | None:
        """The handler at a place."""
        return self._routes.get(place)

    async def take(self, scope: Scope, receive: Receive, send: Send, route: SwiftRoute, texts: list[str]) -> bool:
        """Answer a request; whether it was one for the short way. If not, nothing has been done."""
        request: Request[Any, Any, Any] = Request(scope, receive)
        values = route.read_names(texts)
        if values is None or not await self._let_in(request, route):
            return False
        if route.takes_form:
            values["form"] = await read_posted(request)
        try:
            told = await route.act(visit=make_visit(request), **values)
        except Exception as error:  # each has its page
            told = errors.answer(request, error)
        if is_drawn(told):
            await _send_drawn(told, send)
        else:
            answer = cast(ASGIResponse, await route.handler.to_response(scope["litestar_app"], told, request))
            await answer(scope, receive, send)
        return True

    async def _let_in(self, request: Request[Any, Any, Any], route: SwiftRoute) -> bool:
        """Whether somebody is signed in who may, and a page of ours asks. Makes the request what the application
        would make it.
        """
        scope, token = request.scope, request.cookies.get(self._credentials.session, "")
        person = await self._credentials.find_person(token, self._platform.clock())
        if person is None:
            return False
        await wait_for_consequences(self._platform, scope["path"], person)
        scope["user"], scope["auth"], scope["route_handler"] = person, token, route.handler
        try:
            await route.handler.authorize_connection(request)
        except (SignInFirst, NotAllowed):
            return False
        return await self._is_ours(request)

    async def _is_ours(self, request: Request[Any, Any, Any]) -> bool:
        cookie = request.cookies.get("csrf", "")
        if request.method == "GET":
            if "content-type" in request.headers:
                return False  # nobody sends that plainly; the application may look for a form in it
            sent = cookie
        elif not _is_small_form(request):
            return False
        else:
            try:
                form = await read_posted(request)
            except HTTPException:  # it breaks off, or cannot be read: the application has pages for that
                return False
            sent = request.headers.get("x-csrftoken") or posted_text(form, "_csrf_token")
        if not self._credentials.is_ours(sent.encode(), cookie):
            return False
        ScopeState.from_scope(request.scope).csrf_token = cookie  # where Litestar's own check leaves it for the page
        return True


def is_drawn(told: Response[Any]) -> bool:
    """Whether an answer is a page that was put together from pieces, and nothing else: it can be sent as it stands."""
    return type(told) is Response and isinstance(told.content, bytes) and not told.cookies and told.background is None


_STRICT = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]


async def _send_drawn(told: Response[bytes], send: Send) -> None:
    """What the framework makes of such an answer, for a tenth of what that takes."""
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in told.headers.items()]
    headers += _STRICT
    headers.append((b"content-type", f"{told.media_type}; charset={told.encoding}".encode()))
    headers.append((b"content-length", b"%d" % len(told.content)))
    status = told.status_code or HTTP_200_OK
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": told.content, "more_body": False})


def _is_small_form(request: Request[Any, Any, Any]) -> bool:
    announced = request.headers.get("content-length", "")
    is_small = announced.isascii() and announced.isdigit() and len(announced) < 10 and int(announced) <= LARGEST_FORM
    return is_small and request.content_type[0] == "application/x-www-form-urlencoded"
