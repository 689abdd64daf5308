"""Every command that the READMEs and CONTRIBUTING name is run, in a copy of the house; three are run by other tests."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest

from edu.cli import main
from tests.docs.naming import ROOT

_INLINE = re.compile(r"`((?:make|edu|pip|\.venv/bin/\w+) [^`]+)`")
_BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
READMES = ("README.md", "README.zh-CN.md")
NAMED_ALONE = {
    "export": ["content/questions/leverage.md", "--format", "xlsx", "-o", "out.xlsx"],
    "fmt": ["content/questions"],
}
"""What a text calls by its name alone, with what makes a whole command of it."""
RUN_ELSEWHERE = {
    "invite": "tests/test_cli.py",
    "rehearse": "tests/faults/test_rehearsing.py",
    "serve": "tests/test_cli.py",
    "staff": "tests/test_cli.py",
}
"""What wants a database or hundreds of people is run there."""
PAPER = (
    "一、单项选择题（每题 2 分）",
    "1. 期货合约每天结算所用的价格是（  ）",
    "A. 收盘价",
    "B. 结算价",
    "C. 开盘价",
    "答案：B",
    "解析：每天收市以后按结算价算盈亏。",
)


def read_commands() -> list[str]:
    """Each once, without the comments behind them."""
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in (*READMES, "CONTRIBUTING.md")]
    blocks = [block for text in texts for block in _BLOCK.findall(text)]
    lines = [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]
    return sorted({*lines, *(command for text in texts for command in _INLINE.findall(text))} - {""})


def of_program(name: str) -> list[list[str]]:
    return [words[1:] for words in map(shlex.split, read_commands()) if words[0] == name]


def test_both_readmes_tell_of_the_same_house():
    """The same links, commands and places, whatever the language; they point to each other."""
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in READMES)

    def named(text: str) -> set[str]:
        links = set(re.findall(r"\]\((\S+?)\)", text)) - set(READMES)
        commands = {" ".join(words.split()[:2]) for words in _INLINE.findall(text)}
        return links | commands | set(re.findall(r"`((?:src|content|templates|tests|bench|docs)/\S*?)`", text))

    assert named(english) == named(chinese)


def test_there_are_commands_and_all_are_of_a_known_program():
    programs = {shlex.split(command)[0] for command in read_commands()}
    assert programs == {"make", "edu", "pip", ".venv/bin/pytest", ".venv/bin/python"}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house to run commands in, with a paper in Word as somebody typed it."""
    place = tmp_path_factory.mktemp("checkout")
    for name in ("bench", "content", "docs", "src", "templates", "tests", "tools"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("Makefile", "pyproject.toml", *READMES, "CONTRIBUTING.md", "LICENSE"):
        if (ROOT / name).is_file():
            shutil.copy(ROOT / name, place / name)
    return place


def run(checkout: Path, program: Sequence[str], **environment: str) -> str:
    """What it said; it must have gone well."""
    around = os.environ | {"PYTHONPATH": str(checkout / "src")} | environment
    done = subprocess.run(
        program, cwd=checkout, env=around, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:]
    return done.stdout


def test_every_make_target_is_there():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for words in of_program("make"):
        assert {word for word in words if "=" not in word} <= targets, words


@pytest.mark.slow
@pytest.mark.parametrize("words", of_program("make"), ids=" ".join)
def test_every_make_command_can_be_made(words: list[str]):
    """Its recipe, without what it does: this is run by it."""
    assert run(ROOT, ["make", "--dry-run", "--no-print-directory", *words]).strip()


@pytest.mark.slow
@pytest.mark.parametrize("words", of_program("edu"), ids=" ".join)
def test_every_edu_command_runs(words: list[str], checkout: Path):
    command = main.commands[words[0]]
    named = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= named
    if words[0] in RUN_ELSEWHERE:
        assert f'"{words[0]}"' in (ROOT / RUN_ELSEWHERE[words[0]]).read_text(encoding="utf-8")
        return
    if words[0] == "import":
        paper = docx.Document()
        for line in PAPER:
            paper.add_paragraph(line)
        paper.save(str(checkout / words[1]))
        (checkout / "content/questions/mine.md").unlink(missing_ok=True)
    more = NAMED_ALONE[words[0]] if len(words) == 1 and words[0] in NAMED_ALONE else []
    run(checkout, [sys.executable, "-m", "edu", *words, *more])


@pytest.mark.slow
def test_the_pytest_command_runs(checkout: Path):
    for words in of_program(".venv/bin/pytest"):
        said = run(checkout, [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words])
        assert re.search(r"[1-9]\d* passed", said)


@pytest.mark.slow
@pytest.mark.parametrize("words", of_program(".venv/bin/python"), ids=" ".join)
def test_the_tools_and_benchmarks_run(words: list[str], checkout: Path):
    said = run(checkout, [sys.executable, *words])
    assert said.strip()


@pytest.mark.slow
def test_what_pip_installs_runs_without_a_checkout(checkout: Path, tmp_path: Path):
    (words,) = of_program("pip")
    here = ["--quiet", "--no-deps", "--no-build-isolation", "--target", str(tmp_path / "site")]
    run(checkout, [sys.executable, "-m", "pip", "--disable-pip-version-check", *words, *here])
    (tmp_path / "elsewhere").mkdir()
    said = run(
        tmp_path / "elsewhere",
        [sys.executable, "-m", "edu", "check"],
        PYTHONPATH=str(tmp_path / "site"),
        EDU_CONTENT="",
    )
    assert str(tmp_path / "site") in said
