"""The library: all content as values, and the editions in each language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from edu.content.checks import run_checks
from edu.content.finding import Finding, make_finding
from edu.content.folder import Sources, read_folder
from edu.content.items.item_file import Bank
from edu.content.items.twins import find_enemies
from edu.content.learning.glossary_file import gather_terms
from edu.domain.items.item import Item, Use
from edu.domain.learning.lesson import Course, Glossary, Lesson
from edu.domain.sitting.blueprint import Blueprint
from edu.domain.sitting.supply import Supply
from edu.domain.suitability.disclosure import Disclosure
from edu.domain.suitability.policy import Policy
from edu.domain.suitability.questionnaire import Audience, Questionnaire

__all__ = ["Bank", "Editions", "Library", "Loaded", "check", "load_library"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Editions:
    """The English texts that exist, by the ids of their originals; an empty glossary where there is none."""

    lessons: Mapping[str, Lesson]
    courses: Mapping[str, Course]
    disclosures: Mapping[str, Disclosure]
    questionnaires: Mapping[Audience, Questionnaire]
    glossary: Glossary


@dataclass(frozen=True)
class Library:
    """Content by id. Originals are Chinese; the methods give an edition and the language that it really is in."""

    items: Mapping[str, Item]
    banks: tuple[Bank, ...]
    lessons: Mapping[str, Lesson]
    courses: Mapping[str, Course]
    blueprints: Mapping[str, Blueprint]
    disclosures: Mapping[str, Disclosure]
    questionnaires: Mapping[Audience, Questionnaire]
    policy: Policy
    glossary: Glossary
    english: Editions
    pictures: Mapping[str, bytes]
    """Pictures of items by the digest of their bytes."""

    @cached_property
    def live_items(self) -> tuple[Item, ...]:
        """Items for checks and exams."""
        return tuple(item for item in self.items.values() if item.use is Use.LIVE)

    @cached_property
    def practice_items(self) -> tuple[Item, ...]:
        """Items for checkpoints."""
        return tuple(item for item in self.items.values() if item.use is Use.PRACTICE)

    @cached_property
    def enemies(self) -> Mapping[str, str]:
        """Live items that ask the same, which no form holds together: ids, and the first of each group."""
        return find_enemies(self.live_items)

    def supply(self, blueprint: Blueprint) -> Supply:
        """What this library holds for a blueprint, looked up once: a start must not wait for it."""
        if blueprint not in self._supplies:
            self._supplies[blueprint] = Supply.of(blueprint, self.live_items, self.enemies)
        return self._supplies[blueprint]

    @cached_property
    def _supplies(self) -> dict[Blueprint, Supply]:
        return {}

    def lesson(self, lesson_id: str, language: str) -> tuple[Lesson, str]:
        """The lesson, and ``en`` or ``zh``. Raises KeyError where there is no such lesson."""
        return _edition(self.lessons, self.english.lessons, lesson_id, language)

    def course(self, course_id: str, language: str) -> tuple[Course, str]:
        """The course, and the language used."""
        return _edition(self.courses, self.english.courses, course_id, language)

    def disclosure(self, disclosure_id: str, language: str) -> tuple[Disclosure, str]:
        """The disclosure, and the language used; both editions carry the revision of the Chinese text."""
        return _edition(self.disclosures, self.english.disclosures, disclosure_id, language)

    def questionnaire(self, audience: Audience, language: str) -> tuple[Questionnaire, str]:
        """The questionnaire, and the language used; both editions carry the revision of the Chinese text."""
        return _edition(self.questionnaires, self.english.questionnaires, audience, language)

    def terms(self, language: str) -> tuple[Glossary, str]:
        """The glossary, and the language used."""
        if language == "en" and self.english.glossary:
            return self.english.glossary, "en"
        return self.glossary, "zh"


K = TypeVar("K")


def _edition(chinese: Mapping[K, T], english: Mapping[K, T], key: K, language: str) -> tuple[T, str]:
    if language == "en" and key in english and key in chinese:
        return english[key], "en"
    return chinese[key], "zh"


@dataclass(frozen=True, slots=True)
class Loaded:
    """``library`` is ``None`` only where something that every library needs is missing; all ``findings`` are given."""

    library: Library | None
    findings: tuple[Finding, ...]

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """The findings that have to be mended before the content can be served; the others are advice."""
        return tuple(finding for finding in self.findings if not finding.advice)


def load_library(folder: Path) -> Loaded:
    """Read and check the content below ``folder``. Whoever serves it refuses to start while something is wrong."""
    findings, sources = check_sources(folder)
    return Loaded(_make_library(sources), findings)


def check_sources(folder: Path) -> tuple[tuple[Finding, ...], Sources]:
    """All findings in the order of files and lines, and what was read."""
    sources, found = read_folder(folder)
    found += run_checks(sources)
    found += _find_missing(sources)
    return tuple(sorted(set(found))), sources


def check(folder: Path) -> tuple[Finding, ...]:
    """Everything that is wrong with the content below ``folder``, in the order of files and lines."""
    return load_library(folder).findings


def _find_missing(sources: Sources) -> Iterable[Finding]:
    audiences = {file.questionnaire.audience for file in sources.questionnaires}
    needed = (
        ("questions/*.md", sources.banks.chinese), ("lessons/*.md", sources.lessons.chinese),
        ("courses/*.md", sources.courses.chinese), ("exams/*.md", sources.blueprints.chinese),
        ("disclosures/*.md", sources.disclosures.chinese), ("suitability/policy.md", sources.policies.chinese),
        (("suitability/（个人问卷）", "suitability/ (for individuals)"), Audience.INDIVIDUAL in audiences),
        (("suitability/（机构问卷）", "suitability/ (for institutions)"), Audience.INSTITUTION in audiences),
        ("glossary/glossary.md", sources.glossaries.chinese),
    )  # fmt: skip
    return [make_finding("F106", sources.root, 1, what=what) for what, there in needed if not there]


def _make_library(sources: Sources) -> Library | None:
    policies = [file.policy for file in sources.policies]
    questionnaires = {file.questionnaire.audience: file.questionnaire for file in sources.questionnaires}
    disclosures = {file.disclosure.id: file.disclosure for file in sources.disclosures}
    if not policies or set(questionnaires) != set(Audience):
        return None
    if not (sources.lessons.chinese and sources.courses.chinese and sources.blueprints.chinese and disclosures):
        return None
    banks = tuple(sources.banks)
    return Library(
        items={item.id: item for bank in banks for item in bank.items},
        banks=banks,
        lessons={file.lesson.id: file.lesson for file in sources.lessons},
        courses={file.course.id: file.course for file in sources.courses},
        blueprints={file.blueprint.id: file.blueprint for file in sources.blueprints},
        disclosures=disclosures,
        questionnaires=questionnaires,
        policy=policies[0],
        glossary=gather_terms(sources.glossaries)[0],
        english=_make_editions(sources),
        pictures=sources.pictures,
    )


def _make_editions(sources: Sources) -> Editions:
    return Editions(
        lessons={file.lesson.id: file.lesson for _, file in sources.lessons.pairs()},
        courses={file.course.id: file.course for _, file in sources.courses.pairs()},
        disclosures={
            original.disclosure.id: replace(file.disclosure, revision=original.disclosure.revision)
            for original, file in sources.disclosures.pairs()
        },
        questionnaires={
            original.questionnaire.audience: replace(file.questionnaire, revision=original.questionnaire.revision)
            for original, file in sources.questionnaires.pairs()
        },
        glossary=gather_terms(sources.glossaries)[1],
    )
