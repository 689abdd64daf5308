"""Lessons: sections with checkpoints."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from edu.content.finding import Findings
from edu.content.syntax.amount_text import read_duration
from edu.content.syntax.document import Document, Line
from edu.content.syntax.front_matter import FrontMatter, Key, read_front
from edu.content.syntax.heading import IdCodes, Part, check_part_id, join, split_parts
from edu.domain.learning.lesson import Lesson, Section

_KEYS = (
    Key("编号", "id", required=True),
    Key("标题", "title", required=True),
    Key("目标", "aims", required=True),
    Key("时长", "duration", required=True),
    Key("受众", "audience"),
    Key("性质", "nature", required=True),
    Key("依据", "basis"),
    Key("对应分群", "segments"),
    Key("来源", "source"),
)
NATURES = {"教育": "education", "宣传": "promotion", "education": "education", "promotion": "promotion"}
_IDS = IdCodes("L101", "L102")
_CHECKPOINT = re.compile(r"\s*(?:\*\*)?(?:检查点|checkpoint)(?:\*\*)?\s*[：:](?:\*\*)?(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LessonFile:
    """``lines`` says where each section's checkpoint (or heading) stands, ``text_lines`` where its text begins."""

    lesson: Lesson
    path: str
    lines: Mapping[str, int]
    text_lines: Mapping[str, int]


def read_lesson(document: Document, findings: Findings) -> LessonFile:
    """The lesson with the sections that can be used."""
    front = read_front(document, _KEYS, findings)
    parts = split_parts(document.body)
    stray = next((line for part in parts if part.level != 2 for line in part.lines if line.text.strip()), None)
    if stray is not None:
        findings.add("L104", stray.number, text=stray.text)
    seen: dict[str, int] = {}
    lines: dict[str, int] = {}
    text_lines: dict[str, int] = {}
    sections = []
    for part in parts:
        if part.level != 2:
            continue
        check_part_id(part, seen, _IDS, findings)
        section, line = _read_section(part, findings)
        if part.id and part.id not in lines:
            sections.append(section)
            lines[part.id], text_lines[part.id] = line, part.text_line
    if not any(part.level == 2 for part in parts):
        findings.add("L103", 1)
    return LessonFile(_make_lesson(front, sections), document.path, lines, text_lines)


def _make_lesson(front: FrontMatter, sections: Sequence[Section]) -> Lesson:
    return Lesson(
        id=front.id(),
        title=front.text("title"),
        aims=front.list("aims"),
        minutes=_read_minutes(front),
        audience=front.text("audience"),
        nature=front.choice("nature", NATURES, "education"),
        basis=front.text("basis"),
        segments=front.text("segments"),
        sections=tuple(sections),
    )


def _read_minutes(front: FrontMatter) -> int:
    entry = front.entry("duration")
    duration = read_duration(entry.value)
    if duration is None and entry.value:
        front.findings.add("F208", entry.line, name=entry.name, value=entry.value, example="12 分钟")
    return int(duration.total_seconds() // 60) if duration else 0


def _read_section(part: Part, findings: Findings) -> tuple[Section, int]:
    """The section, and the line of its checkpoint."""
    marks = [(line, match) for line in part.lines if (match := _CHECKPOINT.fullmatch(line.text))]
    numbers = {line.number for line, _ in marks}
    text = join(line for line in part.lines if line.number not in numbers)
    if not text.strip():
        findings.add("L105", part.line)
    if len(marks) > 1:
        findings.add("L112", marks[1][0].number)
    if not marks:
        findings.add("L106", part.line)
        return Section(part.id, part.title, text, ()), part.line
    line, match = marks[0]
    return Section(part.id, part.title, text, _read_checkpoint(match[1], line, findings)), line.number


def _read_checkpoint(text: str, line: Line, findings: Findings) -> tuple[str, ...]:
    ids = [part.strip("` 。.") for part in re.split("[、，,；;]|\\s+", text) if part.strip("` 。.")]
    for twice in sorted({item_id for item_id in ids if ids.count(item_id) > 1}):
        findings.add("L111", line.number, value=twice)
    unique = tuple(dict.fromkeys(ids))
    if len(unique) < 2:
        findings.add("L107", line.number, count=len(unique))
    return unique
