"""Lessons, courses and glossary terms: what there is to learn."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """One idea. ``checkpoint`` names practice items on this very section, first the one that is asked first."""

    id: str
    title: str
    text: str
    checkpoint: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """``nature`` is education or promotion: the two are approved on different ways (FACTS T8)."""

    id: str
    title: str
    aims: tuple[str, ...]
    minutes: int
    audience: str
    nature: str
    basis: str
    segments: str
    sections: tuple[Section, ...]

    def section(self, section_id: str) -> Section | None:
        """The section with this id."""
        return next((section for section in self.sections if section.id == section_id), None)

    def after(self, section_id: str) -> Section | None:
        """The next section, or ``None`` after the last."""
        ids = [section.id for section in self.sections]
        place = ids.index(section_id) + 1
        return self.sections[place] if place < len(ids) else None


@dataclass(frozen=True, slots=True)
class Course:
    """An ordered list of lesson ids."""

    id: str
    title: str
    lessons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry; ``name`` is its Chinese headword in either language, ``shown`` the word of the edition."""

    name: str
    shown: str
    text: str
    synonyms: tuple[str, ...] = ()


Glossary = Mapping[str, Term]
