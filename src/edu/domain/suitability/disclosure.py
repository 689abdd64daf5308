"""A risk disclosure: paragraphs that are read and confirmed one by one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from edu.domain.refusal import Conflict, NotThere


class Acknowledged(StrEnum):
    """How somebody stands to the disclosure in force: nothing of any, something of an earlier one, or all of it."""

    NONE = "none"
    OUTDATED = "outdated"
    CURRENT = "current"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One risk, one confirmation."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    """``revision`` is the digest of the Chinese text: a changed text asks for a new acknowledgement."""

    id: str
    title: str
    version: str
    effective: date
    note: str
    paragraphs: tuple[Paragraph, ...]
    revision: str

    def next_unconfirmed(self, confirmed: Collection[str]) -> Paragraph | None:
        """The first paragraph not yet confirmed; ``None`` when all are."""
        return next((paragraph for paragraph in self.paragraphs if paragraph.id not in confirmed), None)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """That a paragraph of one revision was read and confirmed."""

    revision: str
    version: str
    paragraph: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DisclosureProgress:
    """How far somebody is: ``confirmed`` of this revision by paragraph id, and an earlier version once begun."""

    confirmed: Mapping[str, datetime]
    earlier_version: str

    def next_in(self, disclosure: Disclosure) -> Paragraph | None:
        """The paragraph to read now; ``None`` when all are confirmed."""
        return disclosure.next_unconfirmed(self.confirmed)

    def acknowledged(self, disclosure: Disclosure) -> Acknowledged:
        """What it comes to: a revised text makes an acknowledgement of the one before outdated."""
        if self.next_in(disclosure) is None:
            return Acknowledged.CURRENT
        return Acknowledged.OUTDATED if self.earlier_version else Acknowledged.NONE


def read_so_far(disclosure: Disclosure, confirmations: Sequence[Confirmation]) -> DisclosureProgress:
    """How far somebody is in this revision, by all they have confirmed of any, oldest first."""
    current = {each.paragraph: each.at for each in confirmations if each.revision == disclosure.revision}
    earlier = [each.version for each in confirmations if each.revision != disclosure.revision]
    return DisclosureProgress(current, earlier[-1] if earlier else "")


def check_confirmable(disclosure: Disclosure, revision: str, paragraph_id: str, reading: DisclosureProgress) -> None:
    """Refuse what stands on an old text, is no paragraph, or comes out of order; once confirmed, again is harmless."""
    if revision != disclosure.revision:
        raise Conflict("The text has been revised since this page was opened. Please read the new version.")
    if paragraph_id not in {paragraph.id for paragraph in disclosure.paragraphs}:
        raise NotThere("There is no such paragraph.")
    due = reading.next_in(disclosure)
    if paragraph_id not in reading.confirmed and (due is None or due.id != paragraph_id):
        raise Conflict("Please read the paragraphs in their order.")


def must_confirm_anew(disclosure: Disclosure, completed: Collection[str]) -> bool:
    """Whether somebody who has confirmed the whole of the revisions ``completed`` is asked again by this one."""
    return bool(completed) and disclosure.revision not in completed
