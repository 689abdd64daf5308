"""What came of each mutant: noticed by a test, by the types, by the catalogue of words, or by nobody."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import indent

from tools import messages
from tools.mutation.copying import ROOT

_SURVIVED = {0, 5, 33}
"""Exit codes of the tests with a mutant in place: they passed, or there were none."""
_STRETCH = 12
_LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"')


@dataclass(frozen=True, slots=True)
class Mutant:
    """A mistake that no test near it noticed. ``where`` is `file: function`; ``was`` and ``now`` are lines of code."""

    name: str
    where: str
    was: str
    now: str
    hunk: tuple[str, str]

    @property
    def key(self) -> tuple[str, str, str]:
        """The same from one run to the next, wherever the lines have gone."""
        return self.where, self.was, self.now


def mutmut(copy: Path, *words: str) -> str:
    """Run it inside the copy, at a low priority, with the same made-up examples each time; what it prints."""
    environment = {**os.environ, "PYTHONPATH": str(copy / "src"), "CI": "true"}
    command = ["nice", "-n", "10", sys.executable, "-m", "mutmut", *words]
    with (copy / "mutmut.log").open("a", encoding="utf-8") as log:
        done = subprocess.run(
            command, cwd=copy, env=environment, stdout=subprocess.PIPE, stderr=log, text=True, check=False
        )
    if done.returncode:
        raise SystemExit(f"mutmut {words[0]} failed: {(done.stdout + done.stderr)[-3000:]}")
    return done.stdout


def read_verdicts(copy: Path) -> dict[str, bool]:
    """Each mutant's name, and whether a test noticed it."""
    verdicts: dict[str, bool] = {}
    for file in sorted((copy / "mutants" / "src").rglob("*.meta")):
        codes = json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"]
        verdicts |= {name: code not in _SURVIVED for name, code in codes.items() if code is not None}
    return verdicts


def forget_living(copy: Path) -> None:
    """So that they are tried again, beside what has changed; the verdict on the others stands."""
    for file in (copy / "mutants" / "src").rglob("*.meta"):
        told = json.loads(file.read_text(encoding="utf-8"))
        codes = told["exit_code_by_key"]
        told["exit_code_by_key"] = {name: None if code in _SURVIVED else code for name, code in codes.items()}
        file.write_text(json.dumps(told), encoding="utf-8")


def read_mutant(copy: Path, name: str) -> Mutant:
    """What it changes, from mutmut's own words."""
    lines = mutmut(copy, "show", name).splitlines()
    begin = next(place for place, line in enumerate(lines) if line.startswith("@@"))
    changed = [
        line for line in lines[begin + 1 :] if line[:1] in ("-", "+", " ") and not line.startswith(("---", "+++"))
    ]
    removed, added = ([line[1:] for line in changed if line[0] == sign] for sign in "-+")
    before, after = ("\n".join(line[1:] for line in changed if line[0] in (" ", sign)) for sign in "-+")
    module, _, function = name.rpartition(".")
    owner = re.sub(r"__mutmut_\d+$", "", function)[2:].replace("ǁ", ".")  # x_name, or xǁClassǁname
    file = module.removeprefix("edu.").replace(".", "/") + ".py"
    return Mutant(name, f"{file}: {owner}", _squeeze(removed), _squeeze(added), (before, after))


def _squeeze(lines: list[str]) -> str:
    return " ".join(" ".join(lines).split())


@cache
def _messages() -> frozenset[str]:
    return frozenset(text for entry in messages.read_catalogue() for text in _texts(entry.id))


def _texts(given: object) -> Iterator[str]:
    yield from [given] if isinstance(given, str) else given  # type: ignore[misc]


def is_held_by_words(mutant: Mutant) -> bool:
    """Another sentence than the catalogue has: the test that every message is translated fails."""
    before, after = (_LITERAL.findall(text) for text in (mutant.was, mutant.now))
    if _LITERAL.sub('""', mutant.was) != _LITERAL.sub('""', mutant.now) or len(before) != len(after):
        return False
    differing = [ast.literal_eval(old) for old, new in zip(before, after, strict=True) if old != new]
    return bool(differing) and all(_is_message(text) for text in differing)


def _is_message(text: str) -> bool:
    """A whole one, or one of the stretches that a long one is written in."""
    return text in _messages() or (len(text) > _STRETCH and any(text in message for message in _messages()))


def is_held_by_types(mutant: Mutant, copy: Path) -> bool:
    """mypy, which `make check` runs, refuses it. Tried in a second copy of the package, one mutant at a time."""
    home = copy / "typed"
    file = home / "src/edu" / mutant.where.split(":")[0]
    text = (ROOT / "src/edu" / mutant.where.split(":")[0]).read_text(encoding="utf-8")
    before, after = mutant.hunk
    if before not in text:  # a method is shown as if it stood alone
        before, after = (indent(lines, " " * 4) for lines in mutant.hunk)
    if text.count(before) != 1:
        return False
    file.write_text(text.replace(before, after), encoding="utf-8")
    try:
        return _mypy(home, file).returncode != 0
    finally:
        file.write_text(text, encoding="utf-8")


def prepare_types(copy: Path) -> None:
    """The package as it is, checked once, so that each mutant is checked quickly."""
    home = copy / "typed"
    shutil.copytree(ROOT / "src", home / "src", dirs_exist_ok=True)
    shutil.copy(ROOT / "pyproject.toml", home)
    if (done := _mypy(home, home / "src/edu")).returncode:
        raise SystemExit(done.stdout)


def _mypy(home: Path, target: Path) -> subprocess.CompletedProcess[str]:
    settings = str(home / "pyproject.toml")
    command = ["nice", "-n", "10", sys.executable, "-m", "mypy", "--config-file", settings, str(target)]
    environment = {**os.environ, "MYPYPATH": str(home / "src")}
    return subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False)
