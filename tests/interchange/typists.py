"""One certification paper as three people type it: four parts, with a head for the candidate's name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from edu.domain.items.item import CreditRule, Item, Kind, Option

TITLE = "期货公司客户服务上岗考核试卷"
_FULL = str.maketrans({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
PARTS = (
    (Kind.SINGLE, "单项选择题", 20, 1),
    (Kind.MULTIPLE, "多项选择题", 20, 2),
    (Kind.FILL_IN, "填空题", 10, 2),
    (Kind.TRUE_FALSE, "判断题", 10, 1),
)
ORDINALS = "一二三四"


@dataclass(frozen=True, slots=True)
class Part:
    """The items of one part; each earns ``points``."""

    kind: Kind
    name: str
    ordinal: str
    points: int
    items: tuple[Item, ...]


def make_parts(pool: Sequence[Item]) -> list[Part]:
    """The four parts, from items whose texts stand on one line."""
    parts = []
    for ordinal, (kind, name, count, points) in zip(ORDINALS, PARTS, strict=True):
        fitting = [item for item in pool if item.kind is kind and _plain(item)][:count]
        assert len(fitting) == count, (kind, len(fitting))
        parts.append(Part(kind, name, ordinal, points, tuple(_bare(item, points) for item in fitting)))
    return parts


def _plain(item: Item) -> bool:
    texts = [item.stem, *(option.text for option in item.options)]
    return item.ordered and all("\n" not in text and "A" not in text and "B" not in text for text in texts)


def _bare(item: Item, points: int) -> Item:
    """What a paper says of an item: no rationale, topic or source."""
    credit = CreditRule.ALL_OR_NOTHING if item.kind is Kind.MULTIPLE else CreditRule.PER_OPTION
    plain = Item("", item.kind, item.stem, "", item.options, item.keys, item.truth, points=Fraction(points))
    blanks = tuple(replace(blank, strict=False) for blank in item.blanks)
    return replace(plain, blanks=blanks, credit=credit, bank=TITLE)


def _key(item: Item) -> str:
    if item.options:
        return "".join(sorted(item.keys))
    if item.kind is Kind.TRUE_FALSE:
        return "√" if item.truth else "×"
    return "；".join("|".join(blank.accepted) for blank in item.blanks)


def _heading(part: Part) -> str:
    count, total = len(part.items), len(part.items) * part.points
    few = ",少选、错选均不得分" if part.kind is Kind.MULTIPLE else ""
    return f"{part.ordinal}、{part.name}(本题共{count}小题,每小题{part.points}分,共{total}分{few})"


def type_printed(parts: Sequence[Part]) -> str:
    """As on the source document: ASCII signs, an option a line, every key at the end."""
    lines = [TITLE, "考生姓名:__________答题日期:_______得分:_________判卷人:_________"]
    for part in parts:
        lines.append(_heading(part))
        for number, item in enumerate(part.items, 1):
            mark = "()" if part.kind is Kind.TRUE_FALSE else ""
            lines.append(f"{number}.{item.stem.replace('（ ）', '()').replace('____', '______')}{mark}")
            lines += [f"{option.letter}.{option.text}" for option in item.options]
    lines += ["(结束)", "参考答案"]
    for part in parts:
        lines.append(f"{part.ordinal}、{part.name}")
        lines += _keys_at_the_end(part)
    return "\n".join(lines)


def _keys_at_the_end(part: Part) -> list[str]:
    keys = [_key(item) for item in part.items]
    if part.kind is Kind.SINGLE:
        return ["1-10 " + "".join(keys[:10]), "11-20 " + "".join(keys[10:])]
    if part.kind is Kind.MULTIPLE:
        return ["1-10 " + " ".join(keys[:10]), " ".join(f"{n}.{key}" for n, key in enumerate(keys[10:], 11))]
    if part.kind is Kind.TRUE_FALSE:
        return [" ".join(f"{n}.{key}" for n, key in enumerate(keys, 1))]
    return [f"{n}.{key}" for n, key in enumerate(keys, 1)]


def type_compactly(parts: Sequence[Part]) -> str:
    """To save paper: options side by side, keys in the brackets of the stem."""
    lines = [TITLE]
    for part in parts:
        lines += ["", _heading(part).replace(",", "，").replace("(", "（").replace(")", "）")]
        for number, item in enumerate(part.items, 1):
            stem = item.stem.replace("（ ）", f"（{_key(item)}）") if item.options else item.stem
            if part.kind is Kind.TRUE_FALSE:
                stem += f"（{_key(item)}）"
            lines.append(f"{number}、{stem}")
            if item.options:
                lines.append("  ".join(f"{option.letter}．{option.text}" for option in item.options))
            if part.kind is Kind.FILL_IN:
                lines.append(f"【答案】{_key(item)}")
    return "\n".join(lines)


def type_in_full_width(parts: Sequence[Part]) -> str:
    """By a Chinese keyboard that was never switched over: full-width signs, keys below each item."""
    lines = [TITLE, "（考试时间６０分钟）"]
    for part in parts:
        lines += ["", f"第{part.ordinal}部分 {part.name}（每小题{part.points}分，少选不得分）"]
        for number, item in enumerate(part.items, 1):
            lines.append(f"（{str(number).translate(_FULL)}）{item.stem.replace('____', '＿＿＿＿')}")
            lines += [f"　（{option.letter.translate(_FULL)}）{option.text}" for option in item.options]
            key = _key(item)
            lines += [f"正确答案：{key.translate(_FULL) if item.options else key.replace('|', '｜')}", ""]
    return "\n".join(lines)


TYPISTS: dict[str, Callable[[Sequence[Part]], str]] = {
    "printed": type_printed,
    "compact": type_compactly,
    "full-width": type_in_full_width,
}


def without_mark(item: Item) -> Item:
    """True/false stems with or without the empty brackets at their end are one question."""
    stem = item.stem.removesuffix("（ ）") if item.kind is Kind.TRUE_FALSE else item.stem
    return replace(item, id="", stem=stem, options=tuple(Option(option.letter, option.text) for option in item.options))
