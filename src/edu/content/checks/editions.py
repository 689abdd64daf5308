"""English editions: the same ids, letters, points, flags and checkpoints as the Chinese originals."""

from collections.abc import Iterator, Mapping, Sequence

from edu.content.finding import Finding, make_finding
from edu.content.folder import Sources
from edu.content.shelf import Shelf
from edu.content.suitability.questionnaire_file import QuestionnaireFile
from edu.domain.suitability.questionnaire import Question


def check_editions(sources: Sources) -> Iterator[Finding]:
    """Findings of every English edition."""
    shelves: tuple[Shelf[object], ...] = (
        sources.lessons, sources.courses, sources.disclosures, sources.questionnaires, sources.glossaries,
    )  # type: ignore[assignment]  # fmt: skip
    for shelf in shelves:
        for name in shelf.english.keys() - shelf.chinese.keys():
            yield make_finding("F305", f"{sources.root}/{name}.en.md", 1, original=f"{name}.md")
    yield from _check_lessons(sources)
    yield from _check_courses(sources)
    yield from _check_disclosures(sources)
    yield from _check_glossaries(sources)
    for original, edition in sources.questionnaires.pairs():
        yield from _check_questionnaire(original, edition)


def _check_parts(path: str, chinese: Sequence[str], english: Mapping[str, int]) -> Iterator[Finding]:
    """Parts by id with the line of each in the English edition: the same ones in the same order."""
    missing = [part for part in chinese if part not in english]
    extra = [part for part in english if part not in chinese]
    yield from (make_finding("F301", path, 1, part=part) for part in missing)
    yield from (make_finding("F302", path, english[part], part=part) for part in extra)
    if not missing and not extra:
        moved = next((b for a, b in zip(chinese, english, strict=True) if a != b), None)
        if moved is not None:
            yield make_finding("F303", path, english[moved], part=moved)


def _check_values(path: str, *values: tuple[str, str, object, object]) -> Iterator[Finding]:
    """(Chinese name, English name, Chinese value, English value) of front-matter entries that must agree."""
    for name, english_name, chinese, english in values:
        if chinese != english:
            yield make_finding("F304", path, 1, name=(name, english_name), value=english, other=chinese)


def _check_lessons(sources: Sources) -> Iterator[Finding]:
    for original, edition in sources.lessons.pairs():
        chinese, english = original.lesson, edition.lesson
        yield from _check_values(
            edition.path,
            ("编号", "id", chinese.id, english.id),
            ("时长", "duration", chinese.minutes, english.minutes),
            ("性质", "nature", chinese.nature, english.nature),
        )
        ids = [section.id for section in chinese.sections]
        lines = {section.id: edition.lines[section.id] for section in english.sections}
        yield from _check_parts(edition.path, ids, lines)
        for section in english.sections:
            twin = chinese.section(section.id)
            if twin is not None and twin.checkpoint != section.checkpoint:
                yield make_finding("L401", edition.path, edition.lines[section.id], part=section.id)


def _check_courses(sources: Sources) -> Iterator[Finding]:
    for original, edition in sources.courses.pairs():
        yield from _check_values(edition.path, ("编号", "id", original.course.id, edition.course.id))
        yield from _check_parts(edition.path, original.course.lessons, edition.lines)


def _check_disclosures(sources: Sources) -> Iterator[Finding]:
    for original, edition in sources.disclosures.pairs():
        chinese, english = original.disclosure, edition.disclosure
        yield from _check_values(
            edition.path,
            ("编号", "id", chinese.id, english.id),
            ("版本", "version", chinese.version, english.version),
            ("生效", "effective", chinese.effective, english.effective),
        )
        yield from _check_parts(edition.path, [paragraph.id for paragraph in chinese.paragraphs], edition.lines)


def _check_glossaries(sources: Sources) -> Iterator[Finding]:
    """Terms are looked up by name: their order is free, since each language has its own alphabet."""
    for original, edition in sources.glossaries.pairs():
        for name in original.glossary.keys() - edition.glossary.keys():
            yield make_finding("F301", edition.path, 1, part=name)
        for name in edition.glossary.keys() - original.glossary.keys():
            yield make_finding("F302", edition.path, edition.lines[name], part=name)


def _check_questionnaire(original: QuestionnaireFile, edition: QuestionnaireFile) -> Iterator[Finding]:
    chinese, english = original.questionnaire, edition.questionnaire
    yield from _check_values(
        edition.path,
        ("编号", "id", chinese.id, english.id),
        ("版本", "version", chinese.version, english.version),
        ("对象", "audience", chinese.audience, english.audience),
        ("对照", "pairs", chinese.pairs, english.pairs),
    )
    yield from _check_parts(edition.path, list(original.lines), edition.lines)
    twins = {question.id: question for question in chinese.questions}
    for question in english.questions:
        if question.id in twins:
            yield from _check_question(edition.path, edition.lines[question.id], twins[question.id], question)


def _check_question(path: str, line: int, chinese: Question, english: Question) -> Iterator[Finding]:
    if chinese.multiple != english.multiple:
        yield make_finding("R403", path, line, part=english.id)
    if [option.letter for option in chinese.options] != [option.letter for option in english.options]:
        yield make_finding("R404", path, line, part=english.id)
        return
    for a, b in zip(chinese.options, english.options, strict=True):
        if a.points != b.points:
            yield make_finding("R401", path, line, part=english.id, letter=b.letter)
        if a.gate != b.gate:
            yield make_finding("R402", path, line, part=english.id, letter=b.letter)
