"""The lines of the table: what is done, by whom, beside which floor, and what it shall come to."""

import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict, dataclass

import acts
from crowd import Candidate, Line, connect
from driving import NOBODY, Act, Load, repeat, use_up
from stage import KEPT, QUESTIONS, TICK, Server, Stage
from table import Row, Target
from wire import COUNTED, count_cost

_FLOOR_SHARE = 0.4
"""Of the seconds of a line, before and again after it; the better count is the floor."""


@dataclass(frozen=True, slots=True)
class Work:
    """``once``: each of the group can do it only once. ``before`` is what the databases came to on 25 November."""

    key: str
    name: str
    group: str
    act: Act
    floor: Act
    target: Target
    moodle: str = "–"
    before: Mapping[str, str] | None = None
    once: bool = False
    most_p99: float | None = None
    smaller_floor: Act | None = None


_DURABLE, _PAGE = acts.save_barely, acts.see_bare_page
WORKS = (
    Work("start", "start (draw 30 of 300)", "door", acts.start(QUESTIONS), _DURABLE, Target(least=1000), "37–44",
         {"sqlite": "391", "postgresql": "264"}, once=True),
    Work("question", "question page, one a page", "question", acts.see_question, _PAGE, Target(least=800, share=0.5),
         "39", {"sqlite": "189", "postgresql": "241"}, smaller_floor=acts.see_bare_question),
    Work("save", "save in the background", "saving", acts.save, _DURABLE, Target(share=0.5), "138",
         {"sqlite": "3,252", "postgresql": "3,086"}, most_p99=100),
    Work("plain", "save without JavaScript", "question", acts.save_plain, _DURABLE, Target(least=600), "117",
         {"sqlite": "137", "postgresql": "239"}),
    Work("plain-look", "the same, with the page it leads to", "question", acts.save_plain_and_look, _DURABLE,
         Target(least=600), "117", {"sqlite": "137", "postgresql": "239"}),
    Work("next", "save and next", "question", acts.save_and_next, _DURABLE, Target(least=600), "117",
         {"sqlite": "209", "postgresql": "219"}),
    Work("hand-in", "hand in and score 30", "answered", acts.hand_in, _DURABLE, Target(least=1000), "47",
         {"sqlite": "477", "postgresql": "322"}, once=True),
    Work("result", "result page of 30", "ended", acts.see_result, _PAGE, Target(least=600), "26",
         {"sqlite": "64", "postgresql": "85"}),
    Work("form", "page of a 30-item form", "form", acts.see_form, _PAGE, Target(share=0.5), "28",
         {"sqlite": "933", "postgresql": "549"}),
    Work("form-full", "the same, with every question answered", "full", acts.see_form, _PAGE, Target(share=0.5)),
)  # fmt: skip
OTHERS = ("hand-in-100", "memory", "kept", "workers")


def find_floor(stage: Stage, act: Act) -> Server:
    """Which server the floor ``act`` asks."""
    return stage.saving_floor if act is _DURABLE else stage.page_floor


async def measure_work(stage: Stage, work: Work, people: int, seconds: float) -> AsyncIterator[Row]:
    """The floor, ours, the floor again: against the better of the floor's two counts."""
    crowd, floor = stage.crowds[work.group], find_floor(stage, work.floor).port
    counted, nobody = crowd[:COUNTED], [NOBODY] * people
    first = await repeat(floor, work.floor, nobody, seconds * _FLOOR_SHARE)
    computed = stage.server.cpu_seconds()
    if work.once:
        own = await use_up(stage.server.port, work.act, crowd[COUNTED:], people)
    else:
        own = await repeat(stage.server.port, work.act, crowd, seconds)
    computed = stage.server.cpu_seconds() - computed
    second = await repeat(floor, work.floor, nobody, seconds * _FLOOR_SHARE)
    best = max(first, second, key=lambda load: load.rate)
    thrift = (own.count + own.before) / max(computed, TICK)
    told = f"p50 {own.p50:.0f}, p99 {own.p99:.0f} ms; {thrift:,.0f} for each second of the server's CPU"
    if work.smaller_floor is not None:
        smaller = await repeat(floor, work.smaller_floor, nobody, seconds * _FLOOR_SHARE)
        told += f"; ×{own.rate / smaller.rate:.2f} of a bare page of one question ({smaller.rate:,.0f}/s)"
    more = {"per_cpu_second": round(thrift, 1)}
    if stage.database == "postgresql":
        cost = await count_cost(stage.settings.database_url, stage.server.port, work.act, counted)
        told, more = f"{told}; {cost}", more | asdict(cost)
    before = (work.before or {}).get(stage.database, "–")
    yield Row(work.key, work.name, "/s", own.rate, best.rate, work.target, work.moodle, before, told, more)
    if work.most_p99 is not None:
        yield Row(work.key, f"  its p99, {people} people", "ms", own.p99, best.p99, Target(most=work.most_p99),
                  before="146–177")  # fmt: skip


async def measure_redirects(stage: Stage) -> Row:
    """How many redirects more than its own a start takes to the first question."""
    async with connect(stage.server.port) as line:
        count = await acts.count_redirects(line, stage.crowds["walker"][0], QUESTIONS)
    return Row("start", "  redirects from there to the first question", "", count, None, Target(most=0), before="2")


async def measure_long(stage: Stage) -> Row:
    """Hand in 100 items, one person after another, from the request to the reply."""
    times, floor = list[float](), list[float]()
    async with connect(stage.server.port) as line, connect(stage.saving_floor.port) as bare:
        for candidate in stage.crowds["long"]:
            times.append(await _time(acts.hand_in, line, candidate))
            floor.append(await _time(acts.save_barely, bare, NOBODY))
    own, beside = Load.of(times[1:], 1, 1), Load.of(floor[1:], 1, 1)
    told = f"worst {max(times[1:]) * 1000:.1f} ms"
    return Row("hand-in-100", "hand in and score 100, median", "ms", own.p50, beside.p50, Target(most=5), told=told)


async def _time(act: Act, line: Line, candidate: Candidate) -> float:
    begun = time.perf_counter()
    await act(line, candidate)
    return time.perf_counter() - begun


_PAGES: tuple[tuple[str, Act], ...] = (
    ("question", acts.see_question),
    ("form", acts.see_form),
    ("ended", acts.see_result),
)


async def measure_kept(stage: Stage, rounds: int) -> AsyncIterator[Row]:
    """Pages of attempts in which more and more was kept, in turns; of each the quickest: other work only ever adds."""
    for group, act in (*_PAGES, ("question", acts.see_hand_in)):
        times: dict[int, list[float]] = {kept: [] for kept in KEPT}
        async with connect(stage.server.port) as line:
            for _ in range(rounds):
                for kept in KEPT:
                    times[kept].append(await _time(act, line, stage.crowds[f"{group}-{kept}"][0]))
        quickest = {kept: min(some) * 1000 for kept, some in times.items()}
        told = " · ".join(f"{quickest[kept]:.2f}" for kept in KEPT) + " ms"
        least, most = min(quickest.values()), max(quickest.values())
        name = f"{act.__name__.replace('_', ' ')}: {KEPT[0]} · {KEPT[1]:,} · {KEPT[2]:,} kept"
        yield Row("kept", name, "ms", most, least, Target(ratio=1.2), told=told)


def measure_memory(stage: Stage, people: int) -> Row:
    """Memory of the server after all that was measured before."""
    told = "of all its processes, what they share counted once"
    value = stage.server.megabytes()
    return Row("memory", f"memory at {people} people", "MiB", value, None, Target(most=200), "373", "270", told)
