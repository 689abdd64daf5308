"""Confirming a disclosure: paragraph by paragraph, and each revision anew."""

from datetime import UTC, date, datetime

import pytest

from edu.domain.refusal import Conflict, NotThere
from edu.domain.suitability.disclosure import (
    Acknowledged,
    Confirmation,
    Disclosure,
    Paragraph,
    check_confirmable,
    must_confirm_anew,
    read_so_far,
)

NOON = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
PARAGRAPHS = tuple(Paragraph(key, key, key) for key in "abc")
DISCLOSURE = Disclosure("risk", "Risks", "2", date(2026, 1, 1), "", PARAGRAPHS, "second")


def confirmed(keys: str, revision: str = "second", version: str = "2") -> list[Confirmation]:
    return [Confirmation(revision, version, key, NOON) for key in keys]


OLD = confirmed("abc", "first", "1")


@pytest.mark.parametrize(
    ("confirmations", "due", "acknowledged"),
    [
        ([], "a", Acknowledged.NONE),
        (confirmed("a"), "b", Acknowledged.NONE),
        (confirmed("abc"), None, Acknowledged.CURRENT),
        (OLD, "a", Acknowledged.OUTDATED),
        (OLD + confirmed("ab"), "c", Acknowledged.OUTDATED),
        (OLD + confirmed("abc"), None, Acknowledged.CURRENT),
    ],
)
def test_how_far_somebody_is(confirmations: list[Confirmation], due: str | None, acknowledged: Acknowledged):
    reading = read_so_far(DISCLOSURE, confirmations)
    paragraph = reading.next_in(DISCLOSURE)
    assert (paragraph and paragraph.id) == due
    assert reading.acknowledged(DISCLOSURE) is acknowledged


def test_the_earlier_version_is_the_latest_of_them():
    reading = read_so_far(DISCLOSURE, confirmed("a", "zeroth", "0") + OLD + confirmed("a"))
    assert (reading.earlier_version, dict(reading.confirmed)) == ("1", {"a": NOON})


@pytest.mark.parametrize(
    ("revision", "paragraph", "refusal"),
    [("first", "b", Conflict), ("second", "z", NotThere), ("second", "c", Conflict)],
)
def test_what_cannot_be_confirmed_now(revision: str, paragraph: str, refusal: type[Exception]):
    with pytest.raises(refusal):
        check_confirmable(DISCLOSURE, revision, paragraph, read_so_far(DISCLOSURE, confirmed("a")))


@pytest.mark.parametrize("paragraph", "ab")
def test_the_next_and_one_that_was_confirmed_may_be(paragraph: str):
    check_confirmable(DISCLOSURE, "second", paragraph, read_so_far(DISCLOSURE, confirmed("a")))


def test_of_several_earlier_versions_the_latest_is_named():
    disclosure = Disclosure("d", "揭示", "4", date(2026, 1, 1), "", (Paragraph("p", "", ""),), "r4")
    confirmed = [Confirmation(f"r{n}", str(n), "p", NOON) for n in (1, 2, 3)]
    assert [read_so_far(disclosure, confirmed[:n]).earlier_version for n in range(4)] == ["", "1", "2", "3"]


@pytest.mark.parametrize(
    ("completed", "anew"), [((), False), (("first",), True), (("second",), False), (("first", "second"), False)]
)
def test_who_is_asked_to_confirm_anew(completed: tuple[str, ...], anew: bool):
    assert must_confirm_anew(DISCLOSURE, completed) is anew
