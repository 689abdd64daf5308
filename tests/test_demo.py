"""The demo: a database of its own, filled once, with people who stand where their stories say."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlmodel import col, select

from edu import demo
from edu.content.library import Library
from edu.demo import NotOurDatabase
from edu.domain.people.person import Origin
from edu.domain.people.role import Role
from edu.services.people import signing_in
from edu.services.sitting import marking
from edu.services.suitability import deciding
from edu.settings import Settings
from edu.store.engine.database import Database
from edu.store.evidence.ledger import LedgerRow, compute_digest
from edu.store.office.installation import InstallationRow
from edu.store.people import accounts
from edu.store.people.accounts import AccountRow
from edu.store.people.clients import ClientRow
from edu.store.sitting import certificates
from edu.store.suitability import decisions
from edu.store.suitability.decisions import DecisionRow
from edu.store.upgrading import upgrade
from tests.house import make_settings, shipped_library

pytestmark = pytest.mark.slow  # each worker fills a demo of its own

FIRM = "示范期货有限公司（虚构）"


@pytest.fixture(scope="module")
def library() -> Library:
    return shipped_library()


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("demo")
    return make_settings(folder, f"sqlite+aiosqlite:///{folder / 'demo.sqlite3'}", demo=True, firm=FIRM)


@pytest.fixture(scope="module")
def prepared(settings: Settings, library: Library) -> None:
    """The demo, prepared once."""
    asyncio.run(demo.prepare(settings, library))


@pytest.fixture
async def database(settings: Settings, prepared: None) -> AsyncIterator[Database]:
    opened = Database(settings.database_url)
    yield opened
    await opened.close()


async def load_decision(database: Database, login: str) -> DecisionRow:
    async with database.read() as session:
        account = await accounts.get_by_login(session, login)
        assert account
        row = await decisions.get_latest(session, account.id)
    assert row
    return row


@pytest.mark.parametrize(
    ("login", "standing", "tier", "risk_class"),
    [
        ("new@demo", "incomplete", "none", "none"),
        ("halfway@demo", "incomplete", "none", "none"),
        ("failed@demo", "not-passed", "none", "C3"),
        ("passed@demo", "decided", "basic", "C4"),
        ("experienced@demo", "decided", "advanced", "C5"),
        ("careful@demo", "lowest", "basic", "C1"),
        ("expired@demo", "expired", "none", "C4"),
        ("company@demo", "decided", "basic", "C5"),
    ],
)
async def test_everybody_stands_where_the_story_says(
    database: Database, login: str, standing: str, tier: str, risk_class: str
):
    row = await load_decision(database, login)
    assert (row.standing, row.tier, row.risk_class) == (standing, tier, risk_class)


def test_every_story_is_told_above():
    (mark,) = (mark for mark in test_everybody_stands_where_the_story_says.pytestmark if mark.name == "parametrize")
    assert [case[0] for case in mark.args[1]] == [story.login for story in demo.STORIES]


async def test_staff_have_sat_the_exam(database: Database):
    """One has a certificate in the name of a firm that says it is made up, one waits for a marker."""
    async with database.read() as session:
        (certificate,) = await certificates.list_newest(session, "", 10)
        waiting = await marking.list_waiting(session, uuid4())
    assert (certificate.name, certificate.issuer) == ("孙丽", FIRM)
    assert len(waiting) == 1


async def test_half_way_is_further_than_new(database: Database):
    new, halfway = [(await load_decision(database, login)).outcome for login in ("new@demo", "halfway@demo")]
    assert "missing-profile" in new
    assert "missing-profile" not in halfway
    assert "missing-course" in halfway


async def test_there_is_somebody_of_each_role(database: Database):
    async with database.read() as session:
        counts = await accounts.count_by_role(session)
        logins = set((await session.execute(select(col(AccountRow.login)))).scalars())
    assert set(counts) == set(Role)
    assert {person.login for person in demo.PEOPLE} == logins


async def test_everybody_can_be_visited_with_one_click(database: Database):
    for person in demo.PEOPLE:
        token = await signing_in.sign_in_as(database, person.login, datetime.now(UTC), Origin())
        assert token


async def test_every_decision_replays_and_every_entry_carries_its_digest(database: Database, library: Library):
    async with database.read() as session:
        for row in (await session.execute(select(DecisionRow))).scalars():
            assert (await deciding.describe(session, row, library.policy)).replays()
        entries = (await session.execute(select(LedgerRow))).scalars().all()
    assert len(entries) > 100
    assert all(entry.digest == compute_digest(entry) for entry in entries)


async def test_nobody_made_up_lives_in_the_future_or_at_a_real_number(database: Database):
    now = datetime.now(UTC)
    async with database.read() as session:
        entries = (await session.execute(select(LedgerRow))).scalars().all()
        clients = (await session.execute(select(ClientRow))).scalars().all()
    assert max(entry.at for entry in entries) <= now
    masked = [client.number_masked for client in clients if client.kind == "individual" and client.number_masked]
    assert masked
    assert {number[:3] for number in masked} == {"990"}  # a region that is given to nobody


async def test_a_second_preparation_changes_nothing(database: Database, settings: Settings, library: Library):
    async def count() -> list[int]:
        async with database.read() as session:
            return [len((await session.execute(select(row))).all()) for row in (AccountRow, LedgerRow, DecisionRow)]

    before = await count()
    await demo.prepare(settings, library)
    assert await count() == before


async def test_a_database_that_it_did_not_make_is_refused_and_untouched(tmp_path: Path, library: Library):
    foreign = make_settings(tmp_path, f"sqlite+aiosqlite:///{tmp_path / 'theirs.sqlite3'}")
    database = Database(foreign.database_url)
    await upgrade(database)
    with pytest.raises(NotOurDatabase):
        await demo.prepare(foreign, library)
    async with database.read() as session:
        for row in (AccountRow, InstallationRow, LedgerRow):
            assert (await session.execute(select(row))).all() == []
    await database.close()
