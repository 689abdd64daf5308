"""The Markdown of every text: terms that exist, boxes that end, sums that are right, nothing that is not allowed."""

import re
from collections.abc import Iterator

from edu.content.finding import Finding, make_finding
from edu.content.folder import Sources
from edu.content.items.pictures import PICTURE
from edu.content.learning.glossary_file import gather_terms
from edu.content.markup.boxes import BOXES, CLOSING, OPENING, Box, find_box
from edu.content.markup.glossary_terms import TERM_REFERENCE, TermIndex, read_reference
from edu.content.nearest import find_near, nearest_name
from edu.content.syntax.arithmetic import NotASum, agree, compute_sum, read_equation, show_sum
from edu.domain.items.item import Item

_TAG = re.compile(r"<(?:/?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>\n]{0,200})?/?|!--[^\n]{0,200})>?")
_LINK = re.compile(r"(!?)\[[^\[\]\n]{0,200}\]\(\s*<?([^()\s<>]{0,300})")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_CODE = re.compile(r"`[^`\n]*`")
PlacedText = tuple[str, int, str]
"""Path, line where the text begins, text."""


def check_texts(sources: Sources) -> Iterator[Finding]:
    """Findings of all texts, with the glossary of their edition."""
    chinese, english = gather_terms(sources.glossaries)
    names = sorted(chinese)
    # A term without an English entry is a finding of the glossary (F301), not of every text that names it.
    for glossary, texts in ((chinese, _chinese_texts(sources)), ({**chinese, **english}, _english_texts(sources))):
        index = TermIndex(glossary)
        for text in texts:
            yield from check_text(text, index, names)


def _chinese_texts(sources: Sources) -> Iterator[PlacedText]:
    for bank in sources.banks:
        for item in bank.items:
            yield bank.path, bank.lines[item.id], _item_text(item)
    for lesson in sources.lessons:
        for section in lesson.lesson.sections:
            yield lesson.path, lesson.text_lines[section.id], section.text
    for disclosure in sources.disclosures:
        for paragraph in disclosure.disclosure.paragraphs:
            yield disclosure.path, disclosure.text_lines[paragraph.id], paragraph.text
    for sheet in sources.questionnaires:
        for question in sheet.questionnaire.questions:
            options = " ¶ ".join(option.text for option in question.options)
            yield sheet.path, sheet.lines[question.id], f"{question.text} ¶ {options}".replace("\n", " ¶ ")
    for glossary in sources.glossaries:
        for term in glossary.glossary.values():
            yield glossary.path, glossary.text_lines[term.name], term.text


def _english_texts(sources: Sources) -> Iterator[PlacedText]:
    return _chinese_texts(
        Sources(
            sources.root,
            lessons=type(sources.lessons)(sources.lessons.english),
            questionnaires=type(sources.questionnaires)(sources.questionnaires.english),
            disclosures=type(sources.disclosures)(sources.disclosures.english),
            glossaries=type(sources.glossaries)(sources.glossaries.english),
        )
    )


def _item_text(item: Item) -> str:
    """On one line: an item's finding stands at its heading."""
    texts = (item.stem, *(option.text for option in item.options), item.rationale, item.reference)
    return PICTURE.sub("", " ¶ ".join(texts)).replace("\n", " ¶ ")


def check_text(text: PlacedText, index: TermIndex, names: list[str]) -> Iterator[Finding]:
    """Findings of one text, line by line."""
    path, start, body = text
    box: tuple[Box, int] | None = None
    for line, row in enumerate(body.split("\n"), start):
        opening = OPENING.fullmatch(row)
        if opening is not None:
            if box is not None:
                yield make_finding("F503", path, box[1], name=(box[0].label, box[0].english))
            yield from _check_opening(path, line, opening[1])
            box = (find_box(opening[1]) or BOXES["提示"], line)
        elif CLOSING.fullmatch(row) is not None:
            box = None
        elif box is not None and box[0].name == "calculation":
            yield from check_sum(path, line, row)
        else:
            yield from _check_row(path, line, row, index, names)
    if box is not None:
        yield make_finding("F503", path, box[1], name=(box[0].label, box[0].english))


def _check_opening(path: str, line: int, name: str) -> Iterator[Finding]:
    if find_box(name) is None:
        yield make_finding("F502", path, line, name=name, nearest=nearest_name(name, BOXES))


def _check_row(path: str, line: int, row: str, index: TermIndex, names: list[str]) -> Iterator[Finding]:
    plain = _CODE.sub("", row)
    for match in TERM_REFERENCE.finditer(plain):
        name = read_reference(match[1]).name
        if index.find(name) is None:
            yield make_finding("F501", path, line, match.start() + 1, name=name, nearest=_nearest(name, names))
    for match in _LINK.finditer(plain):
        if match[1]:
            yield make_finding("F504", path, line, match.start() + 1)
        elif _ADDRESS.fullmatch(match[2]) is None:
            yield make_finding("F506", path, line, match.start() + 1, target=match[2])
    for match in _TAG.finditer(plain):
        yield make_finding("F505", path, line, match.start() + 1, tag=match[0])


def _nearest(name: str, names: list[str]) -> str:
    return "、".join(find_near(name, names)) or "glossary/glossary.md"


def check_sum(path: str, line: int, row: str) -> Iterator[Finding]:
    """Recompute one line of a calculation; a line without a sign of equality is a remark."""
    sides = read_equation(row) if row.strip() else None
    if sides is None:
        return
    try:
        exact = compute_sum(sides[0][1])
        wrong = next((given for sign, given in sides[1:] if not agree(exact, sign, given)), None)
    except NotASum:
        yield make_finding("F508", path, line, text=row)
        return
    if wrong is not None:
        yield make_finding("F507", path, line, expression=sides[0][1], value=show_sum(exact), given=wrong)
