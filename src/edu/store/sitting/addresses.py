"""Network addresses that sittings were sat from, noted many at a time: at a common start everybody's is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, insert, select

from edu.domain.refusal import NotNow, Refused
from edu.domain.sitting.signal import SignalKind
from edu.store.sitting.attempts import AttemptRow
from edu.store.sitting.signals import SignalRow

MOST_ADDRESSES = 20
"""Of one attempt: beyond them another one says nothing new."""

_ATTEMPTS = AttemptRow.__table__  # type: ignore[attr-defined]
_SIGNALS = SignalRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody's own sitting was asked for from ``address``."""

    attempt: UUID
    candidate: UUID
    address: str
    at: datetime


class NotNoted(NotNow):
    """The database could not keep it now."""

    def __init__(self) -> None:
        super().__init__("This could not be saved just now. It stays on this page and is sent again by itself.")


def note_all(connection: Connection, met: Sequence[Met]) -> list[bool | Refused]:
    """Keep those that are new to their attempt; whether each was."""
    wanted = {seen.attempt for seen in met}
    own = select(_ATTEMPTS.c.id, _ATTEMPTS.c.candidate_id).where(_ATTEMPTS.c.id.in_(wanted))
    candidates = {row.id: row.candidate_id for row in connection.execute(own)}
    kept = select(_SIGNALS.c.attempt_id, _SIGNALS.c.detail)
    kept = kept.where(_SIGNALS.c.attempt_id.in_(wanted), _SIGNALS.c.kind == SignalKind.ADDRESS.value)
    known: dict[UUID, set[str]] = {}
    for row in connection.execute(kept):
        known.setdefault(row.attempt_id, set()).add(row.detail)
    rows = []
    outcomes: list[bool | Refused] = []
    for seen in met:
        before = known.setdefault(seen.attempt, set())
        address = seen.address[:100]
        is_new = (
            candidates.get(seen.attempt) == seen.candidate and address not in before and len(before) < MOST_ADDRESSES
        )
        outcomes.append(is_new)
        if is_new:
            before.add(address)
            rows.append(
                {
                    "attempt_id": seen.attempt,
                    "kind": SignalKind.ADDRESS.value,
                    "seconds": 0,
                    "detail": address,
                    "at": seen.at,
                }
            )
    if rows:
        connection.execute(insert(_SIGNALS), rows)
    return outcomes
