"""One request, as pages see it: who, in which language and dress, when, from where."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from litestar import Request
from litestar.datastructures import FormMultiDict
from litestar.template.base import csrf_token

from edu.domain.people.person import Origin, Person
from edu.domain.refusal import NotThere
from edu.web.kit.i18n import LANGUAGES, Language
from edu.web.kit.places import PLACES, Place
from edu.web.kit.platform import Platform

LANGUAGE_COOKIE = "lang"
DRESS_COOKIE = "dress"
THEMES = ("auto", "light", "dark")


@dataclass(frozen=True)
class Visit:
    """Made anew for each request. ``dress`` is the look the reader chose: theme and elder view."""

    platform: Platform
    request: Request[Any, Any, Any]
    now: datetime
    language: Language
    theme: str
    elder: bool
    somebody: Person | None

    @property
    def person(self) -> Person:
        """Who is signed in; guards have made sure."""
        if self.somebody is None:
            raise NotThere("There is no such page.")
        return self.somebody

    @property
    def role_place(self) -> Place:
        """What the role of whoever is signed in finds here."""
        return PLACES[self.person.role]

    @property
    def origin(self) -> Origin:
        """Browser and network address."""
        client = self.request.client
        return Origin(self.request.headers.get("user-agent", "")[:300], client.host if client else "")

    @property
    def wants_part(self) -> bool:
        """htmx asks for the part of the page that changes."""
        return self.request.headers.get("hx-request") == "true"

    @property
    def is_post(self) -> bool:
        """Something was sent; what is shown is not what the address bar says."""
        return self.request.method == "POST"

    @property
    def csrf(self) -> str:
        """The token for forms."""
        return str(csrf_token({"request": self.request}))

    @property
    def path(self) -> str:
        """Where the reader is, for coming back after a change of language or dress."""
        if self.request.method != "GET":
            return "/"
        if not self.request.scope["query_string"]:
            return self.place
        query = urlencode(list(self.request.query_params.multi_items()))
        return self.place + (f"?{query}" if query else "")

    @property
    def place(self) -> str:
        """The path alone, whatever the method: it says which page of the navigation this is."""
        return self.request.scope["path"]

    @property
    def demo(self) -> bool:
        """One-click accounts are offered."""
        return self.platform.settings.demo

    @property
    def firm(self) -> str:
        """The firm's name, empty where the operator has not set it."""
        return self.platform.settings.firm

    def markup(self, text: str, prefix: str = "t") -> str:
        """Markdown as HTML, terms explained in the reader's language."""
        return self.platform.markups[self.language.code].render(text, prefix=prefix, language=self.language.code)

    def markup_inline(self, text: str, prefix: str = "t") -> str:
        """Markdown of one line as HTML."""
        return self.platform.markups[self.language.code].render_inline(text, prefix=prefix, language=self.language.code)


async def provide_form(request: Request[Any, Any, Any]) -> FormMultiDict:
    """The dependency ``form``: the posted fields, as text."""
    return await read_posted(request)


async def provide_visit(request: Request[Any, Any, Any]) -> Visit:
    """The dependency ``visit`` of every handler."""
    return make_visit(request)


def make_visit(request: Request[Any, Any, Any]) -> Visit:
    """The visit behind a request, for handlers and for error pages alike."""
    platform: Platform = request.app.state.platform
    cookies = request.cookies
    theme, _, view = cookies.get(DRESS_COOKIE, "auto").partition(".")
    return Visit(
        platform=platform,
        request=request,
        now=platform.clock(),
        language=platform.languages[choose_language(cookies)],
        theme=theme if theme in THEMES else "auto",
        elder=view == "elder",
        somebody=request.scope.get("user"),
    )


def choose_language(cookies: Mapping[str, str]) -> str:
    """The reader's choice; Chinese where there is none."""
    chosen = cookies.get(LANGUAGE_COOKIE, "")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


async def read_posted(request: Request[Any, Any, Any]) -> FormMultiDict:
    """The posted fields, as text."""
    return await request.form()


def posted_text(form: FormMultiDict, name: str) -> str:
    """One field as text; empty where it is missing or a file."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def texts_of(form: FormMultiDict, name: str) -> list[str]:
    """Every value of a field that may come several times."""
    return [value for value in form.getall(name, []) if isinstance(value, str)]


def read_key(text: str) -> int | None:
    """The key of a row in a query; ``None`` for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
