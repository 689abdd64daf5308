"""The command as an operator uses it."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from edu import cli
from edu.settings import find_folder

pytestmark = pytest.mark.slow  # each starts an interpreter or two

ROOT = Path(__file__).parent.parent


def _run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("EDU_")}
    return subprocess.run(
        [sys.executable, "-m", "edu", *words],
        capture_output=True,
        text=True,
        timeout=60,
        env=clean | environment,
        check=False,
    )


@pytest.fixture
def broken_content(tmp_path: Path) -> Path:
    """The shipped content with one key that is no option."""
    folder = tmp_path / "content"
    shutil.copytree(find_folder("content"), folder)
    bank = folder / "questions" / "leverage.md"
    bank.write_text(re.sub(r"^答案：[A-D]$", "答案：F", bank.read_text(), count=1, flags=re.M))
    return folder


def test_check_of_the_shipped_content_is_clean():
    done = _run("check")
    assert done.returncode == 0, done.stdout
    assert "0 findings" in done.stdout


def test_check_names_the_place_and_exits_1(broken_content: Path):
    done = _run("check", str(broken_content))
    assert done.returncode == 1
    assert re.search(r"questions/leverage\.md:\d+:\d+ Q\d+ ", done.stdout)
    done = _run("check", "--json", str(broken_content))
    assert '"code": "Q' in done.stdout


def test_wrong_use_exits_2(tmp_path: Path):
    assert _run("check", str(tmp_path / "nothing")).returncode == 2
    assert _run("nonsense").returncode == 2
    assert _run("serve", "--data", str(tmp_path), EDU_PORT="seventy").returncode == 2
    assert _run("serve", "--data", str(tmp_path), EDU_CLIENT_WORD="friend").returncode == 2
    assert _run("serve", "--data", str(tmp_path), EDU_FIRM="名" * 101).returncode == 2
    assert _run("serve", "--data", str(tmp_path), EDU_WORKERS="2").returncode == 2
    refused = _run("serve", "--data", str(tmp_path), "--workers", "2")
    assert (refused.returncode, "2 workers need PostgreSQL" in refused.stderr) == (2, True)


def test_the_server_does_not_start_on_findings(broken_content: Path, tmp_path: Path):
    done = _run("serve", "--port", "18099", "--data", str(tmp_path / "data"), EDU_CONTENT=str(broken_content))
    assert done.returncode == 1
    assert "leverage.md" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_demo_refuses_a_database_that_it_did_not_create(tmp_path: Path):
    made = _run("db", "upgrade", "--data", str(tmp_path))
    assert made.returncode == 0, made.stderr
    (tmp_path / "zhixian.sqlite3").rename(tmp_path / "demo.sqlite3")
    done = _run("demo", "--port", "18098", "--data", str(tmp_path))
    assert done.returncode == 1
    assert "not made by the demo" in done.stderr
    assert "Traceback" not in done.stderr


def test_staff_and_invitation(tmp_path: Path):
    data = ("--data", str(tmp_path))
    who = ("--login", "zhou@firm.cn", "--name", "周敏", "--role", "trainer")
    assert _run("staff", *who, *data, EDU_PASSWORD="four words in a row").returncode == 0
    assert _run("staff", *who, *data, EDU_PASSWORD="four words in a row").returncode == 1  # once only
    done = _run("invite", "--name", "刘建国", "--verified", '{"real_trades": "24"}', *data)
    assert re.fullmatch(r"/join/[\w-]{30,}", done.stdout.strip())
    assert _run("invite", "--verified", '{"salary": 1}', *data).returncode == 2
    assert _run("invite", "--verified", "nonsense", *data).returncode == 2


def test_keys_are_for_their_owner_only(tmp_path: Path):
    _run("db", "upgrade", "--data", str(tmp_path / "data"))
    for name in ("csrf.key", "number.key"):
        assert (tmp_path / "data" / name).stat().st_mode & 0o077 == 0


def test_every_command_and_setting_is_documented():
    words = (ROOT / "README.md").read_text() + (ROOT / "docs" / "deployment.md").read_text()
    for name in cli.main.commands:
        assert f"edu {name}" in words, name
    settings = set(re.findall(r"EDU_[A-Z_]+", (ROOT / "src/edu/settings.py").read_text()))
    for name in settings:
        assert name in words, name


PAPER = """一、单项选择题（每题2分）
1.结算价由谁公布？（ ）
A.交易所 B.期货公司
2.题干（ ）
A.甲 B.乙
参考答案
1-2 AE
"""


def test_import_writes_nothing_until_it_is_clean(tmp_path: Path):
    paper, bank, failed = tmp_path / "paper.txt", tmp_path / "questions" / "bank.md", tmp_path / "failed.txt"
    paper.write_text(PAPER, encoding="gb18030")
    done = _run("import", str(paper), "--bank", str(bank), "--failed", str(failed))
    assert done.returncode == 1
    assert not bank.exists()
    assert failed.read_text().startswith("2.题干")
    done = _run("import", str(paper), "--bank", str(bank), "--skip-failed", "--english")
    assert (done.returncode, "1 to add" in done.stderr) == (1, True)  # written, and something was left out
    before = bank.read_text()
    assert "分值：2" in before
    paper.write_text(PAPER.replace("AE", "AB"), encoding="utf-8")
    done = _run("import", str(paper), "--bank", str(bank))
    assert (done.returncode, "题库里已有 1 题" in done.stderr) == (0, True)
    assert bank.read_text().startswith(before.rstrip())
    assert _run("import", str(paper), "--bank", str(bank)).returncode == 0
    assert bank.read_text().count("## ") == 2


def test_fmt_gives_ids_once(tmp_path: Path):
    bank = tmp_path / "days.md"
    bank.write_text("1、一是一。（√）\n2、一是二。（×）\n", encoding="utf-8")
    assert _run("fmt", "--check", str(bank)).returncode == 1
    assert "编号" not in bank.read_text()
    assert _run("fmt", str(bank)).returncode == 0
    assert bank.read_text().count("编号：days-") == 2
    assert _run("fmt", "--check", str(bank)).returncode == 0
    assert "0 findings" not in _run("check", str(bank)).stdout  # no rationales: advice


def test_fmt_leaves_mistakes_alone(tmp_path: Path):
    bank = tmp_path / "bad.md"
    bank.write_text("1、题（C）\nA.甲 B.乙\n", encoding="utf-8")
    done = _run("fmt", str(bank))
    assert (done.returncode, "Q202" in done.stdout) == (1, True)
    assert bank.read_text() == "1、题（C）\nA.甲 B.乙\n"


@pytest.mark.parametrize("target", ["gift", "aiken", "moodle-xml", "qti", "xlsx", "paper", "docx"])
def test_every_export_reports_and_comes_back(target: str, tmp_path: Path):
    bank = tmp_path / "bank.md"
    shutil.copy(find_folder("content") / "questions" / "leverage.md", bank)
    out = tmp_path / f"out.{'zip' if target == 'qti' else 'xml' if target == 'moodle-xml' else target}"
    done = _run("export", str(bank), "--format", target, "-o", str(out))
    assert done.returncode in (0, 1)
    assert "已导出" in done.stderr
    assert out.stat().st_size > 500
    if target in ("paper", "docx"):
        return  # a paper for candidates has no keys
    words = ("import", str(out), "--bank", str(tmp_path / "new" / "bank.md"), "--format", target)
    done = _run(*words)
    assert done.returncode == 0, done.stdout
    assert (tmp_path / "new" / "bank.md").exists()


def test_a_check_is_remembered_until_something_changes(broken_content: Path, tmp_path: Path):
    cache = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    first = _run("check", str(broken_content), **cache)
    assert _run("check", str(broken_content), **cache).stdout == first.stdout
    (kept,) = (tmp_path / "cache" / "zhixian").iterdir()
    kept.write_text("{damaged")
    assert _run("check", str(broken_content), **cache).stdout == first.stdout
    bank = broken_content / "questions" / "leverage.md"
    bank.write_text(bank.read_text().replace("答案：F", "答案：A"))
    assert _run("check", str(broken_content), **cache).stdout != first.stdout


BLUEPRINT = """---
编号: big
考试: 大考
英文: Big exam
时长: 30 分钟
及格: 80%
---

| 大题 | 题型 | 题库 | 考点 | 题数 | 每题分值 | 难度 |
|---|---|---|---|---|---|---|
| 一、单项选择题 | 单选 | | 杠杆与保证金 | {} | 4 | |
"""


def test_draw_reports_and_names_the_cells_that_are_short(tmp_path: Path):
    figure, file = tmp_path / "draw.svg", tmp_path / "big.md"
    done = _run("draw", "onboarding-check", "--times", "30", "--svg", str(figure))
    assert (done.returncode, "±1% 以内 100.0%" in done.stdout) == (0, True), done.stderr
    assert figure.read_text().startswith("<svg")
    done = _run("draw", "content/exams/onboarding-check.md", "--times", "30", "--json")
    values = json.loads(done.stdout)
    assert (values["forms"], values["expected"]["within"], len(values["cells"])) == (30, 1.0, 19)
    file.write_text(BLUEPRINT.format(99), encoding="utf-8")
    done = _run("draw", str(file))
    assert (done.returncode, "单选·杠杆与保证金：要 99 题，只有" in done.stdout) == (1, True)
    file.write_text(BLUEPRINT.format("many"), encoding="utf-8")
    assert (_run("draw", str(file)).returncode, "B103" in _run("draw", str(file)).stdout) == (1, True)
    assert _run("draw", "onboarding").returncode == 2
    assert _run("draw", "onboarding-check", "--keys").returncode == 2


def test_draw_by_what_candidates_earned(tmp_path: Path):
    words = ("draw", "onboarding-check", "--times", "5", "--observed")
    missing = _run(*words, EDU_DATA=str(tmp_path))
    assert (missing.returncode, "edu db upgrade" in missing.stderr) == (1, True)
    assert _run("db", "upgrade", "--data", str(tmp_path)).returncode == 0
    done = _run(*words, EDU_DATA=str(tmp_path))
    assert (done.returncode, "题中 0 题按实测得分率" in done.stderr) == (0, True), done.stderr


def test_draw_prints_one_form_for_candidates_and_markers(tmp_path: Path):
    paper, keys, again = tmp_path / "paper.html", tmp_path / "keys.html", tmp_path / "again.html"
    for file, *words in ((paper,), (keys, "--keys"), (again,)):
        done = _run("draw", "onboarding-check", "--seed", "7", "--print", str(file), *words)
        assert (done.returncode, "20 / 20" in done.stderr) == (0, True), done.stdout
    assert paper.read_text() == again.read_text()
    assert "卷号 7" in paper.read_text()
    assert "解析" in keys.read_text()
    assert "解析" not in paper.read_text()
    word = tmp_path / "paper.docx"
    assert _run("draw", "onboarding-check", "--print", str(word)).returncode == 0
    assert word.stat().st_size > 5000
    assert _run("draw", "onboarding-check", "--print", str(tmp_path / "paper.pdf")).returncode == 2
