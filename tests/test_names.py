"""Names say what a thing is: nothing is called ``one`` in the folders that are done. More folders may join the list."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DONE = ("src/edu/interchange", "src/edu/content", "tests/interchange", "tests/content")
NOT_A_NAME = "one"


def bound_names(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Each name that is given to something, with its line: arguments, loops, assignments."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.MatchAs | ast.MatchStar) and node.name:
            yield node.name, node.lineno


@pytest.mark.parametrize("folder", DONE)
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


@pytest.mark.parametrize("folders", [("src/edu/interchange", "src/edu/content")])
def test_a_class_name_means_one_thing(folders: tuple[str, ...]):
    places: dict[str, list[str]] = {}
    for folder in folders:
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.parse(file.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    places.setdefault(node.name, []).append(str(file.relative_to(ROOT)))
    assert {name: files for name, files in places.items() if len(files) > 1} == {}
