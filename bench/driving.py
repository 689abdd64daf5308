"""Driving a server: people in a closed loop, each asking again as soon as the answer is there."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from crowd import Candidate, Line, connect

Act = Callable[[Line, Candidate], Awaitable[None]]
"""What one person does once: one request, or those that belong together. Raises Unexpected."""


class Unexpected(Exception):
    """The server answered something else."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one run came to: acts a second, their times in milliseconds; ``before`` were done before the clock ran."""

    rate: float
    p50: float
    p99: float
    count: int
    before: int

    @classmethod
    def of(cls, times: list[float], seconds: float, before: int) -> "Load":
        """From single times in seconds."""
        ordered = sorted(times)
        p99 = ordered[min(int(len(ordered) * 0.99), len(ordered) - 1)]
        return cls(len(times) / seconds, statistics.median(ordered) * 1000, p99 * 1000, len(times), before)


NOBODY = Candidate(None, "", "")  # type: ignore[arg-type]
"""Who asks the floors."""


async def repeat(port: int, act: Act, crowd: Sequence[Candidate], seconds: float) -> Load:
    """Everybody does it again and again; once before, so that what is drawn once has been drawn."""
    times: list[float] = []
    stop = begun = 0.0
    ready = asyncio.Barrier(len(crowd))

    async def go_on(candidate: Candidate) -> None:
        nonlocal stop, begun
        async with connect(port) as line:
            await act(line, candidate)
            await ready.wait()
            begun = begun or time.perf_counter()
            stop = begun + seconds
            while (now := time.perf_counter()) < stop:
                await act(line, candidate)
                times.append(time.perf_counter() - now)

    await asyncio.gather(*map(go_on, crowd))
    return Load.of(times, time.perf_counter() - begun, len(crowd))


async def use_up(port: int, act: Act, crowd: Sequence[Candidate], people: int) -> Load:
    """Each does it once, ``people`` at a time. The first does it before the clock runs."""
    waiting, times = list(crowd[1:]), list[float]()
    async with connect(port) as line:
        await act(line, crowd[0])

    async def work() -> None:
        async with connect(port) as line:
            while waiting:
                candidate, now = waiting.pop(), time.perf_counter()
                await act(line, candidate)
                times.append(time.perf_counter() - now)

    begun = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(people)))
    return Load.of(times, time.perf_counter() - begun, 1)
