"""What many readers see alike is drawn once, by a visit that is nobody's: what is each reader's own is a mark there.

Whatever is drawn so may be shown to everybody of the same :func:`dress_of`; it must not know more of a request.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from edu.web.kit.page import Page, draw_piece
from edu.web.kit.pieces import Pieces, mark_place, own
from edu.web.kit.visit import Visit

OWN = frozenset({"csrf", "name", "path"})
"""The marks of what is the reader's own in every page's frame."""

_NOBODY = UUID(int=0)
_NEVER = datetime.min.replace(tzinfo=UTC)


class _Anybody(Visit):
    """Of a visit, what a shared drawing may know. There is no request: whoever asks it for something fails."""

    @property
    def csrf(self) -> str:
        return mark_place("csrf")

    @property
    def path(self) -> str:
        return mark_place("path")

    @property
    def place(self) -> str:
        return "/attempts/"


@dataclass(frozen=True, slots=True)
class Dress:
    """What may differ between readers of one shared drawing's template, but is the same for many."""

    language: str
    theme: str
    elder: bool
    role: str
    demo: bool


def dress_of(visit: Visit) -> Dress:
    """The part of a key that every shared page has."""
    return Dress(visit.language.code, visit.theme, visit.elder, visit.person.role, visit.demo)


def draw_for_anybody(visit: Visit, page: Page, marks: frozenset[str], *, part: bool = False) -> Pieces:
    """The page, or its ``part``, cut at ``marks``. ``visit`` lends its dress alone."""
    person = replace(visit.person, id=_NOBODY, name=mark_place("name"), unread=0)
    anybody = _Anybody(visit.platform, cast(Any, None), _NEVER, visit.language, visit.theme, visit.elder, person)
    return Pieces(draw_piece(anybody, page, part=part), marks)


def own_values(visit: Visit) -> dict[str, bytes]:
    """What stands where the marks of :data:`OWN` are."""
    return {"csrf": own(visit.csrf), "name": own(visit.person.name), "path": own(visit.path)}
