"""`edu demo` as a real process, as an operator starts it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from tests.guard import guarded

SECONDS_TO_START = 120  # a first start fills the demonstration's database
SECONDS_TO_STOP = 20
LINES_OF_LOG_SHOWN = 60

# What the process leaves behind, workers without a parent included.
END_GROUP = 'kill -s KILL -- "-$1"'

_direct = build_opener(ProxyHandler({}))  # a proxy in the environment has no business with loopback


class ServerFailed(Exception):
    """The process ended, or did not answer in time; the message ends with what it printed."""


@dataclass(frozen=True, slots=True)
class DemoServer:
    url: str
    data: Path
    log: Path

    def __str__(self) -> str:
        return self.url


@contextmanager
def running_demo(folder: Path) -> Iterator[DemoServer]:
    """Start it with its data and log under `folder`; stop it and its workers at the end, come what may."""
    port = free_port()
    server = DemoServer(f"http://127.0.0.1:{port}", folder / "data", folder / "server.log")
    command = [sys.executable, "-m", "edu", "demo", "--port", str(port), "--data", str(server.data)]
    with server.log.open("wb") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=clean_environment(),
            start_new_session=True,
        )
    with guarded(END_GROUP, str(process.pid)):
        try:
            wait_until_healthy(server, process)
            yield server
        finally:
            stop(process)


def make_invitation(server: DemoServer) -> str:
    """The token of a one-time link into the demo, made with the operator's command."""
    database = f"sqlite+aiosqlite:///{server.data / 'demo.sqlite3'}"
    made = subprocess.run(
        [sys.executable, "-m", "edu", "invite", "--name", "林晓", "--data", str(server.data)],
        env=clean_environment() | {"EDU_DATABASE_URL": database},
        capture_output=True,
        check=True,
        text=True,
        timeout=SECONDS_TO_START,
    )
    return made.stdout.strip().removeprefix("/join/")


def wait_until_healthy(server: DemoServer, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ServerFailed(f"the server ended with status {process.returncode}\n{_last_words(server)}")
        if _is_healthy(server):
            return
        time.sleep(0.1)
    raise ServerFailed(f"no answer from /healthz within {SECONDS_TO_START} s\n{_last_words(server)}")


def _is_healthy(server: DemoServer) -> bool:
    try:
        with _direct.open(f"{server.url}/healthz", timeout=5) as reply:
            return bool(reply.status == 200)
    except (URLError, TimeoutError, ConnectionError):  # not listening yet, or listening and not ready
        return False


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def clean_environment() -> dict[str, str]:
    """Ours without EDU_*, which would lead the server to a developer's own data, database or content."""
    return {name: value for name, value in os.environ.items() if not name.startswith("EDU_")}


def _last_words(server: DemoServer) -> str:
    return "\n".join(server.log.read_text(errors="replace").splitlines()[-LINES_OF_LOG_SHOWN:])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
