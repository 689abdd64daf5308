"""Who is acting, and from where."""

from dataclasses import dataclass
from uuid import UUID

from edu.domain.people.role import Duty, Role, may


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in. ``unread`` notices wait for them, as of when they were recognised."""

    id: UUID
    name: str
    role: Role
    unread: int = 0

    def may(self, duty: Duty) -> bool:
        """Whether the role includes the duty."""
        return may(self.role, duty)


@dataclass(frozen=True, slots=True)
class Origin:
    """The browser and network address of a request, kept as evidence of an act."""

    agent: str = ""
    address: str = ""
