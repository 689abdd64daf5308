"""Names say what a thing is: nothing is called ``one``, and a name means one thing. Words for persons are neutral."""

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


HOUSE = ROOT / "src/edu"

TABLE_VERBS = {
    "add": "a row is put in",
    "get": "a row by what identifies it, or none",
    "get_latest": "the newest of a client's rows: the one that counts",
    "list_own": "all rows of one person",
    "list_page": "rows of everybody, a page at a time, newest first",
    "lock": "as `get`, and nobody else changes the row until the transaction ends",
    "put_all": "many rows in one statement of the caller's transaction",
}
"""What the store does to any table. Always said with the table: `attempts.get`, never a bare `get`."""

PASSED_ON = {
    "check": "the command reports what the library finds in the content",
    "count_undelivered": "the office tells how much the outbox holds back",
    "count_waiting": "the page of an exam tells how many wait",
    "drop": "the office gives a message up",
    "invite": "the command makes the link",
    "list_dead": "the office lists what the outbox could not deliver",
    "list_granted": "the room lists who has more time",
    "list_in_room": "the room lists who waits or writes",
    "list_signals": "the examiner sees the signals, once it is known that the sitting is of that exam",
    "mark_read": "a person reads their notices",
    "open_staff_account": "the operator's act: settings and tables first, then the account",
    "read_observed": "what enough candidates have met",
    "rehearse": "the command rehearses",
    "reset_password": "the operator's act: settings first, then the account",
    "revive": "the office tries a message again",
}
"""One act in two layers: the upper one asks the lower one by the same name."""

EACH_FORMAT_HAS = {
    "FEATURES": "what it holds of an item",
    "FORMAT": "what the command, the workbench and the documents know of it",
    "KINDS": "which kinds it holds",
    "NAME": "its name in findings",
    "read_matching": "a matching item, read",
    "read_options": "the options of an item, read",
    "write_matching": "a matching item, written",
}
"""Each format is a folder; what is the same in each of them has the same name."""

AGREED = {
    "PAGE_LENGTH": "how long a page of a service's list is; said with the service: `overseeing.PAGE_LENGTH`",
    "commands": "what a module of `cli` adds to the command line; `cli/__init__.py` takes them all",
    "downgrade": "what a migration undoes; Alembic asks for it by this name",
    "upgrade": "what a migration does; Alembic asks for it by this name, and `edu db upgrade` runs them",
}
ALEMBIC = {"revision", "down_revision", "branch_labels", "depends_on"}


def top_level(module: ast.Module) -> Iterator[str]:
    """Public names that a module gives at its top, without those of type parameters."""
    for node in module.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            found = [node.name]
        else:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", node)]
            typed = "= TypeVar(" in ast.unparse(node)
            found = [] if typed else [name.id for part in targets for name in names_of(part)]
        yield from (name for name in found if not name.startswith("_"))


def names_of(target: ast.AST) -> Iterator[ast.Name]:
    """The names in the target of an assignment: itself, or the parts of a tuple."""
    if isinstance(target, ast.Name):
        yield target
    elif isinstance(target, ast.Tuple):
        yield from (part for part in target.elts if isinstance(part, ast.Name))


def find_shared() -> dict[str, list[str]]:
    """Names with more than one place, and the modules that give them."""
    places: dict[str, list[str]] = {}
    for file in sorted(HOUSE.rglob("*.py")):
        for name in set(top_level(ast.parse(file.read_text(encoding="utf-8")))) - ALEMBIC:
            places.setdefault(name, []).append(file.relative_to(HOUSE).as_posix())
    return {name: files for name, files in places.items() if len(files) > 1}


SHARED = find_shared()


def test_a_name_means_one_thing_in_all_of_the_house():
    by_design = {*TABLE_VERBS, *PASSED_ON, *EACH_FORMAT_HAS, *AGREED}
    assert {name: files for name, files in SHARED.items() if name not in by_design} == {}
    assert by_design - set(SHARED) == set(), "these are unique now and need no reason"


def test_what_is_done_to_a_table_is_said_with_the_table():
    assert [file for name in TABLE_VERBS for file in SHARED[name] if not file.startswith("store/")] == []
    bare = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for folder in CODE
        for file in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("edu.store")
        if {alias.name for alias in node.names} & set(TABLE_VERBS)
    ]
    assert bare == []


@pytest.mark.parametrize("name", PASSED_ON)
def test_what_is_passed_on_has_two_layers(name: str):
    layers = [file.split("/")[0] for file in SHARED[name]]
    assert len(layers) == len(set(layers)) == 2


@pytest.mark.parametrize("name", EACH_FORMAT_HAS)
def test_what_each_format_has_is_found_once_in_its_folder(name: str):
    folders = [file.rsplit("/", 1)[0] for file in SHARED[name]]
    assert len(folders) == len(set(folders))
    assert all(folder.startswith("interchange/") for folder in folders)
