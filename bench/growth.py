"""What grows with the firm: every page, save, sweep and start with a hundredth, a tenth and the whole of its rows.

Run: ``python bench/growth.py [--json] [--whole] [--sizes 0.01,0.1] [--data FOLDER] [--database postgresql]``. The
whole is 100,000 clients, 10,000 staff, 290,000 attempts and 10 million responses: 12 GB, built in some three minutes.
What is built stays in the folder of ``--data``, for later trials, and is used again by the next run; for PostgreSQL it
is copied into a cluster that is there for one run. Each figure is printed for each size; it holds if the largest is at
most 1.5 times the smallest, or less than a millisecond more. Pages are timed by the quickest of some rounds, since
other work on the machine only ever adds.
"""

import argparse
import asyncio
import json
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

import growing
import postgres_copy
from crowd import connect, get, load_library, post
from pages import Browser, free_port, wait_until_healthy

from edu.services.following_up import FollowingUp

sys.path.insert(0, str(Path(__file__).parent.parent))  # the tests know how to start a cluster
from sqlalchemy import Column, Select, Table, select, update

from edu import demo
from edu.app import make_platform, now_utc, sweep
from edu.domain.people.person import Origin
from edu.domain.people.role import Role
from edu.domain.sitting.attempt import AttemptState
from edu.domain.sitting.blueprint import Blueprint
from edu.services.office import delivering
from edu.services.people import enrolling, signing_in
from edu.services.sitting import taking
from edu.services.sitting.exposing import Exposures
from edu.services.sitting.tallying import Supplies
from edu.services.suitability import deciding
from edu.settings import Settings, read_settings
from edu.store.engine.database import Database
from edu.store.tables import METADATA
from edu.store.upgrading import upgrade
from tests.store.postgres_cluster import find_programs, running_cluster

TARGET = 1.5
SMALL = 1.0
"""Milliseconds: figures that differ by less are the same, whatever their ratio."""

WORST_SAVE = 50.0
WORST, CALM = "worst save beside the sweep", "worst save while nothing is due"
DISK = "worst write of the disk itself meanwhile"
FIRST = "first saves after a start, all at once"
EXAM = "customer-service"
SEATS = 500
SWEPT = 500
"""Sittings and decisions that are due when the sweep is measured: more than the sweeps of that time do."""

SWEEPING = 44
"""Seconds in which two sweeps fall."""

PAGES = (
    ("home of a client", "c0@growth", "/home"),
    ("details", "c0@growth", "/profile"),
    ("course", "c0@growth", "/course"),
    ("check", "c0@growth", "/check"),
    ("result", "c0@growth", "/attempts/{attempt}/result"),
    ("decision", "c0@growth", "/decision"),
    ("exams of staff", "s1@growth", "/exams"),
    ("banks", "trainer@demo", "/staff/banks"),
    ("attempts", "examiner@demo", "/staff/attempts"),
    ("attempts, deep", "examiner@demo", "/staff/attempts?before={deep_attempt}"),
    ("rooms", "examiner@demo", "/staff/rooms"),
    (f"room of {SEATS} seats", "examiner@demo", f"/staff/rooms/{EXAM}"),
    ("marking list", "examiner@demo", "/staff/marking"),
    ("marking one", "examiner@demo", "/staff/marking/{unmarked}"),
    ("certificates", "compliance@demo", "/staff/certificates"),
    ("certificates, deep", "compliance@demo", "/staff/certificates?after={deep_certificate}"),
    ("certificate search: no hit", "compliance@demo", "/staff/certificates?words=nobody"),
    ("certificate search: rare name", "compliance@demo", "/staff/certificates?words={rare}"),
    ("certificate search: surname", "compliance@demo", f"/staff/certificates?words={quote('王')}"),
    ("certificate search: number", "compliance@demo", "/staff/certificates?words={deep_certificate}"),
    ("certificate search: exam", "compliance@demo", "/staff/certificates?words={exam}"),
    ("decisions", "compliance@demo", "/staff/decisions"),
    ("decisions, deep", "compliance@demo", "/staff/decisions?before={deep_decision}"),
    ("one case", "compliance@demo", "/staff/decisions/{deep_decision}"),
    ("ledger", "auditor@demo", "/staff/ledger"),
    ("ledger, deep", "auditor@demo", "/staff/ledger?before={deep_entry}"),
    ("system", "operator@demo", "/staff/system"),
)

ASKED = {
    "attempt": "SELECT id FROM attempts WHERE candidate_id = (SELECT id FROM accounts WHERE login = 'c0@growth')"
    " ORDER BY started_at LIMIT 1",
    "unmarked": "SELECT id FROM attempts WHERE awaiting LIMIT 1",
    "deep_attempt": "SELECT started_at FROM attempts ORDER BY started_at LIMIT 1 OFFSET 60",
    "deep_certificate": "SELECT number FROM certificates ORDER BY issued_at LIMIT 1 OFFSET 60",
    "deep_decision": "SELECT id FROM decisions ORDER BY id LIMIT 1 OFFSET 60",
    "deep_entry": "SELECT id FROM ledger ORDER BY id LIMIT 1 OFFSET 200",
    "rare": "SELECT name FROM certificates GROUP BY name HAVING count(*) = 10 LIMIT 1",  # one person's, on each size
    "exam": "SELECT title FROM certificates LIMIT 1",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A database of one size, and the settings of a server on it."""

    share: float
    path: Path
    settings: Settings


def prepare(folder: Path, share: float) -> Place:
    """The database of one size: as it was kept, or built now."""
    home = folder / f"{share:g}"
    path, ready = home / "edu.sqlite3", home / "ready"
    os.environ |= {"EDU_DATA": str(home), "EDU_SECURE_COOKIES": "0", "EDU_DATABASE_URL": f"sqlite+aiosqlite:///{path}"}
    settings = read_settings()
    if not ready.exists():
        if home.exists():
            shutil.rmtree(home)
        home.mkdir(parents=True)
        needed = 12e9 * share
        if shutil.disk_usage(folder).free < needed * 1.5:
            raise SystemExit(f"{folder}: {needed * 1.5 / 1e9:.1f} GB must be free for this size")
        asyncio.run(_live(settings))
        begun = time.monotonic()
        growing.build(path, share, growing.show_progress)
        growing.show_progress("")
        ready.write_text(json.dumps({"seconds": round(time.monotonic() - begun)} | dict(growing.sizes(path))))
    asyncio.run(_settle(settings))
    told = f"{share:g} of the whole, {path.stat().st_size / 1e9:.2f} GB: {ready.read_text()}"
    print(told, file=sys.stderr, flush=True)
    return Place(share, path, settings)


async def _settle(settings: Settings) -> None:
    """What was built is brought up to the newest migration and content, and what the last run left is ended: nothing
    is due.
    """
    database, now, clients = Database(settings.database_url), datetime.now(UTC), METADATA.tables["clients"]
    await upgrade(database)
    async with database.write() as session:
        await deciding.note_content(session, load_library(settings), now)
    while await taking.end_overdue(database, now):
        pass
    nothing = update(clients).where(clients.c.decision_due_at.is_not(None)).values(decision_due_at=None)
    await database.write_at_once(lambda connection: connection.execute(nothing))
    while await delivering.deliver_due(database, now):
        pass
    await database.close()


async def _live(settings: Settings) -> None:
    """The people that are copied, made by the services; the content is noted, so that a start makes nobody due."""
    library = load_library(settings)
    await demo.prepare(settings, library)
    database = Database(settings.database_url)
    await FollowingUp(database, library, settings.firm).note_content(datetime.now(UTC))
    while await deciding.renew_due(database, library, datetime.now(UTC)):
        pass
    await database.close()


@contextmanager
def on_postgresql(place: Place) -> Iterator[Place]:
    """The same rows in a cluster of its own, which is gone afterwards."""
    programs = find_programs()
    if programs is None:
        raise SystemExit("the programs of a PostgreSQL server are not here")
    with running_cluster(programs) as cluster, cluster.fresh_database() as name:
        url = cluster.url(name)
        asyncio.run(postgres_copy.copy(place.path, url, growing.show_progress))
        growing.show_progress("")
        os.environ["EDU_DATABASE_URL"] = url
        yield replace(place, settings=read_settings())


def ask_all(place: Place) -> dict[str, str]:
    """What the paths of pages name."""
    connection = sqlite3.connect(place.path)
    found = {key: str(connection.execute(query).fetchone()[0]) for key, query in ASKED.items()}
    connection.close()
    found["deep_attempt"] = found["deep_attempt"].replace(" ", "T") + "+00:00"
    for key in ("attempt", "unmarked"):
        found[key] = str(UUID(found[key]))
    return {key: quote(value) for key, value in found.items()}


async def seat_room(place: Place) -> None:
    """So many sit the exam right now, on every size alike."""
    now, table = datetime.now(UTC), METADATA.tables["attempts"]
    chosen = select(table.c.id).where(table.c.blueprint == EXAM, table.c.awaiting.is_(False))
    ends = now + timedelta(hours=10)
    values = {"started_at": now - timedelta(minutes=10), "state": STARTED, "deadline": ends, "closes_at": ends}
    await _change(place, table, table.c.id, chosen.order_by(table.c.id).limit(SEATS), values)  # the same each time


async def make_due(place: Place) -> None:
    """So many sittings whose time is over, and decisions that must be made anew."""
    past, table, clients = (
        datetime.now(UTC) - timedelta(hours=1),
        METADATA.tables["attempts"],
        METADATA.tables["clients"],
    )
    over = select(table.c.id).where(table.c.blueprint == "onboarding-check", table.c.state != STARTED)
    ended = over.order_by(table.c.id).offset(100).limit(SWEPT)  # the same each time, and none whose pages are opened
    values = {"state": STARTED, "deadline": past, "closes_at": past, "ended_at": None}
    await _change(place, table, table.c.id, ended, values)
    decided = select(clients.c.account_id).where(clients.c.decision_due_at.is_(None)).limit(SWEPT)
    await _change(place, clients, clients.c.account_id, decided, {"decision_due_at": past})


async def _change(place: Place, table: Table, key: Column[Any], chosen: Select[Any], values: dict[str, Any]) -> None:
    database = Database(place.settings.database_url)
    statement = update(table).where(key.in_(chosen)).values(values)
    await database.write_at_once(lambda connection: connection.execute(statement))
    await database.close()


STARTED = AttemptState.STARTED
_ORIGIN = Origin("bench", "127.0.0.1")
Figures = dict[str, dict[float, float]]


def measure(place: Place, rounds: int) -> dict[str, float]:
    """Everything on one size, in milliseconds."""
    figures: dict[str, float] = {}
    asyncio.run(seat_room(place))
    port = free_port()
    environment = os.environ | {
        "EDU_DATA": str(place.path.parent), "EDU_DATABASE_URL": place.settings.database_url, "EDU_PORT": str(port),
    }  # fmt: skip

    def note(name: str, value: float) -> None:
        figures[name] = value

    def start(name: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen([sys.executable, "-m", "edu", "serve"], env=environment, stdout=subprocess.DEVNULL)
        note(name, wait_until_healthy(port, process) * 1000)
        return process

    tokens = asyncio.run(_sign_in(place))
    process = start("start of the server")
    try:
        named = ask_all(place)
        for name, login, path in PAGES:
            browser = Browser(port)
            browser.cookies["session"] = tokens[login]
            note(name, _quickest(browser, path.format(**named), rounds))
        note("room: what has changed", _measure_poll(port, tokens, rounds))
    finally:
        process.terminate()
        process.wait()
    note("start of an exam with an exposure limit", asyncio.run(_measure_exposure(place, rounds)))
    attempts = asyncio.run(_sit(place))
    process = start("start of the server, again")
    try:
        first, calm = asyncio.run(_save(port, attempts, 8))
        _, again = asyncio.run(_save(port, attempts, 3))
    finally:
        process.terminate()
        process.wait()
    asyncio.run(make_due(place))
    attempts = asyncio.run(_sit(place))
    process = start(f"start of the server, {SWEPT} of each due")  # it sweeps before it serves, and twice while all save
    try:
        with _watching_disk(place.path.parent) as writes:
            _, times = asyncio.run(_save(port, attempts, SWEEPING))
    finally:
        process.terminate()
        process.wait()
    note(FIRST, first[-1])
    note("save", statistics.median(calm))
    note("save sent again", statistics.median(again))
    note(CALM, calm[-1])
    note("p99 of a save beside the sweep", times[int(len(times) * 0.99)])
    note(DISK, max(writes))
    note(WORST, times[-1])
    note("sweep", asyncio.run(_measure_sweep(place)))
    return figures


def take(folder: Path, share: float, on: str, rounds: int) -> dict[str, float]:
    """Build or find one size, and measure it on a database of this kind."""
    place = prepare(folder, share)
    with on_postgresql(place) if on == "postgresql" else nullcontext(place) as measured:
        return measure(measured, rounds)


async def _sign_in(place: Place) -> dict[str, str]:
    database, logins = Database(place.settings.database_url), {login for _, login, _ in PAGES}
    tokens = {login: await signing_in.sign_in_as(database, login, datetime.now(UTC), _ORIGIN) for login in logins}
    await database.close()
    return tokens


def _quickest(browser: Browser, path: str, rounds: int) -> float:
    times = []
    for _ in range(rounds + 2):
        begun = time.perf_counter()
        status, _, body = browser.request("GET", path)
        times.append((time.perf_counter() - begun) * 1000)
        if status != 200:
            raise SystemExit(f"{path}: {status} {body[:300]}")
    return min(times[2:])


def _measure_poll(port: int, tokens: dict[str, str], rounds: int) -> float:
    """A room's page asks again, and nothing has changed: as nearly always in the seconds between two saves."""
    browser, path, times = Browser(port), f"/staff/rooms/{EXAM}", []
    browser.cookies["session"] = tokens["examiner@demo"]
    for _ in range(rounds):
        found = re.search(r'name="since" value="([^"]+)"', browser.request("GET", path)[2])
        time.sleep(1.1)  # so that the room is looked at anew
        begun = time.perf_counter()
        status, _, body = browser.request("GET", f"{path}?since={found[1] if found else ''}", part=True)
        times.append((time.perf_counter() - begun) * 1000)
        if status != 204:
            raise SystemExit(f"{path}: {status} {body[:300]}")
    return min(times)


async def _measure_exposure(place: Place, rounds: int) -> float:
    """What a server does first, when nothing is kept in its memory: exposures and observed facilities."""
    database, library = Database(place.settings.database_url), load_library(place.settings)
    blueprint, now, times = library.blueprints[EXAM], datetime.now(UTC), []
    for _ in range(min(rounds, 5)):
        begun = time.perf_counter()
        await Exposures(database).list_over(blueprint, now)
        await Supplies(database).find(library, blueprint, now)
        times.append((time.perf_counter() - begun) * 1000)
    await database.close()
    return min(times)


async def _sit(place: Place) -> dict[str, str]:
    """Sittings that begin now, by the session of who sits."""
    database, library, now = Database(place.settings.database_url), load_library(place.settings), datetime.now(UTC)
    exam = _without_limits(library.blueprints[EXAM])
    begun = {}
    for number in range(8):
        login = f"{now:%d%H%M%S}-{number}@growth"
        account = await enrolling.open_staff_account(database, login, "王晓明", Role.CANDIDATE, "", now)
        token = await signing_in.sign_in_as(database, login, now, _ORIGIN)
        async with database.write() as session:
            begun[token] = str(await taking.start(session, library, exam, account, now))
    await database.close()
    return begun


def _without_limits(blueprint: Blueprint) -> Blueprint:
    terms = replace(blueprint.terms, window=None, entry_code=False)
    return replace(blueprint, terms=terms, limits=(), interval=timedelta(0))


async def _save(port: int, attempts: dict[str, str], seconds: float) -> tuple[list[float], list[float]]:
    """Everybody saves some thirty times a second while the server sweeps; the first times of all and the others, in
    order. Whoever saves for the first time since the start may wait for what is read then: that is a figure of its own.
    """
    first: list[float] = []
    times: list[float] = []

    async def save(token: str) -> None:
        async with connect(port) as line:
            session = f"Cookie: session={token}"
            _, headers, _ = await line.ask(get("/privacy", f"{session}\r\n"))
            csrf = headers["set-cookie"].split(";")[0].removeprefix("csrf=").strip('"')
            headers_sent = f"{session}; csrf={csrf}\r\nX-CSRFToken: {csrf}\r\n"
            stop, seen = time.perf_counter() + seconds, 0
            while time.perf_counter() < stop:
                body = {"slot": 0, "seen": seen, "key": f"growth-{seen}-key", "choice": ["AB"[seen % 2]]}
                begun = time.perf_counter()
                status, _, said = await line.ask(
                    post(f"/attempts/{attempts[token]}/responses", json.dumps(body).encode(), headers_sent)
                )
                (times if seen else first).append((time.perf_counter() - begun) * 1000)
                if status != 201:
                    raise SystemExit(f"a save: {status} {said[:300]!r}")
                seen += 1
                await asyncio.sleep(0.03)

    await asyncio.gather(*map(save, attempts))
    return sorted(first), sorted(times)


@contextmanager
def _watching_disk(folder: Path) -> Iterator[list[float]]:
    """What a few bytes take to be on the disk, twenty times a second: other work on the machine shows here."""
    times, over, file = [0.0], threading.Event(), folder / "written"

    def write() -> None:
        with file.open("wb", buffering=0) as target:
            while not over.wait(0.05):
                begun = time.perf_counter()
                target.write(b"x" * 64)
                os.fsync(target.fileno())
                times.append((time.perf_counter() - begun) * 1000)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield times
    finally:
        over.set()
        thread.join()
        file.unlink()


async def _measure_sweep(place: Place) -> float:
    """A sweep that finds little to do, as nearly all are."""
    platform = make_platform(place.settings, load_library(place.settings), (), (), now_utc)
    times = []
    for _ in range(20):
        begun = time.perf_counter()
        await sweep(platform)
        times.append((time.perf_counter() - begun) * 1000)
    await platform.admission.close()
    await platform.desk.close()
    await platform.database.close()
    return min(times[10:])


def judge(name: str, by_size: dict[float, float], figures: Figures) -> dict[str, object]:
    """One figure of all sizes: ``floor`` is the smallest size, ``value`` the largest.

    The worst save stands beside what a few bytes took at worst to be on the disk in the same seconds.
    """
    first, last = by_size[min(by_size)], by_size[max(by_size)]
    ratio = last / first if first else 0
    if name == WORST:
        worst = max(by_size, key=lambda size: by_size[size])
        return _row(name, by_size[worst], figures[DISK][worst], WORST_SAVE, by_size[worst] < WORST_SAVE)
    if name == DISK:
        return _row(name, last, first, None, holds=True)
    return _row(name, last, first, TARGET, ratio <= TARGET or last - first < SMALL)


def _row(name: str, value: float, floor: float, target: float | None, holds: bool) -> dict[str, object]:
    ratio = value / floor if floor else 0
    return {
        "name": name, "value": round(value, 2), "unit": "ms", "floor": round(floor, 2), "ratio": round(ratio, 2),
        "target": target, "holds": holds,
    }  # fmt: skip


def show(figures: Figures, *, as_json: bool) -> None:
    """The table, or one object a line."""
    for name, by_size in figures.items():
        row = judge(name, by_size, figures)
        if as_json:
            print(json.dumps(row))
            continue
        values = "".join(f"{by_size[size]:10.2f}" for size in sorted(by_size))
        print(f"{name:42}{values} ms  ×{row['ratio']:5}  {_say_target(row)}")


def _say_target(row: dict[str, object]) -> str:
    if row["target"] is None:
        return "floor"
    unit = "" if row["target"] == TARGET else " ms"
    return f"< {row['target']}{unit:6} {'holds' if row['holds'] else 'MISSED'}"


def main() -> None:
    """Build what is missing, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--whole", action="store_true", help="the whole too")
    parser.add_argument("--sizes", default="0.01,0.1", help="shares of the whole")
    parser.add_argument("--data", type=Path, default=Path("data/growth"))
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--rounds", type=int, default=9)
    given = parser.parse_args()
    sizes = sorted({float(size) for size in given.sizes.split(",")} | ({1.0} if given.whole else set()))
    figures: Figures = {}
    for size in sizes:  # in a process each: it remembers sittings by ids that are the same in all sizes
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            taken = pool.submit(take, given.data.resolve(), size, given.database, given.rounds).result()
        for name, value in taken.items():
            figures.setdefault(name, {})[size] = value
    show(figures, as_json=given.json)


if __name__ == "__main__":
    main()
