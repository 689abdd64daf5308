"""What each role finds: its name, its first page, and its navigation. One table."""

from collections.abc import Mapping
from dataclasses import dataclass

from edu.domain.people.role import Role


@dataclass(frozen=True, slots=True)
class Link:
    """A page of the navigation. ``label`` is a message id."""

    path: str
    label: str


@dataclass(frozen=True, slots=True)
class Place:
    """``label`` is the role's name, a message id; ``links[0]`` is its home."""

    label: str
    links: tuple[Link, ...]

    @property
    def home(self) -> str:
        """The first page after signing in."""
        return self.links[0].path


_COURSE, _GLOSSARY = Link("/course", "Course"), Link("/glossary", "Glossary")
_ATTEMPTS = Link("/staff/attempts", "Attempts")
_CERTIFICATES = Link("/staff/certificates", "Certificates")
_DECISIONS = Link("/staff/decisions", "Decisions")
_LEDGER = Link("/staff/ledger", "Evidence")

PLACES: Mapping[Role, Place] = {
    Role.CLIENT: Place("Client", (Link("/home", "My steps"), _COURSE, Link("/decision", "My decision"), _GLOSSARY)),
    Role.CANDIDATE: Place("Candidate", (Link("/exams", "Exams"), _COURSE, _GLOSSARY)),
    Role.TRAINER: Place("Trainer", (Link("/staff/banks", "Banks"), _COURSE, _GLOSSARY)),
    Role.EXAMINER: Place(
        "Examiner", (Link("/staff/rooms", "Exam rooms"), Link("/staff/marking", "Marking"), _ATTEMPTS, _CERTIFICATES)
    ),
    Role.COMPLIANCE: Place("Compliance officer", (_DECISIONS, _CERTIFICATES, _LEDGER)),
    Role.AUDITOR: Place("Auditor", (_LEDGER, _ATTEMPTS, _CERTIFICATES, _DECISIONS)),
    Role.OPERATOR: Place("Operator", (Link("/staff/system", "System"),)),
}


def place_messages() -> list[str]:
    """Every message of the table, for the catalogues."""
    return [text for place in PLACES.values() for text in (place.label, *(link.label for link in place.links))]
