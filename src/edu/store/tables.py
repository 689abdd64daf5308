"""Every table, for migrations: importing this module fills ``METADATA``."""

from sqlmodel import SQLModel

from edu.store import (
    accommodations,
    accounts,
    acknowledgements,
    assessments,
    attempts,
    certificates,
    checkpoints,
    clients,
    decisions,
    installation,
    invitations,
    ledger,
    marks,
    notes,
    revisions,
    rooms,
    sign_ins,
    signals,
    tallies,
)

METADATA = SQLModel.metadata

__all__ = [
    "METADATA", "accommodations", "accounts", "acknowledgements", "assessments", "attempts", "certificates",
    "checkpoints", "clients", "decisions", "installation", "invitations", "ledger", "marks", "notes", "revisions",
    "rooms", "sign_ins", "signals", "tallies",
]  # fmt: skip
