"""Every table, for migrations: importing this module fills ``METADATA``."""

from sqlmodel import SQLModel

from edu.store import (
    accounts,
    acknowledgements,
    assessments,
    attempts,
    checkpoints,
    clients,
    decisions,
    installation,
    invitations,
    ledger,
    revisions,
    sign_ins,
)

METADATA = SQLModel.metadata

__all__ = [
    "METADATA", "accounts", "acknowledgements", "assessments", "attempts", "checkpoints", "clients", "decisions",
    "installation", "invitations", "ledger", "revisions", "sign_ins",
]  # fmt: skip
