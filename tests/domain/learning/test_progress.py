"""Which item a checkpoint asks, and when a lesson and a course are done."""

import pytest

from edu.domain.learning.lesson import Course
from edu.domain.learning.progress import (
    CheckpointResponse,
    course_complete,
    done_sections,
    first_open_section,
    lesson_progress,
    next_item,
)
from tests.cases import a_lesson


def _responses(text: str, lesson: str = "margin", section: str = "s") -> list[CheckpointResponse]:
    """Items in the order asked; ``!`` marks those that were answered rightly."""
    return [CheckpointResponse(lesson, section, word.rstrip("!"), word.endswith("!")) for word in text.split()]


@pytest.mark.parametrize(
    ("asked", "asks_next"),
    [
        # Fresh items first, in the order of the lesson.
        ("", "p1"), ("p1", "p2"), ("p1 p2", "p3"), ("p2", "p1"), ("p3 p1", "p2"), ("p1 p1 p1", "p2"),
        # Then the one that was asked longest ago, counted from its latest showing.
        ("p1 p2 p3", "p1"), ("p2 p3 p1", "p2"), ("p1 p2 p3 p1", "p2"), ("p1 p2 p3 p1 p2 p3 p2", "p1"),
        ("p3 p3 p1 p2 p1", "p3"),
        # An item that the section no longer has neither blocks nor comes back.
        ("gone", "p1"), ("p1 p2 p3 gone", "p1"), ("gone p1 gone p2 p3", "p1"),
        # A right response does not end the practice.
        ("p1!", "p2"), ("p1! p2! p3!", "p1"),
    ],
)  # fmt: skip
def test_the_item_to_ask(asked: str, asks_next: str):
    assert next_item("margin", a_lesson().sections[0], _responses(asked)) == asks_next


def test_an_item_that_was_added_is_fresh():
    section = a_lesson(items=("p1", "p2", "p3", "p4")).sections[0]
    assert next_item("margin", section, _responses("p1 p2 p3 p1")) == "p4"


def test_what_was_asked_elsewhere_is_fresh_here():
    elsewhere = _responses("p1", lesson="delivery") + _responses("p1", section="t")
    assert next_item("margin", a_lesson().sections[0], elsewhere) == "p1"


def test_a_section_is_done_once_and_for_all_by_one_right_response():
    responses = _responses("p1 p2! p3")
    assert done_sections(responses) == {("margin", "s")}
    assert lesson_progress(a_lesson(), responses).done == 1


def test_progress_counts_the_sections_that_the_lesson_has_now():
    responses = _responses("p1!") + _responses("p1!", section="gone") + _responses("p1!", lesson="delivery")
    progress = lesson_progress(a_lesson(), responses)
    assert (progress.done, progress.total, progress.complete) == (1, 2, False)
    assert lesson_progress(a_lesson(), [*responses, *_responses("p2!", section="t")]).complete


def test_going_on_where_one_stopped():
    lesson = a_lesson(sections="stu")
    open_section = first_open_section(lesson, _responses("p1!") + _responses("p1!", section="u"))
    assert open_section is not None
    assert open_section.id == "t"
    everything = [response for section in "stu" for response in _responses("p1!", section=section)]
    assert first_open_section(lesson, everything) is None


@pytest.mark.parametrize(
    ("lessons", "right_in", "complete"),
    [
        (["margin", "delivery"], ["margin", "delivery"], True),
        (["margin", "delivery"], ["margin"], False),
        (["margin", "delivery", "beside"], ["margin", "delivery"], True),
        (["margin"], ["margin"], False),
    ],
    ids=["all", "one is left", "a lesson of no course is not asked", "a lesson of the course is missing"],
)
def test_a_course_is_complete_when_each_of_its_lessons_is(lessons: list[str], right_in: list[str], complete: bool):
    course = Course("onboarding", "入门", ("margin", "delivery"))
    responses = [response for lesson in right_in for section in "st" for response in _responses("p1!", lesson, section)]
    assert course_complete(course, [a_lesson(lesson) for lesson in lessons], responses) is complete


def test_sections_in_order():
    lesson = a_lesson(sections="st")
    first, second = lesson.sections
    assert lesson.section("t") is second
    assert lesson.section("gone") is None
    assert lesson.after("s") is second
    assert lesson.after("t") is None
    assert first.id == "s"
