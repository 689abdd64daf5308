"""Items that ask for an order, as their files have them."""

import pytest

from edu.content.finding import Findings
from edu.content.items.item_file import Defaults
from edu.content.items.item_writing import read_written_item, write_item
from edu.domain.items.item import Item, Kind, PartRule

TEXT = """## 处置的先后顺序是（ ）。
- A. 甲
- B. 乙
- C. 丙
- D. 丁
"""


def read(fields: str) -> tuple[Item | None, list[str]]:
    findings = Findings("x.md")
    item = read_written_item(f"{TEXT}{fields}\n解析：略。", Defaults(), findings)
    return item, [finding.code for finding in findings.found]


@pytest.mark.parametrize("answer", ["C-A-D-B", "C→A→D→B", "c－a－d－b", "C — A — D — B", "C->A->D->B", "C>A>D>B。"])
def test_signs_between_letters_tell_an_order(answer: str):
    item, codes = read(f"答案：{answer}")
    assert item
    assert (item.kind, item.sequence, codes) == (Kind.ORDERING, tuple("CADB"), [])


@pytest.mark.parametrize("answer", ["CADB", "C、A、D、B", "C,A,D,B", "ＣＡＤＢ", "C→A→D→B"])
@pytest.mark.parametrize("kind", ["题型：排序", "题型：排序题", "kind: ordering"])
def test_with_its_kind_any_list_of_letters_is_an_order(answer: str, kind: str):
    item, codes = read(f"{kind}\n答案：{answer}")
    assert item
    assert (item.kind, item.sequence, codes) == (Kind.ORDERING, tuple("CADB"), [])


def test_without_its_kind_a_list_of_letters_is_a_choice():
    item, _ = read("答案：CADB")
    assert item
    assert item.kind is Kind.MULTIPLE


@pytest.mark.parametrize(
    ("words", "rule"),
    [("", PartRule.WHOLE), ("计分：全对才得分", PartRule.WHOLE), ("计分：按相邻对", PartRule.ADJACENT),
     ("计分：按位置", PartRule.PLACE), ("scoring: adjacent", PartRule.ADJACENT)],
)  # fmt: skip
def test_rules_of_scoring_have_names(words: str, rule: PartRule):
    item, codes = read(f"答案：C-A-D-B\n{words}")
    assert item
    assert (item.part_rule, codes) == (rule, [])


def test_letters_out_of_order_take_the_order_with_them():
    findings = Findings("x.md")
    text = "## 顺序（ ）\n- B. 乙\n- A. 甲\n- C. 丙\n答案：A-B-C\n解析：先选项A。"
    item = read_written_item(text, Defaults(), findings)
    assert item
    assert (item.sequence, item.rationale) == (("B", "A", "C"), "先选项B。")


def test_canonical_text():
    item, _ = read("题型：排序\n答案：CADB\n计分：按位置")
    assert item
    assert "答案：C-A-D-B\n解析：略。\n计分：按位置" in write_item(item, Defaults())
    assert "题型" not in write_item(item, Defaults())
