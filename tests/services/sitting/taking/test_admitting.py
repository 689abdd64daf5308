"""Admission in either system: one transaction for many, in which each is let in or told why not."""

from datetime import timedelta
from uuid import UUID

import pytest

from edu.domain.refusal import Refused
from edu.domain.sitting.attempt import AttemptState
from edu.domain.sitting.form import CannotBeFilled
from edu.domain.sitting.supply import Supply
from edu.domain.sitting.terms import NoLongerOpen, NotOpenYet
from edu.services.sitting.taking.admitting import AlreadyOpen, Entrance, enter_all
from edu.store.engine.database import Database
from edu.store.sitting.attempts import AttemptRow
from tests.exam_terms import EXAM, set_exam
from tests.house import NOON, House
from tests.services.acts import list_ledger, load
from tests.services.sitting.exam import make_candidate


@pytest.fixture
def house(either_house: House) -> House:
    set_exam(either_house, minutes=60)
    return either_house


def entrance(house: House, candidate: UUID, **more: object) -> Entrance:
    given = {"waits": False} | more
    return Entrance(house.library, house.library.blueprints[EXAM], candidate, house.clock(), **given)  # type: ignore[arg-type]


async def admit(house: House, *entrances: Entrance) -> list[UUID | Refused]:
    return await house.platform.database.write_at_once(lambda connection: enter_all(connection, entrances))


async def test_some_are_let_in_and_the_others_told_why_not(house: House, node: Database):
    first, second, third = [await make_candidate(house, f"c{n}@firm.cn") for n in range(3)]
    (running,) = await admit(house, entrance(house, first))
    assert isinstance(running, UUID)
    house.clock.turn(minutes=1)
    empty = Supply.of(house.library.blueprints[EXAM], [])
    again, fresh, short = await admit(
        house, entrance(house, first), entrance(house, second), entrance(house, third, supply=empty)
    )
    assert isinstance(again, AlreadyOpen)
    assert again.attempt == running
    assert isinstance(short, CannotBeFilled)
    assert isinstance(fresh, UUID)
    sitting = await load(house, fresh, second, node)
    assert (sitting.attempt.state, sitting.attempt.deadline) == (AttemptState.STARTED, NOON + timedelta(minutes=61))
    assert (sitting.attempt.closes_at, len(sitting.attempt.form.slots)) == (
        NOON + timedelta(minutes=62),
        len(sitting.items),
    )
    assert len(await list_ledger(house, "attempt-started")) == 2


@pytest.mark.parametrize(
    ("minutes", "waits", "refusal"),
    [
        (-16, True, NotOpenYet), (-15, True, None), (-1, False, NotOpenYet), (0, False, None), (120, False, None),
        (121, False, NoLongerOpen), (121, True, NoLongerOpen),
    ],
)  # fmt: skip
async def test_the_window_is_kept_to_the_minute(
    house: House, node: Database, minutes: int, waits: bool, refusal: type[Refused] | None
):
    set_exam(house, opens=20)
    candidate = await make_candidate(house)
    house.clock.turn(minutes=20 + minutes)
    (outcome,) = await admit(house, entrance(house, candidate, waits=waits))
    if refusal is not None:
        assert isinstance(outcome, refusal)
        assert await list_ledger(house, "attempt-started") == await list_ledger(house, "attempt-entered") == []
        return
    assert isinstance(outcome, UUID)
    async with node.read() as session:
        row = await session.get(AttemptRow, outcome)
    assert row is not None
    assert row.state is (AttemptState.WAITING if waits else AttemptState.STARTED)


async def test_what_waits_is_begun_with_the_form_it_was_entered_with(house: House, node: Database):
    set_exam(house, opens=5, minutes=60)
    candidate = await make_candidate(house)
    (waiting,) = await admit(house, entrance(house, candidate, waits=True))
    assert await admit(house, entrance(house, candidate, waits=True)) == [waiting]
    assert isinstance(waiting, UUID)
    before = await load(house, waiting, candidate, node)
    house.clock.turn(minutes=7)
    assert await admit(house, entrance(house, candidate)) == [waiting]
    begun = await load(house, waiting, candidate, node)
    assert begun.attempt.form == before.attempt.form
    assert (begun.attempt.state, begun.attempt.started_at) == (AttemptState.STARTED, house.clock())
    assert begun.attempt.deadline == house.clock() + timedelta(minutes=60)


async def test_what_has_been_shown_too_often_is_drawn_last(house: House):
    plain = house.library.supply(house.library.blueprints[EXAM])
    cell = max(range(len(plain.candidates)), key=lambda n: len(plain.candidates[n]) - plain.blueprint.cells[n].count)
    places = plain.candidates[cell]
    spare = len(places) - plain.blueprint.cells[cell].count
    assert spare > 0
    exposed = frozenset(plain.items[place].id for place in places[:spare])
    for number in range(3):
        candidate = await make_candidate(house, f"c{number}@firm.cn")
        (attempt,) = await admit(house, entrance(house, candidate, exposed=exposed))
        assert isinstance(attempt, UUID)
        form = (await load(house, attempt, candidate)).attempt.form
        assert not exposed & {slot.item for slot in form.slots}
