"""Commands that run the platform and keep its database."""

import asyncio
import os
from pathlib import Path

import click

from edu import __version__
from edu.cli.chosen import choose_settings
from edu.settings import MOST_WORKERS, Settings

_SECONDS_TO_STOP = 10
"""Then a worker is killed: one that was told to stop while it started may not have heard. Nothing is told to be saved
before it is."""


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="EDU_PORT, else 8000.")
@click.option("--host", help="EDU_HOST, else 127.0.0.1.")
@click.option("--data", type=click.Path(path_type=Path), help="EDU_DATA, else ./data.")
@click.option("--workers", type=click.IntRange(1, MOST_WORKERS), help="EDU_WORKERS, else 1; more need PostgreSQL.")
def serve(port: int | None, host: str | None, data: Path | None, workers: int | None) -> None:
    """Run the platform. It does not start while the content has findings."""
    settings = choose_settings(port=port, host=host, data=data, workers=workers)
    _run(settings, "edu.worker:make_served_app")


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="EDU_PORT, else 8000.")
@click.option("--data", type=click.Path(path_type=Path), help="EDU_DATA, else ./data.")
@click.option("--fresh", is_flag=True, help="Throw the demo database away and begin anew.")
def demo(port: int | None, data: Path | None, fresh: bool) -> None:
    """Run the platform with made-up people and one-click accounts, on this machine only."""
    settings = choose_settings(port=port, host="127.0.0.1", data=data, demo=True)
    if fresh:
        for file in settings.data.glob("demo.sqlite3*"):
            file.unlink()
    _run(settings, "edu.worker:make_demo_app")


@click.group()
def db() -> None:
    """The database."""


@db.command()
@click.option("--data", type=click.Path(path_type=Path), help="EDU_DATA, else ./data.")
def upgrade(data: Path | None) -> None:
    """Bring the tables to the newest migration. Back the database up first."""
    from edu.store.engine.database import Database
    from edu.store.state import read_state
    from edu.store.upgrading import upgrade as run_upgrade

    settings = choose_settings(data=data)

    async def work() -> None:
        database = Database(settings.database_url)
        await run_upgrade(database)
        state = await read_state(database)
        await database.close()
        click.echo(f"the database stands at migration {state.current}")

    asyncio.run(work())


def _run(settings: Settings, target: str) -> None:
    """One process that starts the others, and those that take connections and work: on SQLite one, the only writer."""
    from granian.constants import Interfaces
    from granian.server.mp import MPServer

    os.environ |= {
        "EDU_DATA": str(settings.data),
        "EDU_PORT": str(settings.port),
        "EDU_HOST": settings.host,
        "EDU_CONTENT": str(settings.content),
        "EDU_WORKERS": str(settings.workers),
    }
    click.echo(f"Zhixian {__version__} on http://{settings.host}:{settings.port}  (stop with Ctrl+C)")
    MPServer(
        target,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        factory=True,
        workers=settings.workers,
        backlog=2048,
        workers_kill_timeout=_SECONDS_TO_STOP,
        log_enabled=False,
    ).serve()


commands = (serve, demo, db)
