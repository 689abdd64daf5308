"""What people's acts have left to be done, read in one trip."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from edu.store.people.clients import ClientRow
from edu.store.sitting.attempts import AttemptRow

_CLIENTS = ClientRow.__table__  # type: ignore[attr-defined]
_ATTEMPTS = AttemptRow.__table__  # type: ignore[attr-defined]
_DECISIONS = select(_CLIENTS.c.account_id).where(
    _CLIENTS.c.account_id.in_(bindparam("whose", expanding=True)), _CLIENTS.c.decision_due_at <= bindparam("now")
)
_CERTIFICATES = select(_ATTEMPTS.c.candidate_id).where(
    _ATTEMPTS.c.candidate_id.in_(bindparam("whose", expanding=True)),
    _ATTEMPTS.c.certificate_due_at <= bindparam("now"),
)


@dataclass(frozen=True, slots=True)
class Entailed:
    """To whom a certificate is due now, and for whom a decision."""

    certificates: frozenset[UUID]
    decisions: frozenset[UUID]


def read_entailed(connection: Connection, accounts: Collection[UUID], now: datetime) -> Entailed:
    """For some people."""
    wanted = {"whose": list(accounts), "now": now}
    certificates, decisions = (connection.execute(query, wanted).scalars() for query in (_CERTIFICATES, _DECISIONS))
    return Entailed(frozenset(certificates), frozenset(decisions))
