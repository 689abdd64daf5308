"""The examples of docs/content-formats.md are read without findings."""

import re
from pathlib import Path

import pytest

from edu.content.items.item_file import read_bank
from edu.content.learning.course_file import read_course
from edu.content.learning.glossary_file import read_glossary
from edu.content.learning.lesson_file import read_lesson
from edu.content.sitting.blueprint_file import read_blueprint
from edu.content.sources_file import read_sources
from edu.content.suitability.disclosure_file import read_disclosure
from edu.content.suitability.questionnaire_file import read_questionnaire
from edu.domain.suitability.facts import FACTS
from tests.content.reading import read_sound

PAGE = (Path(__file__).parents[2] / "docs/content-formats.md").read_text(encoding="utf-8")
READERS = {
    "Banks": read_bank,
    "Lessons": read_lesson,
    "Courses": read_course,
    "Blueprints": read_blueprint,
    "Disclosures": read_disclosure,
    "Questionnaires": read_questionnaire,
    "Glossary": read_glossary,
    "Sources": read_sources,
}


@pytest.mark.parametrize("heading", READERS)
def test_example_is_read(heading: str):
    section = PAGE.partition(f"## {heading} (")[2]
    (example,) = re.findall(r"```markdown\n(.*?)```", section.partition("\n\n\n## ")[0], re.DOTALL)
    read_sound(READERS[heading], example)


def test_conditions_name_known_facts():
    conditions = PAGE.partition("Conditions join comparisons")[2].partition("\n\n")[0]
    names = re.findall(r"`([\u4e00-\u9fff]+) (?:=|>=)", conditions)
    assert names
    assert set(names) <= set(FACTS)
