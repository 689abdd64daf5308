"""A rehearsal: everybody starts at once, answers, all at once changes everything, and hands in, on the real server."""

import asyncio
import resource
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from edu.content.library import Library
from edu.domain.sitting.terms import Layout
from edu.rehearsal.candidate import Candidate, LoadPlan, SheetCandidate
from edu.rehearsal.comparing import Reconciliation, compare
from edu.rehearsal.evidence import read_evidence
from edu.rehearsal.figures import Figures, Times
from edu.rehearsal.logbook import Logbook
from edu.rehearsal.people import seat_at_doors
from edu.rehearsal.scratch import scratch_database
from edu.rehearsal.server import Server
from edu.store.engine.database import Database

RehearsalProgress = Callable[[str, int], None]
"""A stage and how many people have just passed it."""

STAGES = ("seat", "open", "start", "answer", "look", "burst", "hand-in")


@dataclass(slots=True)
class Stages:
    """The candidates, and what they did in which seconds."""

    candidates: list[Candidate]
    logbook: Logbook
    progress: RehearsalProgress

    async def run(self, name: str, act: Callable[[Candidate], Awaitable[None]]) -> tuple[dict[str, list[float]], float]:
        """One stage: its single times by what was done, and how long the whole of it took."""
        before = {key: len(seconds) for key, seconds in self.logbook.seconds.items()}
        begun = time.perf_counter()

        async def one(candidate: Candidate) -> None:
            await act(candidate)
            self.progress(name, 1)

        async with asyncio.TaskGroup() as group:
            for candidate in self.candidates:
                group.create_task(one(candidate))
        lasted = time.perf_counter() - begun
        return {key: seconds[before.get(key, 0) :] for key, seconds in self.logbook.seconds.items()}, lasted


async def rehearse(
    plan: LoadPlan, library: Library, configured_url: str, progress: RehearsalProgress = lambda _, __: None
) -> Figures:
    """The figures of this blueprint on this machine; the database and all that was in it are gone afterwards."""
    async with _house(configured_url) as (folder, url):
        database = Database(url)
        try:
            seated = await seat_at_doors(
                database, plan.people, library, plan.blueprint, lambda count: progress("seat", count)
            )
        finally:
            await database.close()
        logbook = Logbook()
        async with Server(folder / "data", url=url) as server:
            _allow_connections(plan.people)
            kind = SheetCandidate if plan.blueprint.terms.layout is Layout.ONE_PAGE else Candidate
            candidates = [kind(seat, door, server.port, logbook, plan, n) for n, (seat, door) in enumerate(seated)]
            measured = await _measure(Stages(candidates, logbook, progress), server)
        return _figures(plan, logbook, measured, await _compare(url, logbook))


@asynccontextmanager
async def _house(configured_url: str) -> AsyncIterator[tuple[Path, str]]:
    with tempfile.TemporaryDirectory(prefix="zhixian-rehearsal-") as place:
        async with scratch_database(configured_url, Path(place)) as url:
            yield Path(place), url


def _allow_connections(people: int) -> None:
    """Every candidate holds a connection. The server has been started with the limit that it would have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = people * 2 + 200
    if soft != resource.RLIM_INFINITY and soft < wanted:
        allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))


@dataclass(frozen=True, slots=True)
class Measured:
    """Times of the stages, and the memory before and after them."""

    starts: Times
    pages: Times
    saves: Times
    burst: Times
    hand_ins: Times
    memory: tuple[float, float]


async def _measure(stages: Stages, server: Server) -> Measured:
    before = server.megabytes()
    await stages.run("open", lambda tab: tab.open())
    started, lasted = await stages.run("start", lambda tab: tab.start())
    answered, answering = await stages.run("answer", lambda tab: tab.answer())
    looked, _ = await stages.run("look", lambda tab: tab.look())
    burst, bursting = await stages.run("burst", lambda tab: tab.burst())
    ended, ending = await stages.run("hand-in", lambda tab: tab.hand_in())
    return Measured(
        starts=Times.of(started.get("start", []), lasted),
        pages=Times.of([second for stage in (started, answered, looked) for second in stage.get("page", [])]),
        saves=Times.of(answered.get("save", []), answering),
        burst=Times.of(burst.get("save", []), bursting),
        hand_ins=Times.of(ended.get("hand-in", []), ending),
        memory=(round(before, 1), round(server.megabytes(), 1)),
    )


async def _compare(url: str, logbook: Logbook) -> Reconciliation:
    database = Database(url)
    try:
        return compare(logbook, await read_evidence(database))
    finally:
        await database.close()


def _figures(plan: LoadPlan, logbook: Logbook, measured: Measured, comparison: Reconciliation) -> Figures:
    refused = logbook.counts.get("start refused", 0)
    errors = sum(logbook.counts.values()) - 2 * refused + len(logbook.error_pages)
    return Figures(
        blueprint=plan.blueprint.id, people=plan.people, starts=measured.starts, refused=refused, pages=measured.pages,
        saves=measured.saves, burst=measured.burst, hand_ins=measured.hand_ins, errors=errors,
        acknowledged=comparison.acknowledged, lost=comparison.lost, falsely_saved=comparison.falsely_saved,
        memory_at_start=measured.memory[0], memory_at_end=measured.memory[1], wrong=comparison.wrong,
    )  # fmt: skip
