"""Each refusal has one status, by its family, whoever tells it."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import pytest
from sqlalchemy.exc import OperationalError

import edu
from edu.domain.people.back_off import TooManyTries
from edu.domain.refusal import Conflict, NotAllowed, NotNow, NotRight, NotThere, Refused
from edu.services.sitting.saving import Desk
from edu.store.sitting.endings import NotHandedIn
from edu.web.kit.statuses import STATUSES, more_headers, status_of
from tests.house import NOON, House
from tests.services.acts import start


def _below(family: type[Refused]) -> Iterator[type[Refused]]:
    for child in family.__subclasses__():
        yield child
        yield from _below(child)


def _list_refusals() -> list[type[Refused]]:
    for module in walk_packages(edu.__path__, "edu."):
        if not module.name.startswith(("edu.__main__", "edu.store.migrations")):
            import_module(module.name)
    return sorted(set(_below(Refused)), key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", _list_refusals(), ids=lambda kind: kind.__name__)
def test_each_refusal_has_a_family_of_its_own(kind: type[Refused]):
    families = [family for family in STATUSES if family is not Refused and issubclass(kind, family)]
    assert len(families) == 1, f"{kind.__module__}.{kind.__name__} has no status, or two"


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (Refused("no"), 422), (NotRight("no"), 422), (NotThere("no"), 404), (NotAllowed("no"), 403),
        (Conflict("no"), 409), (TooManyTries(NOON), 429), (NotNow("no"), 503), (NotHandedIn(), 503),
    ],
)  # fmt: skip
def test_status(refusal: Refused, status: int):
    assert status_of(refusal) == status


def test_only_a_503_says_when_to_try_again():
    assert {status: dict(more_headers(status)) for status in STATUSES.values() if more_headers(status)} == {
        503: {"Retry-After": "5"}
    }


async def test_a_hand_in_that_could_not_be_kept_is_a_503_on_its_page(house: House, monkeypatch: pytest.MonkeyPatch):
    account = await house.signed_in()
    attempt = await start(house, account)

    async def hand_in(*_: object) -> None:
        raise NotHandedIn() from OperationalError("", None, Exception())

    monkeypatch.setattr(Desk, "hand_in", hand_in)
    answer = await house.visitor.post(f"/attempts/{attempt}/hand-in")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "could not be handed in just now" in answer.text or "暂时没能交卷" in answer.text
