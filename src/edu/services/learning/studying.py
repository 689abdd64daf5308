"""Working through a course: reading, responding at checkpoints, going on where one stopped."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from edu.content.library import Library
from edu.domain.items.item import Item
from edu.domain.items.response import Response, check_fits, encode_response
from edu.domain.items.scoring import Score, score
from edu.domain.items.shuffling import shuffle_options
from edu.domain.learning.lesson import Lesson, Section
from edu.domain.learning.progress import CheckpointResponse, next_item
from edu.store.learning import checkpoints
from edu.store.learning.checkpoints import CheckpointRow
from edu.store.people import clients


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The item to ask now, with its options in the order of this showing."""

    item: Item
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckpointJudgement:
    """A response at a checkpoint, judged."""

    item: Item
    order: tuple[str, ...]
    response: Response
    score: Score

    @property
    def right(self) -> bool:
        """All of it is right."""
        return self.score.full


async def load_responses(session: AsyncSession, account_id: UUID) -> Sequence[CheckpointResponse]:
    """Everything somebody has responded at checkpoints."""
    return await checkpoints.list_own(session, account_id)


def ask(
    library: Library,
    lesson: Lesson,
    section: Section,
    account_id: UUID,
    responses: Sequence[CheckpointResponse],
) -> Checkpoint:
    """The next item of the section, shuffled by person and showing, so that places are not learnt by heart."""
    item = library.items[next_item(lesson.id, section, responses)]
    shown = sum(response.item == item.id for response in responses)
    return Checkpoint(item, shuffle(item, account_id, shown))


def shuffle(item: Item, account_id: UUID, showing: int) -> tuple[str, ...]:
    """Option letters in the order of one person's n-th showing; the same call gives the same order."""
    chance = random.Random(f"{account_id}/{item.id}/{showing}")  # noqa: S311 - an order, not a secret
    return shuffle_options(item, chance)


async def respond(
    session: AsyncSession, lesson: Lesson, section: Section, checkpoint: Checkpoint, response: Response,
    account_id: UUID, now: datetime,
) -> CheckpointJudgement:  # fmt: skip
    """Judge and keep one response."""
    check_fits(checkpoint.item, response)
    judged = CheckpointJudgement(checkpoint.item, checkpoint.order, response, score(checkpoint.item, response))
    session.add(
        CheckpointRow(
            account_id=account_id,
            lesson=lesson.id,
            section=section.id,
            item=checkpoint.item.id,
            revision=checkpoint.item.revision,
            response=encode_response(response),
            right=judged.right,
            given_at=now,
        )
    )
    await clients.set_due(session, account_id, now)
    await session.commit()
    return judged
