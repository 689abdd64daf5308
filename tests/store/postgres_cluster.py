"""A private PostgreSQL cluster for the tests: its own folder, a free loopback port, gone at the end.

PostgreSQL refuses to run as root; where the tests do, its programs run as an unprivileged user.
"""

import os
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.guard import guarded

NEEDED_PROGRAMS = ("initdb", "pg_ctl", "postgres", "psql")
SUPERUSER = "zhixian"
SECONDS_TO_START = 60

# Nothing here outlives the run, so nothing needs to reach the disk.
SETTINGS = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{socket_folder}'
max_connections = 100
shared_buffers = 32MB
fsync = off
synchronous_commit = off
full_page_writes = off
jit = off
log_min_messages = warning
"""

EMPTY_TABLES = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
DO $$ BEGIN EXECUTE (
    SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') || ' RESTART IDENTITY' FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'alembic_version'
); END $$;
"""

STOP_AND_REMOVE = '"$1" stop --mode=immediate -D "$2/data"; rm -rf "$2"'


class ClusterFailed(Exception):
    """The programs are there, but the cluster did not start; the message ends with its log."""


@dataclass(frozen=True, slots=True)
class PostgresCluster:
    programs: Path
    port: int

    def url(self, database: str) -> str:
        return f"postgresql+asyncpg://{SUPERUSER}@127.0.0.1:{self.port}/{database}"

    @contextmanager
    def fresh_database(self) -> Iterator[str]:
        """The name of an empty database, dropped at the end even under open connections."""
        name = f"test_{uuid4().hex}"
        self._run_sql(f"CREATE DATABASE {name} TEMPLATE template0")
        try:
            yield name
        finally:
            self._run_sql(f"DROP DATABASE {name} WITH (FORCE)")

    def empty_tables(self, database: str) -> None:
        """Leave the tables as the migrations made them; who is still connected is thrown out."""
        self._run_sql(EMPTY_TABLES, database)

    def _run_sql(self, statement: str, database: str = "postgres") -> None:
        """psql rather than a driver: it runs the same under any event loop, or none."""
        options = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--no-password"]
        place = ["--host=127.0.0.1", f"--port={self.port}", f"--username={SUPERUSER}", f"--dbname={database}"]
        _run([self.programs / "psql", *options, *place, f"--command={statement}"], {"env": _environment()})


def find_programs() -> Path | None:
    """The folder of PostgreSQL's server programs, or None: those on the path first, then the newest."""
    candidates = [*_told_by_path(), *_told_by_pg_config(), *_kept_by_debian()]
    return next((folder for folder in candidates if _is_complete(folder)), None)


@contextmanager
def running_cluster(programs: Path) -> Iterator[PostgresCluster]:
    """Create and start a cluster; stop and remove it at the end, whatever happened.

    Raises ClusterFailed with the server's own words.
    """
    home = _home_folder()
    process_options = _unprivileged(home)
    with guarded(STOP_AND_REMOVE, programs / "pg_ctl", home, **process_options):
        port = _free_port()
        _create(programs, home, port, process_options)
        _start(programs, home, process_options)
        yield PostgresCluster(programs, port)


def _create(programs: Path, home: Path, port: int, process_options: Mapping[str, Any]) -> None:
    choices = ["--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync", f"--username={SUPERUSER}"]
    _run([programs / "initdb", *choices, "-D", home / "data"], process_options)
    with (home / "data" / "postgresql.conf").open("a") as settings:
        settings.write(SETTINGS.format(port=port, socket_folder=home))


def _start(programs: Path, home: Path, process_options: Mapping[str, Any]) -> None:
    log = home / "server.log"
    start: list[str | Path] = ["start", "--wait", f"--timeout={SECONDS_TO_START}", "-D", home / "data", "--log", log]
    try:
        _run([programs / "pg_ctl", *start], process_options)
    except ClusterFailed as failure:
        words = log.read_text(errors="replace") if log.exists() else ""
        raise ClusterFailed(f"{failure}\n{words}") from None


def _run(command: list[str | Path], process_options: Mapping[str, Any]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, **process_options)
    if done.returncode != 0:
        raise ClusterFailed(f"{Path(command[0]).name} failed ({done.returncode}):\n{done.stdout}{done.stderr}")


def _home_folder() -> Path:
    """A folder with a short path (a socket's name holds some 100 characters) that any user can reach."""
    return Path(tempfile.mkdtemp(prefix="zx-pg-", dir="/tmp" if os.access("/tmp", os.W_OK) else None))


def _unprivileged(home: Path) -> dict[str, Any]:
    """How to start the programs: as ourselves, or, under root, as a user without rights, given the folder."""
    options: dict[str, Any] = {"cwd": home, "env": _environment()}
    if os.geteuid() != 0:
        return options
    user = _unprivileged_user()
    os.chown(home, user.pw_uid, user.pw_gid)
    return {**options, "user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _unprivileged_user() -> pwd.struct_passwd:
    known = {user.pw_name: user for user in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _environment() -> dict[str, str]:
    """Ours without PG*, which would lead the programs elsewhere; messages in English."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _told_by_path() -> list[Path]:
    """A link on the path (as some images have) is followed: its programs lie together only at its end."""
    found = shutil.which("initdb")
    return [Path(found).resolve().parent] if found else []


def _told_by_pg_config() -> list[Path]:
    found = shutil.which("pg_config")
    if not found:
        return []
    told = subprocess.run([found, "--bindir"], capture_output=True, text=True, check=False)
    return [Path(told.stdout.strip())] if told.returncode == 0 else []


def _kept_by_debian() -> list[Path]:
    def version(folder: Path) -> tuple[int, ...]:
        return tuple(int(number) for number in re.findall(r"\d+", folder.parent.name))

    return sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=version, reverse=True)


def _is_complete(folder: Path) -> bool:
    return all(os.access(folder / program, os.X_OK) for program in NEEDED_PROGRAMS)
