"""Every command that the READMEs and CONTRIBUTING name: what is quick is run, the rest is held to what there is."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from edu.cli import main
from tests.docs.naming import ROOT

_INLINE = re.compile(r"`((?:make|edu|pip|\.venv/bin/\w+) [^`]+)`")
_BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
READMES = ("README.md", "README.zh-CN.md")
QUICK = {"check", "draw"}
"""Commands that are run as they stand; the others start a server, want a database, or change files."""


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


def test_every_make_target_is_there():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for words in of_program("make"):
        assert {word for word in words if "=" not in word} <= targets, words


@pytest.mark.slow
@pytest.mark.parametrize("words", of_program("edu"), ids=" ".join)
def test_every_edu_command_takes_what_it_is_given(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    command = main.commands[words[0]]
    named = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= named
    if (words[0] in QUICK and len(words) > 1) or words == ["check"]:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("EDU_CONTENT", str(ROOT / "content"))
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 0, done.output
    else:
        with click.Context(command, info_name=words[0]) as context:
            assert command.get_help(context)


def test_the_pytest_command_finds_tests():
    for words in of_program(".venv/bin/pytest"):
        command = [sys.executable, "-m", "pytest", "--collect-only", "-q", *words]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-500:]


def test_the_tools_are_there():
    for words in of_program(".venv/bin/python"):
        assert (ROOT / words[0]).is_file()
