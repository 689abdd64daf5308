"""A page: its template, the part that htmx swaps, and the values both show."""

from dataclasses import dataclass, fields
from typing import Any, ClassVar

from litestar import Response
from litestar.response import Redirect
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from edu.web.kit.statuses import more_headers
from edu.web.kit.visit import Visit


@dataclass(frozen=True, slots=True)
class Page:
    """One dataclass a page serves the GET and the refused POST. ``part`` has one root element, which htmx swaps."""

    template: ClassVar[str]
    part: ClassVar[str] = ""


PageReply = Response[str]
PAGE_HEADERS = {"Vary": "HX-Request, Cookie", "Cache-Control": "no-store"}


def render(visit: Visit, page: Page, status: int = HTTP_200_OK) -> PageReply:
    """The page, or only its part where htmx asks for it."""
    html = _fill(visit, page, page.part if visit.wants_part and page.part else page.template)
    return Response(html, status_code=status, media_type="text/html", headers=PAGE_HEADERS | more_headers(status))


def draw_piece(visit: Visit, page: Page, *, part: bool = False) -> str:
    """The HTML of a page, or of its part, that becomes a piece of another one, or is drawn for many."""
    return _fill(visit, page, page.part if part else page.template)


def send_drawn(html: bytes, status: int = HTTP_200_OK) -> Response[bytes]:
    """A page that was put together from pieces, as :func:`render` sends one."""
    return Response(html, status_code=status, media_type="text/html", headers=PAGE_HEADERS | more_headers(status))


def _fill(visit: Visit, page: Page, name: str) -> str:
    template = visit.platform.environments[visit.language.code].get_template(name)
    return template.render(context_of(visit, page))


def context_of(visit: Visit, page: Page) -> dict[str, Any]:
    """What a template may name: the page's fields and the visit."""
    return {"visit": visit} | {field.name: getattr(page, field.name) for field in fields(page)}


def go(path: str) -> Redirect:
    """After a change: 303, so that a reload repeats nothing."""
    return Redirect(path, status_code=HTTP_303_SEE_OTHER)
