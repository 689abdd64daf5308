"""Somebody who sits the shipped staff exam, through the services."""

from uuid import UUID

from edu.domain.items.item import Kind
from edu.domain.items.response import Response
from edu.domain.people.role import Role
from edu.services.people import enrolling
from edu.services.sitting import taking
from edu.store.engine.database import Database
from tests.exam_terms import EXAM
from tests.house import House
from tests.services.acts import load, respond


async def make_candidate(house: House, login: str = "c@firm.cn", name: str = "周敏") -> UUID:
    return await enrolling.open_staff_account(house.platform.database, login, name, Role.CANDIDATE, "", house.clock())


async def start_exam(house: House, candidate: UUID, *, node: Database | None = None) -> UUID:
    """A running attempt."""
    async with (node or house.platform.database).write() as session:
        return await taking.start(session, house.library, house.library.blueprints[EXAM], candidate, house.clock())


async def enter_exam(house: House, candidate: UUID) -> UUID:
    """An attempt that waits for the opening."""
    async with house.platform.database.write() as session:
        return await taking.enter(session, house.library, house.library.blueprints[EXAM], candidate, house.clock())


async def write_and_hand_in(house: House, attempt: UUID, candidate: UUID, words: str) -> list[int]:
    """Only the written questions are answered, all with these words; their slots."""
    sitting = await load(house, attempt, candidate)
    written = [slot for slot, item in enumerate(sitting.items) if item.kind is Kind.WRITTEN]
    for slot in written:
        await respond(house, attempt, candidate, slot, Response(texts=(words,)))
    async with house.platform.database.write() as session:
        await taking.hand_in(session, attempt, candidate, house.clock())
    return written
