"""Refusals as statuses: one table, asked by pages, by error pages and by what is sent in the background."""

from collections.abc import Mapping

from edu.domain.people.back_off import TooManyTries
from edu.domain.refusal import Conflict, NotAllowed, NotNow, NotRight, NotThere, Refused

STATUSES: Mapping[type[Refused], int] = {
    NotThere: 404,
    NotAllowed: 403,
    Conflict: 409,
    NotRight: 422,
    TooManyTries: 429,
    NotNow: 503,
    Refused: 422,
}
"""By family; each refusal belongs to one. Only what is raised as a bare ``Refused`` has the last."""

_MORE: Mapping[int, Mapping[str, str]] = {503: {"Retry-After": "5"}}


def status_of(refusal: Refused) -> int:
    """The status of the nearest family."""
    return next(STATUSES[family] for family in type(refusal).__mro__ if family in STATUSES)


def more_headers(status: int) -> dict[str, str]:
    """What goes with a status, however the reply looks: after a 503, when to try again."""
    return dict(_MORE.get(status, {}))
