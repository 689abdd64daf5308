"""Saving responses with 50 and 200 candidates at once, durable, session and CSRF included, beside a bare group commit.

Run: ``python bench/sittings.py [--json] [--seconds 5]``. It prepares candidates with running attempts on a
database of its own, starts ``edu serve`` on it, and in the same run a floor: the smallest Litestar application with
the same durable group commit. Both are driven in turns by the same client, on this machine.
"""

import argparse
import asyncio
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pages import free_port, wait_until_healthy

from edu.domain.item import Item, Kind
from edu.domain.person import Origin
from edu.domain.profile import ClientKind
from edu.services import enrolling, signing_in, taking
from edu.settings import Settings, read_settings


@dataclass(slots=True)
class Candidate:
    """One open connection with its cookies and its attempt."""

    attempt: str
    token: str
    items: tuple[Item, ...]
    csrf: str = ""
    saves: int = 0


@dataclass(frozen=True, slots=True)
class Load:
    """What one run came to."""

    rate: float
    p50: float
    p99: float


async def prepare(settings: Settings, count: int) -> list[Candidate]:
    """Candidates with a session and a running attempt each."""
    from edu.app import read_library
    from edu.store.database import Database
    from edu.store.upgrading import upgrade

    library, database, now = read_library(settings), Database(settings.database_url), datetime.now(UTC)
    await upgrade(database)
    hashed = await signing_in.hash_password("four words in a row")
    candidates = []
    for number in range(count):
        registration = enrolling.Registration(f"bench{number}@example.cn", "王晓明", ClientKind.INDIVIDUAL)
        account = await enrolling.register(database, registration, hashed, now)
        token = await signing_in.sign_in_as(database, registration.login, now, Origin("bench", "127.0.0.1"))
        async with database.write() as session:
            blueprint = library.blueprints["onboarding-check"]
            attempt = await taking.start(session, library, blueprint, account, now)
        async with database.read() as session:
            sitting = await taking.load_own(session, attempt, account)
        candidates.append(Candidate(str(attempt), token, sitting.items))
    await database.close()
    return candidates


async def ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> tuple[int, dict[str, str], bytes]:
    """Send a request on a kept connection; status, headers and body."""
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    headers = {key.lower(): value for key, value in re.findall(r"^([\w-]+): (.*)\r$", head, re.MULTILINE)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return int(head.split(" ", 2)[1]), headers, body


def post(path: str, body: bytes, headers: str = "") -> bytes:
    """The bytes of a request."""
    lines = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n{headers}"
    return f"{lines}Content-Length: {len(body)}\r\n\r\n".encode() + body


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
    cookies = f"Cookie: session={candidate.token}; csrf={candidate.csrf}\r\nX-CSRFToken: {candidate.csrf}\r\n"
    return post(f"/attempts/{candidate.attempt}/responses", json.dumps(body).encode(), cookies)


async def drive(port: int, people: int, seconds: float, make: Callable[[int], bytes]) -> Load:
    """Everybody saves as fast as receipts come."""
    times: list[float] = []
    stop = time.perf_counter() + seconds

    async def one(number: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < stop:
            begun = time.perf_counter()
            status, _, body = await ask(reader, writer, make(number))
            if status != 201:
                raise SystemExit(f"{status}: {body[:200]!r}")
            times.append(time.perf_counter() - begun)
        writer.close()

    await asyncio.gather(*map(one, range(people)))
    ordered = sorted(times)
    return Load(len(times) / seconds, statistics.median(ordered) * 1000, ordered[int(len(ordered) * 0.99)] * 1000)


async def meet(port: int, candidates: list[Candidate]) -> None:
    """Each fetches a page once, for the token of its forms."""
    for candidate in candidates:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        request = f"GET /privacy HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: session={candidate.token}\r\n\r\n"
        _, headers, _ = await ask(reader, writer, request.encode())
        candidate.csrf = headers["set-cookie"].split(";")[0].removeprefix("csrf=").strip('"')
        writer.close()


def serve(command: list[str], environment: dict[str, str], port: int) -> subprocess.Popen[bytes]:
    """A server that answers."""
    process = subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.DEVNULL)
    wait_until_healthy(port, process)
    return process


async def measure(place: Path, seconds: float, show: Callable[..., None]) -> None:
    """Both servers side by side, driven in turns."""
    ours, floor = free_port(), free_port()
    os.environ |= {"EDU_DATA": str(place / "data"), "EDU_PORT": str(ours), "EDU_SECURE_COOKIES": "0"}
    candidates = await prepare(read_settings(), 200)
    servers = [
        serve([sys.executable, "-m", "edu", "serve"], {}, ours),
        serve(
            [sys.executable, str(Path(__file__).with_name("floor_save.py")), str(floor)],
            {"FLOOR_FILE": str(place / "floor.sqlite3")}, floor,
        ),
    ]  # fmt: skip
    try:
        await meet(ours, candidates)
        plain = post("/save", json.dumps({"slot": 3, "seen": 1, "key": "bench-key", "choice": ["A"]}).encode())
        for people in (50, 200):
            await turn(people, seconds, show, ours, floor, candidates, plain)
    finally:
        for server in servers:
            server.terminate()
            server.wait()


async def turn(
    people: int,
    seconds: float,
    show: Callable[..., None],
    ours: int,
    floor: int,
    candidates: list[Candidate],
    plain: bytes,
) -> None:
    """The floor, ours, the floor again: the better of the floor's two counts."""
    run: Callable[..., Awaitable[Load]] = drive
    first = await run(floor, people, seconds, lambda _: plain)
    own = await run(ours, people, seconds, lambda number: next_save(candidates[number]))
    second = await run(floor, people, seconds, lambda _: plain)
    best = max(first, second, key=lambda load: load.rate)
    show(f"saves, {people} at once", own.rate, "/s", best.rate, best.rate / 2, own.rate >= best.rate / 2)
    show(f"p99 of a save, {people} at once", own.p99, "ms", best.p99, 100, own.p99 < 100)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--seconds", type=float, default=5)
    given = parser.parse_args()

    def show(name: str, value: float, unit: str, floor: float, target: float, holds: bool) -> None:
        if given.json:
            row = {"name": name, "value": round(value, 2), "unit": unit, "floor": round(floor, 2)}
            print(json.dumps(row | {"ratio": round(value / floor, 2), "target": round(target, 2), "holds": holds}))
        else:
            verdict = "holds" if holds else "MISSED"
            beside = f"floor {floor:9.1f}  ×{value / floor:5.2f}  target {target:8.1f}"
            print(f"{name:28}{value:9.1f} {unit:3} {beside}  {verdict}")

    with tempfile.TemporaryDirectory() as place:
        asyncio.run(measure(Path(place), given.seconds, show))


if __name__ == "__main__":
    main()
