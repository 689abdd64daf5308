"""One question of a running sitting, and where it stands."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from edu.domain.items.item import Item
from edu.domain.items.response import OMITTED, Response
from edu.domain.items.traits import traits_of
from edu.domain.refusal import NotThere
from edu.domain.sitting.attempt import AttemptState
from edu.domain.sitting.form import Slot
from edu.domain.sitting.terms import Navigation, Release
from edu.services.sitting.watching import Notice, make_notice
from edu.store.sitting.frozen_forms import FrozenForm
from edu.store.sitting.results import read_kept_terms
from edu.store.sitting.standings import SittingStanding, read_place
from edu.web.kit.visit import Visit


@dataclass(frozen=True, slots=True)
class QuestionPlace:
    """``unanswered`` are the slots of the whole form that want more; ``room`` is what an examiner did."""

    attempt: UUID
    title: str
    state: AttemptState
    deadline: datetime
    number: int
    form: FrozenForm
    forward: bool
    release: Release
    first_open: int
    unanswered: frozenset[int]
    response: Response
    seen: int
    receipts: int
    room: tuple[Notice, ...]

    @classmethod
    def of(cls, attempt_id: UUID, number: int, form: FrozenForm, standing: SittingStanding) -> "QuestionPlace":
        """From the form in memory and what is kept of the sitting."""
        terms = read_kept_terms(standing.terms)
        return cls(
            attempt_id, standing.title, standing.state, standing.deadline, number, form,
            terms.navigation is Navigation.FORWARD, terms.release, standing.first_open,
            frozenset(standing.list_unanswered()), standing.responses.get(number - 1, OMITTED),
            standing.seen(number - 1), standing.receipts, tuple(make_notice(*event) for event in standing.room),
        )  # fmt: skip

    @property
    def slot(self) -> Slot:
        """The question's place in the form."""
        return self.form.slots[self.number - 1]

    @property
    def item(self) -> Item:
        """What it asks."""
        return self.form.items[self.number - 1]

    @property
    def count(self) -> int:
        """How many questions the form has."""
        return len(self.form.items)

    @property
    def open_slots(self) -> tuple[int, int]:
        """The slots that are open, first and the one after the last: all, or those of the part if one goes forward."""
        slots = self.form.slots
        if not self.forward:
            return 0, len(slots)
        title = slots[self.first_open].part
        rest = range(self.first_open, len(slots))
        return self.first_open, next((n for n in rest if slots[n].part != title), len(slots))

    @property
    def has_marker(self) -> bool:
        """Whether some response will wait for a person."""
        return any(traits_of(item).marked for item in self.form.items)

    def clock_runs(self, now: datetime) -> bool:
        """Begun, not ended, and in time."""
        return self.state is AttemptState.STARTED and now <= self.deadline


def check_number(form: FrozenForm, number: int) -> None:
    """Raises NotThere for a number that the form has not got."""
    if not 1 <= number <= len(form.items):
        raise NotThere("This check has no such question.")


async def find_question(visit: Visit, attempt_id: UUID, number: int) -> QuestionPlace:
    """Where the question of one's own sitting stands; the cost is the same however much was saved."""
    person = visit.person.id
    form = await visit.platform.desk.form_of(attempt_id, person)
    check_number(form, number)
    standing = await visit.platform.database.glance(
        lambda connection: read_place(connection, attempt_id, person, number - 1)
    )
    if standing is None:
        raise NotThere("There is no such check.")
    return QuestionPlace.of(attempt_id, number, form, standing)
