"""Sittings under load: beside Moodle, ourselves on 25 November, the floor of this run, and what was asked.

Run: ``python bench/sittings.py [--json] [--database postgresql] [--seconds 5] [--people 200] [--only start,save]``.
It seats people on a database of its own, starts ``edu serve`` on it, and in the same run the floors: the smallest
Litestar application with a durable group commit, and a bare Jinja page of 30 questions. All are driven by the same
client, everybody in a closed loop. On PostgreSQL each line says too how many statements and transactions a request is,
and two workers stand beside one.
"""

import argparse
import asyncio
import tempfile
from collections.abc import AsyncIterator, Collection
from pathlib import Path

from stage import Group, Stage, list_groups, setting
from table import Row, as_json, show, show_head
from workers import measure_workers
from works import OTHERS, WORKS, measure_kept, measure_long, measure_memory, measure_redirects, measure_work

_KEYS = (*(work.key for work in WORKS), *OTHERS)
_ONCE_A_SECOND = 300
"""People who are seated for each second of what can be done only once."""


def pick_groups(wanted: Collection[str], people: int, seconds: float) -> dict[str, Group]:
    """Who is needed for the lines that are wanted."""
    groups = list_groups(people, people + int(_ONCE_A_SECOND * seconds))
    needed = {work.group for work in WORKS if work.key in wanted}
    needed |= {"walker"} if "start" in wanted else set()
    needed |= {"question", "full"} if "workers" in wanted else set()
    needed |= {"long"} if "hand-in-100" in wanted else set()
    needed |= {name for name in groups if "-" in name and "kept" in wanted}
    return {name: group for name, group in groups.items() if name in needed}


async def measure(stage: Stage, wanted: Collection[str], people: int, seconds: float) -> AsyncIterator[Row]:
    """Line by line; the memory last, when everybody has been there."""
    for work in WORKS:
        if work.key in wanted:
            async for row in measure_work(stage, work, people, seconds):
                yield row
            if work.key == "start":
                yield await measure_redirects(stage)
    if "hand-in-100" in wanted:
        yield await measure_long(stage)
    if "memory" in wanted:
        yield measure_memory(stage, people)
    if "kept" in wanted:
        async for row in measure_kept(stage, max(int(seconds * 40), 3)):
            yield row
    if "workers" in wanted and stage.database == "postgresql":
        async for row in measure_workers(stage, seconds):
            yield row


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seconds", type=float, default=5, help="of each line")
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--only", default=",".join(_KEYS), help="lines, of " + ", ".join(_KEYS))
    given = parser.parse_args()
    wanted = given.only.split(",")
    if not set(wanted) <= set(_KEYS):
        parser.error(f"--only takes {', '.join(_KEYS)}")

    async def print_rows(stage: Stage) -> None:
        async for row in measure(stage, wanted, given.people, given.seconds):
            print(as_json(row, given.database) if given.json else show(row), flush=True)

    groups = pick_groups(wanted, given.people, given.seconds)
    with tempfile.TemporaryDirectory() as place, setting(Path(place), given.database, groups) as stage:
        if not given.json:
            print(f"{given.database}, {given.people} people in a closed loop\n{show_head()}", flush=True)
        asyncio.run(print_rows(stage))


if __name__ == "__main__":
    main()
