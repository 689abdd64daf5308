"""The library: what is shown in which language, and what is kept when a file changes."""

import shutil
from pathlib import Path

import pytest

from edu.content.library import Library, check, load_library
from edu.domain.items.item import Use
from edu.domain.suitability.questionnaire import Audience

GOOD = Path(__file__).parents[1] / "good_content"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOOD, tmp_path / "content"))


def loaded(folder: Path) -> Library:
    library = load_library(folder).library
    assert library is not None
    return library


def test_editions(content: Path):
    library = loaded(content)
    lesson, language = library.lesson("example", "en")
    assert (lesson.title, language) == ("Example", "en")
    assert library.lesson("example", "zh")[1] == "zh"
    assert library.course("course", "en")[0].title == "Course"
    assert library.terms("en")[0]["保证金"].shown == "margin"
    assert library.questionnaire(Audience.INSTITUTION, "en")[1] == "zh", "the original, marked as such"


def test_both_editions_carry_the_revision_of_the_original(content: Path):
    library = loaded(content)
    assert library.disclosure("risk", "en")[0].title == "Risk"
    assert library.disclosure("risk", "en")[0].revision == library.disclosures["risk"].revision
    individual = library.questionnaires[Audience.INDIVIDUAL]
    assert library.questionnaire(Audience.INDIVIDUAL, "en")[0].revision == individual.revision


def test_english_term_is_found_by_its_chinese_synonym(content: Path):
    assert loaded(content).terms("en")[0]["保证金"].synonyms == ("履约保证金",)


def test_without_an_english_file_the_original_is_shown(content: Path):
    for file in content.rglob("*.en.md"):
        file.unlink()
    library = loaded(content)
    assert library.lesson("example", "en")[1] == "zh"
    assert library.terms("en")[1] == "zh"
    assert check(content) == ()


def test_practice_and_live_never_mix(content: Path):
    library = loaded(content)
    assert {item.id for item in library.live_items} == {"k-01"}
    assert {item.use for item in library.practice_items} == {Use.PRACTICE}
    assert set(library.items) == {item.id for item in library.live_items + library.practice_items}


def test_revisions_follow_the_text_and_nothing_else(content: Path):
    before = loaded(content)
    (content / "disclosures/example.md").rename(content / "disclosures/renamed.md")
    (content / "disclosures/example.en.md").rename(content / "disclosures/renamed.en.md")
    policy = content / "suitability/policy.md"
    policy.write_text(policy.read_text().replace("## 提示", "一句说明。\n\n## 提示"))
    after = loaded(content)
    assert after.disclosures["risk"].revision == before.disclosures["risk"].revision
    assert after.policy.revision == before.policy.revision


def test_there_is_no_library_without_a_policy(content: Path):
    (content / "suitability/policy.md").unlink()
    result = load_library(content)
    assert result.library is None
    assert [finding.code for finding in result.findings] == ["F106"]


def test_empty_or_absent_folder_is_reported(tmp_path: Path):
    for folder in (tmp_path, tmp_path / "nowhere"):
        result = load_library(folder)
        assert result.library is None
        assert {finding.code for finding in result.findings} == {"F106"}


def test_paths_are_shown_from_where_one_stands(content: Path, monkeypatch: pytest.MonkeyPatch):
    (content / "questions/example.md").write_text("")
    monkeypatch.chdir(content.parent)
    assert {finding.path for finding in check(content)} == {"content/questions/example.md"}
    monkeypatch.chdir("/")
    assert {Path("/", finding.path) for finding in check(content)} == {content / "questions/example.md"}


def test_findings_stand_in_the_order_of_files_and_lines(content: Path):
    for name in ("b", "a"):
        (content / f"questions/{name}.md").write_text("---\n用途: 练\n题厍: 例\n---\n## 一\n")
    findings = check(content)
    assert list(findings) == sorted(findings)
    assert len({finding.path for finding in findings}) == 2


def test_readme_and_hidden_files_hold_no_content(content: Path):
    (content / "questions/README.md").write_text("about")
    (content / ".git").mkdir()
    (content / ".git/x.md").write_text("about")
    assert check(content) == ()
