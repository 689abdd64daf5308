"""The front door: what this is, the language, the look, and the demo's one-click accounts."""

from dataclasses import dataclass
from typing import Any, ClassVar

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.response import Redirect

from edu.domain.refusal import NotThere
from edu.services.people import signing_in
from edu.web.kit.i18n import LANGUAGES
from edu.web.kit.page import Page, go, render
from edu.web.kit.paths import safe_path
from edu.web.kit.places import PLACES
from edu.web.kit.platform import DemoPerson
from edu.web.kit.security import make_session_cookie
from edu.web.kit.visit import DRESS_COOKIE, LANGUAGE_COOKIE, THEMES, Visit, posted_text, read_posted

_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class LandingPage(Page):
    """For whoever is not signed in."""

    template: ClassVar[str] = "office/front/landing.html"

    lessons: int
    minutes: int
    demo_people: tuple[DemoPerson, ...]


@dataclass(frozen=True, slots=True)
class PeoplePage(Page):
    """The demo's accounts, for changing from one to another."""

    template: ClassVar[str] = "office/front/people.html"

    demo_people: tuple[DemoPerson, ...]


@dataclass(frozen=True, slots=True)
class PrivacyPage(Page):
    """How personal data are used."""

    template: ClassVar[str] = "office/front/privacy.html"


class FrontController(Controller):
    """Open to everybody."""

    @get("/", name="front")
    async def landing(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """The landing page; somebody signed in goes home."""
        if visit.somebody is not None:
            return go(PLACES[visit.somebody.role].home)
        library = visit.platform.library
        minutes = sum(lesson.minutes for lesson in library.lessons.values())
        return render(visit, LandingPage(len(library.lessons), minutes, visit.platform.demo_people))

    @get("/privacy")
    async def privacy(self, visit: NamedDependency[Visit]) -> Response[str]:
        """How personal data are used."""
        return render(visit, PrivacyPage())

    @post("/language")
    async def choose_language(self, request: Request[Any, Any, Any]) -> Redirect:
        """Keep the language for a year."""
        form = await read_posted(request)
        chosen = posted_text(form, "language")
        answer = go(safe_path(posted_text(form, "next")))
        if chosen in LANGUAGES:
            answer.set_cookie(Cookie(key=LANGUAGE_COOKIE, value=chosen, max_age=_YEAR, samesite="lax", httponly=True))
        return answer

    @post("/dress")
    async def choose_dress(self, request: Request[Any, Any, Any]) -> Redirect:
        """Keep theme and elder view for a year."""
        form = await read_posted(request)
        theme = posted_text(form, "theme")
        view = "elder" if posted_text(form, "view") == "elder" else "usual"
        value = f"{theme if theme in THEMES else 'auto'}.{view}"
        answer = go(safe_path(posted_text(form, "next")))
        answer.set_cookie(Cookie(key=DRESS_COOKIE, value=value, max_age=_YEAR, samesite="lax", httponly=True))
        return answer

    @get("/demo/people")
    async def show_people(self, visit: NamedDependency[Visit]) -> Response[str]:
        """The demo's accounts; there is no such address outside the demo."""
        if not visit.demo:
            raise NotThere("There is no such page.")
        return render(visit, PeoplePage(visit.platform.demo_people))

    @post("/demo/sign-in")
    async def sign_in_demo(self, request: Request[Any, Any, Any], visit: NamedDependency[Visit]) -> Redirect:
        """One click into a demo account; there is no such address outside the demo."""
        login = posted_text(await read_posted(request), "login")
        if not visit.demo or login not in {person.login for person in visit.platform.demo_people}:
            raise NotThere("There is no such page.")
        token = await signing_in.sign_in_as(visit.platform.database, login, visit.now, visit.origin)
        answer = go("/")
        answer.set_cookie(make_session_cookie(visit.platform.settings, token))
        return answer
