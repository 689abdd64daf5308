"""Banks: a correctly typed Chinese paper is a valid bank."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu.content.items.item_file import read_bank
from edu.domain.items.item import Blank, CreditRule, Difficulty, Kind, Option, Use
from tests.content.reading import a_bank, an_item, read

CHOICE = "## 制度是（ ）。\n\n- A. 每日结算\n- B. 到期结算\n- C. 每月结算\n\n"
FILL = "## 包括____和____。\n\n"
PLAIN = "## 保证金是担保。\n\n"


@pytest.mark.parametrize("answer", ["A", "Ａ", " A ", "A。", "a"])
def test_one_letter_is_single_choice(answer: str):
    item = an_item(f"{CHOICE}答案：{answer}")
    assert (item.kind, item.keys) == (Kind.SINGLE, {"A"})
    assert item.options == (Option("A", "每日结算"), Option("B", "到期结算"), Option("C", "每月结算"))


@pytest.mark.parametrize("answer", ["AC", "A、C", "A C", "C，A", "ＡＣ", "A和C"])
def test_several_letters_are_multiple_choice(answer: str):
    item = an_item(f"{CHOICE}答案：{answer}")
    assert (item.kind, item.keys) == (Kind.MULTIPLE, {"A", "C"})


@pytest.mark.parametrize(
    ("answer", "truth"),
    [
        ("正确", True),
        ("错误", False),
        ("对", True),
        ("错", False),
        ("√", True),
        ("×", False),
        ("true", True),
        ("False", False),
    ],
)
def test_true_false(answer: str, truth: bool):
    item = an_item(f"{PLAIN}答案：{answer}")
    assert (item.kind, item.truth) == (Kind.TRUE_FALSE, truth)


def test_blanks_take_synonyms():
    item = an_item(f"{FILL}答案：对冲平仓|平仓；实物交割｜交割")
    assert item.kind is Kind.FILL_IN
    assert item.blanks == (Blank(("对冲平仓", "平仓")), Blank(("实物交割", "交割")))
    assert item.ordered


@pytest.mark.parametrize(
    ("field", "ordered", "strict"),
    [
        ("答案（不分顺序）：平仓；交割", False, False),
        ("答案(不分顺序): 平仓; 交割", False, False),
        ("答案（严格）：平仓；交割", True, True),
        ("答案（不分顺序、严格）：平仓；交割", False, True),
        ("【答案（不分顺序）】平仓；交割", False, False),
        ("answer (any order): 平仓；交割", False, False),
    ],
)
def test_modifiers(field: str, ordered: bool, strict: bool):
    item = an_item(f"{FILL}{field}")
    assert (item.ordered, item.blanks[0].strict) == (ordered, strict)


@pytest.mark.parametrize(
    "options",
    [
        "- A. 一\n- B. 二\n", "A. 一\nB. 二\n", "A、一\nB、二\n"
        "", "A．一\nB．二\n", "（A）一\n（B）二\n", "(A) 一\n(B) 二\n",
        "- A、一\n- B、二\n", "- （A）一\n- （B）二\n", "Ａ．一\n"
        "Ｂ．二\n", "* A) 一\n* B) 二\n", "- a. 一\n- b. 二\n", "A: 一\nB：二\n",
    ],
)  # fmt: skip
def test_ways_to_write_options(options: str):
    item = an_item(f"## 题（ ）\n{options}【答案】B\n【解析】二。\n【编号】x-1")
    assert item.options == (Option("A", "一"), Option("B", "二"))
    assert (item.keys, item.rationale, item.id) == ({"B"}, "二。", "x-1")


def test_stem_options_and_rationale_may_take_several_lines():
    item = an_item(
        "## 某合约如下：\n\n- 第一点\n\n下列正确的是（ ）。\n\n"
        "- A. 一\n  接着写\n- B. 二\n\n答案：A\n解析：第一行\n\n第二行：继续"
    )
    assert item.stem == "某合约如下：\n\n- 第一点\n\n下列正确的是（ ）。"
    assert item.options[0].text == "一\n接着写"
    assert item.rationale == "第一行\n\n第二行：继续"


def test_prose_with_a_colon_is_no_field():
    item = an_item("## 请看：\n客户说：保证金是费用。\n答案：错误\n解析：要点如下：\n其一：是担保。")
    assert item.stem == "请看：\n客户说：保证金是费用。"
    assert item.rationale == "要点如下：\n其一：是担保。"


def test_all_fields():
    item = an_item(
        f"{CHOICE}编号：x-9\n答案：AB\n解析：略\n分值：2.5 分\n"
        f"难度：难\n考点：结算\n依据：第四十一条\n少选：得半\n题型：多选题\n"
        "段落：settlement#daily\n来源：自编"
    )
    assert (item.points, item.difficulty, item.topic, item.basis) == (
        Fraction(5, 2),
        Difficulty.HARD,
        "结算",
        "第四十一条",
    )
    assert (item.credit, item.section, item.source) == (CreditRule.HALF, "settlement#daily", "自编")


def test_bank_gives_defaults():
    item = an_item(f"{CHOICE}答案：AB", "难度: 易\n少选：不得分\n考点: 保证金   # 默认\n分值: 1/3\n")
    assert (item.difficulty, item.credit, item.topic) == (Difficulty.EASY, CreditRule.ALL_OR_NOTHING, "保证金")
    assert (item.points, item.bank, item.use) == (Fraction(1, 3), "例", Use.LIVE)


def test_remarks_and_lines():
    bank = a_bank(
        "# 说明\n随便写\n\n## 一是一。\n编号：x-1\n答案：对\n"
        "解析：略\n\n# 第二部分\n## 二是二。\n编号：x-2\n答案：对\n解析：略\n"
    )
    assert [item.id for item in bank.items] == ["x-1", "x-2"]
    assert bank.lines == {"x-1": 8, "x-2": 14}


def test_item_with_a_finding_does_not_hide_the_next():
    text = f"---\n题库: 例\n用途: 考核\n---\n{CHOICE}编号：a\n答案：E\n解析：略\n\n{PLAIN}编号：b\n答案：对\n解析：略\n"
    bank, codes = read(read_bank, text)
    assert codes == ["Q202"]
    assert [item.id for item in bank.items] == ["b"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (f"{CHOICE}编号：x\n答按：A\n解析：略", "Q107"),
        (f"{PLAIN}编号：x\n答按：对\n解析：略", "Q107"),
        (f"{PLAIN}编号：x\n答案：对\n解析：略\n段落：settlement", "Q113"),
        (f"{PLAIN}编号：x\n答案：[2, 1]\n解析：略", "Q411"),
        (f"{PLAIN}编号：x\n参数：手数 = 1..5\n答案：对\n解析：略", "Q410"),
        (f"{PLAIN}编号：x\n评分要点：一；二\n解析：略", "Q501"),
        (f"{PLAIN}编号：x\n答案：对\n解析：略\n分值：0", "Q115"),
        (f"{PLAIN}编号：x\n答案：对\n解析：略\n分值：1/0", "Q115"),
    ],
)
def test_findings(body: str, code: str):
    _, codes = read(read_bank, f"---\n题库: 例\n用途: 考核\n---\n{body}\n")
    assert code in codes


WORDS = st.text("保证金每日结算交割平仓多空", min_size=1, max_size=8)


@given(stem=WORDS, options=st.lists(WORDS, min_size=2, max_size=10), data=st.data())
def test_written_choice_item_is_read_back(stem: str, options: list[str], data: st.DataObject):
    letters = "ABCDEFGHIJ"[: len(options)]
    keys = data.draw(st.sets(st.sampled_from(letters), min_size=1))
    lines = "\n".join(f"- {letter}. {text}" for letter, text in zip(letters, options, strict=True))
    item = an_item(f"## {stem}（ ）\n\n{lines}\n\n答案：{''.join(sorted(keys))}")
    assert item.keys == keys
    assert [(option.letter, option.text) for option in item.options] == list(zip(letters, options, strict=True))


@given(blanks=st.lists(st.lists(WORDS, min_size=1, max_size=3), min_size=1, max_size=4))
def test_written_fill_in_item_is_read_back(blanks: list[list[str]]):
    item = an_item(f"## 填{'____、' * len(blanks)}。\n\n答案：{'；'.join('|'.join(synonyms) for synonyms in blanks)}")
    assert [list(blank.accepted) for blank in item.blanks] == blanks
