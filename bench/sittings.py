"""Sittings under load: saves, a synchronised start, the page of a form, hand-in, and memory; each beside its floor.

Run: ``python bench/sittings.py [--json] [--seconds 5] [--only saves,start,page,hand-in,memory]``. It seats candidates
on a database of its own, starts ``edu serve`` on it, and in the same run the floors: the smallest Litestar application
with the same durable group commit, and a bare Jinja page of 30 questions. All are driven by the same client.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from crowd import Candidate, connect, exam_of, get, load_library, meet, post, seat
from pages import free_port, wait_until_healthy

from edu.domain.items.item import Kind
from edu.domain.items.response import Response
from edu.domain.sitting.attempt import AttemptState
from edu.services.sitting.saving import Desk
from edu.settings import Settings, read_settings
from edu.store.engine.database import Database
from edu.store.sitting import attempts

HERE = Path(__file__).parent
PARTS = ("saves", "start", "page", "hand-in", "memory")
STARTERS = 2_000
START_WITHIN = 5.0


@dataclass(frozen=True, slots=True)
class Load:
    """What one run came to: times in milliseconds."""

    rate: float
    p50: float
    p99: float

    @classmethod
    def of(cls, times: list[float], seconds: float) -> "Load":
        """From single times in seconds."""
        ordered = sorted(times)
        p99 = ordered[min(int(len(ordered) * 0.99), len(ordered) - 1)]
        return cls(len(times) / seconds, statistics.median(ordered) * 1000, p99 * 1000)


Show = Callable[[str, float, str, float, float, bool], None]


def next_save(candidate: Candidate) -> bytes:
    """The next change of mind, slot after slot."""
    slot, seen = candidate.saves % len(candidate.items), candidate.saves // len(candidate.items)
    kind, body = candidate.items[slot].kind, {"slot": slot, "seen": seen, "key": f"bench-{candidate.saves}-key"}
    if kind is Kind.TRUE_FALSE:
        body |= {"truth": seen % 2 == 0}
    elif kind in {Kind.SINGLE, Kind.MULTIPLE}:
        body |= {"choice": ["AB"[seen % 2]]}
    else:
        body |= {"texts": [str(seen)]}
    candidate.saves += 1
    token = f"{candidate.cookies}X-CSRFToken: {candidate.csrf}\r\n"
    return post(f"/attempts/{candidate.attempt}/responses", json.dumps(body).encode(), token)


async def drive(port: int, people: int, seconds: float, make: Callable[[int], bytes], expected: int) -> Load:
    """Everybody asks again as soon as the answer is there."""
    times: list[float] = []
    stop = time.perf_counter() + seconds

    async def one(number: int) -> None:
        async with connect(port) as line:
            while time.perf_counter() < stop:
                begun = time.perf_counter()
                status, _, body = await line.ask(make(number))
                if status != expected:
                    raise SystemExit(f"{status}: {body[:200]!r}")
                times.append(time.perf_counter() - begun)

    await asyncio.gather(*map(one, range(people)))
    return Load.of(times, seconds)


async def measure_saves(ours: int, floor: int, candidates: list[Candidate], seconds: float, show: Show) -> None:
    """The floor, ours, the floor again: against the better of the floor's two counts."""
    plain = post("/save", json.dumps({"slot": 3, "seen": 1, "key": "bench-key", "choice": ["A"]}).encode())
    for people in (50, 200):
        first = await drive(floor, people, seconds, lambda _: plain, 201)
        own = await drive(ours, people, seconds, lambda number: next_save(candidates[number]), 201)
        second = await drive(floor, people, seconds, lambda _: plain, 201)
        best = max(first, second, key=lambda load: load.rate)
        show(f"saves, {people} at once", own.rate, "/s", best.rate, best.rate / 2, own.rate >= best.rate / 2)
        show(f"p99 of a save, {people} at once", own.p99, "ms", best.p99, 100, own.p99 < 100)


async def measure_start(port: int, waiting: list[Candidate], show: Show) -> None:
    """Everybody begins within five seconds and opens the form; a time is from the press to the whole page."""
    times: list[float] = []
    refused = 0

    async def one(number: int, candidate: Candidate) -> None:
        nonlocal refused
        await asyncio.sleep(START_WITHIN * number / len(waiting))
        begun = time.perf_counter()
        async with connect(port) as line:
            body = f"_csrf_token={candidate.csrf}".encode()
            kind = "application/x-www-form-urlencoded"
            status, _, _ = await line.ask(post(f"/attempts/{candidate.attempt}/begin", body, candidate.cookies, kind))
            shown, _, page = await line.ask(get(f"/attempts/{candidate.attempt}/form", candidate.cookies))
            if status != 303 or shown != 200 or page.count(b'class="response card"') != len(candidate.items):
                refused += 1
        times.append(time.perf_counter() - begun)

    await asyncio.gather(*(one(number, candidate) for number, candidate in enumerate(waiting)))
    load = Load.of(times, START_WITHIN)
    show(f"refused of {len(waiting)} who start within 5 s", refused, "", 0, 0, refused == 0)
    show("p99 of begin and whole form", load.p99, "ms", load.p50, 2000, load.p99 < 2000)


async def measure_page(ours: int, floor: int, candidates: list[Candidate], seconds: float, show: Show) -> None:
    """The page of a 30-item form beside a bare Jinja page of 30 items."""
    bare = get("/")
    first = await drive(floor, 8, seconds, lambda _: bare, 200)
    own = await drive(
        ours, 8, seconds, lambda n: get(f"/attempts/{candidates[n].attempt}/form", candidates[n].cookies), 200
    )
    second = await drive(floor, 8, seconds, lambda _: bare, 200)
    best = max(first, second, key=lambda load: load.rate)
    show("page of a 30-item form", own.rate, "/s", best.rate, best.rate / 2, own.rate >= best.rate / 2)


async def measure_hand_in(settings: Settings, candidates: list[Candidate], show: Show) -> None:
    """Hand in and score 100 items, durable; the floor is an empty commit on the same database."""
    database, now = Database(settings.database_url), datetime.now(UTC)
    desk, times, floor = Desk(database), list[float](), list[float]()
    for candidate in candidates:
        async with database.read() as session:
            row = await attempts.get(session, UUID(candidate.attempt))
        if row is None:
            raise SystemExit("an attempt has gone")
        for slot, item in enumerate(candidate.items):
            texts = tuple(blank.accepted[0] for blank in item.blanks)
            given = Response(letters=item.keys, truth=item.truth, texts=texts)
            await desk.save(row.id, row.candidate_id, slot, given, now)
        begun = time.perf_counter()
        await desk.hand_in(row.id, row.candidate_id, now)
        times.append(time.perf_counter() - begun)
        async with database.read() as session:
            ended = await attempts.get(session, row.id)
        if ended is None or ended.state is not AttemptState.SUBMITTED or ended.earned != ended.possible:
            raise SystemExit("the hand-in is not what it should be")
        begun = time.perf_counter()
        async with database.write() as session:
            ended.seen_at = now
            session.add(await session.merge(ended))
            await session.commit()
        floor.append(time.perf_counter() - begun)
    await desk.close()
    await database.close()
    load, bare = Load.of(times, 1), Load.of(floor, 1)
    show("hand-in and scoring of 100 items, median", load.p50, "ms", bare.p50, 5, load.p50 < 5)


async def measure_memory(port: int, process: int, candidates: list[Candidate], show: Show) -> None:
    """Resident memory of the server before and after 100,000 more saves."""
    before, done = resident(process), 0
    while done < 100_000:
        load = await drive(port, 100, 5, lambda number: next_save(candidates[number]), 201)
        done += int(load.rate * 5)
    after = resident(process)
    show(f"memory after {done} saves", after, "MB", before, before * 1.1, after < before * 1.1)


def resident(process: int) -> float:
    """Megabytes of a process and its children."""
    listed = subprocess.run(["ps", "--ppid", str(process), "-o", "rss="], capture_output=True, text=True, check=True)
    own = Path(f"/proc/{process}/statm").read_text().split()[1]
    return (sum(map(int, listed.stdout.split())) + int(own) * 4) / 1024


def serve(command: list[str], environment: dict[str, str], port: int) -> subprocess.Popen[bytes]:
    """A server that answers."""
    process = subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.DEVNULL)
    wait_until_healthy(port, process)
    return process


async def measure(place: Path, seconds: float, wanted: set[str], show: Show) -> None:
    """Seat everybody, start the servers, and go through the parts."""
    ours, saving, page = free_port(), free_port(), free_port()
    os.environ |= {"EDU_DATA": str(place / "data"), "EDU_PORT": str(ours), "EDU_SECURE_COOKIES": "0"}
    settings = read_settings()
    library = load_library(settings)
    exam = exam_of(library, (10, 10, 5, 5))
    running = await seat(settings, library, exam, 200, wait=False)
    waiting = await seat(settings, library, exam, STARTERS, wait=True) if "start" in wanted else []
    if "hand-in" in wanted:
        long = exam_of(library, (33, 33, 17, 17))
        await measure_hand_in(settings, await seat(settings, library, long, 20, wait=False), show)
    server = serve([sys.executable, "-m", "edu", "serve"], {}, ours)
    floors = [
        serve([sys.executable, str(HERE / "floor_save.py"), str(saving)], {"FLOOR_FILE": str(place / "f.db")}, saving),
        serve([sys.executable, str(HERE / "floor_page.py"), str(page)], {}, page),
    ]
    try:
        await meet(ours, running + waiting)
        for candidate in running:  # as everybody does who writes
            async with connect(ours) as line:
                await line.ask(get(f"/attempts/{candidate.attempt}/form", candidate.cookies))
        for candidate in waiting:  # as everybody does who waits for the opening
            async with connect(ours) as line:
                await line.ask(get(f"/attempts/{candidate.attempt}/waiting", candidate.cookies))
        if "start" in wanted:
            await measure_start(ours, waiting, show)
        if "page" in wanted:
            await measure_page(ours, page, running, seconds, show)
        if "saves" in wanted:
            await measure_saves(ours, saving, running, seconds, show)
        if "memory" in wanted:
            await measure_memory(ours, server.pid, running, show)
    finally:
        for process in (server, *floors):
            process.terminate()
            process.wait()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--only", default=",".join(PARTS))
    given = parser.parse_args()

    def show(name: str, value: float, unit: str, floor: float, target: float, holds: bool) -> None:
        ratio = value / floor if floor else 0
        if given.json:
            row = {"name": name, "value": round(value, 2), "unit": unit, "floor": round(floor, 2)}
            print(json.dumps(row | {"ratio": round(ratio, 2), "target": round(target, 2), "holds": holds}))
        else:
            verdict = "holds" if holds else "MISSED"
            beside = f"floor {floor:9.1f}  ×{ratio:5.2f}  target {target:8.1f}"
            print(f"{name:42}{value:9.1f} {unit:3} {beside}  {verdict}", flush=True)

    with tempfile.TemporaryDirectory() as place:
        asyncio.run(measure(Path(place), given.seconds, set(given.only.split(",")), show))


if __name__ == "__main__":
    main()
