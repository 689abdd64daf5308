"""Certification exams that made-up members of staff have sat: one with its certificate, one that waits for a marker."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from uuid import UUID

from edu.content.library import Library
from edu.demo.responding import make_response
from edu.domain.items.response import encode_response
from edu.domain.items.traits import traits_of
from edu.domain.sitting.blueprint import Blueprint
from edu.domain.sitting.keeping import Save
from edu.domain.sitting.mark import Mark
from edu.domain.sitting.terms import Sitters
from edu.services.following_up import FollowingUp
from edu.services.sitting import marking, taking
from edu.store.engine.database import Database
from edu.store.sitting import journal

_MARKER = "examiner@demo"
_COMMENT = "要点齐全，条理清楚。"


@dataclass(frozen=True, slots=True)
class ExamStory:
    """Who sat how long ago, with which share right; ``marked`` is the share that the marker gave, if one came."""

    login: str
    days_ago: int
    right: float
    marked: Fraction | None = None


EXAM_STORIES = (
    ExamStory("certified@demo", 20, 0.9, Fraction(4, 5)),
    ExamStory("unmarked@demo", 1, 0.8),
)


async def sit_exams(
    database: Database, library: Library, following: FollowingUp, staff: Mapping[str, UUID], now: datetime
) -> None:
    """Live the stories through the services; without a staff exam in the content there are none."""
    exams = [blueprint for blueprint in library.blueprints.values() if blueprint.terms.sitters is Sitters.STAFF]
    for place, story in enumerate(EXAM_STORIES if exams else ()):
        author = _ExamAuthor(database, library, exams[0], staff[story.login], random.Random(place))  # noqa: S311
        await author.write(story, following, staff[_MARKER], now - timedelta(days=story.days_ago, hours=3))


class _ExamAuthor:
    """Lives one story; ``rng`` is the same each time."""

    def __init__(
        self, database: Database, library: Library, exam: Blueprint, candidate: UUID, rng: random.Random
    ) -> None:
        self.database, self.library, self.exam, self.candidate, self.rng = database, library, exam, candidate, rng

    async def write(self, story: ExamStory, following: FollowingUp, marker: UUID, began: datetime) -> None:
        async with self.database.write() as session:
            attempt = await taking.start(session, self.library, self.exam, self.candidate, began)
        await self._respond(attempt, story.right, began)
        async with self.database.write() as session:
            await taking.hand_in(session, attempt, self.candidate, began + self.exam.duration * 0.8)
        if story.marked is None:
            return
        later = began + timedelta(days=1)
        await self._mark(attempt, story.marked, marker, later)
        await following.follow(self.candidate, later)

    async def _respond(self, attempt: UUID, share: float, began: datetime) -> None:
        async with self.database.read() as session:
            sitting = await taking.load_own(session, attempt, self.candidate)
        count = len(sitting.items)
        wrong = set(self.rng.sample(range(count), round(count * (1 - share))))
        step = self.exam.duration * 0.7 / count
        saves = [
            Save(
                attempt, self.candidate, slot,
                encode_response(make_response(item, right=slot not in wrong or traits_of(item).marked)), True,
                began + step * (slot + 1),
            )
            for slot, item in enumerate(sitting.items)
        ]  # fmt: skip
        await self.database.write_at_once(lambda connection: journal.append_saves(connection, saves))

    async def _mark(self, attempt: UUID, share: Fraction, marker: UUID, now: datetime) -> None:
        async with self.database.write() as session:
            for response in (await marking.load_written(session, attempt, marker)).responses:
                given = Mark(tuple(line.most * share for line in response.lines), _COMMENT)
                await marking.mark(session, attempt, response.slot, given, marker, now)
