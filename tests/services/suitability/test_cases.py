"""Cases: whoever opens one is on record before they see it."""

import json

import pytest
from sqlmodel import col, select

from edu.domain.people.person import Person
from edu.domain.people.role import Role
from edu.domain.refusal import NotThere
from edu.services.suitability import deciding
from edu.store.engine.database import Database
from edu.store.evidence.ledger import LedgerRow
from tests.house import NOON, House
from tests.services.acts import decide, list_ledger


async def test_a_look_at_a_case_is_recorded_before_it_is_shown(either_house: House, node: Database):
    house = either_house
    account_id = await house.make_client()
    decided = await decide(house, account_id)
    officer = Person(await house.make_staff(Role.COMPLIANCE), "周敏", Role.COMPLIANCE)
    house.clock.turn(minutes=1)
    async with house.platform.database.write() as session:
        name, shown = await deciding.open_case(session, house.library, 1, officer, house.clock())
        async with node.read() as other:  # committed when it returns
            (entry,) = (
                await other.execute(select(LedgerRow).where(col(LedgerRow.kind) == "personal-data-seen"))
            ).scalars()
    assert (shown, name) == (decided, "王晓明")
    assert (entry.subject_id, entry.actor_id) == (account_id, officer.id)
    assert json.loads(entry.body) == {"decision": 1, "role": "compliance"}


@pytest.mark.parametrize("number", [0, 7, 2**31, 2**63])
async def test_a_case_that_does_not_exist_is_not_recorded(either_house: House, number: int):
    officer = Person(await either_house.make_staff(Role.COMPLIANCE), "周敏", Role.COMPLIANCE)
    async with either_house.platform.database.write() as session:
        with pytest.raises(NotThere):
            await deciding.open_case(session, either_house.library, number, officer, NOON)
    assert await list_ledger(either_house, "personal-data-seen") == []
