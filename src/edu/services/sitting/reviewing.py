"""Looking at the result of one's own sitting: what it earned, item by item, once it may be seen. Nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import Connection

from edu.content.library import Library
from edu.domain.items.response import Response
from edu.domain.refusal import NotThere, Refused
from edu.domain.sitting.attempt import AttemptState, Result, check_may_start, score_responses
from edu.domain.sitting.receipt import code_of
from edu.domain.sitting.terms import Sitters
from edu.domain.sitting.timing import hold_until, is_shown
from edu.store.engine.database import Database
from edu.store.sitting import frozen_forms, reviews
from edu.store.sitting.attempts import ENDED
from edu.store.sitting.frozen_forms import FrozenForm
from edu.store.sitting.results import read_kept_terms
from edu.store.sitting.reviews import EndedSitting


@dataclass(frozen=True, slots=True)
class Conclusion:
    """How a sitting ended. ``code`` stands for its ``receipts``, empty where nothing was saved. ``exam``: of staff.

    ``closed_by`` is the name of an examiner who ended it, ``closing_words`` why, empty where none did.
    """

    title: str
    state: AttemptState
    ended_at: datetime | None
    receipts: int
    code: str
    exam: bool
    closed_by: str
    closing_words: str


@dataclass(frozen=True, slots=True)
class Pending:
    """The result is not to be seen yet: it is being marked, or ``released_at`` is to come.

    ``may_go_on``: an examiner ended it a moment ago, and may take that back.
    """

    conclusion: Conclusion
    released_at: datetime | None
    may_go_on: bool


@dataclass(frozen=True, slots=True)
class Review:
    """A result that may be seen; ``responses`` and the marker's ``comments`` by slot.

    ``certificate`` is the number of the one that it earned, empty where there is none; ``certificate_due``: it is
    about to be issued. ``next_start`` is what a start
    would meet now where the result asks for one.
    """

    conclusion: Conclusion
    form: FrozenForm
    responses: Mapping[int, Response]
    result: Result
    comments: Mapping[int, str]
    certificate: str
    certificate_due: bool
    next_start: Refused | None


async def review(
    database: Database, library: Library, attempt: UUID, candidate: UUID, now: datetime
) -> Review | Pending | None:
    """The candidate's own result; ``None`` for a sitting that has not ended. Raises NotThere."""
    return await database.glance(partial(_look, library=library, attempt=attempt, candidate=candidate, now=now))


def _look(
    connection: Connection, library: Library, attempt: UUID, candidate: UUID, now: datetime
) -> Review | Pending | None:
    ended = reviews.read_ended(connection, attempt, candidate)
    if ended is None:
        raise NotThere("There is no such check.")
    if ended.state not in ENDED:
        return None
    terms, outcome = read_kept_terms(ended.terms), ended.outcome
    conclusion = Conclusion(
        ended.title, ended.state, ended.ended_at, ended.receipts, code_of(ended.chain), terms.sitters is Sitters.STAFF,
        ended.closed_by, ended.closing_words,
    )  # fmt: skip
    cut = ended.cut_short_at
    if not is_shown(terms, outcome.released_at, now, awaiting=outcome.awaiting, cut_short_at=cut):
        return Pending(conclusion, outcome.released_at, cut is not None and now < hold_until(cut))
    form, given = (
        frozen_forms.find_forms(connection, [attempt])[attempt],
        reviews.read_given_responses(connection, ended),
    )
    result = score_responses(form.slots, form.items, given.responses, given.marks, ended.cut)
    again = result.passed or result.awaiting
    next_start = None if again else _find_next_start(connection, library, ended, candidate, now)
    certified = outcome.certificate_due_at
    return Review(
        conclusion, form, given.responses, result, given.comments, ended.certificate,
        certified is not None and certified <= now, next_start,
    )  # fmt: skip


def _find_next_start(
    connection: Connection, library: Library, ended: EndedSitting, candidate: UUID, now: datetime
) -> Refused | None:
    blueprint = library.blueprints.get(ended.blueprint)
    if blueprint is None:
        return None
    sat = reviews.list_sat(connection, candidate, ended.blueprint)
    last_end = max((end for _, end in sat if end), default=None)
    try:
        check_may_start(blueprint, [start for start, _ in sat], last_end, now)
    except Refused as refusal:
        return refusal
    return None
