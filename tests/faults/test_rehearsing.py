"""`edu rehearse`: figures for the operator from a small crowd, and a verdict that can be no."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from edu.cli.rehearsal_words import write_report, write_verdict
from edu.rehearsal.figures import Figures, Times

GOOD = Figures(
    blueprint="onboarding-check", people=800, starts=Times(800, 90, 1900, 150), refused=0, pages=Times(2400, 20, 90),
    saves=Times(900, 8, 60, 15), burst=Times(16000, 70, 200, 2000), hand_ins=Times(800, 30, 300, 140), errors=0,
    acknowledged=16900, lost=0, falsely_saved=0, memory_at_start=100, memory_at_end=160,
)  # fmt: skip
SMALL = ("--people", "8", "--start-within", "500ms", "--minutes", "0.05", "--saves", "4", "--json")
SHIPPED = Path(__file__).resolve().parents[2] / "content"


def _run(*words: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("EDU_")}
    return subprocess.run(
        [sys.executable, "-m", "edu", "rehearse", *words],
        capture_output=True,
        text=True,
        timeout=120,
        env=clean | dict(environment or {}),
        check=False,
    )


def _check_small(done: subprocess.CompletedProcess[str], exam: str) -> None:
    figures = json.loads(done.stdout)
    assert done.returncode == (0 if figures["holds"] else 1), done.stderr
    assert (figures["blueprint"], figures["people"], figures["refused"]) == (exam, 8, 0)
    assert figures["starts"]["count"] == figures["hand_ins"]["count"] == 8
    assert figures["burst"]["count"] == 32
    assert figures["acknowledged"] == figures["saves"]["count"] + 32
    assert (figures["lost"], figures["falsely_saved"], figures["errors"], figures["wrong"]) == (0, 0, 0, [])
    assert figures["memory_at_end"] > figures["memory_at_start"] > 10
    assert {"name", "value", "most", "unit", "holds"} == set(figures["targets"][0])
    assert "8" in figures["verdict"]


def _set_up_windowed(folder: Path) -> Mapping[str, str]:
    """The shipped content, with an exam that opens long after today, part after part, with an entry code."""
    shutil.copytree(SHIPPED, folder / "content")
    exam = folder / "content" / "exams" / "customer-service.md"
    terms = "开放时间: 2031-03-01 09:00 至 2031-03-01 12:00\n统一开考: 是\n入场码: 是\n导航: 按大题顺序\n"
    exam.write_text(exam.read_text().replace("导航: 自由\n", terms))
    return {"EDU_CONTENT": str(folder / "content")}


@pytest.mark.slow
@pytest.mark.faults
def test_a_small_crowd_at_the_lobby_of_the_staff_exam():
    done = _run(*SMALL)
    _check_small(done, "customer-service")
    assert json.loads(done.stdout)["pages"]["count"] == 16  # the whole form twice, and no page for a question


@pytest.mark.slow
@pytest.mark.faults
def test_a_small_crowd_at_the_clients_check():
    _check_small(_run("onboarding-check", *SMALL), "onboarding-check")


@pytest.mark.slow
@pytest.mark.faults
def test_a_small_crowd_in_a_waiting_room(tmp_path: Path):
    _check_small(_run("customer-service", *SMALL, environment=_set_up_windowed(tmp_path)), "customer-service")


@pytest.mark.slow
@pytest.mark.faults
@pytest.mark.postgres
def test_a_small_crowd_on_postgres_leaves_no_database_behind(postgres_cluster, postgres_url: str):
    _check_small(_run(*SMALL, environment={"EDU_DATABASE_URL": postgres_url}), "customer-service")
    query = "SELECT count(*) FROM pg_database WHERE datname LIKE 'zhixian_rehearsal%'"
    place = [f"--port={postgres_cluster.port}", "--host=127.0.0.1", "--username=zhixian", "--dbname=postgres"]
    words = [postgres_cluster.programs / "psql", "--no-psqlrc", "-At", *place, f"--command={query}"]
    assert subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip() == "0"


@pytest.mark.slow
def test_wrong_use_exits_2():
    assert _run("no-such-exam").returncode == 2
    assert _run("--start-within", "soon").returncode == 2
    assert _run("--people", "0").returncode == 2


@pytest.mark.slow
def test_a_database_that_cannot_be_reached_exits_1():
    done = _run(*SMALL, environment={"EDU_DATABASE_URL": "postgresql+asyncpg://nobody@127.0.0.1:9/none"})
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_a_machine_that_is_fit():
    assert GOOD.holds
    assert write_verdict(GOOD, english=False) == "结论：这台机器可以承受 800 人同时考试。"
    assert write_report(GOOD, english=False).endswith(
        "lost 0, falsely saved 0\n结论：这台机器可以承受 800 人同时考试。"
    )
    assert write_report(GOOD, english=True).endswith("This machine carries 800 candidates at once.")


@pytest.mark.parametrize(
    ("differences", "chinese", "english"),
    [
        ({"refused": 1}, "被拒绝的开始", "refused starts"),
        ({"errors": 2}, "错误", "errors"),
        ({"lost": 1}, "丢失的保存", "lost saves"),
        ({"falsely_saved": 1}, "误存", "falsely saved"),
        ({"starts": Times(800, 90, 2000)}, "开始的 p99", "p99 of a start"),
        ({"saves": Times(900, 8, 100)}, "保存的 p99", "p99 of a save"),
        ({"hand_ins": Times(799, 8, 100)}, "没有交上卷的人", "people who did not get to hand in"),
        ({"acknowledged": 0}, "没有保存", "no saves"),
        ({"wrong": ("the chain breaks",)}, "记录不符", "records that do not agree"),
    ],
)
def test_a_missed_target_is_named(differences: dict[str, object], chinese: str, english: str):
    figures = replace(GOOD, **differences)  # type: ignore[arg-type]
    assert not figures.holds
    assert write_verdict(figures, english=False) == f"结论：这台机器承受不了 800 人同时考试，未达标：{chinese}。"
    assert english in write_verdict(figures, english=True)


def test_times():
    assert Times.of([]) == Times()
    assert Times.of([0.001 * n for n in range(1, 101)], lasted=2) == Times(100, 51.0, 100.0, 50.0)
