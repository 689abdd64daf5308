"""The result of an ended attempt. What does not differ between those who gave the same is drawn once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any, ClassVar
from uuid import UUID

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from markupsafe import Markup

from edu.domain.exact import add_up
from edu.domain.items.item import Item
from edu.domain.items.response import OMITTED
from edu.domain.items.response import Response as Given
from edu.domain.items.scoring import Score
from edu.domain.people.role import Duty
from edu.domain.refusal import Refused
from edu.domain.sitting.attempt import AttemptState
from edu.services.sitting import reviewing
from edu.services.sitting.reviewing import Conclusion, Pending, Review
from edu.web.items.shown import ShownResult, show_result
from edu.web.kit.guards import requires_any
from edu.web.kit.i18n import LANGUAGES
from edu.web.kit.page import Page, draw_piece, go, render
from edu.web.kit.pieces import Drawings, Pieces, mark_place
from edu.web.kit.room_words import say_end
from edu.web.kit.visit import Visit


@dataclass(frozen=True, slots=True)
class PendingPage(Page):
    """Handed in, and the result is not to be seen yet: it is being marked, or ``released_at`` is to come.

    ``examiner`` is what an examiner said who ended it, empty where none did; ``may_go_on``: that may be taken back.
    """

    template: ClassVar[str] = "sitting/results/pending.html"

    attempt: UUID
    title: str
    expired: bool
    ended_at: datetime | None
    receipts: int
    code: str
    examiner: str
    may_go_on: bool
    released_at: datetime | None
    exam: bool


@dataclass(frozen=True, slots=True)
class TopicLine:
    """Points by topic; ``share`` is earned of possible, 0 to 1."""

    topic: str
    earned: Fraction
    possible: Fraction
    share: Fraction


@dataclass(frozen=True, slots=True)
class ResultItem(Page):
    """One question with its judgement. ``number`` and ``name`` are marks: the same question may stand elsewhere."""

    template: ClassVar[str] = "sitting/results/_item.html"

    number: str
    name: str
    result: ShownResult
    comment: str
    section: str


@dataclass(frozen=True, slots=True)
class ResultPage(Page):
    """The result of an ended attempt; ``awaiting`` a marker, it is of what could be scored. ``items`` are drawn.

    ``examiner`` as on :class:`PendingPage`.
    """

    template: ClassVar[str] = "sitting/results/result.html"

    title: str
    expired: bool
    ended_at: datetime | None
    receipts: int
    code: str
    examiner: str
    exam: bool
    earned: Fraction
    possible: Fraction
    share: Fraction
    cut: Fraction
    passed: bool
    awaiting: bool
    topics: tuple[TopicLine, ...]
    items: Markup
    next_start: Refused | None
    certificate: str


class ResultController(Controller):
    """For whoever sat it, each their own."""

    guards = (requires_any(Duty.BE_ASSESSED, Duty.SIT_EXAMS),)

    @get("/attempts/{attempt_id:uuid}/result")
    async def show_result(self, visit: NamedDependency[Visit], attempt_id: FromPath[UUID]) -> Response[Any]:
        """The result of an ended attempt, once it may be seen; a running one goes on."""
        found = await _look(visit, attempt_id)
        if isinstance(found, Review) and found.certificate_due:
            await visit.platform.following.settle(visit.person.id)
            found = await _look(visit, attempt_id)
        match found:
            case Review():
                return render(visit, make_result_page(visit, found))
            case Pending():
                return render(visit, _make_pending_page(visit, attempt_id, found))
            case None:
                return go(f"/attempts/{attempt_id}")


async def _look(visit: Visit, attempt_id: UUID) -> Review | Pending | None:
    platform = visit.platform
    return await reviewing.review(platform.database, platform.library, attempt_id, visit.person.id, visit.now)


def _make_pending_page(visit: Visit, attempt_id: UUID, pending: Pending) -> PendingPage:
    end = pending.conclusion
    return PendingPage(
        attempt=attempt_id,
        title=end.title,
        expired=end.state is AttemptState.EXPIRED,
        ended_at=end.ended_at,
        receipts=end.receipts,
        code=end.code,
        examiner=_say_end(visit, end),
        may_go_on=pending.may_go_on,
        released_at=pending.released_at,
        exam=end.exam,
    )


def _say_end(visit: Visit, end: Conclusion) -> str:
    return say_end(visit.language, end.closed_by, end.closing_words) if end.closing_words else ""


def make_result_page(visit: Visit, review: Review) -> ResultPage:
    """Score, topics, and item by item against the frozen form."""
    end, result, items = review.conclusion, review.result, review.form.items
    return ResultPage(
        title=end.title,
        expired=end.state is AttemptState.EXPIRED,
        ended_at=end.ended_at,
        receipts=end.receipts,
        code=end.code,
        examiner=_say_end(visit, end),
        exam=end.exam,
        earned=result.earned,
        possible=result.possible,
        share=result.share,
        cut=result.cut,
        passed=result.passed,
        awaiting=result.awaiting,
        topics=tuple(_list_topics(zip(items, result.scores, strict=True))),
        items=Markup(b"".join(_draw_item(visit, review, place) for place in range(len(items))).decode()),  # noqa: S704 - drawn by our templates
        next_start=review.next_start,
        certificate=review.certificate,
    )


def _list_topics(scored: Iterable[tuple[Item, Score]]) -> Iterable[TopicLine]:
    by_topic: dict[str, list[Score]] = {}
    for item, score in scored:
        by_topic.setdefault(item.topic, []).append(score)
    for topic, scores in by_topic.items():
        earned, possible = (add_up(score.earned for score in scores), add_up(score.possible for score in scores))
        yield TopicLine(topic, earned, possible, earned / possible)


_drawn = {code: Drawings(8_000) for code in LANGUAGES}
_PLACES = frozenset({"number"})
_LONGEST_KEPT = 100


def _draw_item(visit: Visit, review: Review, place: int) -> bytes:
    """The same for all who gave the same to a question that reads the same, whatever its number; drawn once."""
    response, score = review.responses.get(place, OMITTED), review.result.scores[place]
    comment = review.comments.get(place, "")

    def draw_pieces() -> Pieces:
        return Pieces(draw_piece(visit, _make_item(visit, review, place, response)), _PLACES)

    if comment or sum(map(len, response.texts)) > _LONGEST_KEPT:
        pieces = draw_pieces()  # nobody else's
    else:
        key = (review.form.looks[place], response, score.awaiting, str(score.earned))
        pieces = _drawn[visit.language.code].find(key, draw_pieces)
    return pieces.fill({"number": b"%d" % (place + 1)})


def _make_item(visit: Visit, review: Review, place: int, response: Given) -> ResultItem:
    item, slot, number = review.form.items[place], review.form.slots[place], mark_place("number")
    shown = show_result(visit, item, slot.order, response, review.result.scores[place], f"r{number}-")
    section = _find_section(visit, item.section)
    return ResultItem(number, f"stem-{number}", shown, review.comments.get(place, ""), section)


def _find_section(visit: Visit, target: str) -> str:
    """The title of ``lesson#section``, empty where the lessons no longer have it."""
    lesson_id, _, section_id = target.partition("#")
    if lesson_id not in visit.platform.library.lessons:
        return ""
    lesson, _ = visit.platform.library.lesson(lesson_id, visit.language.code)
    section = lesson.section(section_id)
    return section.title if section else ""
