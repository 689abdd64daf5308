"""GIFT: the dialects that Moodle and people write, what comes over, and that what was written is read again."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edu.content.finding import Findings
from edu.content.finding_codes import CODES
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
    RubricPoint,
    WrongRule,
)
from edu.domain.items.response import chosen
from edu.domain.items.scoring import score
from edu.interchange.exchange import LARGEST_SOURCE, MOST_ITEMS, Imported
from edu.interchange.gift.reading import read_gift
from edu.interchange.gift.writing import write_gift
from edu.interchange.html.text import markdown_of_plain
from tests.builders import a_fill_in, a_true_false, an_item
from tests.interchange.gift_items import SIGNS, items, markdown


def read(text: str) -> Imported:
    return read_gift(text, Findings("题.gift"))


def codes(imported: Imported) -> list[str]:
    """All but the missing rationales, which are not what most tests are about."""
    return [finding.code for finding in imported.findings.found if finding.code != "X108"]


def the_item(text: str, *expected: str) -> Item:
    imported = read(text)
    assert codes(imported) == list(expected)
    assert not imported.unread
    [draft] = imported.drafts
    return draft.item


def single(*texts: str, stem: str = "题干", key: str = "A", **fields: object) -> Item:
    options = tuple(map(Option, "ABCDEFGHIJ", texts))
    return replace(Item("", Kind.SINGLE, stem, "", options=options, keys=frozenset(key)), **fields)  # type: ignore[arg-type]


def fill_in(stem: str, *accepted: str, unit: str = "") -> Item:
    return Item("", Kind.FILL_IN, stem, "", blanks=(Blank(accepted, unit=unit),))


def numeric(stem: str, **key: object) -> Item:
    return Item("", Kind.NUMERIC, stem, "", numeric=Numeric(**key))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("题干{=甲 ~乙 ~丙}", single("甲", "乙", "丙")),
        ("题干 {\n\t~乙\n\t=甲\n}\n", single("乙", "甲", key="B")),
        ("题干{=甲\n\n~乙\n\n}\n\n", single("甲", "乙")),
        ("[html]<p>题干</p>{=<b>甲</b> ~乙&nbsp;}", single("**甲**", "乙")),
        ("[html]<p>题干{~<i>甲</i> =乙}</p>", single("*甲*", "乙", key="B")),
        (r"题\{干\}\: a\=b \~ c\#d {=50\% ~\#}", single(r"50\\%", r"\#", stem="题{干}: a=b ~ c#d")),
        ("[markdown]**题**干{=`a` ~[plain]*b*}", single("`a`", r"\*b\*", stem="**题**干")),
        ("[moodle]题<br>干{=a<b ~&lt;b&gt;}",
         single(markdown_of_plain("a<b"), markdown_of_plain("<b>"), stem="题\\\n干")),
        ("第一行\n第二行{=甲 ~乙}", single("甲", "乙", stem="第一行\\\n第二行")),
        (r"第一行\n第二行{=甲 ~乙}", single("甲", "乙", stem="第一行\\\n第二行")),
        ("以下是{~埋 =葬}在此的人。", single("埋", "葬", key="B", stem="以下是____在此的人。")),
        ("期货有杠杆。{T}", Item("", Kind.TRUE_FALSE, "期货有杠杆。", "", truth=True)),
        ("期货有杠杆。{ false }", Item("", Kind.TRUE_FALSE, "期货有杠杆。", "", truth=False)),
        ("平仓又叫{=对冲=对冲平仓}。", fill_in("平仓又叫____。", "对冲", "对冲平仓")),
        ("平仓又叫_____。{=%100%对冲# =%100%对冲平仓#\n}", fill_in("平仓又叫____。", "对冲", "对冲平仓")),
        ("{=平仓}了结合约。", fill_in("____了结合约。", "平仓")),
        (r"每手是{=10\=10 =[plain]\\*}元。", fill_in("每手是____元。", "10=10", "*", unit="元")),
        ("[html]<p>平仓又叫{=对冲}</p>", fill_in("平仓又叫____", "对冲")),
        ("每手____元？{#3500:1}", numeric("每手____元？", answer="3500", margin="1", unit="元")),
        ("每手{#3,500}元。", numeric("每手____元。", answer="3500", unit="元")),
        ("几？{#3..4}", numeric("几？", low="3", high="4")),
        ("几？{# -1.50:0 }", numeric("几？", answer="-1.5")),
        ("几？{#\n\t=%100%3.14:0.0050#\n}", numeric("几？", answer="3.14", margin="0.005")),
        ("几？{#1e3:1E1}", numeric("几？", answer="1000", margin="10")),
        ("收益率是{#8:0.5}%。", numeric("收益率是____%。", answer="8%", margin="0.005", unit="%")),
        ("几？{#=8:1 =%0%80:1#多了一位。}",
         numeric("几？", answer="8", margin="1", mistakes=(Mistake("80", "多了一位。"),))),
        ("简述。{}", Item("", Kind.WRITTEN, "简述。", "")),
        ("简述。{ }", Item("", Kind.WRITTEN, "简述。", "")),
        ("// 备注\n::lev-001:: 简述。{####要点}", Item("lev-001", Kind.WRITTEN, "简述。", "要点")),
        ("::简述保证金::[html]<b>简述</b>保证金的作用。{}", Item("", Kind.WRITTEN, "**简述**保证金的作用。", "")),
        ("::简述...::简述保证金。{}", Item("", Kind.WRITTEN, "简述保证金。", "")),
        ("$CATEGORY: $course$/top/期货/元//吨\n\n简述。{}", Item("", Kind.WRITTEN, "简述。", "", topic="期货/元/吨")),
        ("$CATEGORY:保证金\n简述。{}", Item("", Kind.WRITTEN, "简述。", "", topic="保证金")),
    ],
)  # fmt: skip
def test_what_comes_over_whole(text, item):
    assert the_item(text) == item


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        (r"a \~ b{}", "a ~ b"),
        (r"路径 C\:\\temp{}", r"路径 C:\temp"),
        (r"路径 C\:\\\\temp{}", r"路径 C:\\\\temp"),
        ("5 * 3 < 20{}", "5 * 3 < 20"),
        (r"\alpha{}", r"\alpha"),
        (r"[markdown]甲\n\n\\*乙{}", "甲\n\n\\*乙"),
    ],
)
def test_escaped_signs_stand_for_themselves(text, stem):
    assert the_item(text).stem == stem


def test_general_feedback_is_the_rationale_and_other_feedback_is_reported():
    imported = read("题干{=甲#对 # 了 ~乙#[html]<b>错</b>了 ####因为 a\\=b。}")
    [draft] = imported.drafts
    assert draft.item.rationale == "因为 a=b。"
    assert [finding.message for finding in imported.findings.found] == [
        "没有带过来：选项 A 的反馈“对 # 了”",
        "没有带过来：选项 B 的反馈“**错**了”",
    ]


def test_feedback_of_true_and_false():
    assert the_item("题干{T#错了#对了####解析}", "X101", "X101").rationale == "解析"


@pytest.mark.parametrize(
    ("weights", "wrong", "found"),
    [
        (("50", "50", "-100", "-100"), WrongRule.NOTHING, []),
        (("33.33333", "33.333", "33.3", "-33.33333"), WrongRule.CANCEL, []),
        (("50", "50", "-50", "-50"), WrongRule.CANCEL, []),
        (("50", "50", "0", "0"), WrongRule.NOTHING, ["X102"]),
        (("50", "50", "-25", "-50"), WrongRule.CANCEL, ["X102"]),
        (("60", "40", "-100", "-100"), WrongRule.NOTHING, ["X102"]),
        (("100", "100", "-100", "-100"), WrongRule.NOTHING, ["X102"]),
        (("25", "25", "25", "25"), WrongRule.NOTHING, []),
        (("100", "-100"), WrongRule.NOTHING, []),
    ],
)
def test_weights_become_credit_rules(weights, wrong, found):
    item = the_item("题干{" + " ".join(f"~%{weight}%第{weight}" for weight in weights) + "}", *found)
    assert item.kind is Kind.MULTIPLE
    assert item.keys == {letter for letter, weight in zip("ABCD", weights, strict=False) if float(weight) > 0}
    assert (item.credit, item.wrong) == (CreditRule.PER_OPTION, wrong)


@pytest.mark.parametrize("wrong", WrongRule)
@pytest.mark.parametrize("picked", ["A", "AB", "ABC", "ABCD", "AD", "ABD", "DE", "ABCDE"])
def test_written_weights_earn_what_our_rules_earn(wrong, picked):
    item = an_item("ABC", 1, options="ABCDE", wrong=wrong)
    text = write_gift([item], Findings("")).data.decode()
    weights = [Fraction(line.split("%")[1]) for line in text.split("\n") if line.startswith("\t~")]
    moodle = max(sum((weights["ABCDE".index(letter)] for letter in picked), Fraction(0)), Fraction(0)) / 100
    assert abs(moodle - score(item, chosen(picked)).earned) < Fraction(1, 10_000)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("题干{=甲 ~%50%乙 ~丙}", ["X101"]),
        ("题干{=甲 ~%-25%乙 ~丙}", ["X101"]),
        ("::第 1 题::题干{=甲 ~乙}", ["X101"]),
        ("// [id:7] [tag:杠杆]\n题干{=甲 ~乙}", ["X101", "X101"]),
        ("首都是哪里？{=北京}", ["X102"]),
        ("又叫{=对冲 =%50%平仓}。", ["X101"]),
        ("又叫{=对冲 =%0%平仓 =%0%*#再想想}。", ["X101", "X101"]),
        ("又叫{=*对冲*}。", ["X102"]),
        ("几？{#=1:0.1 =%50%2:0.5}", ["X101"]),
        ("几？{#=1:0.1#好 ~#差}", ["X101", "X101"]),
        ("几？{#=1:0.1 =%0%2:0#差}", ["X102"]),
        ("____有杠杆。{T}", ["X102"]),
        ("[html]看图<img src='@@PLUGINFILE@@/a.png' alt='走势'>。{T}", ["X101"]),
        ("[markdown]看图![走势](a.png)。{T}", ["X101"]),
        ("题\0干{T}", ["X101"]),
    ],
)
def test_what_is_lost_or_changed_is_said(text, found):
    the_item(text, *found)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("完形{1:SHORTANSWER:=甲}", "X104"),
        ("题干{=甲 =乙 ~丙}", "X103"),
        ("题干{~甲 ~乙}", "X103"),
        ("题干{~甲}", "X103"),
        ("题干{=甲 ~}", "X103"),
        ("题干{" + "~甲" * 10 + "=乙}", "X103"),
        ("{=甲 ~乙}", "X103"),
        ("[html]<p></p>{T}", "X103"),
        ("____和____{=乙}", "X103"),
        ("甲{=乙}丙{=丁}", "X103"),
        ("又叫{=对*冲}。", "X103"),
        ("又叫{=%50%对冲}。", "X103"),
        ("又叫{=\u200b}。", "X103"),
        ("又叫{=" + "长" * 201 + "}。", "X103"),
        ("几？{#=1 =2}", "X103"),
        ("几？{#}", "X103"),
        ("几？{#*}", "X103"),
        ("几？{#4..3}", "X103"),
        ("几？{#1:-1}", "X103"),
        ("几？{#1e99}", "X103"),
        ("几？{#三千}", "X105"),
        ("几？{#1:2:3}", "X105"),
        ("几？{#甲 =1}", "X105"),
        ("____和____{#1}", "X103"),
        ("对{T}吗", "X103"),
        ("甲{}乙", "X103"),
        ("题干{甲 =乙 ~丙}", "X105"),
        ("题干{甲}", "X105"),
        ("题干{=甲 ~乙", "X105"),
        ("题干 =甲 ~乙}", "X105"),
        ("题干｛=甲 ~乙｝", "X105"),
        ("题干{=" + "很长\n" * 60_000 + "~乙}", "X103"),
    ],
)
def test_what_cannot_be_taken(text, code):
    imported = read(f"{text}\n\n好题{{T}}")
    assert codes(imported) == [code]
    assert [unread.source for unread in imported.unread] == [text]
    assert [draft.item.stem for draft in imported.drafts] == ["好题"]


def test_a_description_is_reported():
    imported = read("以下几题考察保证金。\n\n好题{T}")
    assert codes(imported) == ["X101"]
    assert not imported.unread


def test_lines_categories_ids_and_sources():
    imported = read(
        "// 甲\n\n$CATEGORY: $module$/top/保证金\n\n::a-1::一{T}\n::a-1::二{F}\n\n// 三\n::a-2::三{\n=甲\n~乙\n}\n"
    )
    assert [(draft.line, draft.item.id, draft.item.topic) for draft in imported.drafts] == [
        (5, "a-1", "保证金"), (6, "", "保证金"), (9, "a-2", "保证金"),
    ]  # fmt: skip
    assert codes(imported) == ["X101"]
    assert imported.drafts[2].source == "// 三\n::a-2::三{\n=甲\n~乙\n}"


@pytest.mark.parametrize(("text", "code"), [("", "X310"), ("\ufeff\n// 只有备注\n", "X310"), ("$CATEGORY: 甲", "X310")])
def test_nothing_to_read(text, code):
    assert codes(read(text)) == [code]


def test_bounds():
    assert codes(read("甲" * (LARGEST_SOURCE + 1))) == ["X303"]
    assert codes(read("甲{T}\n\n" * (MOST_ITEMS + 1))) == ["X312"]
    imported = read(f"甲{{T}}\n\n{'{' * 1_000_000}\n\n乙{{F}}")
    assert codes(imported) == ["X311"]
    assert (len(imported.drafts), len(imported.unread)) == (2, 1)


@pytest.mark.parametrize(
    "piece",
    ["<", "<b>", "<a ", "<a x=1 ", "&", "&amp;", " ", "\t", "\\", "*", "**", "[", "![", "![](", "(", "|", "| a ", "~",
     "=", "#", "%", "{", "}", "::", "<div>", "`", "_", "____", "1", "1,", ".", "- ", "> ", "\n ", "\n> ", "\n- ",
     "\n//", "->", "[["],
)  # fmt: skip
@pytest.mark.parametrize("form", ["", "[html]", "[markdown]"])
def test_long_runs_of_one_sign_take_no_time(piece, form):
    run = piece * (3_000 // len(piece))
    read(f"{form}甲{run}乙{{=丙 ~丁####{run}}}\n\n{form}甲{{={run}}}\n\n甲{{#{run}}}")


def write(*some: Item) -> tuple[str, list[str]]:
    findings = Findings("out")
    exported = write_gift(some, findings)
    return exported.data.decode(), [f"{finding.line} {finding.code}" for finding in findings.found]


def test_the_file_as_moodle_takes_it():
    items = [
        single("5%", "a=b", stem="**不**对的是：", id="lev-001", topic="保证金", rationale="见 {1}。"),
        replace(fill_in("又叫____。", "对冲", "对*冲"), topic="保证金"),
        numeric("几%？", answer="8", margin="0.5", mistakes=(Mistake("80", "多了"),)),
    ]
    text, found = write(*items)
    assert text == (
        "$CATEGORY: $course$/top/保证金\n\n"
        "::lev-001::[html]<strong>不</strong>对的是：{\n\t=5%\n\t~a\\=b\n\t####见 \\{1\\}。\n}\n\n"
        "又叫_____。{\n\t=对冲\n\t=对\\\\*冲\n}\n\n"
        "$CATEGORY: $course$/top\n\n"
        "几%？{#\n\t=8:0.5\n\t=%0%80:0.5#多了\n}\n"
    )
    assert found == []


@pytest.mark.parametrize(
    ("item", "found"),
    [
        (single("甲", "乙", points=Fraction(2), basis="法"), ["X201"] * 2),
        (single("甲", "乙", difficulty=Difficulty.HARD, source="书", section="a#b"), ["X201"] * 3),
        (an_item("AB", 1, credit=CreditRule.HALF), ["X203"]),
        (an_item("AB", 1, credit=CreditRule.FIXED, credit_share=Fraction(2, 5)), ["X203"]),
        (an_item("ABCD", 1, wrong=WrongRule.CANCEL), ["X201"]),
        (a_fill_in("甲", "乙", points=1), ["X202"]),
        (a_fill_in("甲", points=1, strict=True, ordered=False), ["X201", "X201"]),
        (a_fill_in("甲->乙", points=1), ["X202"]),
        (replace(fill_in("又叫____。", "甲"), blanks=(Blank(("8",), unit="元"),)), ["X201"]),
        (single("甲", "乙", stem="![图](a.png)"), ["X202"]),
        (single("甲", "![图](pictures/a.png)"), ["X202"]),
        (single("甲", "乙", rationale="见图 ![图](a.png)"), ["X201"]),
        (Item("", Kind.WRITTEN, "简述", "", rubric=(RubricPoint("点", Fraction(1)),), reference="答"), ["X201"] * 2),
        (numeric("几？", answer="a × 2", parameters=(Parameter("a", "1..5"),)), ["X202"]),
        (numeric("几？", answer="8", unit="元"), ["X201"]),
        (numeric("几？", answer="10 ÷ 3", places=2), ["X201", "X203"]),
        (numeric("几？", answer="3500", margin="1%"), ["X203"]),
        (numeric("几？", answer="10 ÷ 3", margin="1%"), ["X202"]),
        (numeric("几？", answer="1 ÷ 0"), ["X202"]),
        (numeric("几？", answer="8%"), ["X203"]),
        (numeric("几？", low="1万", high="2万"), ["X203", "X203"]),
        (numeric("____和____", answer="1"), ["X202"]),
        (a_true_false(points=1, topic="甲\n乙"), ["X201"]),
    ],
)  # fmt: skip
def test_what_has_no_place_is_said(item, found):
    item = replace(item, id="", options=tuple(replace(option, text=option.text.strip()) for option in item.options))
    assert write(item)[1] == [f"1 {code}" for code in found]


def test_a_percentage_becomes_an_exact_margin():
    item = numeric("几？", answer="3500", margin="1%")
    assert "=3500:35\n" in write(item)[0]
    assert "=8:0.08\n" in write(numeric("是____%。", answer="8%", margin="1%", unit="%"))[0]


def check_again(some: Sequence[Item]) -> None:
    findings = Findings("out")
    exported = write_gift(some, findings)
    again = read(exported.data.decode())
    assert [draft.item for draft in again.drafts] == exported.written == list(some)
    assert not again.unread
    assert not findings.found
    assert {finding.code for finding in again.findings.found} <= {"X108"}


@settings(max_examples=150, deadline=None)
@given(st.lists(items(), min_size=1, max_size=3, unique_by=lambda item: item.id or object()))
def test_what_was_written_is_read_again(some):
    check_again(some)


@settings(max_examples=100, deadline=None)
@given(markdown, markdown, markdown)
def test_texts_are_kept_exactly(stem, option, rationale):
    check_again([single(option, option, stem=stem, rationale=rationale)])


SAMPLES = [
    "::a-1::题干{=甲 ~%-50%乙#反馈 ####解析}", "又叫{=对冲 =%50%平仓}。", "几？{#=1:0.1 =%0%2:0.5#差}",
    "配{=甲 -> 1 =乙 -> 2}",
    "[html]<p>题</p>{~%50%甲 ~%50%乙 ~%-100%丙}", "$CATEGORY: $course$/top/甲//乙", "// [tag:甲]",
    "简述{}", "对{T#甲#乙}",
]  # fmt: skip
pieces = st.sampled_from(
    [*SAMPLES, "\n", "\n\n", "{", "}", "=", "~", "#", "####", "%", "::", "\\", "..", "\0", "\ud800", "<p>"]
)


@settings(max_examples=150, deadline=None)
@given(st.text() | st.text(SIGNS + "_%{}=~#") | st.lists(pieces | st.text(SIGNS, max_size=3), max_size=12).map("".join))
def test_whatever_is_read_nothing_breaks(text):
    imported = read(text)
    assert all(finding.code in CODES and finding.line >= 1 and finding.message for finding in imported.findings.found)
    assert imported.drafts or imported.unread or imported.findings.found
    for draft in imported.drafts:
        assert draft.item.stem
        assert draft.line <= text.count("\n") + text.count("\r") + 1
    check_written(imported)


def check_written(imported: Imported) -> None:
    """What was read can be written, and is then read as the same."""
    findings = Findings("out")
    exported = write_gift([draft.item for draft in imported.drafts], findings)
    again = read(exported.data.decode())
    assert not again.unread
    if not findings.found:
        assert [draft.item for draft in again.drafts] == exported.written
