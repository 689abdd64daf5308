"""Who is behind a request, and the headers that keep a browser strict."""

from typing import Any

from litestar.config.csrf import CSRFConfig
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult

from edu.domain.people.person import Person
from edu.services.people import signing_in
from edu.settings import Settings
from edu.web.kit.platform import Platform

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}


def session_cookie(settings: Settings) -> str:
    """The name of the cookie with the session's token; bound to the host where cookies are secure."""
    return "__Host-session" if settings.secure_cookies else "session"


def make_session_cookie(settings: Settings, token: str) -> Cookie:
    """Sent to us only, not readable by scripts, gone with the browser."""
    return Cookie(
        key=session_cookie(settings),
        value=token,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookies,
    )


def drop_session_cookie(settings: Settings) -> Cookie:
    """Takes the cookie back."""
    return Cookie(
        key=session_cookie(settings),
        value="",
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookies,
        max_age=0,
    )


def make_csrf_config(settings: Settings) -> CSRFConfig:
    """A token in every form, signed, beside a cookie that must match."""
    return CSRFConfig(
        secret=settings.csrf_secret,
        cookie_name="csrf",
        cookie_httponly=True,
        cookie_samesite="lax",
        cookie_secure=settings.secure_cookies,
        exclude=["^/static/", "^/healthz$"],
    )


async def wait_for_consequences(platform: Platform, path: str, person: Person) -> None:
    """Pages outside a sitting may show what a hand-in entails, and wait until it has been done."""
    if not path.startswith("/attempts/"):
        await platform.following.settle(person.id)


class SessionMiddleware(AbstractAuthenticationMiddleware):
    """Finds the person behind the session cookie; pages without one are open to guards' judgement."""

    async def authenticate_request(self, connection: ASGIConnection[Any, Any, Any, Any]) -> AuthenticationResult:
        """The person, or nobody."""
        platform: Platform = connection.app.state.platform
        token = connection.cookies.get(session_cookie(platform.settings), "")
        if not token or len(token) > 200:
            return AuthenticationResult(user=None, auth=None)
        now = platform.clock()
        person = await signing_in.authenticate(platform.database, token, now)
        if person is not None:
            await wait_for_consequences(platform, connection.scope["path"], person)
        return AuthenticationResult(user=person, auth=token if person else None)
