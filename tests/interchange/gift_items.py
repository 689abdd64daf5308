"""Items of all kinds as GIFT can hold them, for its laws."""

import re
from typing import Any

from hypothesis import strategies as st

from edu.content.items.item_answer import BLANK, printed_unit
from edu.domain.items.item import Blank, Item, Kind, Mistake, Numeric, Option, WrongRule
from edu.domain.items.normalising import normalise, normalise_strictly
from edu.interchange.html.text import html_of_markdown, markdown_of_html

SIGNS = "期货保证金，。“”（）：；％０ａabXYZ 0123*#>-+.|`[]()!&<>\\~=:'{}^/$%@\n"


def _settle(text: str) -> str:
    """What could be a tag elsewhere, in the form in which it stays."""
    return markdown_of_html(html_of_markdown(text), lambda what: None) if re.search("<[a-zA-Z/!?]", text) else text


words = (
    st.text(SIGNS, min_size=1, max_size=24)
    .map(str.strip)
    .map(_settle)
    .map(_settle)
    .filter(lambda text: text and not BLANK.search(text))
)
rich = st.sampled_from(
    ["**“杠杆”**是", "甲\n乙", "甲\\\n乙", "一\n\n二", "| a | b |\n| --- | --- |\n| 1 | 2 |", "- 甲\n- 乙",
     "[[保证金]]", "`a = b`", "// 不是注释", "$CATEGORY: 不是", "::不是标题::", "[html]不是标记", "%50%不是权重",
     "a < b 且 c > d", "&lt;", "->", "### 标题", "a \\= b", "\\n", "*轻*重", "T", "TRUE", "#3"]
)  # fmt: skip
markdown = rich | words
accepted = (
    st.text("期货平仓。%*\\~=#{}:[] abAB0123->", min_size=1, max_size=12)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: "->" not in text and bool(normalise(text).text) and bool(normalise_strictly(text).text))
)
topics = st.sampled_from(["", "期货", "元/吨", "top", "$course$", "a//b", "保证金 与 杠杆"])


@st.composite
def items(draw: st.DrawFn) -> Item:
    kind = draw(st.sampled_from(list(_KINDS)))
    item_id = draw(st.sampled_from(["", "", "id"]))
    rationale = draw(st.just("") | markdown)
    return Item(item_id, kind, rationale=rationale, topic=draw(topics), **draw(_KINDS[kind]()))


@st.composite
def _choice(draw: st.DrawFn, multiple: bool = False) -> dict[str, Any]:
    options = tuple(map(Option, "ABCDEFGHIJ", draw(st.lists(markdown, min_size=2, max_size=10))))
    letters = st.sampled_from([option.letter for option in options])
    keys = draw(st.sets(letters, min_size=1, max_size=None if multiple else 1))
    told = multiple and 1 < len(keys) < len(options)
    wrong = draw(st.sampled_from(WrongRule)) if told else WrongRule.NOTHING
    return {"stem": draw(markdown), "options": options, "keys": frozenset(keys), "wrong": wrong}


@st.composite
def _closed(draw: st.DrawFn) -> dict[str, Any]:
    return {"stem": draw(markdown)}


@st.composite
def _truth(draw: st.DrawFn) -> dict[str, Any]:
    return {"stem": draw(markdown), "truth": draw(st.booleans())}


@st.composite
def _blank(draw: st.DrawFn) -> dict[str, Any]:
    before, after = draw(words | st.just("")), draw(words | st.sampled_from(["", "。", "元。", "%。", "\n\n二"]))
    stem = f"{before}____{after}".strip()
    if len(BLANK.findall(stem)) != 1:
        stem = "期货____"
    synonyms = draw(st.lists(accepted, min_size=1, max_size=3, unique=True))
    return {"stem": stem, "blanks": (Blank(tuple(synonyms), unit=printed_unit(stem)),)}


numbers = (
    st.decimals(-10_000, 10_000, places=3)
    .map(lambda value: f"{value:f}".rstrip("0").rstrip("."))
    .map(lambda text: "0" if text == "-0" else text)
)


@st.composite
def _numeric(draw: st.DrawFn) -> dict[str, Any]:
    stem = draw(words) + draw(st.sampled_from(["", "____元。", "____%。", "____"]))
    if len(BLANK.findall(stem)) > 1:
        stem = "求____。"
    unit = printed_unit(stem)
    sign = "%" if unit == "%" else ""
    mistakes = draw(st.lists(st.tuples(numbers, markdown), max_size=2))
    values: dict[str, Any] = {"mistakes": tuple(Mistake(value + sign, text) for value, text in mistakes), "unit": unit}
    if draw(st.booleans()):
        low, high = sorted([draw(numbers), draw(numbers)], key=float)
        return {"stem": stem, "numeric": Numeric(low=low + sign, high=high + sign, **values)}
    margin = draw(st.sampled_from(["", "1", "0.005"]))
    return {"stem": stem, "numeric": Numeric(draw(numbers) + sign, margin, **values)}


_KINDS: dict[Kind, Any] = {
    Kind.SINGLE: _choice,
    Kind.MULTIPLE: lambda: _choice(multiple=True),
    Kind.TRUE_FALSE: _truth,
    Kind.FILL_IN: _blank,
    Kind.NUMERIC: _numeric,
    Kind.WRITTEN: _closed,
}
