"""Courses: ordered lists of lessons."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from edu.content.finding import Findings
from edu.content.syntax.document import Document
from edu.content.syntax.front_matter import Key, read_front
from edu.domain.learning.lesson import Course

_KEYS = (Key("编号", "id", required=True), Key("标题", "title", required=True))
_ENTRY = re.compile(r"\s*(?:[-*•－]|\d{1,3}[.．、)）])\s*([a-z][a-z0-9-]*)\s*(?:[#＃（(].*)?")


@dataclass(frozen=True, slots=True)
class CourseFile:
    """``lines`` says where each lesson is named."""

    course: Course
    path: str
    lines: Mapping[str, int]


def read_course(document: Document, findings: Findings) -> CourseFile:
    """The course; a line that names no lesson is a finding."""
    front = read_front(document, _KEYS, findings)
    lines: dict[str, int] = {}
    for line in document.body:
        text = line.text.strip()
        if not text or text[0] in "#＃":
            continue
        match = _ENTRY.fullmatch(text)
        if match is None:
            findings.add("L204", line.number, text=text)
        elif match[1] in lines:
            findings.add("L203", line.number, value=match[1])
        else:
            lines[match[1]] = line.number
    if not lines:
        findings.add("L201", 1)
    return CourseFile(Course(front.id(), front.text("title"), tuple(lines)), document.path, lines)
