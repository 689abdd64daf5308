"""Each table keyed by kind knows every kind: what a new one lacks is found here, never taken for a multiple choice."""

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import edu.app
from edu.content.items import item_writing, kind_names, twins
from edu.demo import responding
from edu.domain.items import response, scoring, traits
from edu.domain.items.item import Kind, PartRule
from edu.interchange.paper import printed_kinds
from edu.interchange.xlsx import writing as xlsx
from edu.rehearsal import paper
from edu.settings import find_folder
from edu.web.items import answering, shown
from edu.web.kit.i18n import load_languages
from edu.web.kit.templating import make_environment
from tests import walking
from tests.browser import client

TABLES: Mapping[str, Collection[Any]] = {
    "traits": traits.TRAITS,
    "scores": scoring.SCORES,
    "complete": response.COMPLETE,
    "fits": response.FITS,
    "names": kind_names.NAMES,
    "shown names": kind_names.KIND_SHOWN,
    "written answers": item_writing.ANSWERS,
    "keys of twins": twins.TWIN_KEYS,
    "printed keys": printed_kinds.PRINTED_KINDS,
    "keys in a sheet": xlsx.CELL_ANSWERS,
    "responses": answering.RESPONSES,
    "rows": shown.ROWS,
    "keyed rows": shown.KEYED_ROWS,
    "given in rehearsal": paper.GIVES,
    "fields in rehearsal": paper.FORM_FIELDS,
    "right in the demo": responding.RIGHT,
    "wrong in the demo": responding.WRONG,
    "fields in tests": walking.FIELDS,
    "given at a browser": client.GIVES,
}


@pytest.mark.parametrize("table", TABLES)
def test_each_kind_has_its_entry(table: str):
    assert set(TABLES[table]) == set(Kind)


PARTS = make_environment(find_folder("templates"), load_languages("Asia/Shanghai", "investor")["zh"])


def test_each_kind_has_a_part_of_its_own_in_the_templates():
    parts = getattr(PARTS.get_template("components/items.html").module, "PARTS")  # noqa: B009 - a template's name
    assert set(parts) == {kind.value for kind in Kind}
    for kind, part in parts.items():
        has = set(vars(PARTS.get_template(part).module))
        assert {"name", "inputs", "judged"} <= has
        assert {"credit", "tally"} & has == ({"credit", "tally"} if traits.TRAITS[Kind(kind)].told else set())


def test_each_kind_is_read_by_the_script():
    folder = Path(edu.app.__file__).parent / "web/static"
    table = (folder / "sitting/entries.js").read_text().split("const ENTRIES = {")[1].split("\n};")[0]
    assert set(re.findall(r'^  "([a-z-]+)":', table, re.MULTILINE)) == {kind.value for kind in Kind}
    others = "".join(file.read_text() for file in folder.rglob("*.js") if file.name != "entries.js")
    assert not [kind for kind in Kind if f'"{kind.value}"' in others]  # nothing else in the script asks for a kind


def test_each_rule_for_parts_is_scored_and_belongs_to_some_kind():
    named = {rule for kind in Kind for rule in traits.TRAITS[kind].part_rules}
    assert set(scoring.RIGHT_PARTS) == named == set(PartRule)


SOURCES = Path(edu.app.__file__).parent
DECIDING = {
    "content/items/item_answer.py": "A trainer's text says which kind it is by its answer, in doubt by what is stated.",
    "interchange/question_rows/making.py": "A row of another system may say its kind, or leave it to its cells.",
    "interchange/question_rows/answers.py": "是 and 1 are a truth only where the row says that it asks for one.",
}
"""Where a kind is still being found out, what was stated is asked for; nothing yet depends on the kind."""

_VALUES = {kind.value for kind in Kind}
_BRANCH = re.compile(rf"""kind\b[^"'{{}}\n]*(?:==|!=|\bin\b)[^"'{{}}\n]*["'](?:{"|".join(_VALUES)})["']""")
_CASE = re.compile(rf"""case ["'](?:{"|".join(_VALUES)})["']""")


def list_branches(text: str) -> Iterator[str]:
    """Comparisons with a kind, and matches on it, in a module."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Compare) and any(_names_kind(side) for side in (node.left, *node.comparators)):
            yield ast.unparse(node)
        if isinstance(node, ast.match_case) and any(_names_kind(part) for part in ast.walk(node.pattern)):
            yield ast.unparse(node.pattern)


def _names_kind(node: ast.AST) -> bool:
    return any(
        isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == "Kind"
        for part in ast.walk(node)
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a = item.kind is Kind.SINGLE", 1), ("a = kind in {None, Kind.SINGLE}", 1), ("a = k == Kind.SINGLE.value", 1),
        ("match kind:\n    case Kind.SINGLE:\n        pass", 1),
        ("a = item.kind is other.kind", 0), ("a = TABLE[item.kind]", 0), ("a = {Kind.SINGLE: 1}", 0),
    ],
)  # fmt: skip
def test_a_branch_on_a_kind_is_found(text: str, found: int):
    assert len(list(list_branches(text))) == found


def test_no_module_branches_on_a_kind():
    found = {
        (place, branch)
        for file in SOURCES.rglob("*.py")
        if (place := str(file.relative_to(SOURCES))) not in DECIDING
        for branch in list_branches(file.read_text())
    }
    assert found == set()
    assert all(list(list_branches((SOURCES / place).read_text())) for place in DECIDING)


@pytest.mark.parametrize("text", ['{% if item.kind == "matching" %}', "form.dataset.kind === 'ordering'"])
def test_a_branch_on_a_kind_is_found_in_templates_and_scripts(text: str):
    assert _BRANCH.search(text)


def test_no_template_and_no_script_branches_on_a_kind():
    files = [*find_folder("templates").rglob("*.html"), *(SOURCES / "web/static").rglob("*.js")]
    found = [file.name for file in files if _BRANCH.search(file.read_text()) or _CASE.search(file.read_text())]
    assert found == []


_MATCHING = re.compile(
    r"""Kind\.MATCHING|\bMATCHING = |[Pp]remise|right_matches|matchInteraction|(?:read|write)_matching"""
    r"""|_matching\.html|\b[Mm]atching items?\b|^ +"matching": |Matching: |match-options|配对题""",
    re.MULTILINE,
)
_OTHER_MATCHING = frozenset({"content/suitability/policy_words.py"})
"""Which products match a client: another thing."""


def test_the_page_lists_each_file_that_a_kind_touches():
    page = (SOURCES.parents[1] / "docs/architecture.md").read_text()
    section = page.split("## What a kind touches")[1]
    table = "".join(line for line in section.splitlines() if line.startswith("|"))
    told = re.findall(r"`([a-z_/]+\.[a-z]+)`", table)
    found = {
        str(file.relative_to(root))
        for root, folder in ((SOURCES, SOURCES), (SOURCES.parents[1], SOURCES.parents[1] / "templates"))
        for file in folder.rglob("*")
        if file.suffix in {".py", ".html", ".js", ".css"} and _MATCHING.search(file.read_text())
    }
    assert sorted(told) == sorted(found - _OTHER_MATCHING)
    formats = [place for place in told if place.startswith("interchange/")]
    assert f"touches {len(told)} files" in section
    assert f"{len(told) - len(formats)} of the house and {len(formats)} of the formats" in section
