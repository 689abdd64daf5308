"""Frozen forms in memory, with their items: none ever changes, and every page and save of a sitting needs its own."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from edu.domain.items.item import Item
from edu.domain.sitting.form import Form, Slot
from edu.store.engine.encoding import from_json
from edu.store.sitting import frozen_items
from edu.store.sitting.attempts import AttemptRow, FormRow

_MOST = 5_000
"""The one that was used longest ago goes first."""

_MOST_SHARED = 20_000
"""Questions in an order of their options; those that have been here longest go first."""


@dataclass(frozen=True, slots=True)
class FrozenForm:
    """What an attempt asks, and whom.

    Questions of equal ``looks`` (also in forms of others) read the same, but for their number.
    """

    candidate: UUID
    form: Form
    items: tuple[Item, ...]
    looks: tuple[str, ...]

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The places of the form, in order."""
        return self.form.slots


_ATTEMPTS = AttemptRow.__table__  # type: ignore[attr-defined]
_FORMS = FormRow.__table__  # type: ignore[attr-defined]
_BODIES = (
    select(_ATTEMPTS.c.id, _ATTEMPTS.c.candidate_id, _FORMS.c.body)
    .join(_FORMS, _FORMS.c.attempt_id == _ATTEMPTS.c.id)
    .where(_ATTEMPTS.c.id.in_(bindparam("wanted", expanding=True)))
)
_known: dict[UUID, FrozenForm] = {}
_shared: dict[str, tuple[Slot, Item, str]] = {}


def recall(attempt: UUID) -> FrozenForm | None:
    """What is in memory."""
    form = _known.pop(attempt, None)
    if form is not None:
        _known[attempt] = form  # again the newest
    return form


def find_forms(connection: Connection, attempts: Collection[UUID]) -> dict[UUID, FrozenForm]:
    """The forms of ``attempts``, those that there are; what is not in memory is read."""
    found = {attempt: form for attempt in attempts if (form := recall(attempt)) is not None}
    missing = [attempt for attempt in attempts if attempt not in found]
    if missing:
        rows = connection.execute(_BODIES, {"wanted": missing}).all()
        forms = {row.id: from_json(row.body, Form) for row in rows}
        items = frozen_items.find_items(connection, forms.values())
        read = {row.id: _freeze(row.candidate_id, forms[row.id], items) for row in rows}
        _keep(read)
        found |= read
    return found


def _freeze(candidate: UUID, form: Form, items: dict[str, Item]) -> FrozenForm:
    shared = [_share(slot, items) for slot in form.slots]
    slots, looks = tuple(slot for slot, _, _ in shared), tuple(look for _, _, look in shared)
    return FrozenForm(candidate, replace(form, slots=slots), tuple(item for _, item, _ in shared), looks)


def _share(slot: Slot, items: dict[str, Item]) -> tuple[Slot, Item, str]:
    """The place, its item and its looks: one of each in memory, however many forms have it."""
    look = _look_of(slot)
    key = f"{slot.item}|{slot.part}|{look}"
    known = _shared.get(key)
    if known is None:
        (item,) = frozen_items.arrange([slot], items)
        known = _shared[key] = slot, item, look
        while len(_shared) > _MOST_SHARED:
            _shared.pop(next(iter(_shared)), None)  # two threads may find the same
    return known


def _look_of(slot: Slot) -> str:
    # A text keeps its hash, where tuples and fractions work theirs out each time.
    return "|".join((slot.revision, "".join(slot.order), str(slot.points), repr(slot.values)))


def _keep(read: dict[UUID, FrozenForm]) -> None:
    _known.update(read)
    while len(_known) > _MOST:
        _known.pop(next(iter(_known)), None)
