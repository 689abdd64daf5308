"""What staff may look at, and that looking at personal data is recorded first."""

from datetime import timedelta

import pytest

from edu.domain.people.role import Role
from edu.domain.sitting.attempt import AttemptState
from edu.services.office import overseeing
from tests.house import NOON, House
from tests.services.acts import decide, list_ledger, load, respond, sit, start
from tests.walking import right_response


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overseeing, "PAGE_LENGTH", 2)


async def test_who_sat_and_who_is_sitting(house: House):
    done, sitting = await house.make_client(), await house.make_client("li@example.cn")
    await sit(house, done, lost=24)
    house.clock.turn(minutes=1)
    attempt_id = await start(house, sitting)
    for slot, item in enumerate((await load(house, attempt_id, sitting)).items[:3]):
        house.clock.turn(minutes=1)
        await respond(house, attempt_id, sitting, slot, right_response(item))
    async with house.platform.database.read() as session:
        newest, older = await overseeing.list_attempts(session, None)
    assert (newest.state, newest.answered, newest.count) == (AttemptState.STARTED, 3, 20)
    assert (newest.last_saved_at, newest.deadline) == (NOON + timedelta(minutes=4), NOON + timedelta(minutes=31))
    assert (newest.share, newest.passed, newest.ended_at) == (None, None, None)
    assert older.share
    assert (older.state, older.answered, older.share * 100, older.passed) == (AttemptState.SUBMITTED, 14, 76, False)


async def test_an_attempt_without_a_response(house: House):
    await start(house, await house.make_client())
    async with house.platform.database.read() as session:
        (line,) = await overseeing.list_attempts(session, None)
    assert (line.candidate, line.answered, line.last_saved_at) == ("王晓明", 0, None)


@pytest.mark.usefixtures("short_pages")
async def test_pages_follow_one_another_without_gap_or_repetition(house: House):
    for number in range(3):
        account_id = await house.make_client(f"client{number}@example.cn")
        await start(house, account_id)
        await decide(house, account_id)
        house.clock.turn(minutes=1)
    async with house.platform.database.read() as session:
        attempts = await overseeing.list_attempts(session, None)
        attempts += await overseeing.list_attempts(session, attempts[-1].started_at)
        assert [line.started_at - NOON for line in attempts] == [timedelta(minutes=n) for n in (2, 1, 0)]
        cases = await overseeing.list_decisions(session, None)
        cases += await overseeing.list_decisions(session, cases[-1].id)
        assert [line.decided_at - NOON for line in cases] == [timedelta(minutes=n) for n in (2, 1, 0)]
        entries = await overseeing.list_ledger(session, None)
        while more := await overseeing.list_ledger(session, entries[-1].id):
            entries += more
    assert [entry.id for entry in entries] == [entry.id for entry in reversed(await list_ledger(house))]


async def test_standings_and_accounts_are_counted(house: House):
    for number in range(2):
        await decide(house, await house.make_client(f"client{number}@example.cn"))
    await house.make_staff(Role.AUDITOR)
    async with house.platform.database.read() as session:
        assert await overseeing.count_standings(session) == {"incomplete": 2}
        assert await overseeing.count_accounts(session) == {Role.CLIENT: 2, Role.AUDITOR: 1}
