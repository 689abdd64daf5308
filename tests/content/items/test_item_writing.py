"""What the canonical form promises: it reads as the item that was written, and is written but once."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from edu.content.finding import Findings
from edu.content.items.bank_writing import format_bank
from edu.content.items.item_file import Defaults, read_bank_text
from edu.content.items.item_writing import read_written_item, write_item
from edu.content.syntax.document import parse_document
from edu.domain.items.item import Blank, CreditRule, Difficulty, Item, Kind, Option
from edu.settings import find_folder
from tests.item_strategies import HOSTILE, ITEMS

USUAL = Defaults()
OTHER = Defaults(bank="甲", topic="乙", difficulty=Difficulty.HARD, source="丙")
BANKS = sorted((find_folder("content") / "questions").glob("*.md"))


def back(item: Item, defaults: Defaults) -> tuple[Item | None, list[str]]:
    findings = Findings("x.md")
    again = read_written_item(write_item(item, defaults), defaults, findings)
    return again, [finding.code for finding in findings.found if not finding.advice]


@settings(max_examples=150)
@given(ITEMS)
def test_every_item_reads_as_it_was_written(item: Item):
    assert back(item, USUAL) == (item, [])


@settings(max_examples=60)
@given(ITEMS)
def test_what_the_bank_says_need_not_be_said_again(item: Item):
    again, wrong = back(item, OTHER)
    assert wrong == []
    assert again is not None
    assert (again.stem, again.rationale, again.difficulty) == (item.stem, item.rationale, item.difficulty)
    assert again.topic == (item.topic or "乙")


@pytest.mark.parametrize("line", HOSTILE)
@pytest.mark.parametrize("place", ["stem", "head", "option", "rationale", "reference"])
def test_a_line_that_looks_like_syntax_stays_text(line: str, place: str):
    texts = dict.fromkeys(("stem", "head", "option", "rationale", "reference"), "字") | {place: line}
    written = Item("x-1", Kind.WRITTEN, f"{texts['head']}\n{texts['stem']}", f"字\n{texts['rationale']}",
                   reference=f"字\n{texts['reference']}")  # fmt: skip
    assert back(written, USUAL) == (written, [])


@settings(max_examples=20)
@given(st.lists(ITEMS, min_size=1, max_size=4))
def test_a_written_bank_is_canonical(items: list[Item]):
    text = "---\n题库: 例\n---\n\n" + "\n".join(
        write_item(item, Defaults(bank="例")).replace("x-1", f"x-{place}") for place, item in enumerate(items)
    )
    assert_canonical("x.md", text)


@pytest.mark.parametrize("file", BANKS, ids=[file.stem for file in BANKS])
def test_shipped_banks_are_canonical(file: Path):
    assert_canonical(file.as_posix(), file.read_text(encoding="utf-8"))


def assert_canonical(path: str, text: str) -> None:
    """``text`` is what the formatter writes, and what it writes again."""
    findings = Findings(path)
    document = parse_document(path, text, findings)
    assert document is not None
    done = format_bank(document, (), findings)
    assert done is not None, [str(finding) for finding in findings.found if not finding.advice]
    assert done.text == text


FREE = st.lists(
    st.sampled_from([
        "1. 题一（ ）", "2、题二____", "（1）题三", "第3题 题四。", "A. 甲", "A.甲 B.乙 C.丙", "B、乙", "（C）丙",
        "答案：A", "【答案】AB",
        "答案：√", "答案：甲；乙", "参考答案",
        "1-2 AB", "1.A 2.B", "一、单选题（每题2分）", "# 二、判断题",
        "## 题五（B）", "解析：略", "",
        "【答案】C【解析】略", "评分要点：", "- 点一（2分）", "考生姓名：____", "（结束）", "分值：2", "编号：q-1",
        "编号：Q 1",
        "答案：{{手数}} ± 1", "参数：手数 = 1..5",
        "![图](a.png)", "| 一 | 二 |", "难度：较难",
        "少选：每项 0.5 分", "\\答案：A", "正文 一行",
    ]),
    max_size=14,
).map("\n".join)  # fmt: skip


@settings(max_examples=200)
@given(FREE)
@example("1. 题（ ）\nB. 甲\nA. 乙\n答案：A\n解析：选项A 对，故选A。")
@example("一、单选题（每题2分）\n1. 题（ ）\nA.甲 B.乙\n答案\n1-1 A")
def test_formatting_twice_is_formatting_once_and_loses_nothing(text: str):
    findings = Findings("x.md")
    document = parse_document("x.md", text, findings)
    assert document is not None
    before = read_bank_text(document, Findings("x.md"))
    done = format_bank(document, (), findings)
    if done is None:
        assert any(not finding.advice for finding in findings.found)
        return
    again = parse_document("x.md", done.text, findings)
    assert again is not None
    after = read_bank_text(again, Findings("x.md"))
    strip = [vars(item) | {"id": ""} for item in before.items if item]
    assert [vars(item) | {"id": ""} for item in after.items if item] == strip
    twice = format_bank(again, (), Findings("x.md"))
    assert twice is not None
    assert twice.text == done.text


def test_letters_keys_and_references_move_together():
    text = "## 题（ ）\n\n- B. 乙\n- A. 甲\n- C. 丁\n\n编号：x-1\n答案：BC\n解析：选项B、C 对，选项A 错，故选BC。\n"
    findings = Findings("x.md")
    document = parse_document("x.md", text, findings)
    assert document is not None
    done = format_bank(document, (), findings)
    assert done is not None
    assert "- A. 乙\n- B. 甲\n- C. 丁\n" in done.text
    assert "答案：AC\n解析：选项A、C 对，选项B 错，故选AC。" in done.text
    assert "Q212" in {finding.code for finding in findings.found}


def test_ids_are_given_once_and_never_changed():
    text = "## 一是一。\n答案：对\n\n## 一是一。\n答案：对\n"
    document = parse_document("days.md", text, Findings("days.md"))
    assert document is not None
    first = format_bank(document, (), Findings("days.md"))
    assert first is not None
    assert first.named == 2
    again = parse_document("days.md", first.text, Findings("days.md"))
    assert again is not None
    second = format_bank(again, (), Findings("days.md"))
    assert second is not None
    assert (second.text, second.named) == (first.text, 0)
    other = format_bank(document, ["days-" + first.text.partition("编号：days-")[2][:6]], Findings("days.md"))
    assert other is not None
    assert other.text != first.text


def test_a_bank_with_mistakes_is_left_alone():
    findings = Findings("x.md")
    document = parse_document("x.md", "## 题（ ）\n- A. 甲\n- B. 乙\n答案：E\n", findings)
    assert document is not None
    assert format_bank(document, (), findings) is None


def test_signs_in_synonyms_are_kept_apart():
    item = Item("x-1", Kind.FILL_IN, "填____。", "略", blanks=(Blank(("a|b", "c；d", "e\\")),))
    assert back(item, USUAL) == (item, [])


def test_a_share_is_written_in_percent_or_as_a_fraction():
    item = Item("x-1", Kind.MULTIPLE, "题", "略", (Option("A", "甲"), Option("B", "乙")), frozenset("AB"))
    for rule, share, words in (
        (CreditRule.ALL_OR_NOTHING, Fraction(0), "不得分"),
        (CreditRule.FIXED, Fraction(2, 5), "固定 40%"),
        (CreditRule.EACH, Fraction(1, 3), "每项 1/3"),
    ):
        assert f"少选：{words}\n" in write_item(replace(item, credit=rule, credit_share=share), USUAL)
