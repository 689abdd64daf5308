"""Refusals and faults as pages: never a traceback."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import quote

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.status_codes import HTTP_500_INTERNAL_SERVER_ERROR

from edu.domain.refusal import Refused
from edu.web.kit.guards import SignInFirst
from edu.web.kit.page import Page, go, render
from edu.web.kit.security import HEADERS
from edu.web.kit.statuses import status_of
from edu.web.kit.visit import make_visit

_LOG = structlog.get_logger()

_SENTENCES = {
    400: "The browser sent something that cannot be understood. Please go back and try again.",
    403: "This page was open for too long, or came from elsewhere. Please go back, reload it and try again.",
    404: "There is no such page.",
    405: "This address does not take that kind of request.",
    413: "That was too large. Please send less.",
    429: "Too many requests. Please wait a moment.",
    500: "Something went wrong on our side. Nothing that was saved is lost. Please try again.",
}


@dataclass(frozen=True, slots=True)
class ErrorPage(Page):
    """One sentence, and a way on."""

    template: ClassVar[str] = "errors/error.html"
    part: ClassVar[str] = "errors/_error.html"

    status: int
    sentence: str


def show_refusal(request: Request[Any, Any, Any], refusal: Refused) -> Response[str]:
    """A refusal that no page has caught."""
    visit = make_visit(request)
    status = status_of(refusal)
    return render(visit, ErrorPage(status, visit.language.say(refusal)), status)


def ask_to_sign_in(request: Request[Any, Any, Any], _: SignInFirst) -> Response[Any]:
    """To the sign-in page and back; htmx is told to leave the page as a whole."""
    here = request.url.path if request.method == "GET" else "/"
    address = f"/sign-in?next={quote(here)}"
    if request.headers.get("hx-request") == "true":
        return Response("", status_code=401, headers={"HX-Redirect": address})
    return go(address)


def show_http_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[str]:
    """Litestar's own refusals: no such address, a missing form token, a body that is too large."""
    visit = make_visit(request)
    status = error.status_code if error.status_code in _SENTENCES else (400 if error.status_code < 500 else 500)
    return render(visit, ErrorPage(status, visit.language.gettext(_SENTENCES[status])), status)


def show_fault(request: Request[Any, Any, Any], error: Exception) -> Response[str]:
    """A fault of ours: logged with its trace, told without."""
    _LOG.error("fault", path=request.url.path, method=request.method, exc_info=error)
    visit = make_visit(request)
    sentence = visit.language.gettext(_SENTENCES[HTTP_500_INTERNAL_SERVER_ERROR])
    return render(visit, ErrorPage(500, sentence), HTTP_500_INTERNAL_SERVER_ERROR)


Shower = Callable[[Request[Any, Any, Any], Any], Response[Any]]


def _strictly(show: Shower) -> Shower:
    """With the headers of every page: what Litestar adds to a handler's answer it does not add to an error's."""

    def show_strictly(request: Request[Any, Any, Any], error: Any) -> Response[Any]:
        response = show(request, error)
        response.headers |= HEADERS
        return response

    return show_strictly


ERROR_HANDLERS: dict[int | type[Exception], Shower] = {
    Refused: _strictly(show_refusal),
    SignInFirst: _strictly(ask_to_sign_in),
    HTTPException: _strictly(show_http_error),
    Exception: _strictly(show_fault),
}


def answer(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """The page for what a handler raised; each kind of error is one of those that have one."""
    return next(ERROR_HANDLERS[kind] for kind in type(error).__mro__ if kind in ERROR_HANDLERS)(request, error)
