"""What was recorded, for auditors and compliance officers."""

from dataclasses import dataclass
from typing import Any, ClassVar

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from edu.domain.people.role import Duty
from edu.services.office import overseeing
from edu.services.office.overseeing import LedgerLine
from edu.web.kit.guards import requires
from edu.web.kit.page import Page, render
from edu.web.kit.visit import Visit, read_key


@dataclass(frozen=True, slots=True)
class LedgerPage(Page):
    """The auditor's home: what was recorded, newest first."""

    template: ClassVar[str] = "office/ledger/ledger.html"

    lines: tuple[LedgerLine, ...]
    older: int | None


class LedgerController(Controller):
    """For auditors and compliance officers."""

    path = "/staff/ledger"
    guards = (requires(Duty.SEE_LEDGER),)

    @get("/")
    async def list_ledger(self, visit: NamedDependency[Visit], before: FromQuery[str] = "") -> Response[Any]:
        """Evidence, newest first."""
        async with visit.platform.database.read() as session:
            lines = tuple(await overseeing.list_ledger(session, read_key(before)))
        older = lines[-1].id if len(lines) == overseeing.PAGE_LENGTH else None
        return render(visit, LedgerPage(lines, older))
