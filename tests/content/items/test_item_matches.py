"""Items that ask for pairs, as their files have them."""

import pytest

from edu.content.finding import Findings
from edu.content.items.item_file import Defaults
from edu.content.items.item_writing import read_written_item, write_item
from edu.domain.items.item import Item, Kind, PartRule, Premise

OPTIONS = "\n- A. 甲\n- B. 乙\n- C. 丙\n"
PREMISES = (Premise("第一", "C"), Premise("第二", "A"))


def read(rows: str, fields: str) -> tuple[Item | None, list[str]]:
    findings = Findings("x.md")
    item = read_written_item(f"## 配对。\n{rows}\n{OPTIONS}{fields}\n解析：略。", Defaults(), findings)
    return item, [finding.code for finding in findings.found]


@pytest.mark.parametrize(
    "rows", ["① 第一\n② 第二", "①第一\n\n②第二", "(1) 第一\n(2) 第二", "（1）第一\n（2）第二", "1. 第一\n2、第二"]
)
@pytest.mark.parametrize(
    "answer", ["①-C；②-A", "1-C 2-A", "①C②A", "1→C；2→A", "（1）C，（2）A", "２－Ａ；１－Ｃ", "1:c;2:a"]
)
def test_rows_and_pairs(rows: str, answer: str):
    item, codes = read(rows, f"答案：{answer}")
    assert item
    assert (item.kind, item.stem, item.premises, codes) == (Kind.MATCHING, "配对。", PREMISES, [])


def test_canonical_text():
    item, _ = read("1. 第一\n2. 第二", "题型：连线题\n答案：1-C 2-A\n计分：全对才得分")
    assert item
    assert item.part_rule is PartRule.WHOLE
    text = write_item(item, Defaults())
    assert "## 配对。\n① 第一\n② 第二\n\n- A. 甲" in text
    assert "答案：①-C；②-A" in text
    assert read_written_item(text.strip(), Defaults(), Findings("")) == item


def test_one_option_may_serve_several_rows():
    item, codes = read("① 第一\n② 第二", "答案：①-C；②-C")
    assert item
    assert ([premise.key for premise in item.premises], codes) == (["C", "C"], [])
