"""Every table, for migrations: importing this module fills ``METADATA``."""

from sqlmodel import SQLModel

from edu.store.engine import counts
from edu.store.evidence import ledger, outbox, revisions
from edu.store.learning import checkpoints
from edu.store.office import installation
from edu.store.people import accounts, clients, inbox, invitations, sign_ins
from edu.store.sitting import accommodations, attempts, certificates, marks, notes, rooms, signals, tallies
from edu.store.suitability import acknowledgements, assessments, decisions

METADATA = SQLModel.metadata

__all__ = [
    "METADATA", "accommodations", "accounts", "acknowledgements", "assessments", "attempts", "certificates",
    "checkpoints", "clients", "counts", "decisions", "inbox", "installation", "invitations", "ledger", "marks", "notes",
    "outbox",
    "revisions", "rooms", "sign_ins", "signals", "tallies",
]  # fmt: skip
