"""Where sittings are measured: a firm with a bank of 300 items, its people seated, its server and the floors."""

import asyncio
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import asyncpg
from banks import ROOT, a_choice, a_fill_in, a_true_false
from crowd import Candidate, load_library, respond, seat, sign_in
from pages import free_port, wait_until_healthy
from wire import COUNTED

sys.path.insert(0, str(ROOT))  # the tests know how to start a cluster
from edu.services.sitting.saving import Desk
from edu.settings import Settings, read_settings
from edu.store.engine.database import Database
from edu.store.upgrading import upgrade
from tests.store.postgres_cluster import find_programs, running_cluster

HERE = Path(__file__).parent
BANK = "测速"
SHEET, QUESTIONS, LONG = "bench-form", "bench-question", "bench-long"
"""Exams: 30 of 300 on one page; 30 of 300 one by one; 100 of 300."""

KEPT = (10, 1_000, 5_000)
"""Responses that were kept in an attempt; all of them to the same ten questions."""

TICK = 1 / os.sysconf("SC_CLK_TCK")
"""Seconds: less of a process's CPU is not seen."""

_SLOTS = 10
_DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
_EXAM = """---
编号: {name}
考试: {name}
英文: {name}
对象: 员工
时长: 90 分钟
及格: 60%
版式: {layout}
成绩发布: 交卷后
---

| 大题 | 题型 | 题库 | 考点 | 题数 | 每题分值 | 难度 |
|---|---|---|---|---|---|---|
"""
_KINDS = ("单选", "多选", "判断", "填空")
_COUNTS = {SHEET: (10, 10, 5, 5), QUESTIONS: (10, 10, 5, 5), LONG: (33, 33, 17, 17)}


def write_content(folder: Path) -> None:
    """The shipped content, a bank of 300 made-up items, and exams that are drawn from it."""
    shutil.copytree(ROOT / "content", folder)
    rng = random.Random(7)
    texts = (
        [a_choice(rng, number, rng.choice("ABCD")) for number in range(120)]
        + [a_choice(rng, number, "".join(sorted(rng.sample("ABCD", 2)))) for number in range(120, 200)]
        + [a_true_false(rng, number) for number in range(200, 250)]
        + [a_fill_in(rng, number) for number in range(250, 300)]
    )
    items = "\n".join(f"{text}\n解析：第 {number} 条。\n依据：第 {number} 条\n" for number, text in enumerate(texts))
    (folder / "questions/bench.md").write_text(f"---\n题库: {BANK}\n用途: 考核\n考点: 综合\n---\n\n{items}", "utf-8")
    for name, counts in _COUNTS.items():
        rows = "".join(f"| {kind} | {kind} | {BANK} | | {n} | 1 | |\n" for kind, n in zip(_KINDS, counts, strict=True))
        layout = "逐题" if name == QUESTIONS else "整卷"
        (folder / f"exams/{name}.md").write_text(_EXAM.format(name=name, layout=layout) + rows, "utf-8")


@dataclass(frozen=True, slots=True)
class Group:
    """``count`` people; seated in ``exam``, where there is one, with ``times`` responses to each of ``slots``."""

    count: int
    exam: str = ""
    slots: int = 0
    times: int = 0
    ended: bool = False


def list_groups(people: int, once: int) -> dict[str, Group]:
    """``people`` go round and round; ``once`` can do something only once, and some more show what it costs."""
    once += COUNTED
    groups = {
        "door": Group(once),
        "walker": Group(1),
        "question": Group(people, QUESTIONS),
        "form": Group(people, SHEET),
        "saving": Group(people, SHEET),
        "full": Group(people, SHEET, 30, 1),
        "answered": Group(once, SHEET, 30, 1),
        "ended": Group(people, SHEET, 30, 1, ended=True),
        "long": Group(20, LONG, 100, 1),
    }
    for kept in KEPT:
        groups[f"question-{kept}"] = Group(1, QUESTIONS, _SLOTS, kept // _SLOTS)
        groups[f"form-{kept}"] = Group(1, SHEET, _SLOTS, kept // _SLOTS)
        groups[f"ended-{kept}"] = Group(1, SHEET, _SLOTS, kept // _SLOTS, ended=True)
    return groups


async def _fill(settings: Settings, groups: Mapping[str, Group]) -> dict[str, list[Candidate]]:
    library, database = load_library(settings), Database(settings.database_url)
    await upgrade(database)
    desk, crowds = Desk(database), {}
    for name, group in groups.items():
        crowds[name] = crowd = await sign_in(database, settings, name, group.count)
        if group.exam:
            await seat(database, library, library.blueprints[group.exam], crowd)
            await respond(desk, crowd, group.slots, group.times)
        if group.ended:
            now = datetime.now(UTC)
            await asyncio.gather(
                *(desk.hand_in(UUID(candidate.attempt), candidate.account, now) for candidate in crowd)
            )
    await desk.close()
    await database.close()
    return crowds


@dataclass(frozen=True, slots=True)
class Server:
    """A program that answers on a port."""

    process: subprocess.Popen[bytes]
    port: int

    def list_processes(self) -> list[int]:
        """Its own number and those of its children."""
        listed = subprocess.run(
            ["ps", "--ppid", str(self.process.pid), "-o", "pid="], capture_output=True, text=True, check=True
        )
        return [self.process.pid, *map(int, listed.stdout.split())]

    def megabytes(self) -> float:
        """Memory of all its processes; a page that several share counts for each in part."""
        texts = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in self.list_processes()]
        return sum(int(kilobytes) for text in texts for kilobytes in re.findall(r"^Pss:\s+(\d+) kB", text, re.M)) / 1024

    def cpu_seconds(self) -> float:
        """What all its processes have computed."""
        fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in self.list_processes()]
        return sum(int(field[11]) + int(field[12]) for field in fields) * TICK


@contextmanager
def running(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[Server]:
    """A server that answers; ``{port}`` in its command is a free one."""
    port = free_port()
    words = [sys.executable, *(word.format(port=port) for word in command)]
    process = subprocess.Popen(words, env=os.environ | environment, stdout=subprocess.DEVNULL)
    try:
        wait_until_healthy(port, process)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait()


def serving(*options: str) -> AbstractContextManager[Server]:
    """``edu serve`` on what :func:`setting` has set up."""
    return running(("-m", "edu", "serve", "--port", "{port}", *options), {})


@dataclass(frozen=True, slots=True)
class Stage:
    """What runs, and who is there, by group."""

    database: str
    settings: Settings
    crowds: Mapping[str, list[Candidate]]
    server: Server
    saving_floor: Server
    page_floor: Server


@contextmanager
def setting(place: Path, database: str, groups: Mapping[str, Group]) -> Iterator[Stage]:
    """Everybody seated, the server and the floors running; ``database`` is sqlite or postgresql."""
    write_content(place / "content")
    os.environ |= {
        "EDU_DATA": str(place / "data"), "EDU_CONTENT": str(place / "content"), "EDU_SECURE_COOKIES": "0",
    }  # fmt: skip
    with ExitStack() as stack:
        if database == "postgresql":
            os.environ["EDU_DATABASE_URL"] = stack.enter_context(_durable_postgresql())
        settings = read_settings()
        crowds = asyncio.run(_fill(settings, groups))
        yield Stage(
            database,
            settings,
            crowds,
            stack.enter_context(serving()),
            stack.enter_context(
                running((str(HERE / "floor_save.py"), "{port}"), {"FLOOR_FILE": str(place / "floor.db")})
            ),
            stack.enter_context(running((str(HERE / "floor_page.py"), "{port}"), {})),
        )


@contextmanager
def _durable_postgresql() -> Iterator[str]:
    """The address of a database in a cluster of its own that, unlike that of the tests, forgets nothing."""
    programs = find_programs()
    if programs is None:
        raise SystemExit("the programs of a PostgreSQL server are not here")
    with running_cluster(programs) as cluster, cluster.fresh_database() as name:
        url = cluster.url(name)
        asyncio.run(configure(url, _DURABLE))
        yield url


async def configure(url: str, values: Mapping[str, str]) -> None:
    """Set settings of a whole cluster that need no new start."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    for name, value in values.items():
        await connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
    await connection.execute("SELECT pg_reload_conf()")
    await connection.close()
