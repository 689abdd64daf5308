"""No list reads through a whole table or sorts it: what SQLite says of each query's plan."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.ext.asyncio import AsyncSession

from edu.domain.sitting.keeping import Save
from edu.store.engine.database import Database
from edu.store.evidence import ledger, outbox
from edu.store.people import accounts, clients
from edu.store.sitting import attempts, certificates, endings, journal
from edu.store.suitability import decisions
from tests.house import NOON
from tests.store.rows import a_certificate, an_attempt, keep, keep_account


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite alone: PostgreSQL plans by what is in the tables."""
    return sqlite_url


def _ask(query: Callable[[Connection, datetime], Any]) -> Callable[[AsyncSession], Awaitable[Any]]:
    return lambda session: session.run_sync(lambda known: query(known.connection(), NOON))


LISTS: dict[str, Callable[[AsyncSession], Awaitable[Any]]] = {
    "decisions": lambda session: decisions.list_page(session, None, 50),
    "decisions, deep": lambda session: decisions.list_page(session, 9, 50),
    "standings": decisions.count_by_standing,
    "accounts": accounts.count_by_role,
    "attempts": lambda session: attempts.list_page(session, None, 50),
    "attempts, deep": lambda session: attempts.list_page(session, NOON, 50),
    "to mark": lambda session: attempts.list_awaiting(session, 50),
    "latest forms": lambda session: attempts.list_latest_forms(session, "check", 200),
    "room": lambda session: attempts.list_room(session, "check", NOON),
    "in a room": lambda session: attempts.list_in_room(session, "check"),
    "waiting": lambda session: attempts.count_waiting(session, "check"),
    "overdue": lambda session: session.run_sync(lambda known: endings.list_overdue(known.connection(), NOON, 20)),
    "due": lambda session: clients.list_due(session, NOON, 50),
    "certificates that are due": _ask(certificates.is_any_earned),
    "messages that are due": _ask(outbox.is_any_due),
    "next message": _ask(outbox.lock_next),
    "certificates": lambda session: certificates.list_newest(session, "", 50),
    "certificates, deep": lambda session: certificates.list_newest(session, "ZX2026-A", 50),
    "certificates by number": lambda session: certificates.list_numbered(session, "zx2026", "", 50),
    "certificates by name": lambda session: certificates.list_by_name(session, "王", "", 50),
    "certificates by name, deep": lambda session: certificates.list_by_name(session, "王", "ZX2026-A", 50),
    "certificates of an exam": lambda session: certificates.list_titled(session, ["检查"], "ZX2026-A", 50),
    "ledger": lambda session: ledger.list_page(session, None, 50),
}


ASKED_OF_THE_INDEX = {
    "room": {"(blueprint=? AND started_at>?)", "(blueprint=? AND state=?)"},
    "in a room": {"(blueprint=? AND state=?)"},
    "waiting": {"(blueprint=? AND state=?)"},
    "overdue": {"(state=? AND closes_at<?)"},
    "to mark": {"(awaiting=?)"},
    "decisions, deep": {"(current=? AND id<?)"},
    "latest forms": {"(blueprint=?)"},
}
"""What must stand in the plan: an index that is used for one of two conditions may read the whole past all the same."""


@asynccontextmanager
async def listening(database: Database) -> AsyncIterator[list[tuple[str, Any]]]:
    """The queries that are sent, with their parameters."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            sent.append((statement, parameters))

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)


async def find_steps(session: AsyncSession, statement: str, parameters: Any) -> list[str]:
    """What SQLite would do, a line a step."""
    connection = await session.connection()
    rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    return [str(row.detail) for row in rows]


@pytest.mark.parametrize("name", LISTS)
async def test_a_list_reads_what_it_shows(database: Database, name: str):
    holder = await keep_account(database)
    attempt = an_attempt(holder)
    await keep(database, attempt, a_certificate(attempt.id, holder, "ZX2026-A", "王晓明", name_key="王晓明"))
    async with database.read() as session, listening(database) as sent:
        await LISTS[name](session)
        steps = {statement: await find_steps(session, statement, given) for statement, given in list(sent)}
    assert steps
    asked = {step[step.index("(") :] for plan in steps.values() for step in plan if "INDEX" in step and "(" in step}
    assert ASKED_OF_THE_INDEX.get(name, set()) <= asked
    for statement, plan in steps.items():
        for step in plan:
            assert not step.startswith("USE TEMP B-TREE") or " UNION" in statement, (statement, plan)
            assert not step.startswith("SCAN") or " USING " in step or step == "SCAN ledger", (statement, plan)


async def test_saves_that_were_sent_again_are_found_by_their_names(database: Database):
    """However many come at once, as after a broken line: nothing is read through."""
    saves = [Save(uuid4(), uuid4(), 0, {"choice": ["A"]}, True, NOON, 0, name) for name in ("one-key", "other-key")]
    async with database.read() as session, listening(database) as sent:
        await session.run_sync(lambda known: journal.append_saves(known.connection(), saves))
        steps = [step for statement, given in list(sent) for step in await find_steps(session, statement, given)]
    assert sum("(attempt_id=? AND key=?)" in step for step in steps) == 2 * len(saves)
    assert not [step for step in steps if step.startswith("SCAN")]


async def test_a_scan_would_show(database: Database):
    async with database.read() as session:
        plan = await find_steps(session, "SELECT * FROM attempts ORDER BY title", ())
        assert (await session.execute(text("SELECT 1"))).scalar() == 1
    assert plan == ["SCAN attempts", "USE TEMP B-TREE FOR ORDER BY"]
