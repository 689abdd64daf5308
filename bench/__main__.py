"""``make bench``: every program, one after another. A missed target is told again at the end; only a crash fails.

Run: ``python -m bench [PROGRAM…]``. The other modules of this folder are floors and parts of the programs.
"""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).parent
EMBEDDED: tuple[tuple[str, ...], ...] = (("forms",), ("banks",), ("pages",), ("sittings",), ("growth",))
"""A program and its options; the quick ones first."""

ON_POSTGRESQL: tuple[tuple[str, ...], ...] = (
    ("sittings", "--database", "postgresql"),
    ("growth", "--database", "postgresql"),
)
MISSED = "MISSED"


def run(words: Sequence[str]) -> Iterator[str]:
    """The lines that a program prints, as they come. Raises CalledProcessError where it crashes."""
    command = [sys.executable, "-u", str(HERE / f"{words[0]}.py"), *words[1:]]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield from process.stdout
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)


def run_all(runs: Sequence[Sequence[str]]) -> int:
    """Print everything; the number of programs that crashed."""
    missed: list[str] = []
    crashed: list[str] = []
    for words in runs:
        title = " ".join(words)
        print(f"== {title}", flush=True)
        try:
            for line in run(words):
                print(line, end="", flush=True)
                if MISSED in line:
                    missed.append(f"{title}: {line.strip()}")
        except subprocess.CalledProcessError as error:
            crashed.append(f"{title}: ended with status {error.returncode}")
    print(f"== {len(missed)} {MISSED}, {len(crashed)} crashed", *missed, *crashed, sep="\n", flush=True)
    return len(crashed)


def list_runs() -> list[tuple[str, ...]]:
    """All of them; those on PostgreSQL where its programs are."""
    sys.path.insert(0, str(HERE.parent))
    from tests.store.postgres_cluster import find_programs

    return [*EMBEDDED, *(ON_POSTGRESQL if find_programs() else ())]


if __name__ == "__main__":
    sys.exit(min(run_all([(name,) for name in sys.argv[1:]] or list_runs()), 1))
