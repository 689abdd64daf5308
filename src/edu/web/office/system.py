"""What runs here and on what, for operators."""

from dataclasses import dataclass
from typing import Any, ClassVar

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from edu import __version__
from edu.domain.people.role import Duty
from edu.services.office import delivering, overseeing
from edu.services.office.delivering import DeadMessage
from edu.web.kit.guards import requires
from edu.web.kit.page import Page, go, render
from edu.web.kit.places import PLACES
from edu.web.kit.visit import Visit, posted_text, read_key, read_posted


@dataclass(frozen=True, slots=True)
class SystemPage(Page):
    """The operator's home: what runs here and on what."""

    template: ClassVar[str] = "office/system/system.html"

    version: str
    database: str
    content: str
    items: int
    accounts: tuple[tuple[str, int], ...]
    waiting: int
    dead: tuple[DeadMessage, ...]
    older: int | None


class SystemController(Controller):
    """For operators."""

    path = "/staff/system"
    guards = (requires(Duty.SEE_SYSTEM),)

    @get("/")
    async def show_system(self, visit: NamedDependency[Visit], before: FromQuery[str] = "") -> Response[Any]:
        """What runs here, and what could not be delivered."""
        platform = visit.platform
        async with platform.database.read() as session:
            accounts = await overseeing.count_accounts(session)
            waiting = await delivering.count_undelivered(session, visit.now)
            dead = await delivering.list_dead(session, read_key(before))
        kind = "SQLite" if platform.database.is_sqlite else "PostgreSQL"
        page = SystemPage(
            version=__version__,
            database=kind,
            content=str(platform.settings.content),
            items=len(platform.library.items),
            accounts=tuple((PLACES[role].label, count) for role, count in accounts.items()),
            waiting=waiting,
            dead=tuple(dead),
            older=dead[-1].id if len(dead) == delivering.PAGE_LENGTH else None,
        )
        return render(visit, page)

    @post("/messages/{message:int}")
    async def decide(
        self, request: Request[Any, Any, Any], visit: NamedDependency[Visit], message: FromPath[int]
    ) -> Response[Any]:
        """Try a message again, or give it up."""
        act = delivering.drop if posted_text(await read_posted(request), "act") == "drop" else delivering.revive
        async with visit.platform.database.write() as session:
            await act(session, message, visit.person.id, visit.now)
        return go("/staff/system")
