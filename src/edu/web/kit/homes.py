"""Where each role begins."""

from collections.abc import Mapping

from edu.domain.people.role import Role

_HOMES: Mapping[Role, str] = {
    Role.CLIENT: "/home",
    Role.CANDIDATE: "/exams",
    Role.TRAINER: "/staff/banks",
    Role.EXAMINER: "/staff/rooms",
    Role.COMPLIANCE: "/staff/decisions",
    Role.AUDITOR: "/staff/ledger",
    Role.OPERATOR: "/staff/system",
}


def home_of(role: Role) -> str:
    """The first page after signing in."""
    return _HOMES[role]
