"""Tallies: how many candidates met an item in a sitting that counts, and what they earned of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select, update
from sqlmodel import Field, SQLModel

from edu.domain.sitting.attempt import score_attempt
from edu.domain.sitting.facility import Observed
from edu.store.engine.inserts import insert
from edu.store.sitting.attempts import ENDED, AttemptRow
from edu.store.sitting.sat import load_marked


class TallyRow(SQLModel, table=True):
    """By revision, as a changed item is another one. ``earned`` is the sum of shares of the points."""

    __tablename__ = "tallies"

    revision: str = Field(primary_key=True, max_length=64)
    item: str = Field(max_length=100, index=True)
    count: int
    earned: float


@dataclass(frozen=True, slots=True)
class AttemptTally:
    """What one attempt adds: each slot's revision, item and share."""

    attempt: UUID
    shares: tuple[tuple[str, str, float], ...]


_ATTEMPTS = AttemptRow.__table__  # type: ignore[attr-defined]
_TALLIES = TallyRow.__table__  # type: ignore[attr-defined]
_TAKE = (
    update(_ATTEMPTS)
    .where(_ATTEMPTS.c.id == bindparam("of"), _ATTEMPTS.c.tallied.is_(False))
    .values(tallied=True)
)  # fmt: skip


def look(connection: Connection, before: datetime, limit: int) -> list[AttemptTally]:
    """Released attempts that ended before ``before`` and are in no tally yet, scored anew; nothing is locked."""
    query = (
        select(_ATTEMPTS)
        .where(
            _ATTEMPTS.c.tallied.is_(False),
            _ATTEMPTS.c.released_at <= before,
            _ATTEMPTS.c.ended_at <= before,
            _ATTEMPTS.c.state.in_(ENDED),
        )
        .order_by(_ATTEMPTS.c.released_at)
        .limit(limit)
    )
    rows = connection.execute(query).all()
    loaded = load_marked(connection, rows)
    counted = []
    for row in rows:
        attempt, items = loaded[row.id].attempt, loaded[row.id].items
        slots = attempt.form.slots
        scores = score_attempt(attempt, items, Fraction(row.cut)).scores
        earned = [float(score.earned / score.possible) if score.possible else 0.0 for score in scores]
        shares = tuple((slot.revision, slot.item, share) for slot, share in zip(slots, earned, strict=True))
        counted.append(AttemptTally(row.id, shares))
    return counted


def add_tallies(connection: Connection, counted: Sequence[AttemptTally]) -> int:
    """Add what no other node has added since; how many attempts. The caller commits."""
    in_order = sorted(counted, key=lambda tally: tally.attempt)  # as everybody locks attempts
    taken = [tally for tally in in_order if connection.execute(_TAKE, {"of": tally.attempt}).rowcount]
    sums: dict[str, dict[str, Any]] = {}
    for tally in taken:
        for revision, item, share in tally.shares:
            row = sums.setdefault(revision, {"revision": revision, "item": item, "count": 0, "earned": 0.0})
            row["count"] += 1
            row["earned"] += share
    if sums:
        new = insert(connection, TallyRow)
        more = {
            "count": _TALLIES.c.count + new.excluded["count"],
            "earned": _TALLIES.c.earned + new.excluded["earned"],
        }
        statement = new.on_conflict_do_update(index_elements=["revision"], set_=more)
        connection.execute(statement, [sums[revision] for revision in sorted(sums)])  # in one order: no two nodes wait
    return len(taken)


def read_observed(connection: Connection, fewest: int) -> Mapping[str, Observed]:
    """By revision, what at least so many candidates earned."""
    query = select(_TALLIES.c.revision, _TALLIES.c.count.label("met"), _TALLIES.c.earned).where(
        _TALLIES.c.count >= fewest
    )
    return {row.revision: Observed(row.met, row.earned) for row in connection.execute(query)}
