"""What the server's working process runs."""

import asyncio
import gc
import sys
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NoReturn, TypeVar

from litestar import Litestar

from edu import demo
from edu.app import ContentNotReady, make_app, make_platform, now_utc, read_content
from edu.content.finding import Finding
from edu.content.library import Library
from edu.settings import Settings, read_settings
from edu.store.engine.database import Database
from edu.store.state import read_state

T = TypeVar("T")

_TURN_SECONDS = 0.0005
"""How long a thread may compute while another waits. Everybody's requests are on one thread, and each of its rounds
waits for whoever scores a hand-in meanwhile: with Python's own 5 ms, hundreds who hand in wait four times as long."""


def make_served_app() -> Litestar:
    """The platform on the operator's own database."""
    settings = read_settings()
    library, advice = _read_content(settings)
    _run(_prepare(settings))
    return _settle(make_app(make_platform(settings, library, advice, (), now_utc)))


def make_demo_app() -> Litestar:
    """The platform on the demo's database, with its one-click accounts."""
    settings = read_settings(demo=True, host="127.0.0.1")
    library, advice = _read_content(settings)
    try:
        _run(demo.prepare(settings, library))
    except demo.NotOurDatabase as error:
        _stop(str(error))
    return _settle(make_app(make_platform(settings, library, advice, demo.PEOPLE, now_utc)))


def _settle(app: Litestar) -> Litestar:
    """The content stays for the life of the process: the garbage collector need not walk through it again and again.

    And threads take short turns.
    """
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(_TURN_SECONDS)
    return app


def _read_content(settings: Settings) -> tuple[Library, tuple[Finding, ...]]:
    try:
        return read_content(settings)
    except ContentNotReady as error:
        for finding in error.findings:
            print(finding, file=sys.stderr)
        _stop(f"{len(error.findings)} findings: the platform does not start until they are mended (edu check).")


async def _prepare(settings: Settings) -> None:
    """Set up an empty database; one that is behind is the operator's to upgrade, after a backup."""
    database = Database(settings.database_url)
    try:
        state = await read_state(database)
        if not state.tables:
            from edu.store.upgrading import (
                upgrade,
            )  # loads Alembic, which a start from a database that is ready can spare

            await upgrade(database)
        elif not state.newest:
            _stop(f"the database stands at migration {state.current}: back it up and run `edu db upgrade`.")
    finally:
        await database.close()


def _run(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end in a thread of its own: this is called where an event loop may exist already."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def _stop(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr, flush=True)
    raise SystemExit(1)
