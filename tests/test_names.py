"""Names say what a thing is: nothing is called ``one``. Words for persons are neutral."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = ("src", "tests", "tools", "bench")
WRITTEN = (*CODE, "templates", "content", "docs")
WORDS_IN = {".py", ".html", ".po", ".md", ".js", ".css", ".toml"}
NOT_A_NAME = "one"
NOT_NEUTRAL = re.compile(r"(?<![a-z])(?:he|him|his|himself|she|her|hers|herself)(?![a-z])", re.IGNORECASE)
THIS_FILE = Path(__file__)


def bound_names(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Each name that is given to something, with its line: arguments, loops, assignments."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.MatchAs | ast.MatchStar) and node.name:
            yield node.name, node.lineno


@pytest.mark.parametrize("folder", CODE)
def test_nothing_is_called_one(folder: str):
    files = sorted((ROOT / folder).rglob("*.py"))
    assert files
    nameless = [
        f"{file.relative_to(ROOT)}:{line}"
        for file in files
        for name, line in bound_names(ast.parse(file.read_text(encoding="utf-8")))
        if name == NOT_A_NAME
    ]
    assert nameless == []


def test_the_rule_sees_every_way_of_naming():
    text = "for one in x: pass\n[one for one in x]\nlambda one: 0\n(one := 1)\none, b = x\nmatch x:\n    case one: pass"
    assert [line for name, line in bound_names(ast.parse(text)) if name == NOT_A_NAME]
    found = {line for name, line in bound_names(ast.parse(text)) if name == NOT_A_NAME}
    assert found == {1, 2, 3, 4, 5, 7}


@pytest.mark.parametrize("folder", [*WRITTEN, "README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_words_for_persons_are_neutral(folder: str):
    """Nobody is a *he* here: they, their, whoever, or the sentence is written otherwise."""
    place = ROOT / folder
    files = [
        file
        for file in ([place] if place.is_file() else place.rglob("*"))
        if file.suffix in WORDS_IN and file.is_file()
    ]
    assert files
    assert [
        f"{file.relative_to(ROOT)}:{number}"
        for file in files
        if file != THIS_FILE
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if NOT_NEUTRAL.search(line)
    ] == []


@pytest.mark.parametrize("folders", [("src/edu/interchange", "src/edu/content")])
def test_a_class_name_means_one_thing(folders: tuple[str, ...]):
    places: dict[str, list[str]] = {}
    for folder in folders:
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.parse(file.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    places.setdefault(node.name, []).append(str(file.relative_to(ROOT)))
    assert {name: files for name, files in places.items() if len(files) > 1} == {}
