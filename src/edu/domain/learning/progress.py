"""Progress through a course: a section is done when an item on it was answered rightly."""

from collections.abc import Sequence
from dataclasses import dataclass

from edu.domain.learning.lesson import Course, Lesson, Section


@dataclass(frozen=True, slots=True)
class CheckpointResponse:
    """One response at a checkpoint, in the order given."""

    lesson: str
    section: str
    item: str
    right: bool


@dataclass(frozen=True, slots=True)
class LessonProgress:
    """``done`` sections of ``total``."""

    lesson: str
    done: int
    total: int

    @property
    def complete(self) -> bool:
        """Every section is done."""
        return self.done == self.total


def done_sections(responses: Sequence[CheckpointResponse]) -> frozenset[tuple[str, str]]:
    """(lesson, section) pairs with a right response."""
    return frozenset((response.lesson, response.section) for response in responses if response.right)


def next_item(lesson: str, section: Section, responses: Sequence[CheckpointResponse]) -> str:
    """The item to ask: the first not asked yet; when all were, the one asked longest ago."""
    asked = [
        r.item for r in responses if r.lesson == lesson and r.section == section.id and r.item in section.checkpoint
    ]
    fresh = [item for item in section.checkpoint if item not in asked]
    if fresh:
        return fresh[0]
    return min(section.checkpoint, key=lambda item: len(asked) - asked[::-1].index(item))


def lesson_progress(lesson: Lesson, responses: Sequence[CheckpointResponse]) -> LessonProgress:
    """How far somebody is; sections that the lesson no longer has do not count."""
    done = done_sections(responses)
    return LessonProgress(lesson.id, sum((lesson.id, s.id) in done for s in lesson.sections), len(lesson.sections))


def course_complete(course: Course, lessons: Sequence[Lesson], responses: Sequence[CheckpointResponse]) -> bool:
    """Every section of every lesson is done."""
    wanted = [lesson for lesson in lessons if lesson.id in course.lessons]
    return len(wanted) == len(course.lessons) and all(lesson_progress(lesson, responses).complete for lesson in wanted)


def first_open_section(lesson: Lesson, responses: Sequence[CheckpointResponse]) -> Section | None:
    """Where to go on; ``None`` when the lesson is complete."""
    done = done_sections(responses)
    return next((section for section in lesson.sections if (lesson.id, section.id) not in done), None)
