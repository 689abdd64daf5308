"""Banks: files of items below ``questions/``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from edu.content.finding import Findings
from edu.content.item_answer import Answer, read_answer
from edu.content.item_text import RawItem, RawOption, read_item_text
from edu.content.nearest import nearest_name
from edu.content.syntax.document import Document
from edu.content.syntax.field_line import LETTERS, narrow
from edu.content.syntax.front_matter import FrontMatter, Key, is_id, read_front
from edu.content.syntax.heading import Part, split_parts
from edu.domain.item import CreditRule, Difficulty, Item, Option, Use

T = TypeVar("T")

KEYS = (
    Key("题库", "bank", required=True),
    Key("用途", "use", required=True),
    Key("难度", "difficulty"),
    Key("少选", "partial"),
    Key("考点", "topic"),
    Key("分值", "points"),
    Key("来源", "source"),
)
DIFFICULTIES = {
    "易": Difficulty.EASY, "中": Difficulty.MEDIUM, "难": Difficulty.HARD,
    "easy": Difficulty.EASY, "medium": Difficulty.MEDIUM, "hard": Difficulty.HARD,
}  # fmt: skip
CREDITS = {
    "按比例": CreditRule.PER_OPTION, "得半": CreditRule.HALF, "不得分": CreditRule.ALL_OR_NOTHING,
    "per-option": CreditRule.PER_OPTION, "half": CreditRule.HALF, "all-or-nothing": CreditRule.ALL_OR_NOTHING,
}  # fmt: skip
USES = {"练习": Use.PRACTICE, "考核": Use.LIVE, "practice": Use.PRACTICE, "live": Use.LIVE}

_POINTS = re.compile(r"(\d{1,4}(?:\.\d{1,4})?|\d{1,4}/\d{1,4})\s*(?:分|points?)?")
_SECTION = re.compile(r"([a-z0-9-]{1,64})[#＃]([a-z0-9-]{1,64})")


@dataclass(frozen=True, slots=True)
class Bank:
    """One file of items. ``lines`` says where each item starts, by id."""

    title: str
    use: Use
    items: tuple[Item, ...]
    path: str
    lines: Mapping[str, int]


def read_bank(document: Document, findings: Findings) -> Bank:
    """The bank's items that can be used; everything else is a finding."""
    front = read_front(document, KEYS, findings)
    defaults = _Defaults.of(front)
    items: list[Item] = []
    lines: dict[str, int] = {}
    parts = split_parts(document.body)
    stray = next((line for line in parts[0].lines if line.text.strip()), None)
    if stray is not None:
        findings.add("Q102", stray.number, text=stray.text)
    for part in parts:
        item = _read_item(part, defaults, findings) if part.level == 2 else None
        if item is None:
            continue
        if item.id in lines:
            findings.add("Q106", part.line, value=item.id, other=f"{document.path}:{lines[item.id]}")
            continue
        items.append(item)
        lines[item.id] = part.line
    if not any(part.level == 2 for part in parts):
        findings.add("Q101", 1)
    return Bank(defaults.bank, defaults.use, tuple(items), document.path, lines)


@dataclass(frozen=True, slots=True)
class _Defaults:
    """What the front matter says for all items of the bank."""

    bank: str
    use: Use
    difficulty: Difficulty
    credit: CreditRule
    topic: str
    points: Fraction
    source: str

    @classmethod
    def of(cls, front: FrontMatter) -> "_Defaults":
        entry = front.entry("points")
        return cls(
            bank=front.text("bank"),
            use=front.choice("use", USES, Use.PRACTICE),
            difficulty=front.choice("difficulty", DIFFICULTIES, Difficulty.MEDIUM),
            credit=front.choice("partial", CREDITS, CreditRule.PER_OPTION),
            topic=front.text("topic"),
            points=_read_points(entry.value, entry.line, front.findings, Fraction(1)),
            source=front.text("source"),
        )


def _read_item(part: Part, defaults: _Defaults, findings: Findings) -> Item | None:
    raw = read_item_text(part, findings)
    answer = read_answer(raw, findings)
    sound = _check_form(raw, findings)
    item_id = raw.value("id")
    if answer is None or not sound or not is_id(item_id):
        return None
    return _make_item(raw, item_id, answer, defaults, findings)


def _make_item(raw: RawItem, item_id: str, answer: Answer, defaults: _Defaults, findings: Findings) -> Item:
    return Item(
        id=item_id,
        kind=answer.kind,
        stem=raw.stem,
        rationale=raw.value("rationale"),
        options=tuple(Option(option.letter, option.text) for option in raw.options),
        keys=answer.keys,
        truth=answer.truth,
        blanks=answer.blanks,
        ordered=answer.ordered,
        credit=_read_choice(raw, "partial", CREDITS, defaults.credit, findings),
        points=_read_points(raw.value("points"), raw.line_of("points"), findings, defaults.points),
        difficulty=_read_choice(raw, "difficulty", DIFFICULTIES, defaults.difficulty, findings),
        topic=raw.value("topic") or defaults.topic,
        bank=defaults.bank,
        use=defaults.use,
        basis=raw.value("basis"),
        source=raw.value("source") or defaults.source,
        section=_read_section(raw, findings),
    )


def _check_form(raw: RawItem, findings: Findings) -> bool:
    """What is asked of an item whatever its kind; whether it can be used."""
    if not raw.stem:
        findings.add("Q103", raw.line)
    if not raw.value("id"):
        findings.add("Q104", raw.line)
    elif not is_id(raw.value("id")):
        findings.add("Q105", raw.line_of("id"), value=raw.value("id"))
    if not raw.value("rationale"):
        findings.add("Q111", raw.line)
    return _check_options(raw.options, findings) and bool(raw.stem)


def _check_options(options: list[RawOption], findings: Findings) -> bool:
    if len(options) == 1:
        findings.add("Q211", options[0].line)
    if len(options) > len(LETTERS):
        findings.add("Q213", options[len(LETTERS)].line)
        return False
    for wanted, option in zip(LETTERS, options, strict=False):
        if option.letter != wanted:
            findings.add("Q212", option.line, wanted=wanted, given=option.letter)
            return False
        if not option.text:
            findings.add("Q214", option.line, letter=option.letter)
    return True


def _read_choice(raw: RawItem, key: str, choices: Mapping[str, T], default: T, findings: Findings) -> T:
    value = raw.value(key)
    if not value or value.casefold() in choices:
        return choices.get(value.casefold(), default)
    findings.add("Q114", raw.line_of(key), name=raw.fields[key].name, value=value, nearest=nearest_name(value, choices))
    return default


def _read_points(value: str, line: int, findings: Findings, default: Fraction) -> Fraction:
    if not value:
        return default
    match = _POINTS.fullmatch(narrow(value))
    parts = match[1].split("/") if match else []
    if not parts or any(Fraction(part) == 0 for part in parts):
        findings.add("Q115", line, value=value)
        return default
    return Fraction(parts[0]) / Fraction(parts[1] if len(parts) == 2 else 1)


def _read_section(raw: RawItem, findings: Findings) -> str:
    value = raw.value("section")
    match = _SECTION.fullmatch(value)
    if value and match is None:
        findings.add("Q113", raw.line_of("section"), value=value)
    return "" if match is None else f"{match[1]}#{match[2]}"
