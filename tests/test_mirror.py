"""Tests lie where the rule lies: a test module names what it tests, and each rule and act has tests of its own."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ("analysis", "content", "domain", "interchange", "services", "store", "web")
TESTED_EACH = ("domain", "services")

OF_NO_MODULE: Mapping[str, str] = {
    "content/items/test_ordering_text.py": "the text of one kind, which item_file, item_answer and item_writing share",
    "content/test_bad_content.py": "a small file for each finding, whichever reader or check reports it",
    "content/test_formats_page.py": "the examples of a document, read by every reader",
    "content/test_fuzz.py": "any text, for every reader",
    "content/test_shipped_content.py": "the content itself",
    "content/test_shipped_policy.py": "the content itself",
    "content/test_writing_questions.py": "the examples of a document",
    "domain/items/test_matching.py": "one kind, through item, response, scoring and lettering",
    "domain/items/test_ordering.py": "one kind, through item, response, scoring and lettering",
    "interchange/test_bad_files.py": "files that would harm, for every format",
    "interchange/test_codes.py": "that every code of the loss report is provoked by some test",
    "interchange/test_matches.py": "one kind, in and out of every format",
    "interchange/test_orders.py": "one kind, in and out of every format",
    "interchange/test_papers.py": "one paper typed in three dialects, from the file to the bank",
    "store/test_plans.py": "the plans of every list's queries",
    "store/test_postgres_cluster.py": "the database server that tests start",
    "web/kit/test_both_ways.py": "the short way beside the long way, for every swift handler",
    "web/sitting/test_rows_in_an_exam.py": "two kinds, from the door of an exam to its result",
    "web/test_reads.py": "every page that is only looked at",
}
"""What a test module is about that has no module of its name, and why that is so."""

ELSEWHERE: Mapping[str, str] = {
    "domain/people/person.py": "tests/domain/people/test_role.py",
    "domain/refusal.py": "tests/web/kit/test_statuses.py",
}
"""Modules whose tests stand with those of a neighbour."""


def list_tests() -> Iterator[Path]:
    for layer in LAYERS:
        yield from sorted((ROOT / "tests" / layer).rglob("test_*.py"))


def find_module(test: Path) -> Path:
    """`tests/domain/sitting/test_attempt.py` → `src/edu/domain/sitting/attempt`, a module or a folder."""
    place = test.relative_to(ROOT / "tests")
    return ROOT / "src/edu" / place.parent / place.stem.removeprefix("test_")


def list_rules() -> list[Path]:
    """Modules of rules and acts: those with a public function, or a class that does something."""
    files = [file for layer in TESTED_EACH for file in sorted((ROOT / "src/edu" / layer).rglob("*.py"))]
    return [
        file
        for file in files
        if file.name != "__init__.py" and any(_public_functions(ast.parse(file.read_text(encoding="utf-8"))))
    ]


def _public_functions(tree: ast.Module) -> Iterator[str]:
    for node in [*tree.body, *(inner for each in tree.body if isinstance(each, ast.ClassDef) for inner in each.body)]:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node.name


def test_a_test_module_names_what_it_tests():
    nameless = [
        name
        for test in list_tests()
        if not (module := find_module(test)).is_dir() and not module.with_suffix(".py").is_file()
        if (name := str(test.relative_to(ROOT / "tests"))) not in OF_NO_MODULE
    ]
    assert nameless == []


def test_every_exception_is_still_one():
    for name in OF_NO_MODULE:
        test = ROOT / "tests" / name
        assert test.is_file(), name
        assert not find_module(test).with_suffix(".py").is_file(), name
    for name, place in ELSEWHERE.items():
        assert (ROOT / "src/edu" / name).is_file(), name
        assert (ROOT / place).is_file(), place


@pytest.mark.parametrize("module", list_rules(), ids=lambda file: str(file.relative_to(ROOT / "src/edu")))
def test_each_rule_and_each_act_has_tests_of_its_own(module: Path):
    place = module.relative_to(ROOT / "src/edu")
    own = ROOT / "tests" / place.parent / f"test_{place.stem}.py"
    assert own.is_file() or str(place) in ELSEWHERE
