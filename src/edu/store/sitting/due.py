"""What a person's acts have left to be done, read in one trip."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from edu.store.people.clients import ClientRow
from edu.store.sitting.attempts import AttemptRow

_CLIENTS = ClientRow.__table__  # type: ignore[attr-defined]
_ATTEMPTS = AttemptRow.__table__  # type: ignore[attr-defined]
_DECISION = select(_CLIENTS.c.account_id).where(
    _CLIENTS.c.account_id == bindparam("whose"), _CLIENTS.c.decision_due_at <= bindparam("now")
)
_CERTIFICATE = (
    select(_ATTEMPTS.c.id)
    .where(_ATTEMPTS.c.candidate_id == bindparam("whose"), _ATTEMPTS.c.certificate_due_at <= bindparam("now"))
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Entailed:
    """What is due now."""

    certificate: bool
    decision: bool


def read(connection: Connection, account_id: UUID, now: datetime) -> Entailed:
    """For one person."""
    wanted = {"whose": account_id, "now": now}
    certificate, decision = (connection.execute(query, wanted).first() for query in (_CERTIFICATE, _DECISION))
    return Entailed(certificate is not None, decision is not None)
