"""Each example in tests/bad_content, laid over the smallest sound content, gives its own code and no other.

An example is a file, which takes the place that ``PLACES`` names, or a folder shaped like content; a ``REMOVED.txt`` in
it lists files of that folder that are taken away.
"""

import shutil
from pathlib import Path

import pytest

from edu.content.finding_codes import CODES
from edu.content.library import check, load_library
from edu.content.syntax.document import LARGEST_FILE

TESTS = Path(__file__).parents[1]
GOOD = TESTS / "good_content"
EXAMPLES = sorted((TESTS / "bad_content").iterdir())
PLACES = {
    "Q": "questions/example.md",
    "L1": "lessons/example.md",
    "L2": "courses/example.md",
    "L3": "glossary/glossary.md",
    "B": "exams/example.md",
    "D": "disclosures/example.md",
    "R": "suitability/questionnaire-individual.md",
    "P": "suitability/policy.md",
    "F201": "disclosures/example.md",
    "F206": "lessons/example.md",
    "F": "questions/example.md",
}
"""Where an example of one file belongs, by the beginning of its code."""

MADE_HERE = {"F102", "Q125"}
"""Codes whose example would be too large to keep, or that no known file gives. X codes: tests/interchange."""


def code_of(example: Path) -> str:
    return example.name.partition("-")[0]


def lay_over(example: Path, folder: Path) -> None:
    """Copy the example into ``folder``. A file that replaces a Chinese one takes the place of its edition too."""
    if example.is_file():
        code = code_of(example)
        place = folder / next(place for start, place in PLACES.items() if code.startswith(start))
        place.with_suffix(".en.md").unlink(missing_ok=True)
        shutil.copyfile(example, place)
        return
    for removed in example.rglob("REMOVED.txt"):
        for name in removed.read_text().split():
            (folder / removed.parent.relative_to(example) / name).unlink()
    for file in example.rglob("*"):
        target = folder / file.relative_to(example)
        if file.is_dir() and target.is_file():
            target.unlink()
    shutil.copytree(example, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("REMOVED.txt"))


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOOD, tmp_path / "content"))


def test_smallest_content_is_sound():
    assert check(GOOD) == ()
    assert load_library(GOOD).library is not None


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.stem for example in EXAMPLES])
def test_example_gives_its_code(example: Path, content: Path):
    lay_over(example, content)
    findings = check(content)
    assert {finding.code for finding in findings} == {code_of(example)}, "\n".join(map(str, findings))
    for finding in findings:
        assert finding.line >= 1
        assert finding.column >= 1
        assert Path(finding.path).exists()


def test_too_large_a_file_gives_its_code(content: Path):
    with (content / "questions/large.md").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    assert [finding.code for finding in check(content)] == ["F102"]


def test_every_code_has_an_example():
    assert {code_of(example) for example in EXAMPLES} | MADE_HERE == {code for code in CODES if code[0] != "X"}
