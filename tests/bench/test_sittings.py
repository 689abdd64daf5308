"""The table of sittings: its lines, and that the program runs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from bench.table import Row, Target, show

ROOT = Path(__file__).parents[2]
SOON = ["--json", "--seconds", "0.02", "--people", "2"]


@pytest.mark.parametrize(
    ("target", "value", "floor", "holds"),
    [
        (Target(), 1, 2, None),
        (Target(least=800, share=0.5), 900, 1_800, True),
        (Target(least=800, share=0.5), 900, 1_801, False),
        (Target(least=800, share=0.5), 799, 10, False),
        (Target(most=0), 0, None, True),
        (Target(most=5), 5.1, 1, False),
        (Target(ratio=1.2), 1.2, 1, True),
        (Target(ratio=1.2), 1.3, 1, False),
    ],
)
def test_every_bound_must_hold(target: Target, value: float, floor: float | None, holds: bool | None):
    assert target.holds(value, floor) is holds


def test_a_line_says_what_was_asked_and_whether_it_was_met():
    row = Row("save", "save", "/s", 5_200, 9_700, Target(share=0.5), "138", "3,252", "p99 60 ms")
    assert " ".join(show(row).split()) == "save 138 3,252 5,200 /s ≥ 50% of the floor 9,700 ×0.54 met p99 60 ms"
    assert "MISSED" in show(Row("save", "save", "/s", 4_800, 9_700, Target(share=0.5)))


@pytest.mark.slow
def test_the_program_runs():
    command = [sys.executable, str(ROOT / "bench/sittings.py"), *SOON]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {row["work"] for row in rows} >= {"start", "question", "save", "plain", "next", "hand-in", "result", "form"}
    assert {row["work"] for row in rows} >= {"hand-in-100", "memory", "kept"}
    assert all(row["value"] > 0 or row["unit"] == "" for row in rows)
