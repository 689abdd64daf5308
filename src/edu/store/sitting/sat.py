"""What was sat: attempts with their items and the responses that count, many in one trip."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from edu.domain.items.item import Item
from edu.domain.sitting.attempt import Attempt
from edu.store.sitting import frozen_forms
from edu.store.sitting.marks import MarkRow
from edu.store.sitting.standings import make_attempt, read_counting

_MARKS = MarkRow.__table__  # type: ignore[attr-defined]
_MARKED = (
    select(_MARKS.c.attempt_id, _MARKS.c.slot, _MARKS.c.earned)
    .where(_MARKS.c.attempt_id.in_(bindparam("wanted", expanding=True)))
    .order_by(_MARKS.c.id)
)


@dataclass(frozen=True, slots=True)
class Sat:
    """An attempt and what it asked."""

    attempt: Attempt
    items: tuple[Item, ...]


def load_sat(connection: Connection, rows: Sequence[Any]) -> dict[UUID, Sat]:
    """What is behind some rows, before any marks."""
    if not rows:
        return {}
    wanted = [row.id for row in rows]
    forms, responses = frozen_forms.find_forms(connection, wanted), read_counting(connection, wanted)
    return {row.id: Sat(make_attempt(row, forms[row.id].form, responses[row.id]), forms[row.id].items) for row in rows}


def load_marked(connection: Connection, rows: Sequence[Any]) -> dict[UUID, Sat]:
    """As :func:`load_sat`, with what markers gave."""
    marks: dict[UUID, dict[int, Fraction]] = defaultdict(dict)
    for mark in connection.execute(_MARKED, {"wanted": [row.id for row in rows]}):
        marks[mark.attempt_id][mark.slot] = Fraction(mark.earned)  # the latest counts
    loaded = load_sat(connection, rows)
    return {key: replace(sat, attempt=replace(sat.attempt, marks=marks[key])) for key, sat in loaded.items()}
