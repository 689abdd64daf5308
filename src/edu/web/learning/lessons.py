"""The course, its lessons, and their checkpoints."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from edu.domain.items.response import OMITTED
from edu.domain.learning.lesson import Course, Lesson, Section
from edu.domain.learning.progress import (
    CheckpointResponse,
    LessonProgress,
    course_complete,
    done_sections,
    first_open_section,
    lesson_progress,
)
from edu.domain.people.role import Duty
from edu.domain.refusal import Conflict, NotThere, Refused
from edu.services.learning import studying
from edu.services.suitability.deciding import ONBOARDING
from edu.web.items.answering import read_form_response
from edu.web.items.shown import ShownItem, ShownResult, show_item, show_result
from edu.web.kit.guards import requires
from edu.web.kit.page import Page, render
from edu.web.kit.statuses import status_of
from edu.web.kit.visit import Visit, posted_text, read_posted


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson in the course's list."""

    lesson: Lesson
    progress: LessonProgress


@dataclass(frozen=True, slots=True)
class CoursePage(Page):
    """The course with its progress; ``resume`` is where to go on."""

    template: ClassVar[str] = "learning/lessons/course.html"

    course: Course
    tag: str
    lines: tuple[LessonLine, ...]
    resume: str
    complete: bool
    assessed: bool


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section in a lesson's list."""

    section: Section
    done: bool
    current: bool


@dataclass(frozen=True, slots=True)
class SectionPage(Page):
    """One section with its checkpoint. ``judged`` is shown after a response."""

    template: ClassVar[str] = "learning/lessons/section.html"
    part: ClassVar[str] = "learning/lessons/_checkpoint.html"

    lesson: Lesson
    section: Section
    tag: str
    text: str
    sections: tuple[SectionLine, ...]
    done: bool
    item: ShownItem
    item_id: str
    showing: int
    judged: ShownResult | None
    next_path: str
    error: str


@dataclass(frozen=True, slots=True)
class GlossaryPage(Page):
    """All terms."""

    template: ClassVar[str] = "learning/lessons/glossary.html"

    terms: tuple[tuple[str, str, str], ...]
    tag: str


class LessonController(Controller):
    """For everybody who studies."""

    guards = (requires(Duty.STUDY),)

    @get("/course")
    async def show_course(self, visit: NamedDependency[Visit]) -> Response[Any]:
        """The lessons in order, and where to go on."""
        library = visit.platform.library
        course, used = library.course(ONBOARDING.course, visit.language.code)
        responses = await self._responses(visit)
        lines = []
        for lesson_id in course.lessons:
            lesson, _ = library.lesson(lesson_id, visit.language.code)
            lines.append(LessonLine(lesson, lesson_progress(lesson, responses)))
        resume = next((_resume(line.lesson, responses) for line in lines if not line.progress.complete), "")
        complete = course_complete(course, list(library.lessons.values()), responses)
        assessed = visit.person.may(Duty.BE_ASSESSED)
        return render(visit, CoursePage(course, _tag(used), tuple(lines), resume, complete, assessed))

    @get("/lessons/{lesson_id:str}")
    async def show_lesson(self, visit: NamedDependency[Visit], lesson_id: FromPath[str]) -> Response[Any]:
        """The section to go on with."""
        lesson, _, _ = self._find(visit, lesson_id, "")
        section = first_open_section(lesson, await self._responses(visit)) or lesson.sections[0]
        return await self._show(visit, lesson_id, section.id)

    @get("/lessons/{lesson_id:str}/{section_id:str}")
    async def show_section(
        self, visit: NamedDependency[Visit], lesson_id: FromPath[str], section_id: FromPath[str]
    ) -> Response[Any]:
        """One section and the item of its checkpoint that stands next."""
        return await self._show(visit, lesson_id, section_id)

    @post("/lessons/{lesson_id:str}/{section_id:str}")
    async def respond(
        self, request: Request[Any, Any, Any], visit: NamedDependency[Visit],
        lesson_id: FromPath[str], section_id: FromPath[str],
    ) -> Response[Any]:  # fmt: skip
        """Judge a response. A wrong one leads back to this very section, then to another item on it."""
        lesson, section, _ = self._find(visit, lesson_id, section_id)
        form = await read_posted(request)
        responses = await self._responses(visit)
        checkpoint = studying.ask(visit.platform.library, lesson, section, visit.person.id, responses)
        try:
            if posted_text(form, "item") != checkpoint.item.id or posted_text(form, "showing") != str(
                sum(response.item == checkpoint.item.id for response in responses)
            ):
                raise Conflict("This question was answered in another window. Here is the one that stands next.")
            response = read_form_response(form, checkpoint.item, checkpoint.order)
            if response.omitted:
                raise Refused("Please choose or write something first.")
            async with visit.platform.database.write() as session:
                judged = await studying.respond(
                    session, lesson, section, checkpoint, response, visit.person.id, visit.now
                )
        except Refused as refusal:
            error = visit.language.say(refusal)
            return await self._show(visit, lesson_id, section_id, error=error, status=status_of(refusal))
        if visit.person.may(Duty.BE_ASSESSED):
            await visit.platform.following.follow(visit.person.id, visit.now)
        shown = show_result(visit, judged.item, judged.order, judged.response, judged.score, "j")
        return await self._show(visit, lesson_id, section_id, judged=shown)

    @get("/glossary")
    async def show_glossary(self, visit: NamedDependency[Visit], q: FromQuery[str] = "") -> Response[Any]:
        """All terms in order."""
        glossary, used = visit.platform.library.terms(visit.language.code)
        terms = tuple((term.name, term.shown, term.text) for term in glossary.values())
        return render(visit, GlossaryPage(terms, _tag(used)))

    async def _responses(self, visit: Visit) -> Sequence[CheckpointResponse]:
        async with visit.platform.database.read() as session:
            return await studying.load_responses(session, visit.person.id)

    def _find(self, visit: Visit, lesson_id: str, section_id: str) -> tuple[Lesson, Section, str]:
        library = visit.platform.library
        if lesson_id not in library.lessons:
            raise NotThere("There is no such lesson.")
        lesson, used = library.lesson(lesson_id, visit.language.code)
        section = lesson.section(section_id) if section_id else lesson.sections[0]
        if section is None:
            raise NotThere("There is no such section.")
        return lesson, section, _tag(used)

    async def _show(
        self, visit: Visit, lesson_id: str, section_id: str, *,
        judged: ShownResult | None = None, error: str = "", status: int = 200,
    ) -> Response[Any]:  # fmt: skip
        lesson, section, tag = self._find(visit, lesson_id, section_id)
        responses = await self._responses(visit)
        done = done_sections(responses)
        checkpoint = studying.ask(visit.platform.library, lesson, section, visit.person.id, responses)
        page = SectionPage(
            lesson=lesson,
            section=section,
            tag=tag,
            text=visit.markup(section.text, section.id),
            sections=tuple(SectionLine(s, (lesson.id, s.id) in done, s.id == section.id) for s in lesson.sections),
            done=(lesson.id, section.id) in done,
            item=show_item(visit, checkpoint.item, checkpoint.order, OMITTED),
            item_id=checkpoint.item.id,
            showing=sum(response.item == checkpoint.item.id for response in responses),
            judged=judged,
            next_path=_next_path(visit, lesson, section),
            error=error,
        )
        return render(visit, page, status)


def _resume(lesson: Lesson, responses: Sequence[CheckpointResponse]) -> str:
    section = first_open_section(lesson, responses) or lesson.sections[0]
    return f"/lessons/{lesson.id}/{section.id}"


def _next_path(visit: Visit, lesson: Lesson, section: Section) -> str:
    following = lesson.after(section.id)
    if following is not None:
        return f"/lessons/{lesson.id}/{following.id}"
    order = visit.platform.library.courses[ONBOARDING.course].lessons
    place = order.index(lesson.id) + 1 if lesson.id in order else len(order)
    return f"/lessons/{order[place]}" if place < len(order) else "/course"


def _tag(language: str) -> str:
    return "zh-CN" if language == "zh" else language
