"""The floor of ``bench/sittings.py``: bare Litestar with a durable group commit, Granian with one worker."""

import asyncio
import os
import sqlite3
import sys
from typing import Any

from granian.constants import Interfaces
from granian.server.mp import MPServer
from litestar import Litestar, Request, get, post


class Commits:
    """Rows that arrive while a batch is being committed make the next one."""

    def __init__(self, path: str) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            self.connection.execute(f"PRAGMA {pragma}")
        self.connection.execute("CREATE TABLE IF NOT EXISTS saves (body BLOB)")
        self.waiting: list[tuple[bytes, asyncio.Future[None]]] = []
        self.worker: asyncio.Task[None] | None = None

    async def add(self, body: bytes) -> None:
        """Durable when it returns."""
        future = asyncio.get_running_loop().create_future()
        self.waiting.append((body, future))
        if self.worker is None or self.worker.done():
            self.worker = asyncio.create_task(self.work())
        await future

    async def work(self) -> None:
        """Batch after batch."""
        while self.waiting:
            batch, self.waiting = self.waiting, []
            await asyncio.to_thread(self.commit, [(body,) for body, _ in batch])
            for _, future in batch:
                future.set_result(None)

    def commit(self, rows: list[tuple[bytes]]) -> None:
        """One transaction."""
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.executemany("INSERT INTO saves VALUES (?)", rows)
        self.connection.execute("COMMIT")


@post("/save")
async def save(request: Request[Any, Any, Any]) -> dict[str, int]:
    """One response."""
    await request.app.state.commits.add(await request.body())
    return {"receipt": 1}


@get("/healthz")
async def healthz() -> dict[str, str]:
    """It runs."""
    return {"status": "ok"}


def make_app() -> Litestar:
    """The application."""
    app = Litestar([save, healthz], openapi_config=None)
    app.state.commits = Commits(os.environ["FLOOR_FILE"])
    return app


if __name__ == "__main__":
    os.environ["PYTHONPATH"] = os.path.dirname(__file__)
    MPServer(
        "floor_save:make_app", address="127.0.0.1", port=int(sys.argv[1]), interface=Interfaces.ASGI, factory=True,
        workers=1, backlog=4096, log_enabled=False,
    ).serve()  # fmt: skip
