"""The one canonical text of an item: what ``edu fmt`` and every import write."""

import re
from collections.abc import Callable, Iterator, Mapping

from edu.content.finding import Findings
from edu.content.items.item_answer import escape_sign, printed_unit
from edu.content.items.item_credit import PART_RULE_SHOWN, show_points, write_credit
from edu.content.items.item_file import DIFFICULTIES, Defaults, make_item
from edu.content.items.item_matches import write_pairs, write_rows
from edu.content.items.item_number import write_mistake, write_numeric
from edu.content.items.item_rubric import write_rubric
from edu.content.items.item_text import ItemReader, escape_line
from edu.content.items.kind_names import KIND_SHOWN
from edu.content.syntax.document import Line
from edu.domain.items.item import Item, Kind, WrongRule
from edu.domain.items.traits import traits_of

_DIFFICULTY = {value: name for name, value in reversed(DIFFICULTIES.items()) if name in {"易", "中", "难"}}
_WRONG = {WrongRule.NOTHING: "不得分", WrongRule.CANCEL: "抵消"}


def write_item(item: Item, defaults: Defaults) -> str:
    """The item below its ``## ``; what the bank says for all its items is left out."""
    text = _write(item, defaults, "")
    if _read_kind(text, defaults) is not item.kind:
        kind = "不定项" if traits_of(item).several else KIND_SHOWN[item.kind][0]
        text = _write(item, defaults, kind)
    return text


def read_written_item(text: str, defaults: Defaults, findings: Findings) -> Item | None:
    """The item that :func:`write_item` wrote."""
    lines = text.split("\n")
    head = re.sub(r"^##\s*", "", lines[0])
    reader = ItemReader(head, 1, findings)
    for number, line in enumerate(lines[1:], 2):
        reader.read_line(Line(number, line))
    return make_item(reader.finish(), defaults, findings)


def _read_kind(text: str, defaults: Defaults) -> Kind | None:
    item = read_written_item(text, defaults, Findings(""))
    return item.kind if item else None


def _write(item: Item, defaults: Defaults, kind: str) -> str:
    blocks = [_write_stem(write_rows(item))]
    if item.options:
        blocks.append("\n".join(f"- {option.letter}. {_write_option(option.text)}" for option in item.options))
    blocks.append("\n".join(_write_fields(item, defaults, kind)))
    return "\n\n".join(block for block in blocks if block) + "\n"


def _write_stem(stem: str) -> str:
    first, *rest = stem.split("\n")
    lines = [escape_line(first.strip(), "head", False)]
    lines += [escape_line(line.strip(), "stem", False) if line.strip() else "" for line in rest]
    return "## " + "\n".join(lines)


def _write_option(text: str) -> str:
    first, *rest = [line.strip() for line in text.split("\n") if line.strip()] or [""]
    return "\n".join([first, *("  " + escape_line(line, "option", False) for line in rest)])


def _write_fields(item: Item, defaults: Defaults, kind: str) -> Iterator[str]:
    if item.id:
        yield f"编号：{item.id}"
    if kind:
        yield f"题型：{kind}"
    if item.numeric and item.numeric.parameters:
        yield "参数：" + "；".join(f"{parameter.name} = {parameter.values}" for parameter in item.numeric.parameters)
    yield from ANSWERS[item.kind](item)
    if item.rationale:
        yield _write_long("解析", item.rationale, "rationale")
    yield from _write_terms(item, defaults)
    for name, value in (("依据", item.basis), ("段落", item.section)):
        if value:
            yield f"{name}：{value}"
    if item.source and item.source != defaults.source:
        yield f"来源：{item.source}"


def _write_written(item: Item) -> Iterator[str]:
    if item.rubric:
        yield "\n".join(["评分要点：", *write_rubric(item.rubric)])
    if item.reference:
        yield _write_long("参考答案", item.reference, "reference")


def _write_number(item: Item) -> Iterator[str]:
    if item.numeric is not None:
        yield f"答案：{write_numeric(item.numeric, printed_unit(item.stem))}"
        for mistake in item.numeric.mistakes:
            yield f"常见错误：{write_mistake(mistake)}"


def _write_keys(item: Item) -> Iterator[str]:
    yield f"答案：{''.join(sorted(item.keys))}"


def _write_truth(item: Item) -> Iterator[str]:
    yield f"答案：{'正确' if item.truth else '错误'}"


def _write_sequence(item: Item) -> Iterator[str]:
    yield f"答案：{'-'.join(item.sequence)}"


def _write_matches(item: Item) -> Iterator[str]:
    yield f"答案：{write_pairs(item)}"


def _write_blanks(item: Item) -> Iterator[str]:
    marks = [name for name, on in (("不分顺序", not item.ordered), ("严格", item.blanks[0].strict)) if on]
    groups = ("|".join(map(escape_sign, blank.accepted)) for blank in item.blanks)
    mark = f"（{'、'.join(marks)}）" if marks else ""
    yield f"答案{mark}：{'；'.join(groups)}"


ANSWERS: Mapping[Kind, Callable[[Item], Iterator[str]]] = {
    Kind.SINGLE: _write_keys,
    Kind.MULTIPLE: _write_keys,
    Kind.TRUE_FALSE: _write_truth,
    Kind.FILL_IN: _write_blanks,
    Kind.NUMERIC: _write_number,
    Kind.WRITTEN: _write_written,
    Kind.ORDERING: _write_sequence,
    Kind.MATCHING: _write_matches,
}
"""The lines that hold the key."""


def _write_terms(item: Item, defaults: Defaults) -> Iterator[str]:
    rubric = sum((point.points for point in item.rubric), start=item.points * 0)
    if item.points != (rubric or defaults.points):
        yield f"分值：{show_points(item.points)}"
    credit = defaults.credit.of(item.points)
    if (item.credit, item.credit_share) != (credit.rule, credit.share) and traits_of(item).several:
        yield f"少选：{write_credit(item.credit, item.credit_share)}"
    if item.wrong is not defaults.wrong and traits_of(item).several:
        yield f"错选：{_WRONG[item.wrong]}"
    if item.part_rule is not traits_of(item).part_rules[0]:
        yield f"计分：{PART_RULE_SHOWN[item.part_rule]}"
    if item.difficulty is not defaults.difficulty:
        yield f"难度：{_DIFFICULTY[item.difficulty]}"
    if item.topic and item.topic != defaults.topic:
        yield f"考点：{item.topic}"


def _write_long(name: str, text: str, part: str) -> str:
    first, *rest = text.strip().split("\n")
    lines = [escape_line(line.strip(), part, True) if line.strip() else "" for line in rest]
    return f"{name}：" + "\n".join([first.strip(), *lines])
