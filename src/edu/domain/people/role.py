"""Roles, and what each may do. Duties that must stay apart are never in one role."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What an account is for."""

    CLIENT = "client"
    CANDIDATE = "candidate"
    TRAINER = "trainer"
    EXAMINER = "examiner"
    COMPLIANCE = "compliance"
    AUDITOR = "auditor"
    OPERATOR = "operator"


class Duty(StrEnum):
    """One thing that pages ask for."""

    BE_ASSESSED = "be-assessed"
    STUDY = "study"
    SIT_EXAMS = "sit-exams"
    INVIGILATE = "invigilate"
    MARK = "mark"
    SEE_BANKS = "see-banks"
    SEE_ATTEMPTS = "see-attempts"
    SEE_CERTIFICATES = "see-certificates"
    REVOKE = "revoke"
    SEE_DECISIONS = "see-decisions"
    SEE_LEDGER = "see-ledger"
    SEE_SYSTEM = "see-system"


DUTIES: Mapping[Role, frozenset[Duty]] = {
    Role.CLIENT: frozenset({Duty.BE_ASSESSED, Duty.STUDY}),
    Role.CANDIDATE: frozenset({Duty.STUDY, Duty.SIT_EXAMS}),
    Role.TRAINER: frozenset({Duty.STUDY, Duty.SEE_BANKS}),
    Role.EXAMINER: frozenset({Duty.SEE_ATTEMPTS, Duty.SEE_CERTIFICATES, Duty.INVIGILATE, Duty.MARK}),
    Role.COMPLIANCE: frozenset({Duty.SEE_DECISIONS, Duty.SEE_LEDGER, Duty.SEE_CERTIFICATES, Duty.REVOKE}),
    Role.AUDITOR: frozenset({Duty.SEE_ATTEMPTS, Duty.SEE_CERTIFICATES, Duty.SEE_DECISIONS, Duty.SEE_LEDGER}),
    Role.OPERATOR: frozenset({Duty.SEE_SYSTEM}),
}


def may(role: Role, duty: Duty) -> bool:
    """Whether the role includes the duty."""
    return duty in DUTIES[role]
