"""Questionnaires: themes and questions whose options carry points, and gates beside the points."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from edu.content.digest import digest
from edu.content.finding import Findings
from edu.content.nearest import nearest_name
from edu.content.suitability.question_text import read_question
from edu.content.syntax.document import Document
from edu.content.syntax.front_matter import FrontMatter, Key, read_front, split_list
from edu.content.syntax.heading import IdCodes, Part, check_part_id, split_parts
from edu.domain.suitability.questionnaire import Audience, Question, Questionnaire, Theme

_KEYS = (
    Key("编号", "id", required=True),
    Key("标题", "title", required=True),
    Key("版本", "version", required=True),
    Key("对象", "audience", required=True),
    Key("对照", "pairs"),
    Key("来源", "source"),
)
AUDIENCES = {
    "个人": Audience.INDIVIDUAL, "机构": Audience.INSTITUTION,
    "individual": Audience.INDIVIDUAL, "institution": Audience.INSTITUTION,
}  # fmt: skip
_IDS = IdCodes("R102", "R103")


@dataclass(frozen=True, slots=True)
class QuestionnaireFile:
    """``lines`` says where each theme and question begins."""

    questionnaire: Questionnaire
    path: str
    lines: Mapping[str, int]


@dataclass(slots=True)
class _Sheet:
    """What has been read so far."""

    themes: list[Theme] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)


def read_questionnaire(document: Document, findings: Findings) -> QuestionnaireFile:
    """The questionnaire with the questions that can be used."""
    front = read_front(document, _KEYS, findings)
    sheet = _Sheet()
    for part in split_parts(document.body):
        if part.level:
            _read_part(part, sheet, findings)
    _check_themes(sheet, findings)
    if not sheet.questions:
        findings.add("R101", 1)
    questionnaire = _make_questionnaire(front, sheet)
    return QuestionnaireFile(questionnaire, document.path, sheet.lines)


def _read_part(part: Part, sheet: _Sheet, findings: Findings) -> None:
    if not part.title:
        findings.add("R113", part.line)
    fresh = part.id not in sheet.lines
    check_part_id(part, sheet.lines, _IDS, findings)
    if part.id not in sheet.lines or not fresh:
        return
    if part.level == 1:
        sheet.themes.append(Theme(part.id, part.title))
        return
    if not sheet.themes:
        findings.add("R106", part.line)
    sheet.questions.append(read_question(part, sheet.themes[-1].id if sheet.themes else "", findings))


def _check_themes(sheet: _Sheet, findings: Findings) -> None:
    used = {question.theme for question in sheet.questions}
    for theme in sheet.themes:
        if theme.id not in used:
            findings.add("R109", sheet.lines[theme.id], value=theme.title)


def _make_questionnaire(front: FrontMatter, sheet: _Sheet) -> Questionnaire:
    found = Questionnaire(
        id=front.id(),
        title=front.text("title"),
        version=front.text("version"),
        audience=front.choice("audience", AUDIENCES, Audience.INDIVIDUAL),
        themes=tuple(sheet.themes),
        questions=tuple(sheet.questions),
        pairs=_read_pairs(front, sheet.questions),
    )
    return replace(found, revision=digest(_canonical(found)))


def _canonical(found: Questionnaire) -> list[object]:
    questions = [
        [
            question.id,
            question.text,
            question.theme,
            question.multiple,
            [[o.letter, o.text, o.points, o.gate] for o in question.options],
        ]
        for question in found.questions
    ]
    themes = [[theme.id, theme.title] for theme in found.themes]
    return [found.id, found.title, found.version, found.audience, themes, questions, found.pairs]


def _read_pairs(front: FrontMatter, questions: Sequence[Question]) -> tuple[tuple[str, str], ...]:
    """``对照: income-source ~ no-loss；experience ~ age``: questions whose honest responses must agree."""
    entry, known, pairs = front.entry("pairs"), [question.id for question in questions], []
    for text in split_list(entry.value):
        names = tuple(name.strip() for name in re.split(r"\s*[~～+＋]\s*", text))
        for name in names:
            if name not in known:
                front.findings.add("R114", entry.line, value=name, nearest=nearest_name(name, known))
        if len(names) == 2:
            pairs.append((names[0], names[1]))
        else:
            front.findings.add("F208", entry.line, name=entry.name, value=text, example="income-source ~ no-loss")
    return tuple(pairs)
