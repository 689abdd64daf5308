"""Checkpoints: a right response completes a section, a wrong one leads to another item."""

from uuid import UUID

import pytest

from edu.domain.items.response import Response
from edu.domain.learning.lesson import Lesson
from edu.domain.learning.progress import first_open_section
from edu.domain.refusal import Refused
from edu.services.learning import studying
from edu.services.learning.studying import CheckpointJudgement
from edu.store.learning import checkpoints
from tests.house import House
from tests.services.acts import respond_at_checkpoint, wrong_response
from tests.walking import right_response


def lesson_of(house: House) -> Lesson:
    return house.library.lessons[house.library.courses["onboarding"].lessons[0]]


async def ask(house: House, account_id: UUID) -> studying.Checkpoint:
    lesson = lesson_of(house)
    async with house.platform.database.read() as session:
        responses = await studying.load_responses(session, account_id)
    return studying.ask(house.library, lesson, lesson.sections[0], account_id, responses)


async def respond(
    house: House, account_id: UUID, response: Response, asked: studying.Checkpoint
) -> CheckpointJudgement:
    lesson = lesson_of(house)
    async with house.platform.database.write() as session:
        return await studying.respond(session, lesson, lesson.sections[0], asked, response, account_id, house.clock())


async def test_a_wrong_response_leads_to_another_item(house: House):
    account_id = await house.make_client()
    first = await ask(house, account_id)
    assert await ask(house, account_id) == first  # until it is answered, also after a reload
    assert not (await respond(house, account_id, wrong_response(first.item), first)).right
    second = await ask(house, account_id)
    assert second.item.id != first.item.id
    assert (await respond(house, account_id, right_response(second.item), second)).right


async def test_a_right_response_completes_the_section(house: House):
    account_id, lesson = await house.make_client(), lesson_of(house)
    await respond_at_checkpoint(house, account_id)
    async with house.platform.database.read() as session:
        responses = await studying.load_responses(session, account_id)
        row = await checkpoints.get_last(session, account_id, lesson.id, lesson.sections[0].id)
    assert first_open_section(lesson, responses) == lesson.sections[1]
    assert row
    assert row.revision == house.library.items[row.item].revision


async def test_what_does_not_fit_is_refused_and_not_kept(house: House):
    account_id = await house.make_client()
    asked = await ask(house, account_id)
    with pytest.raises(Refused, match="does not fit"):
        await respond(house, account_id, Response(letters=frozenset("Z"), truth=True), asked)
    async with house.platform.database.read() as session:
        assert await studying.load_responses(session, account_id) == []


async def test_options_stand_in_an_order_of_the_person_and_the_showing(house: House):
    item = next(item for item in house.library.practice_items if len(item.options) == 4)
    orders = {studying.shuffle(item, UUID(int=person), showing) for person in range(9) for showing in range(9)}
    assert len(orders) > 12
    assert {frozenset(order) for order in orders} == {frozenset("ABCD")}
    assert studying.shuffle(item, UUID(int=1), 0) == studying.shuffle(item, UUID(int=1), 0)
