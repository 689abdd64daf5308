"""A rehearsal: everybody starts at once, answers, all at once changes everything, and hands in, on the real server."""

import asyncio
import random
import resource
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from edu.domain.blueprint import Blueprint
from edu.rehearsal.browser import Browser, Outcome, Tab
from edu.rehearsal.comparing import Comparison, compare
from edu.rehearsal.evidence import read_evidence
from edu.rehearsal.figures import Figures, Times
from edu.rehearsal.logbook import Logbook
from edu.rehearsal.paper import ShownQuestion
from edu.rehearsal.people import Seat, seat_clients
from edu.rehearsal.scratch import scratch_database
from edu.rehearsal.server import Server
from edu.rehearsal.starting import find_door, start_attempt
from edu.rehearsal.wire import Line, NoReply
from edu.store.database import Database

Progress = Callable[[str, int], None]
"""A stage and how many people have just passed it."""

STAGES = ("seat", "open", "start", "answer", "look", "burst", "hand-in")
_LOOKED_AT = 4


@dataclass(frozen=True, slots=True)
class Plan:
    """``start_within`` and ``answer_for`` in seconds; ``burst`` responses each, 0 for one to every question."""

    blueprint: Blueprint
    people: int
    start_within: float
    answer_for: float
    burst: int = 0

    @property
    def interval(self) -> float:
        """Seconds between two responses of one candidate who takes all the time there is and changes half of them."""
        return self.blueprint.duration.total_seconds() / (1.5 * max(self.blueprint.count, 1))


class Candidate:
    """One simulated person, stage by stage."""

    def __init__(self, seat: Seat, port: int, logbook: Logbook, plan: Plan, number: int) -> None:
        self.rng, self.plan, self.logbook = random.Random(number), plan, logbook  # noqa: S311  a load, no secret
        self.browser = Browser(seat.token, logbook, self.rng)
        self.line = Line(port)
        self.tab: Tab | None = None
        self.question: ShownQuestion | None = None
        self.looked_at: list[ShownQuestion] = []

    async def open(self) -> None:
        """The page with the button, some time before."""
        await asyncio.sleep(self.rng.uniform(0, max(self.plan.start_within, self.plan.people / 200)))
        try:
            await self.browser.open(self.line, find_door(self.plan.blueprint.id))
        except NoReply:
            self.logbook.count("page without a reply")

    async def start(self) -> None:
        """Within the first seconds, and on to the first question."""
        await asyncio.sleep(self.rng.uniform(0, self.plan.start_within))
        attempt = await start_attempt(self.browser, self.line, find_door(self.plan.blueprint.id))
        if attempt:
            self.tab = Tab(self.browser, attempt, self.line)
            self.question = await self.tab.show(0)

    async def answer(self) -> None:
        """At the pace of a person: a response, and when it is saved, the next question."""
        end = time.monotonic() + self.plan.answer_for
        pause = self.rng.uniform(0, min(self.plan.interval, self.plan.answer_for))
        while self.tab and self.question and time.monotonic() + pause < end:
            await asyncio.sleep(pause)
            given = self.question.give(self.rng)
            self.tab.give(self.question.slot, given)
            if await self.tab.flush_until_told() is Outcome.CLOSED:
                return
            following = (self.question.slot + 1) % self.plan.blueprint.count
            self.question = await self.tab.move_on(self.question, given, following + 1) or self.question
            pause = self.rng.uniform(0.5, 1.5) * self.plan.interval

    async def look(self) -> None:
        """A few questions in a row, as somebody does who looks over what is done."""
        while self.tab and self.question and len(self.looked_at) < min(_LOOKED_AT, self.plan.blueprint.count):
            slot = (self.question.slot + len(self.looked_at)) % self.plan.blueprint.count
            question = await self.tab.show(slot)
            if question is None:
                self.logbook.count("page without a question")
                return
            self.looked_at.append(question)

    async def burst(self) -> None:
        """Change them again and again, as fast as the receipts come."""
        for number in range(self.plan.burst or self.plan.blueprint.count):
            if self.tab is None or not self.looked_at:
                return
            question = self.looked_at[number % len(self.looked_at)]
            self.tab.give(question.slot, question.give(self.rng))
            await self.tab.flush_until_told()

    async def hand_in(self) -> None:
        """Everybody within the same seconds."""
        await asyncio.sleep(self.rng.uniform(0, self.plan.start_within))
        for _ in range(20):
            if self.tab is None or await self.tab.hand_in():
                break
            self.logbook.count("hand-in refused")
            await asyncio.sleep(1)
        self.line.close()


@dataclass(slots=True)
class Stages:
    """The candidates, and what they did in which seconds."""

    candidates: list[Candidate]
    logbook: Logbook
    progress: Progress

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


async def rehearse(plan: Plan, configured_url: str, progress: Progress = lambda _, __: None) -> Figures:
    """The figures of this blueprint on this machine; the database and all that was in it are gone afterwards."""
    async with _house(configured_url) as (folder, url):
        database = Database(url)
        try:
            seats = await seat_clients(database, plan.people, progress=lambda count: progress("seat", count))
        finally:
            await database.close()
        logbook = Logbook()
        async with Server(folder / "data", url=url) as server:
            _allow_connections(plan.people)
            candidates = [Candidate(seat, server.port, logbook, plan, n) for n, seat in enumerate(seats)]
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
    await stages.run("open", Candidate.open)
    started, lasted = await stages.run("start", Candidate.start)
    answered, answering = await stages.run("answer", Candidate.answer)
    looked, _ = await stages.run("look", Candidate.look)
    burst, bursting = await stages.run("burst", Candidate.burst)
    ended, ending = await stages.run("hand-in", Candidate.hand_in)
    return Measured(
        starts=Times.of(started.get("start", []), lasted),
        pages=Times.of([second for stage in (started, answered, looked) for second in stage.get("page", [])]),
        saves=Times.of(answered.get("save", []), answering),
        burst=Times.of(burst.get("save", []), bursting),
        hand_ins=Times.of(ended.get("hand-in", []), ending),
        memory=(round(before, 1), round(server.megabytes(), 1)),
    )


async def _compare(url: str, logbook: Logbook) -> Comparison:
    database = Database(url)
    try:
        return compare(logbook, await read_evidence(database))
    finally:
        await database.close()


def _figures(plan: Plan, logbook: Logbook, measured: Measured, comparison: Comparison) -> Figures:
    refused = logbook.counts.get("start refused", 0)
    errors = sum(logbook.counts.values()) - 2 * refused + len(logbook.error_pages)
    return Figures(
        blueprint=plan.blueprint.id, people=plan.people, starts=measured.starts, refused=refused, pages=measured.pages,
        saves=measured.saves, burst=measured.burst, hand_ins=measured.hand_ins, errors=errors,
        acknowledged=comparison.acknowledged, lost=comparison.lost, falsely_saved=comparison.falsely_saved,
        memory_at_start=measured.memory[0], memory_at_end=measured.memory[1], wrong=comparison.wrong,
    )  # fmt: skip
