"""Two workers beside one, on PostgreSQL: pages a second, and pages for each second that the server computes."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractContextManager, nullcontext

import acts
from crowd import Candidate
from driving import Act, repeat
from stage import TICK, Server, Stage, serving
from table import Row, Target

_WORKERS = 2
_TARGET = Target(share=1.7)
_PAGES: tuple[tuple[str, str, Act], ...] = (
    ("question pages", "question", acts.see_question),
    ("pages of a form", "full", acts.see_form),
)


async def measure_workers(stage: Stage, seconds: float) -> AsyncIterator[Row]:
    """One worker, two, one again: against the better of its two. Client and database share the cores with them."""
    for name, group, act in _PAGES:
        crowd = stage.crowds[group]
        alone = [await _count(nullcontext(stage.server), act, crowd, seconds)]
        together = await _count(serving("--workers", str(_WORKERS)), act, crowd, seconds)
        alone.append(await _count(nullcontext(stage.server), act, crowd, seconds))
        (rate, thrift), (best, thrift_alone) = together, max(alone)
        told = (
            f"for each second of the server's CPU {thrift:,.0f} with {_WORKERS} workers, {thrift_alone:,.0f} with one"
        )
        more = {"per_cpu_second": round(thrift, 1), "per_cpu_second_alone": round(thrift_alone, 1)}
        yield Row("workers", f"{name}, {_WORKERS} workers beside one", "/s", rate, best, _TARGET, told=told, more=more)


async def _count(
    server: AbstractContextManager[Server], act: Act, crowd: Sequence[Candidate], seconds: float
) -> tuple[float, float]:
    """Pages a second, and pages for each second that all processes of the server have computed."""
    with server as known:
        await repeat(known.port, act, crowd, seconds / 4)  # what is drawn once has been drawn, in each worker
        before = known.cpu_seconds()
        load = await repeat(known.port, act, crowd, seconds)
        return load.rate, (load.count + load.before) / max(known.cpu_seconds() - before, TICK)
