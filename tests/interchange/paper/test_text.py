"""Papers in which a careless reader would give a key to the wrong item, or swallow one: never in silence."""

import pytest

from edu.content.finding import Findings
from edu.domain.items.item import Item, Numeric
from edu.domain.items.quantity import judge
from edu.interchange.paper.text import read_paper


def read(text: str) -> tuple[list[Item], set[str]]:
    imported = read_paper(text, Findings("p.txt"))
    wrong = {finding.code for finding in imported.findings.found if not finding.advice}
    return [draft.item for draft in imported.drafts], wrong


def test_lists_in_long_fields_are_no_items():
    items, wrong = read(
        "三、简答题\n1.什么是强平？\n参考答案：\n1.强制平仓\n2.通知客户\n3.记录\n2.什么是交割？\n参考答案：实物交割。\n"
        "3.什么是期货？\n评分要点：\n1.标准化（2分）\n2.合约（3分）\n4.什么是期权？\n参考答案：选择权。"
    )
    assert [item.stem for item in items] == ["什么是强平？", "什么是交割？", "什么是期货？", "什么是期权？"]
    assert [len(item.rubric) for item in items] == [0, 0, 2, 0]
    assert wrong == set()


def test_an_item_after_a_list_in_a_rationale():
    items, _ = read(
        "1.题一（ ）\nA.甲\nB.乙\n答案：A\n解析：理由：\n1. 一点\n2. 二点\n2.题二（ ）\nA.丙\nB.丁\n答案：B"
    )
    assert [(item.stem, item.keys) for item in items] == [("题一（ ）", {"A"}), ("题二（ ）", {"B"})]


def test_a_number_twice_is_reported():
    items, wrong = read(
        "判断题\n1.期货有风险。（√）\n2.期货没有风险。（×）\n2.期货可以双向交易。（√）\n3.可以承诺收益。（×）"
    )
    assert "Q127" in wrong
    assert [item.truth for item in items] == [True, False]


def test_a_stem_that_begins_with_a_year():
    items, wrong = read(
        "1.下列正确的是（A）\nA.甲甲\nB.乙乙\n2.2023年成交额最大的是（B）\nA.丙丙\nB.丁丁\n3.下列错的是（A）\nA.戊\nB.己"
    )
    assert [item.keys for item in items] == [{"A"}, {"B"}, {"A"}]
    assert wrong == set()


def test_headings_in_brackets_open_parts():
    items, wrong = read(
        "（一）单选题\n1.期货是（A）\nA.甲\nB.乙\n（二）判断题\n1.期货有风险。（√）\n2.期货无风险。（×）"
    )
    assert [item.kind.value for item in items] == ["single", "true-false", "true-false"]
    assert wrong == set()


@pytest.mark.parametrize(
    ("lines", "texts"),
    [
        ("A.交易所  C.证监会\nB.期货公司  D.银行", ["交易所", "期货公司", "证监会", "银行"]),
        ("A.A、B、C  B.A、C  C.B、C", ["A、B、C", "A、C", "B、C"]),
        ("A.甲\nB.乙\nC.丙\nD.持有D、E、F类账户", ["甲", "乙", "丙", "持有D、E、F类账户"]),
        ("A.大于：B.小于\nB.等于", ["大于：B.小于", "等于"]),
    ],
)
def test_options_are_cut_where_they_begin(lines: str, texts: list[str]):
    (item,), wrong = read(f"1.题（ ）\n{lines}\n答案：A")
    assert sorted(option.text for option in item.options) == sorted(texts)
    assert {option.text for option in item.options if option.letter in item.keys} == {texts[0]}
    assert wrong == set()


@pytest.mark.parametrize("lines", ["C. 丙\nD. 丁", "A.铜 B.铝 D.房子"])
def test_a_missing_letter_is_a_mistake(lines: str):
    items, wrong = read(f"1.题（ ）\n{lines}\n答案：C")
    assert (items, "Q218" in wrong or "Q202" in wrong) == ([], True)


def test_an_item_with_a_mistake_is_not_taken():
    items, wrong = read("1.哪个对（ ）\nA.甲\nB.乙\n答案：A\n答案：B\n2.另一题。（√）")
    assert ([item.stem for item in items], wrong) == (["另一题。（ ）"], {"Q108"})


@pytest.mark.parametrize(
    ("answer", "given", "right"),
    [
        ("[3.3, 3.4]", "3.33", True), ("[3.3, 3.4]", "330%", False), ("3.33 保留 2 位", "3.33", True),
        ("3.33 ± 0.01", "3.34", True), ("3.33 ± 0.01", "2.5", False), ("8", "0.08", False), ("8", "百分之八", True),
    ],
)  # fmt: skip
def test_behind_a_printed_percent_sign(answer: str, given: str, right: bool):
    (item,), _ = read(f"1.涨幅____%。\n答案：{answer}")
    assert isinstance(item.numeric, Numeric)
    assert judge(item.numeric, given).right is right


def test_a_typical_mistake_behind_a_printed_percent_sign():
    (item,), _ = read("1.涨幅____%。\n答案：8\n常见错误：80 → 多了一位")
    assert item.numeric is not None
    assert judge(item.numeric, "80").feedback == "多了一位"


@pytest.mark.parametrize("answer", ["1.5万元", "3500元/吨"])
def test_another_unit_is_a_mistake(answer: str):
    assert read(f"1.需缴纳资金____元。\n答案：{answer}") == ([], {"Q417"})


@pytest.mark.parametrize("answer", ["100、200", "00700"])
def test_what_is_no_number_is_compared_as_text(answer: str):
    (item,), _ = read(f"1.代码是____。\n答案：{answer}")
    assert item.numeric is None


def test_a_rationale_behind_the_answer():
    (item,), _ = read("1.需保证金____元。\n答案：5600。解析：3500×10×2×8%=5600。")
    assert item.numeric is not None
    assert (item.numeric.answer, item.rationale) == ("5600", "3500×10×2×8%=5600。")


@pytest.mark.parametrize("answer", ["①价格发现 ②套期保值", "（1）价格发现；（2）套期保值", "1.价格发现；2.套期保值"])
def test_numbers_of_blanks_are_no_answers(answer: str):
    (item,), wrong = read(f"1.功能是____和____。\n答案：{answer}")
    assert [blank.accepted for blank in item.blanks] == [("价格发现",), ("套期保值",)]
    assert wrong == set()


def test_a_rule_for_taking_points_is_named():
    imported = read_paper("一、多选题（每题2分，错选倒扣1分）\n1.题（AB）\nA.甲\nB.乙", Findings("p.txt"))
    assert "扣分规则" in next(finding.message for finding in imported.findings.found if finding.code == "X101")
