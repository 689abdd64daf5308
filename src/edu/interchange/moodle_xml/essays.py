"""Essays: the reference and the rubric stand in the information for graders."""

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from markdown_it.common.utils import escapeHtml

from edu.content.items.item_credit import show_points
from edu.domain.items.item import Item, Kind, RubricPoint
from edu.interchange.html.text import text_of_markdown
from edu.interchange.moodle_xml.question import MoodleQuestion
from edu.interchange.moodle_xml.question_terms import read_common_terms

_REFERENCE, _RUBRIC = "参考答案", "评分要点"
_HEAD = re.compile(rf"\**(?:{_REFERENCE})\**[：:]?")
_RUBRIC_HEAD = re.compile(rf"\**(?:{_RUBRIC})\**[：:]?")
_ENTRY = re.compile(r"(?:^|\n)(?:[-*]|\d{1,3}[.)]) ")
_POINT = re.compile(r"(.+?)\s*[（(]\s*(\d{1,4}(?:\.\d{1,4}|/[1-9]\d{0,3})?)\s*(?:分|points?|marks?)\s*[）)]", re.DOTALL)
_PARTS = (
    ("responsetemplate", "答题模板", "the response template"),
    ("attachments", "附件数", "attachments"),
    ("attachmentsrequired", "要求的附件数", "required attachments"),
    ("minwordlimit", "最少字数", "the least number of words"),
    ("maxwordlimit", "最多字数", "the largest number of words"),
)


def read_essay(question: MoodleQuestion, topic: str) -> Item:
    """A written item."""
    item = read_common_terms(question, Kind.WRITTEN, question.markdown("questiontext"), topic)
    for name, chinese, english in _PARTS:
        child = question.element.find(name)
        if child is not None and question.value(name) not in {"", "0"}:
            question.lose_text(chinese, english, child)
    reference, rubric = split_information(question.markdown("graderinfo"))
    return replace(item, reference=reference, rubric=rubric)


def split_information(markdown: str) -> tuple[str, tuple[RubricPoint, ...]]:
    """The reference, and the list at the end where each of its entries ends in points."""
    blocks = markdown.split("\n\n") if markdown else []
    headed = bool(blocks) and _HEAD.fullmatch(blocks[0]) is not None
    blocks = blocks[headed:]
    start = next((place for place in range(len(blocks) - 1, -1, -1) if _RUBRIC_HEAD.fullmatch(blocks[place])), None)
    tail = blocks[-1:] if start is None else blocks[start + 1 :]
    rubric = _read_rubric("\n".join(tail))
    if not rubric or (headed and start is None):
        return "\n\n".join(blocks), ()
    return "\n\n".join(blocks[: len(blocks) - 1 if start is None else start]), rubric


def _read_rubric(text: str) -> tuple[RubricPoint, ...]:
    first, *entries = _ENTRY.split(text)
    found = [_POINT.fullmatch(text_of_markdown(entry)) for entry in entries]
    if first.strip() or not all(found):
        return ()
    points = [RubricPoint(match[1], Fraction(match[2])) for match in found if match]
    return tuple(points) if all(point.points for point in points) else ()


def write_information(reference_html: str, rubric: Sequence[RubricPoint]) -> str:
    """HTML for the graders, from which both can be read back."""
    parts = []
    if reference_html:
        parts += [f"<p><strong>{_REFERENCE}</strong></p>", reference_html]
    if rubric:
        entries = "".join(f"<li>{escapeHtml(point.text)}（{show_points(point.points)} 分）</li>\n" for point in rubric)
        parts += [f"<p><strong>{_RUBRIC}</strong></p>", f"<ul>\n{entries}</ul>"]
    return "\n".join(parts)
