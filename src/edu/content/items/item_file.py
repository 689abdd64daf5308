"""Banks: files of items below ``questions/``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import PurePath
from typing import TypeVar

from edu.content.finding import Findings
from edu.content.items.item_answer import KindAndKey, read_answer
from edu.content.items.item_credit import WRONGS, Credit, credit_names, part_rules_of, read_credit, show_points
from edu.content.items.item_number import canonical_holes
from edu.content.items.item_text import RawItem, RawOption
from edu.content.items.paper_section import read_section
from edu.content.items.paper_text import Paper, Remark, is_head_line, read_paper_text
from edu.content.nearest import nearest_name
from edu.content.syntax.document import Document
from edu.content.syntax.field_line import LETTERS, narrow
from edu.content.syntax.front_matter import FrontMatter, Key, is_id, read_front
from edu.domain.items.item import CreditRule, Difficulty, Item, Kind, Option, PartRule, Use, WrongRule
from edu.domain.items.lettering import reorder
from edu.domain.items.traits import TRAITS

T = TypeVar("T")

BANK_KEYS = (
    Key("题库", "bank"),
    Key("用途", "use"),
    Key("难度", "difficulty"),
    Key("少选", "partial"),
    Key("错选", "wrong"),
    Key("考点", "topic"),
    Key("分值", "points"),
    Key("来源", "source"),
)
DIFFICULTIES = {
    "易": Difficulty.EASY, "中": Difficulty.MEDIUM, "难": Difficulty.HARD,
    "easy": Difficulty.EASY, "medium": Difficulty.MEDIUM, "hard": Difficulty.HARD,
    "容易": Difficulty.EASY, "简单": Difficulty.EASY, "较易": Difficulty.EASY, "低": Difficulty.EASY,
    "中等": Difficulty.MEDIUM, "适中": Difficulty.MEDIUM, "一般": Difficulty.MEDIUM,
    "困难": Difficulty.HARD, "较难": Difficulty.HARD, "高": Difficulty.HARD,
}  # fmt: skip
USES = {"练习": Use.PRACTICE, "考核": Use.LIVE, "practice": Use.PRACTICE, "live": Use.LIVE}

PER_OPTION = Credit(CreditRule.PER_OPTION)
_POINTS = re.compile(r"(\d{1,4}(?:\.\d{1,4})?|\d{1,4}/\d{1,4})\s*(?:分|points?)?")
_SECTION = re.compile(r"([a-z0-9-]{1,64})[#＃]([a-z0-9-]{1,64})")


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a bank's front matter says for all its items."""

    bank: str = ""
    use: Use = Use.LIVE
    difficulty: Difficulty = Difficulty.MEDIUM
    credit: Credit = PER_OPTION
    wrong: WrongRule = WrongRule.NOTHING
    topic: str = ""
    points: Fraction = Fraction(1)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Bank:
    """One file of items. ``lines`` says where each item starts, by id."""

    title: str
    use: Use
    items: tuple[Item, ...]
    path: str
    lines: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class BankText:
    """A bank's file as read: its defaults, its blocks, and what each item became (``None`` where it cannot be used)."""

    defaults: Defaults
    paper: Paper
    items: tuple[Item | None, ...]
    path: str


def read_bank(document: Document, findings: Findings) -> Bank:
    """The bank's items that can be used; everything else is a finding."""
    return make_bank(read_bank_text(document, findings), findings)


def read_bank_text(document: Document, findings: Findings) -> BankText:
    """The file with its remarks and with items that have no id yet."""
    front = read_front(document, BANK_KEYS, findings)
    paper = read_paper_text(document.body, findings)
    if paper.stray is not None:
        findings.add("Q102", paper.stray.number, text=paper.stray.text)
    defaults = read_defaults(front, find_title(paper) or PurePath(document.path).stem)
    items = tuple(make_item(raw, defaults, findings) for raw in paper.items)
    if not items:
        findings.add("Q101", 1)
    return BankText(defaults, paper, items, document.path)


def make_bank(text: BankText, findings: Findings) -> Bank:
    """The bank of the items. One without an id is reported and, so that all is checked, known by its line."""
    items: list[Item] = []
    lines: dict[str, int] = {}
    for raw, read in zip(text.paper.items, text.items, strict=True):
        if read is None:
            continue
        item = read
        if not item.id:
            findings.add("Q104", raw.line)
            item = replace(item, id=f"unnamed-{raw.line}")
        if item.id in lines:
            findings.add("Q106", raw.line, value=item.id, other=f"{text.path}:{lines[item.id]}")
        else:
            items.append(item)
            lines[item.id] = raw.line
    return Bank(text.defaults.bank, text.defaults.use, tuple(items), text.path, lines)


def find_title(paper: Paper) -> str:
    """The first line of a printed paper, which names it; empty where there is none."""
    first = paper.blocks[0] if paper.blocks else None
    if not paper.printed or not isinstance(first, Remark):
        return ""
    title = next((line.strip("#＃ *") for line in first.lines if line.strip() and not is_head_line(line)), "")
    return title if len(title) <= 60 and read_section(title, 0) is None else ""


def read_defaults(front: FrontMatter, title: str) -> Defaults:
    """The front matter's values, and the usual ones where it has none."""
    entry, partial = front.entry("points"), front.entry("partial")
    points = _read_points(entry.value, entry.line, front.findings, Fraction(1))
    credit = _read_credit(partial.value, partial.line, partial.name, PER_OPTION, front.findings)
    return Defaults(
        bank=front.text("bank") or title,
        use=front.choice("use", USES, Use.LIVE),
        difficulty=front.choice("difficulty", DIFFICULTIES, Difficulty.MEDIUM),
        credit=credit,
        wrong=front.choice("wrong", WRONGS, WrongRule.NOTHING),
        topic=front.text("topic"),
        points=points,
        source=front.text("source"),
    )


def make_draft(raw: RawItem, stated_kind: str, findings: Findings) -> Item | None:
    """An item that stands in no bank yet, from whatever gave its parts; ``stated_kind`` may be empty."""
    if stated_kind:
        raw.put("kind", stated_kind, raw.line)
    return make_item(raw, Defaults(), findings)


def make_item(raw: RawItem, defaults: Defaults, findings: Findings) -> Item | None:
    """The item, without an id where it has none; ``None``, with findings, where it cannot be used."""
    letters = _check_letters(raw.options, findings)
    answer = read_answer(raw, findings) if letters else None
    if not raw.stem:
        findings.add("Q103", raw.line)
    if raw.value("id") and not is_id(raw.value("id")):
        findings.add("Q105", raw.line_of("id"), value=raw.value("id"))
        return None
    if not raw.value("rationale"):
        findings.add("Q111", raw.line)
    if answer is None or not raw.stem:
        return None
    return _order_letters(_make_item(raw, answer, defaults, findings))


def _make_item(raw: RawItem, answer: KindAndKey, defaults: Defaults, findings: Findings) -> Item:
    points = _choose_points(raw, answer, defaults, findings)
    credit = _choose_credit(raw, answer, defaults, findings).of(points)
    if not credit.sound:
        findings.add("Q119", raw.line_of("partial"), value=raw.value("partial") or raw.section.partial)
        credit = PER_OPTION
    stem, rationale = answer.stem, raw.value("rationale")
    if answer.numeric is not None:
        stem = canonical_holes(stem, raw.line, findings)
        rationale = canonical_holes(rationale, raw.line_of("rationale"), findings)
    return Item(
        id=raw.value("id"),
        kind=answer.kind,
        stem=stem,
        rationale=rationale,
        options=tuple(Option(option.letter, option.text) for option in raw.options),
        keys=answer.keys,
        truth=answer.truth,
        blanks=answer.blanks,
        ordered=answer.ordered,
        credit=credit.rule,
        credit_share=credit.share,
        wrong=_read_choice(raw, "wrong", WRONGS, defaults.wrong, findings),
        points=points,
        difficulty=_read_choice(raw, "difficulty", DIFFICULTIES, defaults.difficulty, findings),
        topic=raw.value("topic") or defaults.topic,
        bank=defaults.bank,
        use=defaults.use,
        basis=raw.value("basis"),
        source=raw.value("source") or defaults.source,
        section=_read_section(raw, findings),
        numeric=answer.numeric,
        rubric=answer.rubric,
        reference=answer.reference,
        sequence=answer.sequence,
        premises=answer.premises,
        part_rule=_read_part_rule(raw, answer.kind, findings),
    )


def _choose_points(raw: RawItem, answer: KindAndKey, defaults: Defaults, findings: Findings) -> Fraction:
    """The item's own, else the rubric's sum, else those of its part's heading, else the bank's."""
    whole = sum((point.points for point in answer.rubric), Fraction(0))
    inherited = _read_points(raw.section.points, raw.section.line, findings, defaults.points)
    points = _read_points(raw.value("points"), raw.line_of("points"), findings, whole or inherited)
    if whole and points != whole:
        findings.add("Q502", raw.line_of("points"), sum=show_points(whole), points=show_points(points))
    return points


def _read_part_rule(raw: RawItem, kind: Kind, findings: Findings) -> PartRule:
    """What the item names; the first rule of its kind where it names none."""
    rules = TRAITS[kind].part_rules
    if "scoring" in raw.fields and len(rules) == 1:
        findings.add("Q704", raw.line_of("scoring"), name=raw.fields["scoring"].name)
        return rules[0]
    return _read_choice(raw, "scoring", part_rules_of(rules), rules[0], findings)


def _choose_credit(raw: RawItem, answer: KindAndKey, defaults: Defaults, findings: Findings) -> Credit:
    inherited = read_credit(raw.section.partial) or defaults.credit
    name = raw.fields["partial"].name if "partial" in raw.fields else ""
    credit = _read_credit(raw.value("partial"), raw.line_of("partial"), name, inherited, findings)
    return credit if TRAITS[answer.kind].several else PER_OPTION


def _read_credit(value: str, line: int, name: str, default: Credit, findings: Findings) -> Credit:
    found = read_credit(value) if value else default
    if found is None:
        findings.add("Q114", line, name=name, value=value, nearest=nearest_name(value, credit_names()))
    return found or default


def _check_letters(options: list[RawOption], findings: Findings) -> bool:
    """Whether the options can be told apart. Letters out of order are read in the order of the lines."""
    if len(options) == 1:
        findings.add("Q211", options[0].line)
    if len(options) > len(LETTERS):
        findings.add("Q213", options[len(LETTERS)].line)
        return False
    for option in options:
        if not option.text:
            findings.add("Q214", option.line, letter=option.letter)
    seen: set[str] = set()
    for option in options:
        if option.letter in seen:
            findings.add("Q217", option.line, letter=option.letter)
            return False
        seen.add(option.letter)
    missing = next((letter for letter in LETTERS[: len(options)] if letter not in seen), None)
    if missing is not None:
        findings.add("Q218", options[0].line, letter=missing)
        return False
    wrong = next((pair for pair in zip(LETTERS, options, strict=False) if pair[0] != pair[1].letter), None)
    if wrong is not None:
        findings.add("Q212", wrong[1].line, wanted=wrong[0], given=wrong[1].letter)
    return True


def _order_letters(item: Item) -> Item:
    """Options lettered A, B, C … as they stand, with the keys and the rationale's references moved along."""
    order = [option.letter for option in item.options]
    if order == list(LETTERS[: len(order)]):
        return item
    return reorder(item, order)


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
