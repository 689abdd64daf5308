"""Lessons and courses: what they name must exist, and a checkpoint's items must belong to its section."""

from collections.abc import Iterator, Mapping

from edu.content.checks.ids import check_ids
from edu.content.finding import Finding, make_finding
from edu.content.folder import Sources
from edu.content.learning.lesson_file import LessonFile
from edu.content.nearest import nearest_name
from edu.domain.items.item import Item, Use
from edu.domain.items.traits import traits_of
from edu.domain.learning.lesson import Section


def check_lessons(sources: Sources) -> Iterator[Finding]:
    """Checkpoints, courses, and the sections that items name."""
    items = {item.id: item for bank in sources.banks for item in bank.items}
    yield from check_ids((file.path, file.lesson.id) for file in sources.lessons)
    yield from check_ids((file.path, file.course.id) for file in sources.courses)
    for file in sources.lessons:
        for section in file.lesson.sections:
            yield from _check_checkpoint(file, section, items)
    yield from _check_courses(sources)
    yield from _check_targets(sources)


def _check_checkpoint(file: LessonFile, section: Section, items: Mapping[str, Item]) -> Iterator[Finding]:
    line, own = file.lines[section.id], f"{file.lesson.id}#{section.id}"
    for item_id in section.checkpoint:
        item = items.get(item_id)
        if item is None:
            yield make_finding("L108", file.path, line, value=item_id, nearest=nearest_name(item_id, items))
        elif item.use is not Use.PRACTICE:
            yield make_finding("L109", file.path, line, value=item_id)
        elif traits_of(item).marked or (item.numeric and item.numeric.parameters):
            yield make_finding("L113", file.path, line, value=item_id)
        elif item.section != own:
            other = (item.section or "（无）", item.section or "no section")
            yield make_finding("L110", file.path, line, value=item_id, other=other, section=own)


def _check_courses(sources: Sources) -> Iterator[Finding]:
    known = {file.lesson.id for file in sources.lessons}
    for file in (*sources.courses, *sources.courses.english.values()):
        for lesson_id in file.course.lessons:
            if lesson_id not in known:
                nearest = nearest_name(lesson_id, sorted(known))
                yield make_finding("L202", file.path, file.lines[lesson_id], value=lesson_id, nearest=nearest)


def _check_targets(sources: Sources) -> Iterator[Finding]:
    known = {f"{file.lesson.id}#{section.id}" for file in sources.lessons for section in file.lesson.sections}
    for bank in sources.banks:
        for item in bank.items:
            if item.section and item.section not in known:
                nearest = nearest_name(item.section, sorted(known))
                yield make_finding("Q310", bank.path, bank.lines[item.id], value=item.section, nearest=nearest)
