"""A client's acts through the services. The clock stands still unless a test turns it."""

from asyncio import Task, create_task, wait
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from edu.content.library import Library
from edu.demo import choose_options
from edu.domain.items.item import Item
from edu.domain.items.response import Response
from edu.domain.people.profile import ClientKind
from edu.domain.suitability.decision import Decided
from edu.domain.suitability.disclosure import DisclosureProgress
from edu.domain.suitability.questionnaire import Assessment, Audience
from edu.services.learning import studying
from edu.services.people import identifying
from edu.services.sitting import taking
from edu.services.sitting.saving import Desk
from edu.services.sitting.taking import Sitting
from edu.services.suitability import acknowledging, assessing, deciding
from edu.services.suitability.deciding import ONBOARDING
from edu.store.engine.database import Database
from edu.store.evidence.ledger import LedgerRow
from edu.store.learning.checkpoints import CheckpointRow
from edu.store.people import clients
from edu.store.people.clients import ClientRow
from tests.house import HERE, House
from tests.walking import INDIVIDUAL, INSTITUTION, right_response

T = TypeVar("T")


async def state_profile(
    house: House, account_id: UUID, kind: ClientKind = ClientKind.INDIVIDUAL, **changed: str
) -> None:
    """Every step of the details, with ``changed`` fields."""
    for step, fields in (INDIVIDUAL if kind is ClientKind.INDIVIDUAL else INSTITUTION).items():
        await finish_step(house, account_id, step, fields | changed)


async def finish_step(house: House, account_id: UUID, step: str, given: dict[str, str]) -> identifying.ProfileState:
    async with house.platform.database.write() as session:
        return await identifying.finish_step(session, account_id, step, given, house.platform.sealer, house.clock())


async def study_course(house: House, account_id: UUID) -> None:
    """A right response at every section, in one transaction: responding has tests of its own."""
    library = house.library
    async with house.platform.database.write() as session:
        for lesson in (library.lessons[lesson_id] for lesson_id in library.courses[ONBOARDING.course].lessons):
            for section in lesson.sections:
                item = library.items[section.checkpoint[0]]
                session.add(
                    CheckpointRow(
                        account_id=account_id,
                        lesson=lesson.id,
                        section=section.id,
                        item=item.id,
                        revision=item.revision,
                        response={},
                        right=True,
                        given_at=house.clock(),
                    )
                )
        await clients.set_due(session, account_id, house.clock())
        await session.commit()


async def respond_at_checkpoint(house: House, account_id: UUID) -> None:
    """A right response at the first section of the course."""
    lesson = house.library.lessons[house.library.courses[ONBOARDING.course].lessons[0]]
    async with house.platform.database.write() as session:
        responses = await studying.load_responses(session, account_id)
        asked = studying.ask(house.library, lesson, lesson.sections[0], account_id, responses)
        response = right_response(asked.item)
        await studying.respond(session, lesson, lesson.sections[0], asked, response, account_id, house.clock())


async def confirm(
    house: House, account_id: UUID, paragraph: int = 0, *, library: Library | None = None, node: Database | None = None
) -> DisclosureProgress:
    """One paragraph."""
    disclosure = (library or house.library).disclosures[ONBOARDING.disclosure]
    chosen = disclosure.paragraphs[paragraph].id
    async with (node or house.platform.database).write() as session:
        return await acknowledging.confirm(
            session, disclosure, disclosure.revision, chosen, "zh", account_id, house.clock(), HERE
        )


async def acknowledge(house: House, account_id: UUID, library: Library | None = None) -> None:
    """Every paragraph."""
    for place in range(len((library or house.library).disclosures[ONBOARDING.disclosure].paragraphs)):
        await confirm(house, account_id, place, library=library)


async def start(
    house: House, account_id: UUID, *, library: Library | None = None, node: Database | None = None
) -> UUID:
    """A new attempt's id."""
    library = library or house.library
    async with (node or house.platform.database).write() as session:
        return await taking.start(session, library, library.blueprints[ONBOARDING.check], account_id, house.clock())


async def load(house: House, attempt_id: UUID, account_id: UUID, node: Database | None = None) -> Sitting:
    async with (node or house.platform.database).read() as session:
        return await taking.load_own(session, attempt_id, account_id)


async def respond(
    house: House, attempt_id: UUID, account_id: UUID, slot: int, response: Response, seen: int | None = None,
    *, node: Database | None = None,
) -> Sitting:  # fmt: skip
    desk = Desk(node) if node else house.platform.desk
    await desk.save(attempt_id, account_id, slot, response, house.clock(), seen=seen)
    return await load(house, attempt_id, account_id, node)


async def hand_in(house: House, attempt_id: UUID, account_id: UUID, *, node: Database | None = None) -> Sitting:
    async with (node or house.platform.database).write() as session:
        return await taking.hand_in(session, attempt_id, account_id, house.clock())


async def respond_rightly(house: House, attempt_id: UUID, account_id: UUID, *, lost: int = 0) -> None:
    """All is right but items worth ``lost`` points, a multiple of 4 up to 52, which are left out."""
    sitting = await load(house, attempt_id, account_id)
    for slot, (place, item) in enumerate(zip(sitting.attempt.form.slots, sitting.items, strict=True)):
        if place.points == 4 and lost:
            lost -= 4
            continue
        await respond(house, attempt_id, account_id, slot, right_response(item))


async def sit(house: House, account_id: UUID, *, lost: int = 0) -> UUID:
    """Start, respond, hand in."""
    attempt_id = await start(house, account_id)
    await respond_rightly(house, attempt_id, account_id, lost=lost)
    await hand_in(house, attempt_id, account_id)
    return attempt_id


async def fill_questionnaire(
    house: House, account_id: UUID, attitude: float = 0.7, *, gate: bool = False, audience: str = "individual"
) -> Assessment:
    """The options nearest to ``attitude`` of each question's highest points."""
    questionnaire = house.library.questionnaires[Audience(audience)]
    chosen = choose_options(questionnaire, attitude, gate=gate)
    async with house.platform.database.write() as session:
        return await assessing.complete(
            session, account_id, questionnaire, house.library.policy, chosen, house.clock(), HERE
        )


async def decide(house: House, account_id: UUID, library: Library | None = None) -> Decided:
    async with house.platform.database.write() as session:
        decided = await deciding.renew(session, library or house.library, account_id, house.clock())
    assert decided
    return decided


async def get_client(house: House, account_id: UUID) -> ClientRow:
    async with house.platform.database.read() as session:
        client = await clients.get(session, account_id)
    assert client
    return client


async def list_ledger(house: House, kind: str = "") -> list[LedgerRow]:
    """Everything recorded, or all of one kind, oldest first."""
    query = select(LedgerRow).order_by(col(LedgerRow.id))
    async with house.platform.database.read() as session:
        rows = (await session.execute(query)).scalars().all()
    return [row for row in rows if kind in ("", row.kind)]


def wrong_response(item: Item) -> Response:
    """What fits the item and earns nothing."""
    if item.truth is not None:
        return Response(truth=not item.truth)
    if item.blanks:
        return Response(texts=("不知道",) * len(item.blanks))
    return Response(letters=frozenset(next(o.letter for o in item.options if o.letter not in item.keys)))


@asynccontextmanager
async def meanwhile(act: Coroutine[Any, Any, T]) -> AsyncIterator[Task[T]]:
    """Begin ``act``, give it time to come as far as it can, and let the block go on; at the end wait for it."""
    task = create_task(act)
    try:
        await wait({task}, timeout=0.25)
        yield task
    finally:
        await wait({task}, timeout=15)
        task.cancel()


async def count_rows(session: AsyncSession, table: type[Any]) -> int:
    return len((await session.execute(select(table))).scalars().all())
