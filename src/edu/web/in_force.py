"""The decision in force, made anew first when it is due."""

from uuid import UUID

from edu.domain.refusal import NotThere
from edu.services import deciding
from edu.services.deciding import Decided
from edu.web.visit import Visit


async def load_decision(visit: Visit, account_id: UUID) -> Decided:
    """A client's decision as of now."""
    platform = visit.platform
    async with platform.database.read() as session:
        current = await deciding.load_current(session, platform.library, account_id, visit.now)
    return current or await renew_decision(visit, account_id)


async def renew_decision(visit: Visit, account_id: UUID) -> Decided:
    """Decide after an act of the client; the act itself is committed already and has marked the decision as due."""
    platform = visit.platform
    async with platform.database.write() as session:
        renewed = await deciding.renew(session, platform.library, account_id, visit.now)
    if renewed is None:
        raise NotThere("There is no such page.")
    return renewed
