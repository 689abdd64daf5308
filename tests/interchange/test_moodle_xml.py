"""Moodle XML: what is read, what is lost and said to be, and that what is written is read back."""

import base64
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from edu.content.finding import Findings
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
    Picture,
    RubricPoint,
    WrongRule,
)
from edu.interchange.exchange import Imported
from edu.interchange.moodle_xml.reading import read_moodle_xml
from edu.interchange.moodle_xml.writing import write_moodle_xml
from tests.interchange.moodle_items import items
from tests.work import assert_linear

PNG = b"\x89PNG\r\n\x1a\n" + b"picture"
PNG_TEXT = base64.b64encode(PNG).decode()


def read(data: str | bytes) -> Imported:
    return read_moodle_xml(data.encode() if isinstance(data, str) else data, Findings("题.xml"))


def quiz(*questions: str) -> Imported:
    return read(f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>{"".join(questions)}</quiz>')


def question(kind: str, body: str, stem: str = "<p>题干</p>", form: str = "html") -> str:
    return (
        f'<question type="{kind}"><name><text>题</text></name>'
        f'<questiontext format="{form}"><text><![CDATA[{stem}]]></text></questiontext>'
        f"<generalfeedback format='html'><text>解析</text></generalfeedback>{body}</question>"
    )


def answer(text: str, fraction: object = 100, more: str = "", feedback: str = "") -> str:
    told = f"<feedback format='html'><text><![CDATA[{feedback}]]></text></feedback>"
    return f'<answer fraction="{fraction}" format="html"><text><![CDATA[{text}]]></text>{more}{told}</answer>'


def only(imported: Imported) -> Item:
    assert imported.unread == [], [str(finding) for finding in imported.findings.found]
    return imported.drafts[0].item


def lost(imported: Imported) -> list[tuple[str, str]]:
    return [(finding.code, finding.message) for finding in imported.findings.found]


def codes(imported: Imported) -> list[str]:
    return [finding.code for finding in imported.findings.found]


def write(*given: Item, pictures: dict[str, bytes] | None = None) -> tuple[str, list[str]]:
    findings = Findings("出.xml")
    exported = write_moodle_xml(given, findings, pictures or {})
    return exported.data.decode(), [f"{finding.code} {finding.message}" for finding in findings.found]


# --- The law ---


@settings(max_examples=150, deadline=None)
@given(st.lists(items(), min_size=1, max_size=2))
def test_what_is_written_is_read_back(given_items):
    exported = write_moodle_xml(given_items, Findings("出.xml"))
    assert exported.written == given_items
    imported = read(exported.data)
    assert [draft.item for draft in imported.drafts] == given_items
    assert set(codes(imported)) <= {"X108"}


# --- Choices ---


def test_a_file_as_moodle_exports_it():
    imported = read("""<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<!-- question: 0  -->
  <question type="category">
    <category><text>$course$/top/期货从业/杠杆与保证金</text></category>
    <info format="moodle_auto_format"><text></text></info>
    <idnumber></idnumber>
  </question>
<!-- question: 812  -->
  <question type="multichoice">
    <name><text>期货交易实行</text></name>
    <questiontext format="html">
      <text><![CDATA[<p dir="ltr">期货交易实行的<b>结算</b>制度是（&nbsp;）。<br></p>]]></text>
    </questiontext>
    <generalfeedback format="html"><text><![CDATA[<p>每日按结算价划转盈亏。</p>]]></text></generalfeedback>
    <defaultgrade>2.0000000</defaultgrade>
    <penalty>0.3333333</penalty>
    <hidden>0</hidden>
    <idnumber>lev-001</idnumber>
    <single>true</single>
    <shuffleanswers>true</shuffleanswers>
    <answernumbering>ABCD</answernumbering>
    <showstandardinstruction>0</showstandardinstruction>
    <correctfeedback format="html"><text>您的回答正确。</text></correctfeedback>
    <partiallycorrectfeedback format="html"><text></text></partiallycorrectfeedback>
    <incorrectfeedback format="html"><text></text></incorrectfeedback>
    <shownumcorrect/>
    <answer fraction="100" format="html"><text><![CDATA[<p>当日无负债结算</p>]]></text>
      <feedback format="html"><text></text></feedback></answer>
    <answer fraction="0" format="html"><text><![CDATA[<p>到期一次结算</p>]]></text>
      <feedback format="html"><text></text></feedback></answer>
    <tags><tag><text>难度:易</text></tag></tags>
  </question>
</quiz>""")
    assert only(imported) == Item(
        id="lev-001",
        kind=Kind.SINGLE,
        stem="期货交易实行的**结算**制度是（ ）。",
        rationale="每日按结算价划转盈亏。",
        options=(Option("A", "当日无负债结算"), Option("B", "到期一次结算")),
        keys=frozenset("A"),
        points=Fraction(2),
        difficulty=Difficulty.EASY,
        topic="杠杆与保证金",
    )
    assert imported.drafts[0].line == 10
    assert "<question" in imported.drafts[0].source
    assert lost(imported) == [("X101", "没有带过来：上级类别 期货从业")]


@pytest.mark.parametrize(
    ("fractions", "keys", "wrong", "changed"),
    [
        (("50", "50", "-100"), "AB", WrongRule.NOTHING, False),
        (("50", "50", "-50"), "AB", WrongRule.CANCEL, False),
        (("33.33333", "33.33333", "33.33333", "-33.33333"), "ABC", WrongRule.CANCEL, False),
        (("33.333", "33.333", "33.333", "-100"), "ABC", WrongRule.NOTHING, False),
        (("50", "50", "0"), "AB", WrongRule.NOTHING, True),
        (("50", "50", "-25"), "AB", WrongRule.CANCEL, True),
        (("60", "40", "-100"), "AB", WrongRule.NOTHING, True),
        (("100", "-100"), "A", WrongRule.NOTHING, False),
    ],
)
def test_fractions_are_rules(fractions, keys, wrong, changed):
    body = "<single>false</single>" + "".join(answer(f"项{place}", share) for place, share in enumerate(fractions))
    imported = quiz(question("multichoice", body))
    item = only(imported)
    assert (item.kind, item.keys, item.credit, item.wrong) == (
        Kind.MULTIPLE,
        frozenset(keys),
        CreditRule.PER_OPTION,
        wrong,
    )
    assert ("X102" in codes(imported)) is changed


def test_a_tag_tells_the_rule_only_while_the_fractions_agree():
    tag = "<tags><tag><text>少选:得半</text></tag></tags><single>false</single>"
    shares = ("33.33333", "33.33333", "33.33333", "-100")
    body = tag + "".join(answer(f"项{place}", share) for place, share in enumerate(shares))
    assert only(quiz(question("multichoice", body))).credit is CreditRule.HALF
    stale = quiz(question("multichoice", tag + answer("甲", 60) + answer("乙", 40) + answer("丙", -100)))
    assert only(stale).credit is CreditRule.PER_OPTION
    assert ("X101", "没有带过来：标签 少选:得半") in lost(stale)


def test_exactly_the_set_of_an_extension():
    item = only(quiz(question("multichoiceset", answer("甲") + answer("乙") + answer("丙", 0))))
    assert (item.kind, item.keys, item.credit) == (Kind.MULTIPLE, frozenset("AB"), CreditRule.ALL_OR_NOTHING)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (answer("甲") + answer("乙", 0, feedback="<p>乙是<b>错</b>的</p>"), "选项反馈“乙是错的”"),
        (answer("甲") + answer("乙", 50), "选项 B 得 50% 的分"),
        (answer("甲") + answer("乙", "-33.33333"), "选项 B 得 -33.33333% 的分"),
        (answer("甲") + answer("乙", 0) + "<shuffleanswers>0</shuffleanswers>", "选项不打乱次序"),
        (answer("甲") + answer("乙", 0) + "<hint format='html'><text>想想</text></hint>", "提示“想想”"),
        (answer("甲") + answer("乙", 0) + "<penalty>0.5</penalty>", "重试扣分 0.5"),
        (answer("甲") + answer("乙", 0) + "<hidden>1</hidden>", "“隐藏”这一状态"),
        (answer("甲") + answer("乙", 0) + "<tags><tag><text>期货</text></tag></tags>", "标签 期货"),
        (answer("甲") + answer("乙", 0) + "<idnumber>Q 7</idnumber>", "编号 Q 7"),
        (answer("甲") + answer("乙", 0) + "<correctfeedback><text>真棒</text></correctfeedback>", "整体反馈“真棒”"),
        (answer("甲") + answer("乙", 0) + "<plugin><x/></plugin>", "plugin 一项"),
        (answer("<u>甲</u>") + answer("乙", 0), "标记 <u>"),
    ],
)
def test_parts_without_a_place_are_told(body, message):
    imported = quiz(question("multichoice", body))
    assert only(imported).keys == frozenset("A")
    assert ("X101", f"没有带过来：{message}") in lost(imported)


@pytest.mark.parametrize(
    ("answers", "truth"),
    [
        (answer("true") + answer("false", 0), True),
        (answer("false") + answer("true", 0), False),
        (answer("True", 0) + answer("False"), False),
        (answer("错误") + answer("正确", 0), False),
        (answer("Ja", 0) + answer("Nein"), False),
    ],
)
def test_true_and_false(answers, truth):
    assert only(quiz(question("truefalse", answers))).truth is truth


# --- Words ---


def test_a_short_answer():
    body = (
        "<usecase>0</usecase>"
        + answer("对冲平仓")
        + answer("平 仓")
        + answer("a\\*b")
        + answer("交割", 50)
        + answer("*", 0)
    )
    imported = quiz(question("shortanswer", body, "<p>了结方式是__________元。</p>"))
    item = only(imported)
    assert item.stem == "了结方式是____元。"
    assert item.blanks == (Blank(("对冲平仓", "平 仓", "a*b"), unit="元"),)
    assert ("X101", "没有带过来：答案“交割”得 50% 的分") in lost(imported)


def test_a_short_answer_without_a_blank_gets_one():
    imported = quiz(question("shortanswer", "<usecase>1</usecase>" + answer("CTP"), "系统叫什么？"))
    assert only(imported).stem == "系统叫什么？ ____"
    assert only(imported).blanks == (Blank(("CTP",), strict=True),)
    assert "X102" in codes(imported)


@pytest.mark.parametrize(
    ("given_answer", "accepted", "code"), [("*平仓*", ("平仓",), "X102"), ("对*平", None, "X103"), ("*", None, "X103")]
)
def test_wildcards_are_told(given_answer, accepted, code):
    imported = quiz(question("shortanswer", answer(given_answer), "方式是____。"))
    assert code in codes(imported)
    assert [draft.item.blanks[0].accepted for draft in imported.drafts] == ([accepted] if accepted else [])


@pytest.mark.parametrize(
    ("gaps", "blanks", "points"),
    [
        ("{1:SHORTANSWER:=平仓~=对冲平仓}和{1:SA:=交割}", [("平仓", "对冲平仓"), ("交割",)], 2),
        ("{:MW:%100%平仓#对~*#错}、{2:SHORTANSWER:=交\\}割\\#~%50%x}", [("平仓",), ("交}割#",)], 3),
        ("{1:NUMERICAL:=5}与{1:NM:=7:0}", [("5",), ("7",)], 2),
        ("{1:SHORTANSWER:=a &gt; b~=&#35;1~=&quot;}与{1:SAC:=<b>c</b>}", [("a > b", "#1", '"'), ("c",)], 2),
    ],
)
def test_gaps(gaps, blanks, points):
    item = only(quiz(question("cloze", "", f"<p>方式有{gaps}。</p>")))
    assert [blank.accepted for blank in item.blanks] == blanks
    assert item.stem.count("____") == len(blanks)
    assert item.points == points


def test_a_single_gap_for_a_number_is_numeric():
    imported = quiz(question("cloze", "", "<p>是{2:NUMERICAL:=4000:0.5~%0%400#漏了手数~*#再算}。</p>"))
    numeric = Numeric("4000", "0.5", mistakes=(Mistake("400", "漏了手数"),))
    assert (only(imported).numeric, only(imported).points, only(imported).stem) == (numeric, 2, "是____。")
    assert ("X101", "没有带过来：选项反馈“再算”") in lost(imported)


@pytest.mark.parametrize(
    ("stem", "why"),
    [
        ("{1:MULTICHOICE:=a~b}和{1:SA:=x}", "第 1 空是 MULTICHOICE"),
        ("{1:NUMERICAL:=5:1}和{1:SA:=x}", "有误差范围的填空"),
        ("{1:SA:=x", "大括号没有配对"),
        ("没有空", "题干里没有填空"),
        ("__，{1:SA:=a}", "分不开"),
        ("__ {1:SA:=a}", "分不开"),
        ("{1:SA:b}", "没有可以比较的答案"),
    ],
)
def test_gaps_that_are_not_taken(stem, why):
    imported = quiz(question("cloze", "", stem))
    assert [finding.message for finding in imported.findings.found if finding.code == "X103" and why in finding.message]
    assert len(imported.unread) == 1


# --- Numbers ---


def test_a_number_with_units():
    units = (
        "<units><unit><multiplier>1</multiplier><unit_name>元</unit_name></unit>"
        "<unit><multiplier>0.0001</multiplier><unit_name>万元</unit_name></unit></units>"
        "<unitgradingtype>1</unitgradingtype><unitpenalty>0.1</unitpenalty><showunits>0</showunits>"
    )
    body = answer("4000.0", more="<tolerance>0.5</tolerance>") + answer("400", 0, feedback="少了<b>手数</b>") + units
    imported = quiz(question("numerical", body))
    assert only(imported).numeric == Numeric("4000", "0.5", unit="元", mistakes=(Mistake("400", "少了**手数**"),))
    assert lost(imported)[:3] == [
        ("X101", "没有带过来：可换算的单位 万元"),
        ("X101", "没有带过来：单位错误扣分 0.1"),
        ("X102", "典型错误 400 的误差改写为与答案相同的误差"),
    ]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (answer("*"), "满分答案"),
        (answer("5") + answer("6"), "满分答案"),
        (answer("五"), "不是数"),
        (answer("5", more="<tolerance>x</tolerance>"), "误差"),
        ("", "满分答案"),
    ],
)
def test_numbers_that_are_not_taken(body, why):
    imported = quiz(question("numerical", body))
    assert [finding for finding in imported.findings.found if finding.code == "X103" and why in finding.message]


def dataset(name: str, values: list[str], low: str = "1", high: str = "10", decimals: str = "1") -> str:
    rows = "".join(
        f"<dataset_item><number>{number}</number><value>{value}</value></dataset_item>"
        for number, value in enumerate(values, 1)
    )
    return (
        f"<dataset_definition><status><text>private</text></status><name><text>{name}</text></name>"
        f"<type>calculated</type><distribution><text>uniform</text></distribution><minimum><text>{low}</text></minimum>"
        f"<maximum><text>{high}</text></maximum><decimals><text>{decimals}</text></decimals>"
        f"<itemcount>{len(values)}</itemcount><dataset_items>{rows}</dataset_items></dataset_definition>"
    )


def calculated(formula: str, *sets: str, more: str = "", kind: str = "calculated", stem: str = "{a} 手") -> Imported:
    details = (
        "<tolerance>0.01</tolerance><tolerancetype>1</tolerancetype>"
        f"<correctanswerformat>1</correctanswerformat><correctanswerlength>2</correctanswerlength>{more}"
    )
    body = answer(formula, more=details) + f"<dataset_definitions>{''.join(sets)}</dataset_definitions>"
    return quiz(question(kind, body, stem))


def test_rows_that_are_all_combinations_are_lists():
    sets = [dataset("a", ["1", "1", "2", "2"]), dataset("b", ["0.1", "0.3", "0.1", "0.3"])]
    imported = calculated("{a}*(1+{b})", *sets, stem="<p>{a} 手，{={a}*{b}*2} 元，{c}</p>")
    item = only(imported)
    assert item.stem == "{{a}} 手，{{a × b × 2}} 元，{c}"
    assert item.numeric == Numeric("a × (1 + b)", "1%", parameters=(Parameter("a", "1、2"), Parameter("b", "0.1、0.3")))
    assert "X102" not in codes(imported)


def test_drawn_rows_are_the_range_that_they_came_from():
    sets = [dataset("a", ["1.5", "7.2", "9.9"]), dataset("b", ["3", "4", "5"], "1", "5", "0")]
    imported = calculated("{a}*{b}", *sets)
    numeric = only(imported).numeric
    assert numeric is not None
    assert numeric.parameters == (Parameter("a", "1..10 每 0.1"), Parameter("b", "1..5"))
    assert ("X102", "3 组一一对应的数据改写为各自独立取值的参数") in lost(imported)


@pytest.mark.parametrize(
    ("formula", "answer_", "places"),
    [
        ("round({a}/3, 2)", "a ÷ 3", 2),
        ("round({a}/3,2)+1", "四舍五入(a ÷ 3, 2) + 1", None),
        ("-{a} + 1.5e2", "-a + 150", None),
        ("max({a},2) * (8/100)", "最大(a, 2) × 8%", None),
        ("floor(abs({a}))", "取整(绝对值(a))", None),
        ("{a}&nbsp;* .5", "a × 0.5", None),
    ],
)
def test_formulas(formula, answer_, places):
    numeric = only(calculated(formula, dataset("a", ["1", "2", "4"]))).numeric
    assert numeric is not None
    assert (numeric.answer, numeric.places) == (answer_, places)


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("pow({a},2)", "没有函数 pow"),
        ("{a}**2", "没有乘方"),
        ("{a} % 2", "“%”没有对应"),
        ("{b}+1", "没有数据集"),
        ("floor(0-{a})", "向下取整"),
        ("1/({a}-1)", "除数为零"),
        ("(" * 40 + "{a}" + ")" * 40, "嵌套太深"),
        ("{a}+", "不完整"),
    ],
)
def test_formulas_that_are_not_taken(formula, why):
    imported = calculated(formula, dataset("a", ["1", "2", "4"]))
    assert [finding.code for finding in imported.findings.found if why in finding.message] == ["X103"]
    assert len(imported.unread) == 1


def test_computed_options_become_a_number():
    stem = "{a} 手"
    details = "<tolerance>0.01</tolerance><correctanswerlength>1</correctanswerlength>"
    body = answer("{={a}*2}", more=details) + answer("{={a}+2}", 0, details)
    imported = quiz(
        question(
            "calculatedmulti", body + f"<dataset_definitions>{dataset('a', ['1', '2'])}</dataset_definitions>", stem
        )
    )
    assert only(imported).numeric == Numeric("a × 2", "", places=1, parameters=(Parameter("a", "1、2"),))
    assert ("X102", "选项由算式生成的选择题改写为计算题") in lost(imported)


# --- Essays, other kinds, formats and files ---


@pytest.mark.parametrize(
    ("information", "reference", "rubric"),
    [
        ("<p>说清盯市与强平。</p>", "说清盯市与强平。", ()),
        ("<p>总述</p><ul><li>盯市（2分）</li><li>强平 (1.5 points)</li></ul>", "总述",
         (RubricPoint("盯市", Fraction(2)), RubricPoint("强平", Fraction(3, 2)))),
        ("<p><b>评分要点</b></p><ol><li>盯市（1/3 分）</li></ol>", "", (RubricPoint("盯市", Fraction(1, 3)),)),
        ("<ul><li>盯市（2分）</li><li>强平</li></ul>", "- 盯市（2分）\n- 强平", ()),
        ("", "", ()),
    ],
)  # fmt: skip
def test_information_for_graders(information, reference, rubric):
    body = f"<graderinfo format='html'><text><![CDATA[{information}]]></text></graderinfo><attachments>2</attachments>"
    imported = quiz(question("essay", body))
    assert (only(imported).reference, only(imported).rubric) == (reference, rubric)
    assert ("X101", "没有带过来：附件数“2”") in lost(imported)


@pytest.mark.parametrize("kind", ["ddwtos", "gapselect", "ddmatch", "description", "ddimageortext", "coderunner", ""])
def test_kinds_without_a_counterpart(kind):
    imported = quiz(question(kind, "<subquestion/>"))
    assert codes(imported) == ["X104"]
    assert imported.unread[0].source.startswith("<question")


@pytest.mark.parametrize(
    ("form", "text", "stem"),
    [
        ("html", "<p>甲<br/>乙</p>", "甲\\\n乙"),
        ("plain_text", "5 < 6 & *a*\n# 乙", "5 < 6 & \\*a\\*\\\n\\# 乙"),
        ("moodle_auto_format", "甲 &lt; 乙\n丙", "甲 < 乙\\\n丙"),
        ("moodle_auto_format", "<p>甲\n乙</p>", "甲\n乙"),
        ("markdown", "**甲** <b>乙</b>\n\n* 丙", "**甲** **乙**\n\n- 丙"),
        ("1", "<i>甲</i>", "*甲*"),
    ],
)
def test_formats_of_texts(form, text, stem):
    assert only(quiz(question("essay", "", text, form))).stem == stem


def test_old_files_without_text_elements():
    imported = quiz(
        '<question type="shortanswer"><name><text>x</text></name><questiontext><text>方式是____</text></questiontext>'
        "<answer><text>平仓</text><fraction>100</fraction></answer></question>"
    )
    assert only(imported).blanks == (Blank(("平仓",)),)
    assert codes(imported) == ["X101", "X108"]


def test_pictures():
    def shown(name: str, text: str) -> str:
        file = f'<file name="{name}" path="/" encoding="base64">{text}</file>'
        stem = f"<text><![CDATA[<p>看<img src='@@PLUGINFILE@@/%E5%9B%BE%201.png' alt='走势'></p>]]></text>{file}"
        return f'<question type="essay"><name/><questiontext format="html">{stem}</questiontext></question>'

    other = base64.b64encode(PNG + b"2").decode()
    imported = quiz(shown("图 1.png", PNG_TEXT), shown("图 1.png", other), shown("b.pdf", PNG_TEXT))
    first, second, third = (draft.item for draft in imported.drafts)
    assert first.stem == "看![走势](图-1.png)"
    assert imported.pictures["图-1.png"] == PNG
    assert first.pictures[0].name == "图-1.png"
    assert second.pictures[0].name != first.pictures[0].name
    assert len(imported.pictures) == 2
    assert third.stem == "看走势"
    assert {"没有带过来：附件 b.pdf", "没有带过来：图片 @@PLUGINFILE@@/%E5%9B%BE%201.png"} <= {
        m for _, m in lost(imported)
    }


def test_a_picture_in_its_address_and_back():
    stem = f"<p><img src='data:image/png;base64,{PNG_TEXT}' alt=''></p>"
    imported = quiz(question("essay", "", stem))
    item = only(imported)
    (name,) = imported.pictures
    assert item.stem == f"![]({name})"
    data, findings = write(item, pictures=imported.pictures)
    assert findings == []
    again = read(data)
    assert (only(again), again.pictures) == (item, imported.pictures)
    assert "X201 Moodle XML 格式写不下：图片" in write(item)[1][0]


@pytest.mark.parametrize(
    ("path", "topic", "rest"),
    [
        ("$course$/top/期货", "期货", []),
        ("$course$/期货/期权", "期权", ["期货"]),
        ("$module$/top", "", []),
        ("A//B/C//D", "C/D", ["A/B"]),
        ("top", "", []),
        ("", "", []),
    ],
)
def test_categories(path, topic, rest):
    imported = quiz(
        f'<question type="category"><category><text>{path}</text></category></question>', question("essay", "")
    )
    assert only(imported).topic == topic
    above = [message for _, message in lost(imported) if "上级类别" in message]
    assert above == ([f"没有带过来：上级类别 {'/'.join(rest)}"] if rest else [])


@pytest.mark.parametrize(
    ("grade", "points"),
    [
        ("0.3333333", "1/3"),
        ("2.0000000", "2"),
        ("0.6667", "0.6667"),
        ("1,5", "1.5"),
        ("0", "1"),
        ("x", "1"),
        ("-1", "1"),
    ],
)
def test_points(grade, points):
    imported = quiz(question("essay", f"<defaultgrade>{grade}</defaultgrade>"))
    assert only(imported).points == Fraction(points)
    assert ("X102" in codes(imported)) is (grade in {"0", "x", "-1"})


# --- Writing ---


def test_what_the_format_has_no_place_for_is_told():
    item = Item("Q 1", Kind.MULTIPLE, "题", "解", tuple(Option(x, x) for x in "ABCD"), frozenset("ABC"),
                credit=CreditRule.ALL_OR_NOTHING, basis="《" + "条" * 60 + "》")  # fmt: skip
    data, findings = write(item)
    assert [finding[:4] for finding in findings] == ["X201", "X203", "X201"]
    assert only(read(data)).credit is CreditRule.ALL_OR_NOTHING
    assert 'fraction="33.33333"' in data
    assert 'fraction="-100"' in data


@pytest.mark.parametrize(
    ("item", "told"),
    [
        (Item("", Kind.TRUE_FALSE, "题", ""), "X202"),
        (Item("", Kind.FILL_IN, "没有空", "", blanks=(Blank(("a",)),)), "X202"),
        (Item("", Kind.NUMERIC, "题", "", numeric=Numeric("1 ÷ 0")), "X202"),
        (Item("", Kind.NUMERIC, "题", "", numeric=Numeric("取整(a)", parameters=(Parameter("a", "-2..2"),))), "X202"),
        (
            Item(
                "", Kind.NUMERIC, "题", "", numeric=Numeric(low="a", high="a × 2", parameters=(Parameter("a", "1..3"),))
            ),
            "X202",
        ),
        (Item("", Kind.FILL_IN, "____和____", "", blanks=(Blank(("a",)), Blank(("b",))), ordered=False), "X203"),
        (Item("", Kind.FILL_IN, "____", "", blanks=(Blank(("5",), unit="元"),)), "X201"),
        (Item("", Kind.NUMERIC, "题", "", numeric=Numeric("a", parameters=(Parameter("a", "1..500"),))), "X203"),
        (Item("", Kind.NUMERIC, "题{{1 + 1}}", "", numeric=Numeric("2")), "X203"),
        (Item("", Kind.TRUE_FALSE, "题\x01", "", truth=True), "X203"),
    ],
)
def test_what_cannot_be_said_exactly(item, told):
    data, findings = write(item, Item("", Kind.TRUE_FALSE, "另一题", "", truth=True))
    assert findings
    assert findings[0].startswith(told)
    assert len(read(data).drafts) == (1 if told == "X202" else 2)


def test_how_a_calculated_question_is_written():
    numeric = Numeric(
        "价格 × 手数 × 8%",
        "1%",
        places=2,
        unit="元",
        parameters=(Parameter("价格", "10..11"), Parameter("手数", "1..2")),
    )
    item = Item("", Kind.NUMERIC, "价 {{价格}}，共 {{价格 × 手数}}", "", numeric=numeric)
    data, _ = write(item)
    root = etree.fromstring(data.encode())
    assert root.findtext(".//answer/text") == "round({p1} * {p2} * (8/100), 2)"
    assert root.findtext(".//answer/tolerancetype") == "1"
    assert root.findtext(".//questiontext/text") == "<p>价 {p1}，共 {={p1} * {p2}}</p>"
    values = [
        [value.text or "" for value in part.iterfind(".//value")] for part in root.iterfind(".//dataset_definition")
    ]
    assert values == [["10", "10", "11", "11"], ["1", "2", "1", "2"]]


def test_a_percentage_is_asked_for_in_percent():
    item = Item("", Kind.NUMERIC, "是____%。", "", numeric=Numeric("8%", "0.01", unit="%"))
    data, findings = write(item)
    root = etree.fromstring(data.encode())
    assert (root.findtext(".//answer/text"), root.findtext(".//answer/tolerance"), findings) == ("8", "1", [])


def test_tags_are_believed_only_while_the_numbers_agree():
    item = Item("", Kind.NUMERIC, "题", "解", numeric=Numeric("10 ÷ 4", "1%"))
    data, _ = write(item)
    assert only(read(data)) == item
    changed = only(read(data.replace("<text>2.5</text>", "<text>2.6</text>")))
    assert changed.numeric == Numeric("2.6", "0.025")


# --- Bad input ---


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "X306"),
        (b"\0\0\0", "X306"),
        (b"not xml", "X306"),
        (b"<quiz>", "X306"),
        ("<quiz>题</quiz>".encode("gb18030"), "X306"),
        (b"<questestinterop/>", "X301"),
        (b"<quiz/>", "X310"),
        (b"<quiz><question type='category'/></quiz>", "X310"),
        (b"<!DOCTYPE q [<!ENTITY a 'x'>]><quiz/>", "X305"),
        (b"<quiz>" + b"<a>" * 200 + b"</a>" * 200 + b"</quiz>", "X308"),
        (b"<quiz>" + b"<question/>" * 20_001 + b"</quiz>", "X312"),
        (b" " * 30_000_001, "X303"),
    ],
)
def test_files_that_cannot_be_read(data, code):
    imported = read(data)
    assert codes(imported) == [code]
    assert imported.drafts == []


@pytest.mark.slow  # megabytes
@pytest.mark.parametrize(
    ("sign", "count"),
    [
        ("{1:SA:", 15_000), ("<b>", 30_000), ("[", 90_000), ("{=", 40_000), ("{={a}", 15_000), ("a\n", 45_000),
        ("{1:SA:=x}", 9_000), ("&lt;", 20_000),
    ],
)  # fmt: skip
def test_long_texts_take_work_in_proportion(sign: str, count: int):
    def read_all(number: int) -> None:
        stem = sign * number
        quiz(
            question("cloze", "", stem),
            question("essay", "", stem),
            question("calculated", answer("1") + dataset("a", ["1"]), stem),
        )

    assert_linear(read_all, count)


def test_a_text_that_is_too_long_is_not_taken():
    imported = quiz(question("essay", "", "长" * 100_001), question("essay", ""))
    assert "X311" in codes(imported)
    assert (len(imported.drafts), len(imported.unread)) == (1, 1)


GOOD = write_moodle_xml(
    [
        Item("a", Kind.SINGLE, "题", "解", (Option("A", "甲"), Option("B", "乙")), frozenset("A"), topic="期货"),
        Item("b", Kind.FILL_IN, "____和____", "", blanks=(Blank(("平仓",)), Blank(("交割", "x*y")))),
        Item("c", Kind.NUMERIC, "{{a}}", "", numeric=Numeric("a × 2", "1%", parameters=(Parameter("a", "1..3"),))),
        Item(
            "d",
            Kind.WRITTEN,
            "![](p.png)",
            "",
            rubric=(RubricPoint("点", Fraction(1)),),
            pictures=(Picture("p.png", ""),),
        ),
        replace(Item("e", Kind.NUMERIC, "题", ""), numeric=Numeric("10 ÷ 3", places=2, unit="%")),
    ],
    Findings("好.xml"),
    {"p.png": PNG},
).data.decode()
PIECES = [
    "<text>",
    "</text>",
    "{1:SA:=",
    "}",
    "{=",
    "<answer>",
    'fraction="x"',
    "1e999",
    "&#0;",
    "]]>",
    "\ud800",
    "<p>",
    "%",
    "*",
    "{a}",
    "9" * 40,
]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_nothing_raises(data):
    """A good file with parts replaced, or anything at all."""
    text = GOOD
    for _ in range(data.draw(st.integers(0, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 30)))
        text = text[:start] + data.draw(st.sampled_from(PIECES) | st.text(max_size=6)) + text[end:]
    given_bytes = text.encode("utf-8", "surrogatepass")
    imported = read(data.draw(st.just(given_bytes) | st.binary(max_size=40)))
    assert all(finding.line >= 1 and finding.message and finding.remedy for finding in imported.findings.found)


CUTS = [">", "<", "{", "=", "a", "1", "0", "2", "/", "text", "100", "~", ":"]


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_values_in_any_form(data):
    """Texts and attributes of a good file replaced, so that it stays well-formed."""
    root = etree.fromstring(GOOD.encode())
    leaves = [element for element in root.iter() if len(element) == 0]
    value = st.sampled_from(PIECES[:-6] + CUTS) | st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=8
    )
    for _ in range(data.draw(st.integers(1, 5))):
        leaf = data.draw(st.sampled_from(leaves))
        text = (leaf.text or "") + data.draw(value) if data.draw(st.booleans()) else data.draw(value)
        leaf.text = "".join(sign for sign in text if sign.isprintable() and not "\ufffe" <= sign <= "\uffff")
    kind = data.draw(
        st.sampled_from(
            ["multichoice", "truefalse", "cloze", "calculated", "numerical", "calculatedmulti", "shortanswer"]
        )
    )
    changed = data.draw(st.sampled_from(list(root.iterfind("question"))))
    if data.draw(st.booleans()):
        changed.set("type", kind)
    imported = read(etree.tostring(root))
    count = len([question for question in root.iterfind("question") if question.get("type") != "category"])
    assert len(imported.drafts) + len(imported.unread) == count
    written = write_moodle_xml([draft.item for draft in imported.drafts], Findings("再.xml"), imported.pictures)
    assert len(read(written.data).drafts) == len(written.written)
