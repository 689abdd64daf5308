"""A full disk, a locked database, two nodes, a polite stop: nothing acknowledged is lost, and the page is told so."""

import asyncio
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from edu.rehearsal.browser import Browser, SaveOutcome, Tab
from edu.rehearsal.logbook import Logbook
from edu.rehearsal.people import SignedInPerson
from edu.rehearsal.server import Server
from edu.rehearsal.wire import Connection
from tests.faults.killing import check, read_comparison, seat_candidates, sit_through
from tests.faults.sitters import Campaign, Sitter

pytestmark = [pytest.mark.slow, pytest.mark.faults]

PEOPLE = 12

# Holds the only right to write until its standard input ends.
LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA busy_timeout=10000")
connection.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.read()
"""


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Another process holds the SQLite file."""
    command = [sys.executable, "-c", LOCK, url.removeprefix("sqlite+aiosqlite:///")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == b"locked\n"
        yield
        process.stdin.close()


async def _sitters(url: str, ports: list[int], logbook: Logbook, campaign: Campaign) -> list[Sitter]:
    seats = await seat_candidates(url, PEOPLE)
    return [Sitter(n, seat, ports, logbook, campaign, 0.05) for n, seat in enumerate(seats)]


async def _until(logbook: Logbook, what: str, count: int) -> None:
    while True:
        if logbook.counts[what] >= count:
            return
        await asyncio.sleep(0.02)


async def test_a_full_disk_refuses_and_what_waits_gets_through_later(tmp_path: Path, sqlite_url: str):
    logbook, campaign = Logbook(), Campaign(1)
    server = Server(tmp_path / "data", url=sqlite_url)
    sitters = await _sitters(sqlite_url, [server.port], logbook, campaign)
    server.prefix = ("prlimit", "--fsize=500000")

    async def make_room() -> None:
        await _until(logbook, "save 503", 30)
        await server.stop()
        server.prefix = ()
        await server.start()

    async with server:
        await sit_through(make_room(), campaign, sitters, seconds=90)
    check(await read_comparison(sqlite_url, logbook), logbook, PEOPLE)


async def test_a_database_that_is_locked_for_a_moment_is_waited_for(tmp_path: Path, sqlite_url: str):
    logbook, campaign = Logbook(), Campaign(1)
    server = Server(tmp_path / "data", url=sqlite_url)
    sitters = await _sitters(sqlite_url, [server.port], logbook, campaign)

    async def lock() -> None:
        await asyncio.sleep(0.5)
        with locked(sqlite_url):
            await asyncio.sleep(2)

    async with server:
        await sit_through(lock(), campaign, sitters, seconds=90)
    assert logbook.counts["save 503"] == 0
    check(await read_comparison(sqlite_url, logbook), logbook, PEOPLE)


@pytest.mark.long
async def test_a_database_that_stays_locked_refuses_and_loses_nothing(tmp_path: Path, sqlite_url: str):
    logbook, campaign = Logbook(), Campaign(1)
    server = Server(tmp_path / "data", url=sqlite_url)
    sitters = await _sitters(sqlite_url, [server.port], logbook, campaign)

    async def lock() -> None:
        await asyncio.sleep(0.5)
        with locked(sqlite_url):
            await _until(logbook, "save 503", 1)

    async with server:
        await sit_through(lock(), campaign, sitters, seconds=120)
    check(await read_comparison(sqlite_url, logbook), logbook, PEOPLE)


@pytest.mark.postgres
async def test_two_nodes_take_saves_of_the_same_attempts(tmp_path: Path, postgres_url: str):
    logbook, campaign = Logbook(), Campaign(1)
    secret = {"EDU_CSRF_SECRET": "s" * 64}
    server = Server(tmp_path / "server", url=postgres_url, environment=secret)
    other = Server(tmp_path / "other", url=postgres_url, environment=secret)
    sitters = await _sitters(postgres_url, [server.port, other.port], logbook, campaign)
    for sitter in sitters:
        sitter.tabs[0].line.port = server.port
        for tab in sitter.tabs[1:]:
            tab.line.port = other.port
    async with server, other:
        await sit_through(asyncio.sleep(3), campaign, sitters, seconds=90)
    check(await read_comparison(postgres_url, logbook), logbook, PEOPLE)


async def test_a_polite_stop_under_load_loses_nothing(tmp_path: Path, empty_database_url: str):
    logbook, campaign = Logbook(), Campaign(1)
    server = Server(tmp_path / "data", url=empty_database_url)
    sitters = await _sitters(empty_database_url, [server.port], logbook, campaign)
    statuses = []

    async def stop() -> None:
        for _ in range(2):
            await asyncio.sleep(0.8)
            statuses.append(await server.stop())
            await server.start()

    async with server:
        await sit_through(stop(), campaign, sitters, seconds=90)
    assert statuses == [0, 0]
    check(await read_comparison(empty_database_url, logbook), logbook, PEOPLE)


async def test_one_candidates_odd_request_does_not_refuse_the_saves_of_others(tmp_path: Path, empty_database_url: str):
    """An old key under a fresh count, again and again, while somebody else answers."""
    odd, good = await seat_candidates(empty_database_url, 2)
    logbooks = Logbook(), Logbook()
    async with Server(tmp_path / "data", url=empty_database_url) as server:
        theirs, own = [_tab(seat, server, logbook) for seat, logbook in zip((odd, good), logbooks, strict=True)]
        for tab in (theirs, own):
            await tab.show(0)
        entry = theirs.give(0, odd.questions[0].give(theirs.browser.rng))
        assert await theirs.flush() is SaveOutcome.SAVED
        storm = [Tab(theirs.browser, odd.attempt, Connection(server.port)) for _ in range(6)]
        for tab in storm:
            tab.seen = theirs.seen
        for question in good.questions:
            own.give(question.slot, question.give(own.browser.rng))
            await asyncio.gather(*(tab.send(entry) for tab in storm), own.flush_until_told())
        for tab in (theirs, own, *storm):
            tab.line.close()
    assert logbooks[1].counts["save 503"] == 0


def _tab(seat: SignedInPerson, server: Server, logbook: Logbook) -> Tab:
    browser = Browser(seat.token, logbook, random.Random(seat.attempt))
    return Tab(browser, seat.attempt, Connection(server.port), retry_after=0.05)


@pytest.mark.parametrize("act", ["hand-in", "page"])
async def test_no_error_page_takes_the_form_away_while_the_disk_is_full(tmp_path: Path, sqlite_url: str, act: str):
    """Handing in, and going on without JavaScript, when nothing can be written."""
    (seat,), logbook = await seat_candidates(sqlite_url, 1), Logbook()
    server = Server(tmp_path / "data", url=sqlite_url)
    server.prefix = ("prlimit", "--fsize=500000")
    async with server:
        tab = _tab(seat, server, logbook)
        shown = await tab.show(0)
        assert shown is not None
        while logbook.counts["save 503"] == 0:
            tab.give(0, shown.give(tab.browser.rng))
            await tab.flush()
        if act == "hand-in":
            assert not await tab.hand_in()
        else:
            last = logbook.acknowledged[-1].given["choice"]
            await tab.move_on(shown, {"choice": [letter for letter in shown.letters if letter not in last][:1]}, 2)
        tab.line.close()
    assert logbook.error_pages == []
