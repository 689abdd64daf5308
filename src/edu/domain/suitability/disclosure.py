"""A risk disclosure: paragraphs that are read and confirmed one by one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date


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
