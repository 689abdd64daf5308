"""What must happen at the end, even when this process is killed and runs none of its own clean-up."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SECONDS_TO_FINISH = 60


@contextmanager
def guarded(commands: str, *words: str | Path, **process_options: Any) -> Iterator[None]:
    """Run shell commands, with ``words`` as $1, $2 …, when the block ends or this process does, in whatever way.

    A shell waits at a pipe that only we hold open: closing it, or dying, sets the shell going. It has a session of its
    own, so that a signal to our group does not end it first.
    """
    guard = subprocess.Popen(
        ["sh", "-c", f"read -r _; {commands}", "guard", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        **process_options,
    )
    assert guard.stdin is not None
    try:
        yield
    finally:
        guard.stdin.close()
        guard.wait(SECONDS_TO_FINISH)
