"""Registering, following an invitation, signing in and out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from edu.domain.people.profile import ClientKind
from edu.domain.refusal import Invalid, Refused
from edu.services.people import enrolling, signing_in
from edu.web.kit.guards import signed_in
from edu.web.kit.page import Page, go, render
from edu.web.kit.paths import safe_path
from edu.web.kit.security import drop_session_cookie, make_session_cookie
from edu.web.kit.statuses import status_of
from edu.web.kit.visit import Visit, posted_text, read_posted


@dataclass(frozen=True, slots=True)
class SignInPage(Page):
    """Name and password."""

    template: ClassVar[str] = "people/accounts/sign_in.html"

    next: str
    login: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class RegisterPage(Page):
    """A new client's account; ``invited`` where a link brought them."""

    template: ClassVar[str] = "people/accounts/register.html"

    address: str
    invited: bool = False
    login: str = ""
    name: str = ""
    kind: str = ""
    agreed: bool = False
    errors: Mapping[str, Refused] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PasswordPage(Page):
    """One's own account: a new password."""

    template: ClassVar[str] = "people/accounts/password.html"

    changed: bool = False
    errors: Mapping[str, Refused] = field(default_factory=dict)


class PasswordController(Controller):
    """For everybody who is signed in."""

    path = "/account"
    guards = (signed_in,)

    @get("/")
    async def show(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """The form."""
        return render(visit, PasswordPage())

    @post("/")
    async def change(self, request: Request[Any, Any, Any], visit: NamedDependency[Visit]) -> Response[Any]:
        """Change it; other browsers are signed out."""
        form = await read_posted(request)
        current, chosen = posted_text(form, "current")[:500], posted_text(form, "chosen")[:500]
        try:
            await signing_in.change_password(
                visit.platform.database, visit.person.id, current, chosen, request.auth, visit.now, visit.origin
            )
            visit.platform.recognised.forget_all()
        except Invalid as invalid:
            return render(visit, PasswordPage(errors=invalid.fields), status_of(invalid))
        return render(visit, PasswordPage(changed=True))


class AccountController(Controller):
    """Open to everybody."""

    @get("/sign-in")
    async def show_sign_in(self, visit: NamedDependency[Visit], next: FromQuery[str] = "/") -> Response[Any]:
        """The sign-in form."""
        if visit.somebody is not None:
            return go("/")
        return render(visit, SignInPage(safe_path(next)))

    @post("/sign-in")
    async def sign_in(self, request: Request[Any, Any, Any], visit: NamedDependency[Visit]) -> Response[Any]:
        """Sign in and go where one came from."""
        form = await read_posted(request)
        login, path = posted_text(form, "login"), safe_path(posted_text(form, "next"))
        try:
            token = await signing_in.sign_in(
                visit.platform.database, login, posted_text(form, "password")[:500], visit.now, visit.origin
            )
        except Refused as refusal:
            return render(visit, SignInPage(path, login[:100], visit.language.say(refusal)), status_of(refusal))
        return self._welcome(visit, token, path)

    @post("/sign-out")
    async def sign_out(self, request: Request[Any, Any, Any], visit: NamedDependency[Visit]) -> Redirect:
        """End the session on the server and take the cookie back."""
        if request.auth:
            await signing_in.sign_out(visit.platform.database, request.auth)
            visit.platform.recognised.forget(request.auth)
        answer = go("/")
        answer.set_cookie(drop_session_cookie(visit.platform.settings))
        return answer

    @get("/register")
    async def show_register(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """The registration form."""
        if visit.somebody is not None:
            return go("/")
        return render(visit, RegisterPage("/register"))

    @post("/register")
    async def register(self, request: Request[Any, Any, Any], visit: NamedDependency[Visit]) -> Response[Any]:
        """Open an account and sign in."""
        return await self._register(request, visit, "/register", "")

    @get("/join/{token:str}")
    async def show_invitation(self, visit: NamedDependency[Visit], token: FromPath[str]) -> Response[Any]:
        """The registration form behind an invitation link, with what the sender knows."""
        invitation = await enrolling.get_invitation(visit.platform.database, token[:200], visit.now)
        page = RegisterPage(f"/join/{token}", True, name=invitation.name, kind=invitation.client_kind)
        return render(visit, page)

    @post("/join/{token:str}")
    async def accept_invitation(
        self, request: Request[Any, Any, Any], visit: NamedDependency[Visit], token: FromPath[str]
    ) -> Response[Any]:
        """Open the invited account; the link is used up."""
        await enrolling.get_invitation(visit.platform.database, token[:200], visit.now)
        return await self._register(request, visit, f"/join/{token}", token[:200])

    async def _register(
        self, request: Request[Any, Any, Any], visit: Visit, address: str, invitation: str
    ) -> Response[Any]:
        form = await read_posted(request)
        login, name, kind = (posted_text(form, key) for key in ("login", "name", "kind"))
        password, agreed = posted_text(form, "password"), posted_text(form, "agreed") == "yes"
        database = visit.platform.database
        try:
            registration = enrolling.check_registration(login, password, name, kind, agreed)
            password_hash = await signing_in.hash_password(password)
            await enrolling.register(database, registration, password_hash, visit.now, invitation)
            token = await signing_in.sign_in(database, registration.login, password, visit.now, visit.origin)
        except Invalid as invalid:
            kept = kind if kind in set(ClientKind) else ""
            page = RegisterPage(address, bool(invitation), login[:100], name[:100], kept, agreed, invalid.fields)
            return render(visit, page, status_of(invalid))
        return self._welcome(visit, token, "/")

    def _welcome(self, visit: Visit, token: str, path: str) -> Redirect:
        answer = go(path)
        answer.set_cookie(make_session_cookie(visit.platform.settings, token))
        return answer
