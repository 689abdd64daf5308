"""A paper in the shape of the source document's exam, typed in three dialects, is one bank."""

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from edu.content.finding import Findings
from edu.content.items.item_file import read_bank
from edu.content.syntax.document import parse_document
from edu.domain.items.item import Item, Use
from edu.interchange.formats import read_file
from edu.interchange.importing import plan_import
from tests.house import shipped_library
from tests.interchange.typists import TITLE, TYPISTS, Part, make_parts, without_mark

HARMLESS = {"Q111", "Q123", "X101"}
"""No rationales; keys taken from brackets; the line that says how long the exam takes."""


@pytest.fixture(scope="module")
def parts() -> list[Part]:
    return make_parts([item for item in shipped_library().live_items if item.bank])


def bank_of(name: str, data: bytes, folder: Path) -> tuple[list[Item], set[str]]:
    """The items of the bank that an import of ``data`` makes, and the codes of its report."""
    plan = plan_import([read_file(name, data, Findings(name), None)], folder / f"{name}.md", "", Use.LIVE)
    assert plan.clean, [str(finding) for finding in plan.findings if not finding.advice]
    findings = Findings("bank.md")
    document = parse_document("bank.md", plan.text, findings)
    assert document is not None
    bank = read_bank(document, findings)
    assert {finding.code for finding in findings.found} <= {"Q111"}
    return [without_mark(item) for item in bank.items], {finding.code for finding in plan.findings}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("typist", TYPISTS)
def test_each_dialect_gives_the_same_bank(typist: str, encoding: str, parts: list[Part], tmp_path: Path):
    items, codes = bank_of(f"{typist}.txt", TYPISTS[typist](parts).encode(encoding), tmp_path)
    assert items == [without_mark(item) for part in parts for item in part.items]
    assert codes <= HARMLESS
    assert {item.bank for item in items} == {TITLE}


def test_the_paper_has_its_parts_and_points(parts: list[Part], tmp_path: Path):
    items, _ = bank_of("p.txt", TYPISTS["printed"](parts).encode(), tmp_path)
    assert Counter(item.kind.value for item in items) == {
        "single": 20, "multiple": 20, "fill-in": 10, "true-false": 10,
    }  # fmt: skip
    assert sum((item.points for item in items), Fraction(0)) == 20 + 40 + 20 + 10


def test_the_second_dialect_adds_nothing(parts: list[Part], tmp_path: Path):
    bank = tmp_path / "questions" / "bank.md"
    first = plan_import(
        [read_file("a.txt", TYPISTS["printed"](parts).encode(), Findings("a"), None)], bank, "", Use.LIVE
    )
    bank.parent.mkdir()
    bank.write_text(first.text, encoding="utf-8")
    for typist, write in TYPISTS.items():
        again = plan_import([read_file("b.txt", write(parts).encode(), Findings("b"), None)], bank, "", Use.LIVE)
        assert (again.added, again.twins) == ([], 60), typist
        assert again.text == first.text
