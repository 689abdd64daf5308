"""A firm that examines its staff: a real server that can be killed and started again, its content, people and clock."""

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from edu.content.sitting.terms_file import CHINA
from edu.domain.items.item import Item
from edu.domain.people.role import Role
from edu.domain.sitting.form import Slot
from edu.services.people import enrolling
from edu.settings import find_folder
from edu.store.engine.database import Database
from edu.store.sitting import attempts
from edu.store.upgrading import upgrade
from tests.browser.demo_server import (
    END_GROUP,
    DemoServer,
    clean_environment,
    free_port,
    stop,
    wait_until_healthy,
)
from tests.browser.exam_content import BANK, EXAMS
from tests.guard import guarded
from tests.house import password_hash

T = TypeVar("T")

_CHECKOUT = Path(__file__).parents[2]


class ExamHouse:
    """One server at a time, on one port, over one database."""

    def __init__(self, folder: Path) -> None:
        self.server = DemoServer(f"http://127.0.0.1:{free_port()}", folder / "data", folder / "server.log")
        self._content, self._clock = folder / "content", folder / "clock"
        self._database = f"sqlite+aiosqlite:///{self.server.data / 'zhixian.sqlite3'}"
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = count(1)
        self._ahead = timedelta(0)
        self.opens = (datetime.now(CHINA) + timedelta(hours=1)).replace(second=0, microsecond=0)
        self.server.data.mkdir()
        self._write_content()
        self.turn_clock_to(datetime.now(UTC))
        self._run(upgrade)
        self._hash = password_hash()

    def _write_content(self) -> None:
        shutil.copytree(find_folder("content"), self._content)
        (self._content / "questions" / "browser.md").write_text(BANK)
        for name, text in EXAMS.items():
            (self._content / "exams" / f"{name}.md").write_text(text)
        exam = self._content / "exams" / "customer-service.md"
        closes = self.opens + timedelta(hours=3)
        terms = f"开放时间: {self.opens:%Y-%m-%d %H:%M} 至 {closes:%Y-%m-%d %H:%M}\n统一开考: 是\n入场码: 是\n"
        whole, found = re.subn("^(?=导航:)", terms, exam.read_text(), count=1, flags=re.MULTILINE)
        assert found, "the exam has no line 导航 any more"
        exam.write_text(whole)

    # --- the process ---

    def start(self) -> None:
        """Start the server; it answers when this returns."""
        with self.server.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.browser.turned_server"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=_CHECKOUT, start_new_session=True,
                env=clean_environment() | {
                    "EDU_PORT": self.server.url.rpartition(":")[2],
                    "EDU_DATA": str(self.server.data),
                    "EDU_CONTENT": str(self._content),
                    "EDU_TEST_CLOCK": str(self._clock),
                },
            )  # fmt: skip
        wait_until_healthy(self.server, self._process)

    def kill(self) -> None:
        """SIGKILL to all of its processes at once: nothing of it runs on for a moment."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def stop(self) -> None:
        """As an operator stops it."""
        if self._process is not None:
            stop(self._process)

    @property
    def group(self) -> int:
        """The number of the processes' group."""
        assert self._process is not None
        return self._process.pid

    # --- its clock ---

    @property
    def now(self) -> datetime:
        """The server's time."""
        return datetime.now(UTC) + self._ahead

    def turn_clock_to(self, now: datetime) -> None:
        """The server's time goes on from there."""
        self._ahead = now - datetime.now(UTC)
        fresh = self._clock.with_suffix(".new")
        fresh.write_text(str(self._ahead.total_seconds()))
        fresh.replace(self._clock)

    # --- people ---

    def make_staff(self, role: Role, name: str) -> str:
        """A member of staff; how they sign in."""
        login = f"{role.value}{next(self._numbers)}@firm.cn"
        self._run(lambda it: enrolling.open_staff_account(it, login, name, role, self._hash, self.now))
        return login

    # --- what the database holds ---

    def read_form(self, attempt: str) -> list[tuple[Slot, Item]]:
        """The frozen form: each place with its item, keys included."""

        async def read(database: Database) -> list[tuple[Slot, Item]]:
            async with database.read() as session:
                row = await attempts.get(session, UUID(attempt))
                assert row is not None
                form = attempts.read_form(row)
                return list(zip(form.slots, await attempts.load_items(session, form), strict=True))

        return self._run(read)

    def read_deadline(self, attempt: str) -> datetime:
        """When it must be handed in."""

        async def read(database: Database) -> datetime:
            async with database.read() as session:
                row = await attempts.get(session, UUID(attempt))
                assert row is not None
                return row.deadline

        return self._run(read)

    def _run(self, work: Callable[[Database], Coroutine[Any, Any, T]]) -> T:
        async def whole() -> T:
            database = Database(self._database)
            try:
                return await work(database)
            finally:
                await database.close()

        return in_thread(whole())


def in_thread(work: Coroutine[Any, Any, T]) -> T:
    """Playwright's own event loop runs in this thread, so ours needs another one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


@contextmanager
def running_exam_house(folder: Path) -> Iterator[ExamHouse]:
    """Start it; stop it at the end, come what may. A process that was started after a kill is guarded anew."""
    house = ExamHouse(folder)
    house.start()
    with guarded(END_GROUP, str(house.group)):
        try:
            yield house
        finally:
            house.stop()
