"""Writes items as GIFT, Moodle's text format."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from edu.content.finding import Findings
from edu.content.items.item_answer import BLANK
from edu.content.items.item_credit import show_points
from edu.content.items.pictures import PICTURE
from edu.domain.items.item import Difficulty, Item, Kind
from edu.interchange.exchange import Exported
from edu.interchange.format import why_not
from edu.interchange.gift.choices import write_multiple, write_single
from edu.interchange.gift.chunks import can_be_category, write_category
from edu.interchange.gift.held import KINDS
from edu.interchange.gift.matches import write_matching
from edu.interchange.gift.numbers import write_numeric_key
from edu.interchange.gift.scope import Writing, cannot_write
from edu.interchange.gift.short import write_blank
from edu.interchange.gift.texts import TextForm, escape_text, write_text
from edu.interchange.not_exchanged import NotExchanged
from edu.interchange.source_lines import clean

_DRAWN_BLANK = "_____"
"""Five underscores: Moodle puts its input there."""


def write_gift(items: Sequence[Item], findings: Findings) -> Exported:
    """The items with their ids as titles and their topics as categories, in their order."""
    exported = Exported(findings)
    lines: list[str] = []
    topic = ""
    for position, item in enumerate(items, 1):
        own = Findings(findings.path)
        try:
            question = _write_item(item, Writing(own, position))
        except NotExchanged as refusal:
            findings.add(refusal.code, position, **refusal.values)
            continue
        findings.extend(own.found)
        named = item.topic if can_be_category(item.topic) else ""
        if named != topic:
            lines += [write_category(named), ""]
            topic = named
        lines += [question, ""]
        exported.written.append(item)
    exported.data = "\n".join(lines).encode()
    return exported


def _write_item(item: Item, writing: Writing) -> str:
    unheld = why_not(KINDS, item.kind)
    if unheld is not None:
        raise cannot_write(*unheld)
    _check_texts(item)
    answers = _ANSWERS[item.kind]
    form, text = write_text(answers.write_stem(item.stem), TextForm.MOODLE)
    opening, lines = answers.write(item, form, writing)
    if item.rationale:
        lines.append(f"####{write_text(_without_pictures(item.rationale, writing), form)[1]}")
    _report_lost(item, writing)
    title = f"::{escape_text(item.id)}::" if item.id else ""
    block = "".join(f"\n\t{line}" for line in lines) + "\n" if lines else ""
    return f"{title}{text}{{{opening}{block}}}"


def _check_texts(item: Item) -> None:
    if any(PICTURE.search(text) for text in (item.stem, *(option.text for option in item.options))):
        raise cannot_write("有图片", "it has a picture")
    if not item.stem.strip():
        raise cannot_write("没有题干", "it has no stem")


def _without_pictures(rationale: str, writing: Writing) -> str:
    """A rationale says most without its pictures; their descriptions stay."""
    text, count = PICTURE.subn(lambda match: match[1], rationale)
    if count:
        writing.lost("解析里的图片", "the pictures of the rationale")
    return text


def _write_truth(item: Item, form: TextForm, writing: Writing) -> tuple[str, list[str]]:
    return "TRUE" if item.truth else "FALSE", []


def _write_written(item: Item, form: TextForm, writing: Writing) -> tuple[str, list[str]]:
    if item.rubric:
        writing.lost("评分要点", "the rubric")
    if item.reference:
        writing.lost("参考答案", "the model response")
    return "", []


def _write_single(item: Item, form: TextForm, writing: Writing) -> tuple[str, list[str]]:
    return "", write_single(item, form, writing)


def _write_multiple(item: Item, form: TextForm, writing: Writing) -> tuple[str, list[str]]:
    return "", write_multiple(item, form, writing)


def _write_blank(item: Item, form: TextForm, writing: Writing) -> tuple[str, list[str]]:
    return "", write_blank(item, form, writing)


def _write_numeric(item: Item, form: TextForm, writing: Writing) -> tuple[str, list[str]]:
    return "#", write_numeric_key(item, form, writing)


def _write_matching(item: Item, form: TextForm, writing: Writing) -> tuple[str, list[str]]:
    return "", write_matching(item, form, writing)


def _draw_blanks(stem: str) -> str:
    return BLANK.sub(_DRAWN_BLANK, stem)


@dataclass(frozen=True, slots=True)
class _Answers:
    """How a kind is written: what stands right behind the brace and the lines below it; and its stem."""

    write: Callable[[Item, TextForm, Writing], tuple[str, list[str]]]
    write_stem: Callable[[str], str]


_ANSWERS: Mapping[Kind, _Answers] = {
    Kind.SINGLE: _Answers(_write_single, str),
    Kind.MULTIPLE: _Answers(_write_multiple, str),
    Kind.TRUE_FALSE: _Answers(_write_truth, str),
    Kind.FILL_IN: _Answers(_write_blank, _draw_blanks),
    Kind.NUMERIC: _Answers(_write_numeric, _draw_blanks),
    Kind.WRITTEN: _Answers(_write_written, str),
    Kind.MATCHING: _Answers(_write_matching, str),
}

_DIFFICULTIES = {
    Difficulty.EASY: ("难度“易”", "the difficulty easy"),
    Difficulty.HARD: ("难度“难”", "the difficulty hard"),
}


def _report_lost(item: Item, writing: Writing) -> None:
    """What the bank says beside the question itself."""
    if item.points != 1:
        writing.lost(f"分值 {show_points(item.points)}", f"{show_points(item.points)} points")
    if item.difficulty in _DIFFICULTIES:
        writing.lost(*_DIFFICULTIES[item.difficulty])
    if item.basis:
        writing.lost(f"依据“{item.basis}”", f"the basis {item.basis}")
    if item.source:
        writing.lost(f"来源“{item.source}”", f"the source {item.source}")
    if item.section:
        writing.lost(f"段落 {item.section}", f"the section {item.section}")
    if not can_be_category(item.topic):
        writing.lost(f"考点“{item.topic}”", f"the topic {item.topic}")
    if any(clean(text) != text for text in (item.stem, item.rationale, *(option.text for option in item.options))):
        writing.lost("控制字符或残缺的字符", "control characters or halves of characters")
