"""Items of all kinds whose texts stand in the form in which the writers write them, for the laws of Moodle XML."""

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from edu.content.items.item_answer import BLANK
from edu.content.items.units import unit_behind
from edu.content.same_text import fold_option
from edu.domain.items.expression import parse, write_expression
from edu.domain.items.item import (
    Blank,
    CreditRule,
    Difficulty,
    Item,
    Kind,
    Mistake,
    Numeric,
    Option,
    Parameter,
    Premise,
    RubricPoint,
    WrongRule,
)
from edu.domain.items.normalising import normalise, normalise_strictly
from edu.domain.items.traits import TRAITS
from edu.interchange.html.text import html_of_markdown, markdown_of_html, markdown_of_plain, text_of_markdown
from edu.interchange.paired_texts import on_one_line

SIGNS = "期货保证金对冲，。“”（）：；／％０ａabXYZ 0123456789*#>-+.|`[]()!&<>\\~=:\"'{}^/$\n"


def settle(text: str) -> str:
    """``text`` in the form in which it stays."""
    once = markdown_of_html(html_of_markdown(text), lambda what: None)
    return markdown_of_html(html_of_markdown(once), lambda what: None)


def _plain(text: str) -> bool:
    return "{{" not in text and "}}" not in text and not BLANK.search(text)


words = st.text("期货保证金对冲平仓价格，。（）：%／０abXYZ 0123456789*~=#{}\\&<>'\"-+", min_size=1, max_size=12).map(
    lambda text: " ".join(text.split(" ")).strip()
)
texts = st.text(SIGNS, min_size=1, max_size=40).map(settle).filter(lambda text: text and _plain(text))
rich = st.sampled_from(
    [
        "**“杠杆”**是",
        "甲\n乙",
        "甲\\\n乙",
        "一\n\n二",
        "| a | b |\n| --- | --- |\n| 1 | |",
        "- 甲\n- 乙",
        "[[保证金]]",
        "5 * 3 < 20",
    ]
).filter(lambda text: settle(text) == text)
markdown = texts | rich
labels = st.text("期货依据《》第0123456789条 ab", min_size=1, max_size=20).map(str.strip).filter(bool)
points = st.sampled_from(list(map(Fraction, ("1", "2", "4", "0.5", "2.5", "1/3", "2/3", "7/9999", "100"))))


@st.composite
def items(draw: st.DrawFn) -> Item:
    kind = draw(st.sampled_from(list(_KINDS)))
    return Item(
        id=draw(st.sampled_from(["", "lev-001", "a1"])),
        kind=kind,
        rationale=draw(markdown | st.just("")),
        points=draw(points),
        difficulty=draw(st.sampled_from(Difficulty)),
        topic=draw(labels | st.sampled_from(["", "a/b", "期货/期权 交易"])),
        basis=draw(labels | st.just("")),
        source=draw(labels | st.just("")),
        section=draw(st.sampled_from(["", "leverage#margin"])),
        **draw(_KINDS[kind]()),
    )


@st.composite
def _choice(draw: st.DrawFn, multiple: bool = False) -> dict[str, Any]:
    count = draw(st.integers(2, 10))
    options = tuple(Option(letter, draw(markdown)) for letter in "ABCDEFGHIJ"[:count])
    letters = [option.letter for option in options]
    keys = draw(st.sets(st.sampled_from(letters), min_size=1, max_size=count if multiple else 1))
    values: dict[str, Any] = {"stem": draw(markdown), "options": options, "keys": frozenset(keys)}
    if multiple:
        values["credit"] = draw(st.sampled_from(CreditRule))
        values["wrong"] = draw(st.sampled_from(WrongRule))
        if values["credit"] in {CreditRule.FIXED, CreditRule.EACH}:
            values["credit_share"] = draw(st.sampled_from([Fraction(2, 5), Fraction(1, 2), Fraction(1, 3)]))
    return values


@st.composite
def _truth(draw: st.DrawFn) -> dict[str, Any]:
    return {"stem": draw(markdown), "truth": draw(st.booleans())}


@st.composite
def _blanks(draw: st.DrawFn) -> dict[str, Any]:
    count = draw(st.integers(1, 4))
    stem = settle("____".join(draw(st.lists(texts, min_size=count + 1, max_size=count + 1))))
    if len(BLANK.findall(stem)) != count:
        stem = "期货____".join([""] * (count + 1)) + "元。"
    strict = draw(st.booleans())
    accepted = st.lists(words.filter(_comparable), min_size=1, max_size=3, unique=True).map(tuple)
    behind = BLANK.split(stem)[1:]
    blanks = tuple(Blank(draw(accepted), strict, "" if strict else unit_behind(text)) for text in behind)
    return {"stem": stem, "blanks": blanks, "ordered": draw(st.booleans())}


def _comparable(text: str) -> bool:
    return bool(normalise(text).text) and bool(normalise_strictly(text).text)


def _single_spaced(text: str) -> str:
    """HTML has no more than one space."""
    return " ".join(text.split())


@st.composite
def _written(draw: st.DrawFn) -> dict[str, Any]:
    point = st.builds(
        RubricPoint, words.map(_single_spaced).filter(bool), points.filter(lambda value: value.denominator < 1000)
    )
    return {
        "stem": draw(markdown),
        "reference": draw(markdown | st.just("")),
        "rubric": tuple(draw(st.lists(point, max_size=3))),
    }


@st.composite
def _order(draw: st.DrawFn) -> dict[str, Any]:
    options = tuple(map(Option, "ABCDEFGHIJ", draw(st.lists(markdown, min_size=3, max_size=10))))
    sequence = tuple(draw(st.permutations([option.letter for option in options])))
    rule = draw(st.sampled_from(TRAITS[Kind.ORDERING].part_rules))
    return {"stem": draw(markdown), "options": options, "sequence": sequence, "part_rule": rule}


@st.composite
def _match(draw: st.DrawFn) -> dict[str, Any]:
    plain = texts.map(text_of_markdown).map(markdown_of_plain).filter(lambda text: text and text.count("\n") == 0)
    told = draw(st.lists(plain, min_size=2, max_size=10, unique_by=text_of_markdown))
    options = tuple(map(Option, "ABCDEFGHIJ", told))
    keys = st.sampled_from([option.letter for option in options])
    rows = st.builds(Premise, texts.filter(_row), keys)
    premises = draw(st.lists(rows, min_size=2, max_size=6, unique_by=lambda row: fold_option(row.text)))
    rule = draw(st.sampled_from(TRAITS[Kind.MATCHING].part_rules))
    return {"stem": draw(markdown), "options": options, "premises": tuple(premises), "part_rule": rule}


def _row(text: str) -> bool:
    return on_one_line(text) == text


@st.composite
def _numeric(draw: st.DrawFn) -> dict[str, Any]:
    return draw(_parameterised() if draw(st.booleans()) else _constant())


@st.composite
def _constant(draw: st.DrawFn) -> dict[str, Any]:
    unit = draw(st.sampled_from(["", "元", "%", "元/吨"]))
    numbers = ["8%", "4000", "0.05", "-3", "10 ÷ 3", "3,500", "3.5万", "1000000.25", "0", "-8%"]
    mistake = st.builds(
        Mistake, st.integers(-900, 900).map(lambda n: f"{n}%" if unit == "%" else str(n)), texts.filter(_line)
    )
    if draw(st.booleans()):
        key: dict[str, Any] = {
            "low": draw(st.sampled_from(["3.3", "-1", "3%"])),
            "high": draw(st.sampled_from(["3.4", "10,000"])),
        }
    else:
        places = st.sampled_from([0, 2, 6]) if unit != "%" else st.none()
        margin = st.sampled_from(["", "1", "0.5", "1%", "2.5%"])
        key = {"answer": draw(st.sampled_from(numbers)), "margin": draw(margin), "places": draw(places | st.none())}
    stem = settle(draw(texts) + draw(st.sampled_from(["", "____", "____元。"])))
    mistakes = tuple(draw(st.lists(mistake, max_size=2)))
    return {"stem": stem, "numeric": Numeric(**key, unit=unit, mistakes=mistakes)}


def _line(text: str) -> bool:
    return "\n" not in text


@st.composite
def _parameterised(draw: st.DrawFn) -> dict[str, Any]:
    values = st.sampled_from(["1..5", "3000..4000 每 10", "8%、10%、12%", "0.5、1.5", "5%..15%", "7"])
    names = draw(
        st.lists(st.sampled_from(["a", "价格", "手数", "p1", "保证金率"]), min_size=1, max_size=3, unique=True)
    )
    parameters = tuple(Parameter(name, draw(values)) for name in names)
    leaves = st.sampled_from([*names, "2", "10", "8%", "0.5"])
    signs = st.sampled_from(["+", "-", "×"])
    trees = st.recursive(
        leaves,
        lambda inner: (
            st.builds("({}) {} ({})".format, inner, signs, inner)
            | st.builds("({}) ÷ {}".format, inner, leaves)
            | st.builds("-({})".format, inner)
            | st.builds("四舍五入({}, 2)".format, inner)
            | st.builds("最大({}, {})".format, inner, inner)
            | st.builds("取整(绝对值({}))".format, inner)
        ),
        max_leaves=4,
    ).map(lambda text: write_expression(parse(text)))
    main, unit = draw(trees), draw(st.sampled_from(["", "元", "%"]))
    if draw(st.integers(0, 3)):
        key: dict[str, Any] = {"answer": main, "places": draw(st.sampled_from([None, 0, 2]))}
        key["margin"] = draw(st.sampled_from(["", "1", "0.01", "1%"]))
    else:
        key = {"low": write_expression(parse(f"({main}) - 1")), "high": write_expression(parse(f"({main}) + 1"))}
    mistakes = tuple(draw(st.lists(st.builds(Mistake, trees, texts.filter(_line)), max_size=2)))
    hole = st.sampled_from([f"{{{{{name}}}}}" for name in names]) | trees.map("{{{{{}}}}}".format)
    stem = "".join(f"期货{draw(hole)}，" for _ in range(draw(st.integers(0, 3)))) + "求____。"
    return {"stem": stem, "numeric": Numeric(**key, unit=unit, parameters=parameters, mistakes=mistakes)}


_KINDS = {
    Kind.SINGLE: _choice,
    Kind.MULTIPLE: lambda: _choice(multiple=True),
    Kind.TRUE_FALSE: _truth,
    Kind.FILL_IN: _blanks,
    Kind.NUMERIC: _numeric,
    Kind.WRITTEN: _written,
    Kind.ORDERING: _order,
    Kind.MATCHING: _match,
}
