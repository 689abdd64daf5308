"""Guards: who may open a page. They are coroutines: a plain function would cost each request a trip to a thread."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from edu.domain.people.person import Person
from edu.domain.people.role import Duty
from edu.domain.refusal import NotAllowed


class SignInFirst(Exception):
    """The page needs somebody who is signed in."""


async def signed_in(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Somebody is signed in."""
    if connection.scope.get("user") is None:
        raise SignInFirst()


def requires(duty: Duty) -> Guard:
    """The role of whoever is signed in includes ``duty``."""
    return requires_any(duty)


def requires_any(*duties: Duty) -> Guard:
    """The role of whoever is signed in includes one of ``duties``."""

    async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
        await signed_in(connection, handler)
        person: Person = connection.scope["user"]
        if not any(person.may(duty) for duty in duties):
            raise NotAllowed("Your role does not include this page.")

    return guard
