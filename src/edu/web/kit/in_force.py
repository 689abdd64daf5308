"""The decision in force, made anew first when it is due."""

from uuid import UUID

from edu.domain.people.role import Duty
from edu.domain.refusal import NotThere
from edu.services.suitability import deciding
from edu.services.suitability.deciding import Decided
from edu.web.kit.visit import Visit


async def load_decision(visit: Visit, account_id: UUID) -> Decided:
    """A client's decision as of now."""
    platform = visit.platform
    async with platform.database.read() as session:
        current = await deciding.load_current(session, platform.library, account_id, visit.now)
    decided = current or await renew_decision(visit, account_id)
    if decided is None:
        raise NotThere("There is no such page.")
    return decided


async def renew_decision(visit: Visit, account_id: UUID) -> Decided | None:
    """Decide after an act of the client; the act itself is committed already and has marked the decision as due.

    ``None`` for somebody who is no client: a member of staff has none.
    """
    platform = visit.platform
    if account_id == visit.person.id and not visit.person.may(Duty.BE_ASSESSED):
        return None
    async with platform.database.write() as session:
        return await deciding.renew(session, platform.library, account_id, visit.now)
