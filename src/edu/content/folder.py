"""The content folder: which file holds what, and every file of it read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from edu.content.finding import Finding, Findings
from edu.content.items.item_file import Bank, read_bank
from edu.content.items.pictures import attach_pictures
from edu.content.learning.course_file import CourseFile, read_course
from edu.content.learning.glossary_file import GlossaryFile, read_glossary
from edu.content.learning.lesson_file import LessonFile, read_lesson
from edu.content.nearest import nearest_name
from edu.content.shelf import Shelf
from edu.content.sitting.blueprint_file import BlueprintFile, read_blueprint
from edu.content.sources_file import SourcesFile, read_sources
from edu.content.suitability.disclosure_file import DisclosureFile, read_disclosure
from edu.content.suitability.policy_file import PolicyFile, read_policy
from edu.content.suitability.questionnaire_file import QuestionnaireFile, read_questionnaire
from edu.content.syntax.document import Document, load_document

T = TypeVar("T")

FOLDERS = ("questions", "lessons", "courses", "exams", "disclosures", "suitability", "glossary", "sources")
_ENGLISH = ".en"
_REMARKS = frozenset({"readme", "license", "notice", "changelog"})
"""Files that talk about content and hold none."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything that was read from ``root``, before the files are looked at side by side."""

    root: str
    banks: Shelf[Bank] = field(default_factory=Shelf)
    lessons: Shelf[LessonFile] = field(default_factory=Shelf)
    courses: Shelf[CourseFile] = field(default_factory=Shelf)
    blueprints: Shelf[BlueprintFile] = field(default_factory=Shelf)
    disclosures: Shelf[DisclosureFile] = field(default_factory=Shelf)
    questionnaires: Shelf[QuestionnaireFile] = field(default_factory=Shelf)
    policies: Shelf[PolicyFile] = field(default_factory=Shelf)
    glossaries: Shelf[GlossaryFile] = field(default_factory=Shelf)
    repealed: Shelf[SourcesFile] = field(default_factory=Shelf)
    pictures: dict[str, bytes] = field(default_factory=dict)
    """Bytes by digest."""


@dataclass(slots=True)
class _Reading:
    root: Path
    sources: Sources
    """``sources.root`` is how the folder is shown."""
    found: list[Finding] = field(default_factory=list)

    def read_file(self, file: Path) -> None:
        folder = file.relative_to(self.root).parts[0]
        findings = Findings(f"{self.sources.root}/{file.relative_to(self.root).as_posix()}")
        if folder not in FOLDERS or file.parent == self.root:
            findings.add("F107", 1, name=folder, nearest=nearest_name(folder, FOLDERS))
        else:
            self._read_known(folder, file, findings)
        self.found += findings.found

    def _read_known(self, folder: str, file: Path, findings: Findings) -> None:
        sources = self.sources
        if folder == "suitability" and file.name.startswith("policy"):
            self._shelve(sources.policies, read_policy, file, findings, editions=False)
        elif folder == "suitability":
            self._shelve(sources.questionnaires, read_questionnaire, file, findings)
        elif folder == "questions":
            self._shelve(sources.banks, self._bank_reader(file), file, findings, editions=False)
        elif folder == "lessons":
            self._shelve(sources.lessons, read_lesson, file, findings)
        elif folder == "courses":
            self._shelve(sources.courses, read_course, file, findings)
        elif folder == "exams":
            self._shelve(sources.blueprints, read_blueprint, file, findings, editions=False)
        elif folder == "sources":
            self._shelve(sources.repealed, read_sources, file, findings, editions=False)
        elif folder == "disclosures":
            self._shelve(sources.disclosures, read_disclosure, file, findings)
        else:
            self._shelve(sources.glossaries, read_glossary, file, findings)

    def _bank_reader(self, file: Path) -> Callable[[Document, Findings], Bank]:
        """Reads a bank with its pictures, which stand beside it."""

        def read(document: Document, findings: Findings) -> Bank:
            bank, pictures = attach_pictures(read_bank(document, findings), file.parent, findings)
            self.sources.pictures.update(pictures)
            return bank

        return read

    def _shelve(
        self, shelf: Shelf[T], reader: Callable[[Document, Findings], T], file: Path, findings: Findings,
        editions: bool = True,
    ) -> None:  # fmt: skip
        name = file.relative_to(self.root).with_suffix("").as_posix()
        english = name.endswith(_ENGLISH)
        if english and not editions:
            findings.add("F306", 1)
            return
        document = load_document(file, findings.path, findings)
        if document is not None:
            side = shelf.english if english else shelf.chinese
            side[name.removesuffix(_ENGLISH)] = reader(document, findings)


def read_folder(root: Path) -> tuple[Sources, list[Finding]]:
    """All the ``.md`` files below ``root``, in the order of their names; hidden ones and READMEs are passed over."""
    reading = _Reading(root, Sources(_show(root)))
    for file in sorted(root.rglob("*.md")):
        hidden = any(part.startswith(".") for part in file.relative_to(root).parts)
        if not hidden and file.stem.lower() not in _REMARKS:
            reading.read_file(file)
    return reading.sources, reading.found


def _show(root: Path) -> str:
    """The folder as somebody at the command line would name it: from where they stand if it lies below."""
    try:
        return root.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return root.as_posix()
