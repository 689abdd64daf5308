"""Several working processes on one port, over PostgreSQL: a sitting is one sitting, whichever process answers."""

import asyncio
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from edu.domain.people.person import Origin
from edu.domain.people.role import Role
from edu.domain.sitting.timing import LAST_WORDS
from edu.rehearsal.browser import Browser
from edu.rehearsal.logbook import Logbook
from edu.rehearsal.people import SignedInPerson, seat_clients
from edu.rehearsal.server import Server
from edu.rehearsal.wire import Connection
from edu.services.people import enrolling, signing_in
from edu.services.suitability.deciding import ONBOARDING
from edu.settings import BadSetting, read_settings
from edu.store.engine.database import Database
from tests.house import shipped_library

LINES = 16
"""Connections, which the system deals out to the workers."""

SOON = 5.0
ROOM = f"/staff/rooms/{ONBOARDING.check}"


def test_sqlite_takes_one_worker(tmp_path: Path):
    for word in ("0", "65", "two", "-1", ""):
        with pytest.raises(BadSetting, match="EDU_WORKERS"):
            read_settings({"EDU_DATA": str(tmp_path), "EDU_WORKERS": word})
    with pytest.raises(BadSetting, match="SQLite 只容一个写进程"):
        read_settings({"EDU_DATA": str(tmp_path)}, workers=2)
    postgres = {"EDU_DATA": str(tmp_path), "EDU_DATABASE_URL": "postgresql+asyncpg://somewhere/edu", "EDU_WORKERS": "3"}
    assert read_settings(postgres).workers == 3
    assert read_settings(postgres, workers=2).workers == 2
    assert read_settings(postgres, demo=True).workers == 1


async def seat_both(url: str) -> tuple[SignedInPerson, str]:
    """A client with a running check, and the session of an examiner."""
    database, now = Database(url), datetime.now(UTC)
    (seat,) = await seat_clients(database, 1, shipped_library())
    await enrolling.open_staff_account(database, "e@firm.cn", "周敏", Role.EXAMINER, "", now)
    token = await signing_in.sign_in_as(database, "e@firm.cn", now, Origin("test", "127.0.0.1"))
    await database.close()
    return seat, token


@pytest.mark.postgres
@pytest.mark.slow
async def test_what_the_examiner_does_reaches_a_page_whichever_worker_serves_it(tmp_path: Path, postgres_url: str):
    seat, token = await seat_both(postgres_url)
    candidate, examiner = (Browser(known, Logbook(), random.Random(1)) for known in (seat.token, token))
    async with Server(tmp_path / "data", url=postgres_url, environment={"EDU_WORKERS": "2"}) as server:
        lines, desk = [Connection(server.port) for _ in range(LINES)], Connection(server.port)

        async def ask_all(state: str, words: str) -> bool:
            replies = [(await candidate.open(line, f"/attempts/{seat.attempt}/clock")).json() for line in lines]
            return all(reply["state"] == state and words in str(reply["notices"]) for reply in replies)

        async def wait_for(state: str, words: str) -> None:
            async with asyncio.timeout(SOON + (LAST_WORDS.total_seconds() if state == "ended" else 0)):
                while not await ask_all(state, words):
                    pass

        await wait_for("started", "")
        await examiner.open(desk, ROOM)
        for act, words, state in (
            ("extend", "机房停电", "started"),
            ("tell", "还有人没到", "started"),
            ("end", "作弊", "ended"),
        ):
            fields = {"act": act, "whom": "all", "minutes": "10", "words": words, "sure": "1"}
            assert (await examiner.post(desk, ROOM, fields)).status == 303
            await wait_for(state, words)
        for line in (*lines, desk):
            line.close()


@pytest.mark.postgres
@pytest.mark.slow
async def test_a_hand_in_is_known_to_the_other_workers_within_seconds(tmp_path: Path, postgres_url: str):
    seat, _ = await seat_both(postgres_url)
    candidate = Browser(seat.token, Logbook(), random.Random(1))
    async with Server(tmp_path / "data", url=postgres_url, environment={"EDU_WORKERS": "2"}) as server:
        lines = [Connection(server.port) for _ in range(LINES)]

        async def ask_all() -> set[str]:
            return {(await candidate.open(line, f"/attempts/{seat.attempt}/clock")).json()["state"] for line in lines}

        assert await ask_all() == {"started"}
        await candidate.open(lines[0], f"/attempts/{seat.attempt}/hand-in")
        assert (await candidate.post(lines[0], f"/attempts/{seat.attempt}/hand-in", {})).status == 303
        async with asyncio.timeout(2 * SOON):
            while await ask_all() != {"ended"}:
                pass
        for line in lines:
            line.close()


@pytest.mark.postgres
@pytest.mark.slow
async def test_a_stop_ends_every_worker_even_while_it_starts(tmp_path: Path, postgres_url: str):
    server = Server(tmp_path / "data", url=postgres_url, environment={"EDU_WORKERS": "2"})
    await server.start()  # the first answers; the second may not be there yet
    assert await server.stop() == 0
