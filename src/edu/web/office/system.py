"""What runs here and on what, for operators."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from litestar import Controller, Response, get
from litestar.di import NamedDependency

from edu import __version__
from edu.domain.people.role import Duty, Role
from edu.services.office import overseeing
from edu.web.kit.guards import requires
from edu.web.kit.page import Page, render
from edu.web.kit.visit import Visit


@dataclass(frozen=True, slots=True)
class SystemPage(Page):
    """The operator's home: what runs here and on what."""

    template: ClassVar[str] = "office/system/system.html"

    version: str
    database: str
    content: str
    items: int
    accounts: Mapping[Role, int]


class SystemController(Controller):
    """For operators."""

    path = "/staff/system"
    guards = (requires(Duty.SEE_SYSTEM),)

    @get("/")
    async def show_system(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """What runs here."""
        platform = visit.platform
        async with platform.database.read() as session:
            accounts = await overseeing.count_accounts(session)
        kind = "SQLite" if platform.database.is_sqlite else "PostgreSQL"
        page = SystemPage(__version__, kind, str(platform.settings.content), len(platform.library.items), accounts)
        return render(visit, page)
