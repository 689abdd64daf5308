"""The decision in force, as pages show it: looking at it writes nothing."""

from uuid import UUID

from edu.domain.refusal import NotThere
from edu.domain.suitability.decision import Decided
from edu.services.suitability import deciding
from edu.web.kit.visit import Visit


async def load_decision(visit: Visit, account_id: UUID) -> Decided:
    """A client's decision as of now."""
    async with visit.platform.database.read() as session:
        decided = await deciding.load_as_of(session, visit.platform.library, account_id, visit.now)
    if decided is None:
        raise NotThere("There is no such page.")
    return decided
