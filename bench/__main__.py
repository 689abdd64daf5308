"""``make bench``: every program, one after another. A missed target is told again at the end; only a crash fails.

Run: ``python -m bench [PROGRAM…]``. The other modules of this folder are floors and parts of the programs.
"""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).parent
PROGRAMS = ("forms", "banks", "pages", "sittings", "growth")
"""The quick ones first."""

MISSED = "MISSED"


def run(program: str) -> Iterator[str]:
    """The lines that it prints, as they come. Raises CalledProcessError where it crashes."""
    command = [sys.executable, "-u", str(HERE / f"{program}.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield from process.stdout
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)


def run_all(programs: Sequence[str]) -> int:
    """Print everything; the number of programs that crashed."""
    missed: list[str] = []
    crashed: list[str] = []
    for program in programs:
        print(f"== {program}", flush=True)
        try:
            for line in run(program):
                print(line, end="", flush=True)
                if MISSED in line:
                    missed.append(f"{program}: {line.rstrip()}")
        except subprocess.CalledProcessError as error:
            crashed.append(f"{program}: ended with status {error.returncode}")
    print(f"== {len(missed)} {MISSED}, {len(crashed)} crashed", *missed, *crashed, sep="\n", flush=True)
    return len(crashed)


if __name__ == "__main__":
    sys.exit(min(run_all(sys.argv[1:] or PROGRAMS), 1))
