"""A default that nobody passes hides a hole: what must be given has none, and what may be given is given somewhere."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1] / "src/edu"
MAKERS = {"replace", "cls"}
"""Who makes a dataclass under another name."""

BY_DESIGN = {
    "deliver_due.channels": "the table of channels; tests bring their own receivers",
    "deliver_due.limit": "the size of a turn of the sweep; tests take small ones",
    "draw_form.avoid": "for benchmarks and tests, which draw without a platform",
    "draw_form.enemies": "for benchmarks and tests, which draw without a platform",
    "draw_form.expected": "for benchmarks and tests, which draw without a platform",
    "end_overdue.limit": "the size of a turn of the sweep; tests take small ones",
    "enter.exposed": "for seating without a platform: the web gathers entrances, which have their own",
    "enter_all.drawn": "given by the gatherer, as the third of what it does",
    "issue_due.limit": "the size of a turn of the sweep; tests take small ones",
    "judge.values": "parameters stand in an item until it is drawn; only the checks of content judge before",
    "list_waiting.limit": "the size of a page; tests take small ones",
    "renew_due.limit": "the size of a turn of the sweep; tests take small ones",
    "start.exposed": "for seating without a platform: the web gathers entrances, which have their own",
    "tally_due.limit": "the size of a turn of the sweep; tests take small ones",
}


@dataclass
class Calls:
    """How everything of the same name is called: names of keywords, the most positions, whether with a star."""

    keywords: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    positions: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    starred: set[str] = field(default_factory=set)

    def passes(self, name: str, parameter: str, position: int | None) -> bool:
        if name in self.starred or parameter in self.keywords[name]:
            return True
        return position is not None and self.positions[name] > position


def name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def read_calls(trees: list[ast.Module]) -> Calls:
    calls = Calls()
    for node in (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name, given = name_of(node.func), node.args
        if name == "partial" and given:
            name, given = name_of(given[0]), given[1:]
        if any(isinstance(value, ast.Starred) for value in given) or any(word.arg is None for word in node.keywords):
            calls.starred.add(name)
        calls.positions[name] = max(calls.positions[name], len(given))
        calls.keywords[name] |= {word.arg for word in node.keywords if word.arg}
    return calls


def list_defaults(tree: ast.Module) -> Iterator[tuple[str, str, int | None]]:
    """Owner, name, and position without ``self``. What a dataclass begins with, empty, is no default."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and method.name == "__init__":
                    yield from _list_of_function(method, node.name)
            if any("dataclass" in ast.dump(how) for how in node.decorator_list):
                yield from _list_of_dataclass(node)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name != "__init__":
            yield from _list_of_function(node, node.name)


def _list_of_function(
    node: ast.FunctionDef | ast.AsyncFunctionDef, owner: str
) -> Iterator[tuple[str, str, int | None]]:
    places = [*node.args.posonlyargs, *node.args.args]
    bound = bool(places) and places[0].arg in {"self", "cls"}
    for position, place in enumerate(places):
        if position >= len(places) - len(node.args.defaults):
            yield owner, place.arg, position - bound
    for place, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True):
        if default is not None:
            yield owner, place.arg, None


def _list_of_dataclass(node: ast.ClassDef) -> Iterator[tuple[str, str, int | None]]:
    lines = [line for line in node.body if isinstance(line, ast.AnnAssign)]
    fields = [line for line in lines if "ClassVar" not in ast.dump(line.annotation)]
    for position, line in enumerate(fields):
        if line.value is not None and not (isinstance(line.value, ast.Call) and name_of(line.value.func) == "field"):
            yield node.name, name_of(line.target), position


def find_never_passed(trees: list[ast.Module], asked: list[ast.Module]) -> set[str]:
    """Defaults in ``asked`` that no call in ``trees`` overrides."""
    calls = read_calls(trees)
    return {
        f"{owner}.{name}"
        for tree in asked
        for owner, name, position in list_defaults(tree)
        if not calls.passes(owner, name, position)
        and not (owner[0].isupper() and any(calls.passes(maker, name, position) for maker in MAKERS))
    }


def read_trees(*folders: str) -> list[ast.Module]:
    files = [file for folder in folders for file in sorted((HOUSE / folder).rglob("*.py"))]
    assert files
    return [ast.parse(file.read_text(encoding="utf-8")) for file in files]


def test_what_has_a_default_is_given_by_somebody():
    found = find_never_passed(read_trees("."), read_trees("domain", "services", "store"))
    assert found - BY_DESIGN.keys() == set()
    assert BY_DESIGN.keys() - found == set(), "no exception any more"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("def f(a, b=1): ...\nf(1)", {"f.b"}),
        ("def f(a, b=1): ...\nf(1, 2)", set()),
        ("def f(a, *, b=1): ...\nf(1, b=2)", set()),
        ("def f(a, *, b=1): ...\nf(1, **more)", set()),
        ("def f(a, b=1): ...\npartial(f, b=2)", set()),
        ("class C:\n  def f(self, b=1): ...\nC().f()", {"f.b"}),
        ("@dataclass\nclass C:\n  a: int\n  b: int = 1\nC(1)", {"C.b"}),
        ("@dataclass\nclass C:\n  a: int\n  b: int = 1\nreplace(C(1), b=2)", set()),
        ("@dataclass\nclass C:\n  a: int\n  b: int = field(init=False)\nC(1)", set()),
        ("class C:\n  def __init__(self, b=1): ...\nC()", {"C.b"}),
        ("class C:\n  def __init__(self, b=1): ...\nC(2)", set()),
        ("@dataclass\nclass C:\n  k: ClassVar[int] = 0\n  b: int = 1\nC(1)", set()),
    ],
)
def test_a_default_that_nobody_passes_is_found(text: str, found: set[str]):
    tree = ast.parse(text)
    assert find_never_passed([tree], [tree]) == found
