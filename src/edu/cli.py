"""The command ``edu``. Exit status: 0 clean, 1 findings or a refusal, 2 wrong use."""

import asyncio
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import click

from edu import __version__
from edu.settings import BadSetting, Settings, find_folder, read_settings


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="edu")
def main() -> None:
    """Zhixian: teach futures clients and staff, examine them, and explain what follows for suitability."""


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a finding.")
def check(paths: tuple[Path, ...], as_json: bool) -> None:
    """Read all content (or the folders PATHS) and report every finding."""
    from edu.content.finding import Finding
    from edu.content.library import load_library

    folders = paths or (Path(os.environ["EDU_CONTENT"]) if os.environ.get("EDU_CONTENT") else find_folder("content"),)
    findings: list[Finding] = []
    for folder in folders:
        if not folder.is_dir():
            raise click.UsageError(f"{folder} is not a folder of content")
        loaded = load_library(folder)
        findings += loaded.findings
        if loaded.library is not None and not as_json:
            library = loaded.library
            click.echo(
                f"{folder}: {len(library.banks)} banks, {len(library.items)} items, {len(library.lessons)} lessons"
            )
    for finding in findings:
        click.echo(json.dumps(asdict(finding), ensure_ascii=False) if as_json else str(finding))
    if not as_json:
        click.echo(f"{len(findings)} findings")
    sys.exit(1 if findings else 0)


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), help="EDU_PORT, else 8000.")
@click.option("--host", help="EDU_HOST, else 127.0.0.1.")
@click.option("--data", type=click.Path(path_type=Path), help="EDU_DATA, else ./data.")
def serve(port: int | None, host: str | None, data: Path | None) -> None:
    """Run the platform. It does not start while the content has findings."""
    settings = _settings(port=port, host=host, data=data)
    _run(settings, "edu.worker:make_served_app")


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), help="EDU_PORT, else 8000.")
@click.option("--data", type=click.Path(path_type=Path), help="EDU_DATA, else ./data.")
@click.option("--fresh", is_flag=True, help="Throw the demo database away and begin anew.")
def demo(port: int | None, data: Path | None, fresh: bool) -> None:
    """Run the platform with made-up people and one-click accounts, on this machine only."""
    settings = _settings(port=port, host="127.0.0.1", data=data, demo=True)
    if fresh:
        for file in settings.data.glob("demo.sqlite3*"):
            file.unlink()
    _run(settings, "edu.worker:make_demo_app")


@main.group()
def db() -> None:
    """The database."""


@db.command()
@click.option("--data", type=click.Path(path_type=Path), help="EDU_DATA, else ./data.")
def upgrade(data: Path | None) -> None:
    """Bring the tables to the newest migration. Back the database up first."""
    from edu.store.database import Database
    from edu.store.state import read_state
    from edu.store.upgrading import upgrade as run_upgrade

    settings = _settings(data=data)

    async def work() -> None:
        database = Database(settings.database_url)
        await run_upgrade(database)
        state = await read_state(database)
        await database.close()
        click.echo(f"the database stands at migration {state.current}")

    asyncio.run(work())


@main.command()
@click.option("--login", required=True, help="The name to sign in with.")
@click.option("--name", required=True, help="The person's name.")
@click.option(
    "--role",
    required=True,
    type=click.Choice(["candidate", "trainer", "examiner", "compliance", "auditor", "operator"]),
)
@click.option("--data", type=click.Path(path_type=Path), help="EDU_DATA, else ./data.")
@click.password_option(envvar="EDU_PASSWORD", help="EDU_PASSWORD, else asked for.")
def staff(login: str, name: str, role: str, data: Path | None, password: str) -> None:
    """Open an account for a member of staff."""
    from edu.office import open_staff_account

    asyncio.run(open_staff_account(_settings(data=data), login, name, role, password))
    click.echo(f"{login} may now sign in as {role}")


@main.command()
@click.option("--login", required=True, help="The name to sign in with.")
@click.option("--data", type=click.Path(path_type=Path), help="EDU_DATA, else ./data.")
@click.password_option(envvar="EDU_PASSWORD", help="EDU_PASSWORD, else asked for.")
def password(login: str, data: Path | None, password: str) -> None:
    """Give somebody a new password and end all of that account's sign-ins."""
    from edu.office import reset_password

    asyncio.run(reset_password(_settings(data=data), login, password))
    click.echo(f"{login} has a new password")


@main.command()
@click.option("--name", default="", help="The client's name, if known.")
@click.option("--kind", type=click.Choice(["individual", "institution"]), default="individual")
@click.option(
    "--verified",
    default="{}",
    help='Facts that you hold proof of, as JSON, e.g. {"experience_verified": true, "real_trades": "24"}.',
)
@click.option("--data", type=click.Path(path_type=Path), help="EDU_DATA, else ./data.")
def invite(name: str, kind: str, verified: str, data: Path | None) -> None:
    """Make a one-time invitation link for a new client, as an account-opening system would."""
    from edu.office import make_invitation

    path = asyncio.run(make_invitation(_settings(data=data), name, kind, verified))
    click.echo(path)


def _settings(
    *, port: int | None = None, host: str | None = None, data: Path | None = None, demo: bool = False
) -> Settings:
    try:
        return read_settings(port=port, host=host, data=data, demo=demo)
    except BadSetting as error:
        raise click.UsageError(str(error)) from error


def _run(settings: Settings, target: str) -> None:
    """One process that takes connections and one that works: a single writer is the best shape for SQLite."""
    from granian.constants import Interfaces
    from granian.server.mp import MPServer

    os.environ |= {
        "EDU_DATA": str(settings.data),
        "EDU_PORT": str(settings.port),
        "EDU_HOST": settings.host,
        "EDU_CONTENT": str(settings.content),
    }
    click.echo(f"Zhixian {__version__} on http://{settings.host}:{settings.port}  (stop with Ctrl+C)")
    MPServer(
        target,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        factory=True,
        workers=1,
        backlog=2048,
        log_enabled=False,
    ).serve()
