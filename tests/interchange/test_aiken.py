"""Aiken: single choice in plain lines, in the dialects that people type."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edu.content.finding import Findings
from edu.content.finding_codes import CODES
from edu.domain.items.item import Item, Kind, Option
from edu.interchange.aiken.reading import read_aiken
from edu.interchange.aiken.writing import write_aiken
from edu.interchange.exchange import MOST_ITEMS, Imported
from edu.interchange.html.text import markdown_of_plain
from tests.builders import a_true_false, an_item

PLAIN = """期货交易实行的结算制度是（ ）。
A. 当日无负债结算
B. 到期一次结算
C. 每月结算
ANSWER: A
"""


def read(text: str) -> Imported:
    return read_aiken(text, Findings("题.txt"))


def codes(imported: Imported) -> list[str]:
    return [finding.code for finding in imported.findings.found]


def test_an_item_in_moodles_own_form():
    imported = read(PLAIN)
    [draft] = imported.drafts
    assert draft.line == 1
    assert draft.source == PLAIN.strip()
    assert draft.item.stem == "期货交易实行的结算制度是（ ）。"
    assert [option.text for option in draft.item.options] == ["当日无负债结算", "到期一次结算", "每月结算"]
    assert draft.item.keys == {"A"}
    assert codes(imported) == ["X108"]


@pytest.mark.parametrize(
    "text",
    [
        "题干\nA) 甲\nB) 乙\nANSWER: B",
        "题干\r\nA. 甲\r\nB. 乙\r\nANSWER: B\r\n",
        "\ufeff题干\n\nA．甲\nB．乙\n\nANSWER：B",
        "题干\nA、甲\nB、乙\n答案：B",
        "题干\nＡ）甲\nＢ）乙\n正确答案: Ｂ.",
        "  题干\n  A.甲\n\tB.\t乙  \n  Answer :  B) ",
    ],
)
def test_dialects(text):
    [draft] = read(text).drafts
    assert draft.item == Item(
        "", Kind.SINGLE, "题干", "", options=(Option("A", "甲"), Option("B", "乙")), keys=frozenset("B")
    )


@pytest.mark.parametrize("word", ["解析", "答案解析", "FEEDBACK", "Explanation"])
def test_a_rationale_right_below_the_answer(word):
    imported = read(f"{PLAIN}{word}：因为*如此*。\n\n{PLAIN}")
    assert [draft.item.rationale for draft in imported.drafts] == ["因为\\*如此\\*。", ""]
    assert codes(imported) == ["X108"]


def test_items_need_no_gap_between_them():
    assert [draft.line for draft in read(PLAIN * 3).drafts] == [1, 6, 11]


def test_a_stem_of_several_lines():
    [draft] = read("某客户开仓。\n问：权益为（ ）。\nA. 1\nB. 2\nANSWER: A").drafts
    assert draft.item.stem == "某客户开仓。\\\n问：权益为（ ）。"


def test_words_above_a_gap_belong_to_the_stem_and_are_reported():
    imported = read(f"第一章\n\n{PLAIN}")
    assert imported.drafts[0].item.stem.startswith("第一章\n\n期货")
    assert codes(imported) == ["X102", "X108"]


def test_an_initial_is_no_option():
    [draft] = read("谁提出了 B 理论？\nB. Graham 吗？\nA. 是\nB. 否\nANSWER: A").drafts
    assert draft.item.stem == "谁提出了 B 理论？\\\nB. Graham 吗？"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("题干\nA. 甲\nB. 乙\nANSWER: C", "X103", 1),
        ("题干\nA. 甲\nB. 乙\nANSWER: A, B", "X103", 4),
        ("题干\nA. 甲\nB. 乙\nANSWER:", "X103", 4),
        ("题干\nA. 甲\nANSWER: A", "X103", 1),
        ("题干\nA. 甲\nB.\nANSWER: A", "X103", 1),
        ("题干\na) 甲\nb) 乙\nANSWER: A", "X103", 1),
        ("题干\nA. 甲\nB. 乙\n接着说\nANSWER: A", "X105", 4),
        ("题干\nA. 甲\nB. 乙", "X103", 1),
        ("ANSWER: A", "X103", 1),
        ("只是一段话。", "X103", 1),
    ],
)
def test_what_cannot_be_taken_is_reported_and_the_next_item_is_read(text, code, line):
    imported = read(f"{text}\n\n{PLAIN}" if code != "X103" or "ANSWER" in text else text)
    assert [(finding.code, finding.line) for finding in imported.findings.found if not finding.advice] == [(code, line)]
    assert [unread.source for unread in imported.unread] == [text]


def test_a_missing_answer_spoils_only_its_own_item():
    imported = read(f"题干\nA. 甲\nB. 乙\n\n{PLAIN}")
    assert [draft.line for draft in imported.drafts] == [5]
    assert codes(imported) == ["X103", "X108"]


@pytest.mark.parametrize("text", ["", "\n\n  \n", "\ufeff"])
def test_nothing_at_all(text):
    assert codes(read(text)) == ["X310"]


def test_an_endless_line_spoils_only_its_own_item():
    imported = read(f"{'长' * 1_000_000}\nA. 甲\nB. 乙\nANSWER: A\n\n{PLAIN}")
    assert codes(imported) == ["X311", "X108"]
    assert (len(imported.drafts), len(imported.unread)) == (1, 1)


def test_too_many_items():
    assert codes(read("甲\nANSWER: A\n" * (MOST_ITEMS + 1))) == ["X312"]


def test_controls_are_taken_out():
    imported = read(PLAIN.replace("结算制度", "结\0算\ud800制度"))
    assert imported.drafts[0].item.stem == "期货交易实行的结算制度是（ ）。"
    assert codes(imported) == ["X101", "X108"]


def written(*items: Item) -> tuple[str, list[str]]:
    findings = Findings("out")
    exported = write_aiken(items, findings)
    return exported.data.decode(), [f"{finding.line} {finding.code}" for finding in findings.found]


def test_only_single_choice_is_written():
    item = an_item("A", 1, item_id="", options="AB", rationale="")
    text, found = written(a_true_false(), item, an_item("AB"))
    assert text == "题干 \nA. 第 A 种说法\nB. 第 B 种说法\nANSWER: A\n".replace("题干 \n", "题干\n")
    assert found == ["1 X202", "2 X203", "3 X202"]  # the builder's stem ends in a space


@pytest.mark.parametrize("stem", ["A. 甲", "ANSWER: A", "答案：甲", "![图](a.png)", "| a |\n| --- |\n| b |", "---"])
def test_a_stem_that_aiken_cannot_hold(stem):
    assert written(an_item("A", stem=stem)) == ("", ["1 X202"])


def test_markup_becomes_plain_words():
    text, found = written(an_item("A", 1, stem="下列**不**正确的是\n\n（ ）。", rationale="因为"))
    assert text.startswith("下列不正确的是 （ ）。\nA. ")
    assert found == ["1 X201", "1 X203"]


words = st.text("期货保证金对冲，。“”（）：；％０ａabXYZ 0123*#>-+.|`[]()!&<>\\~=:'{}", min_size=1, max_size=30)
lines = words.map(lambda text: markdown_of_plain(" ".join(text.split()))).filter(lambda text: text.strip("_- *"))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(lines, st.lists(lines, min_size=2, max_size=10), st.integers(0, 9)), max_size=3))
def test_what_was_written_is_read_again(drawn):
    items = [
        Item(
            "",
            Kind.SINGLE,
            stem,
            "",
            tuple(map(Option, "ABCDEFGHIJ", texts)),
            frozenset("ABCDEFGHIJ"[key % len(texts)]),
        )
        for stem, texts, key in drawn
    ]
    findings = Findings("out")
    exported = write_aiken(items, findings)
    again = read(exported.data.decode())
    assert [draft.item for draft in again.drafts] == exported.written
    assert not again.unread
    assert {finding.code for finding in findings.found} <= {"X202"}


@settings(max_examples=100, deadline=None)
@given(
    st.text()
    | st.lists(st.sampled_from([*PLAIN, *PLAIN.split("\n"), "\n", "ANSWER:", "\0", "\ud800", "解析："])).map("".join)
)
def test_whatever_is_read_nothing_breaks(text):
    imported = read(text)
    assert all(finding.code in CODES and finding.line >= 1 for finding in imported.findings.found)
    assert imported.drafts or imported.unread or imported.findings.found
