"""Disclosures: paragraphs that are read and confirmed one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from edu.content.digest import digest
from edu.content.finding import Findings
from edu.content.syntax.amount_text import read_date
from edu.content.syntax.document import Document
from edu.content.syntax.front_matter import FrontMatter, Key, read_front
from edu.content.syntax.heading import IdCodes, check_part_id, split_parts
from edu.domain.suitability.disclosure import Disclosure, Paragraph

_KEYS = (
    Key("编号", "id", required=True),
    Key("标题", "title", required=True),
    Key("版本", "version", required=True),
    Key("生效", "effective", required=True),
    Key("说明", "note"),
    Key("来源", "source"),
    Key("依据", "basis"),
)
_IDS = IdCodes("D102", "D103")


@dataclass(frozen=True, slots=True)
class DisclosureFile:
    """``lines`` says where each paragraph begins, ``text_lines`` where its text does."""

    disclosure: Disclosure
    path: str
    lines: Mapping[str, int]
    text_lines: Mapping[str, int]


def read_disclosure(document: Document, findings: Findings) -> DisclosureFile:
    """The disclosure. What stands before the first paragraph is its note, unless the front matter gives one."""
    front = read_front(document, _KEYS, findings)
    parts = split_parts(document.body)
    seen: dict[str, int] = {}
    text_lines: dict[str, int] = {}
    paragraphs = []
    for part in parts:
        if part.level != 2:
            continue
        fresh = part.id not in seen
        check_part_id(part, seen, _IDS, findings)
        if not part.text.strip():
            findings.add("D104", part.line)
        if part.id in seen and fresh:
            paragraphs.append(Paragraph(part.id, part.title, part.text))
            text_lines[part.id] = part.text_line
    if not paragraphs and not any(part.level == 2 for part in parts):
        findings.add("D101", 1)
    lead = "\n\n".join(part.text for part in parts if part.level != 2 and part.text.strip())
    disclosure = _make_disclosure(front, front.text("note") or lead, paragraphs)
    return DisclosureFile(disclosure, document.path, seen, text_lines)


def _make_disclosure(front: FrontMatter, note: str, paragraphs: Sequence[Paragraph]) -> Disclosure:
    content = [front.text("id"), front.text("title"), front.text("version"), front.text("effective"), note]
    return Disclosure(
        id=front.id(),
        title=front.text("title"),
        version=front.text("version"),
        effective=read_effective(front),
        note=note,
        paragraphs=tuple(paragraphs),
        revision=digest([*content, [[paragraph.id, paragraph.title, paragraph.text] for paragraph in paragraphs]]),
    )


def read_effective(front: FrontMatter) -> date:
    """The day from which a text counts."""
    entry = front.entry("effective")
    day = read_date(entry.value)
    if day is None and entry.value:
        front.findings.add("F208", entry.line, name=entry.name, value=entry.value, example="2026-01-01")
    return day or date(1970, 1, 1)
