"""Sections of a lesson, by their ids and in their order."""

import pytest

from tests.cases import a_lesson


def test_sections_by_id():
    lesson = a_lesson(sections="stu")
    assert [lesson.section(letter) for letter in "stu"] == list(lesson.sections)
    assert lesson.section("x") is None


@pytest.mark.parametrize(("section", "following"), [("s", "t"), ("t", "u"), ("u", None)])
def test_what_comes_next(section: str, following: str | None):
    after = a_lesson(sections="stu").after(section)
    assert (after.id if after else None) == following


def test_nothing_comes_after_what_is_not_there():
    with pytest.raises(ValueError, match="'x'"):
        a_lesson().after("x")
