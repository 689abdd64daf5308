"""``edu serve`` as a process of its own that can be killed, started anew and stopped, and that never outlives us."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from edu.rehearsal.wire import HOST, Connection, NoReply, Request

SECONDS_TO_START = 60
SECONDS_TO_STOP = 30
_LINES_OF_LOG = 40
_KEPT_SETTINGS = {"EDU_CONTENT", "EDU_CLIENT_WORD", "EDU_FIRM", "EDU_TIME_ZONE"}

# A shell waits at a pipe that only we hold open: if we die in whatever way, it ends the server's whole group.
_GUARD = 'read -r word; [ "$word" = done ] || kill -s KILL -- "-$1"'


class ServerFailed(Exception):
    """It ended, or did not answer in time; the message ends with what it printed."""


class Server:
    """A data folder, a port and a database of its own. ``prefix`` is put before the command, as in ``prlimit …``."""

    def __init__(
        self, folder: Path, *, url: str = "", port: int = 0, environment: Mapping[str, str] | None = None,
        prefix: Sequence[str] = (),
    ) -> None:  # fmt: skip
        self.folder, self.port, self.prefix = folder, port or free_port(), tuple(prefix)
        self.url = url or f"sqlite+aiosqlite:///{folder / 'zhixian.sqlite3'}"
        self.log = folder / "server.log"
        self._extra = dict(environment or {})
        self._process: subprocess.Popen[bytes] | None = None
        self._guard: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """Ours without EDU_*, which would lead it to another database, and what is this server's own."""
        kept = {key: text for key, text in os.environ.items() if not key.startswith("EDU_") or key in _KEPT_SETTINGS}
        own = {"EDU_DATA": str(self.folder), "EDU_DATABASE_URL": self.url, "EDU_PORT": str(self.port)}
        return kept | own | self._extra

    @property
    def running(self) -> bool:
        """The process has not ended."""
        return self._process is not None and self._process.poll() is None

    def launch(self) -> None:
        """Start the process, and do not wait for it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [*self.prefix, sys.executable, "-m", "edu", "serve"]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment, start_new_session=True
            )
        self._guard = subprocess.Popen(  # noqa: S603
            ["/bin/sh", "-c", _GUARD, "guard", str(self._process.pid)],
            stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    async def start(self) -> None:
        """Start it; it answers when this returns, or it has gone."""
        self.launch()
        try:
            await self.wait_until_healthy()
        except BaseException:
            self.kill()
            raise

    async def wait_until_healthy(self) -> None:
        """Raises :class:`ServerFailed` with the last lines of its log."""
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            if not self.running:
                raise ServerFailed(f"the server ended\n{self.last_words()}")
            if await self._is_healthy():
                return
            await asyncio.sleep(0.02)
        raise ServerFailed(f"no answer from /healthz within {SECONDS_TO_START} s\n{self.last_words()}")

    async def _is_healthy(self) -> bool:
        line = Connection(self.port, patience=5)
        try:
            return (await line.ask(Request("GET", "/healthz").bytes({}))).status == 200
        except NoReply:
            return False
        finally:
            line.close()

    def kill(self) -> None:
        """SIGKILL to the process and all its workers, as when the machine takes them away."""
        self._signal_group(signal.SIGKILL)
        self._release()

    async def stop(self) -> int:
        """SIGTERM, and wait; the exit status. Whoever does not end in time is killed."""
        process = self._process
        if process is None:
            return 0
        if process.poll() is None:
            process.terminate()
        deadline = time.monotonic() + SECONDS_TO_STOP
        status = process.poll()
        while status is None and time.monotonic() < deadline:
            await asyncio.sleep(0.02)
            status = process.poll()
        self.kill()
        return -signal.SIGKILL if status is None else status

    def _signal_group(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)
        self._process.wait()
        self._process = None

    def _release(self) -> None:
        if self._guard is not None and self._guard.stdin is not None:
            with suppress(BrokenPipeError), self._guard.stdin as pipe:
                pipe.write(b"done\n")
            self._guard.wait()
        self._guard = None

    def megabytes(self) -> float:
        """Memory of the process and its workers; a page that several share counts for each in part."""
        total = 0
        for pid in _group(self._process.pid) if self._process else []:
            try:
                text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            except OSError:  # it has just ended
                continue
            found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
            total += int(found[1]) if found else 0
        return total / 1024

    def last_words(self) -> str:
        """The end of its log."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(lines[-_LINES_OF_LOG:])

    async def __aenter__(self) -> "Server":
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()


def _group(leader: int) -> list[int]:
    """The processes of a group."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                if os.getpgid(int(folder.name)) == leader:
                    found.append(int(folder.name))
            except ProcessLookupError:
                continue
    return found


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
