"""The list of attempts: who sat, who is sitting, and the last save."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from edu.domain.people.role import Duty
from edu.services.office import overseeing
from edu.services.office.overseeing import AttemptLine
from edu.web.kit.guards import requires
from edu.web.kit.page import Page, render
from edu.web.kit.visit import Visit


@dataclass(frozen=True, slots=True)
class AttemptsPage(Page):
    """The examiner's home: who sat, who is sitting, last save."""

    template: ClassVar[str] = "sitting/attempt_list/attempts.html"

    lines: tuple[AttemptLine, ...]
    older: datetime | None


class AttemptListController(Controller):
    """For examiners and auditors."""

    path = "/staff/attempts"
    guards = (requires(Duty.SEE_ATTEMPTS),)

    @get("/")
    async def list_attempts(self, visit: NamedDependency[Visit], before: FromQuery[str] = "") -> Response[Any]:
        """Attempts, newest first."""
        async with visit.platform.database.read() as session:
            lines = tuple(await overseeing.list_attempts(session, _read_moment(before)))
        older = lines[-1].started_at if len(lines) == overseeing.PAGE_LENGTH else None
        return render(visit, AttemptsPage(lines, older))


def _read_moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
