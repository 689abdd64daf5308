"""QTI in and out: the round trip, the scoring that leaves with an item, dialects, the standard's rules, damage."""

import base64
import io
import random
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lxml import etree

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
from edu.domain.items.response import Response
from edu.domain.items.scoring import score
from edu.interchange.exchange import Imported
from edu.interchange.html.text import html_of_markdown, markdown_of_html
from edu.interchange.paired_texts import on_one_line
from edu.interchange.qti.declarations import read_declarations, read_outcomes
from edu.interchange.qti.plain_tree import child, make_plain
from edu.interchange.qti.processing import Processing
from edu.interchange.qti.reading import read_qti
from edu.interchange.qti.writing import write_qti
from tests.item_strategies import ITEMS

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
PNG = bytes.fromhex("89504e470d0a1a0a") + b"no matter what"


def options(*texts: str) -> tuple[Option, ...]:
    return tuple(Option(letter, text) for letter, text in zip("ABCDEFGHIJ", texts, strict=False))


FOUR = options("当日无负债", "到期 < 一次", "**每月** & 结算", "双方约定")


def multiple(keys: str = "AB", **terms: object) -> Item:
    item = Item("lev-1", Kind.MULTIPLE, "哪些是对的？", "见第三节。", FOUR, frozenset(keys))
    return replace(item, **terms)  # type: ignore[arg-type]


def number(numeric: Numeric, stem: str = "保证金为____元。") -> Item:
    return Item("lev-2", Kind.NUMERIC, stem, "价格 × 单位。", numeric=numeric)


RICH = (
    Item("lev-0", Kind.SINGLE, "期货交易实行的**结算**制度是（ ）。\n\n| 名 | 数 |\n| --- | --: |\n| 甲 | 1 |",
         "选项A 是对的。", FOUR, frozenset("A"), topic="结算", difficulty=Difficulty.HARD),
    *(multiple("ABC", credit=rule, wrong=wrong, points=points, credit_share=share)
      for rule, share in ((CreditRule.PER_OPTION, Fraction(0)), (CreditRule.HALF, Fraction(0)),
                          (CreditRule.ALL_OR_NOTHING, Fraction(0)), (CreditRule.FIXED, Fraction(2, 5)),
                          (CreditRule.EACH, Fraction(1, 4)))
      for wrong in WrongRule
      for points in (Fraction(1), Fraction(9, 4))),
    Item("", Kind.TRUE_FALSE, "每日结算。\n\n1. 一\n2. 二\n\n> 引文\n\n`代码`", "对。", truth=True,
         points=Fraction(1, 3)),
    Item("", Kind.FILL_IN, "了结方式有____和____。", "两种。",
         blanks=(Blank(("对冲平仓", "平仓")), Blank(("交割", "Delivery"), True)), points=Fraction(2)),
    Item("", Kind.FILL_IN, "____、____", "两种。", blanks=(Blank(("平仓",)), Blank(("交割",))), ordered=False),
    Item("", Kind.FILL_IN, "一手____", "", blanks=(Blank(("10",), unit="吨"),)),
    number(Numeric("3,500 × 10 × 8%", "1%", places=2, unit="元", mistakes=(Mistake("3500 × 10", "漏乘比例。"),))),
    number(Numeric("-2.5", "5%"), "盈亏多少？"),
    number(Numeric(low="3.3", high="3.4"), "多少？"),
    Item("", Kind.WRITTEN, "怎样答复？", "看态度。", rubric=(RubricPoint("先致歉（书面）", Fraction(2)),
         RubricPoint("说明时限", Fraction(1, 2))), reference="您好：\n\n- 一\n- 二", points=Fraction(5, 2)),
    Item("", Kind.WRITTEN, "看图 ![走势](走势图.png) 作答。", ""),
)  # fmt: skip


def export(items: Sequence[Item], pictures: Mapping[str, bytes] | None = None) -> tuple[bytes, Findings]:
    findings = Findings("out")
    return write_qti(items, findings, pictures=pictures or {}).data, findings


def read(data: bytes) -> Imported:
    return read_qti(data, Findings("in.zip"))


def codes(findings: Findings) -> list[str]:
    return [finding.code for finding in findings.found]


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: Mapping[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


# The round trip


def tidy(text: str) -> str:
    """Markdown as the converter writes it."""
    return markdown_of_html(html_of_markdown(text), lambda what: None)


def as_kept(item: Item) -> Item:
    """The item without what QTI has no place for, in the converter's own Markdown."""
    kept = replace(
        item, basis="", source="", section="", topic=" ".join(item.topic.split()),
        stem=tidy(item.stem), rationale=tidy(item.rationale), reference=tidy(item.reference),
        options=tuple(Option(option.letter, tidy(option.text)) for option in item.options),
    )  # fmt: skip
    blanks = tuple(
        replace(blank, accepted=tuple(dict.fromkeys(" ".join(text.split()) for text in blank.accepted)))
        for blank in item.blanks
    )
    rows = tuple(replace(premise, text=on_one_line(tidy(premise.text))) for premise in item.premises)
    return replace(kept, blanks=blanks, premises=rows)


@given(ITEMS.map(as_kept))
@QUICK
def test_round_trip(item: Item) -> None:
    assume(
        item.stem and all(option.text for option in item.options) and all(premise.text for premise in item.premises)
    )  # a lone "#" is an empty heading
    exported = write_qti([item], Findings("out"))
    assume(exported.written)
    imported = read(exported.data)
    assert [draft.item for draft in imported.drafts] == [item], imported.findings.found
    assert set(codes(imported.findings)) <= {"X108"}


@pytest.mark.parametrize("number_of_item", range(len(RICH)))
def test_round_trip_of_every_rule(number_of_item: int) -> None:
    item = RICH[number_of_item]
    imported = read(export([item], {"走势图.png": PNG})[0])
    assert [replace(draft.item, pictures=()) for draft in imported.drafts] == [item], imported.findings.found


def test_what_has_no_place_is_told() -> None:
    item = multiple(basis="第二十条", source="教材", section="leverage#margin")
    _, findings = export([item])
    assert codes(findings) == ["X201", "X201", "X201"]
    assert "第二十条" in findings.found[0].message


def test_what_cannot_be_written_is_left_out() -> None:
    items = [
        number(Numeric("手数 × 2", parameters=(Parameter("手数", "1..5"),)), "{{手数}} 手需____元"),
        Item("", Kind.FILL_IN, "____与____", "", blanks=(Blank(("甲", "乙")), Blank(("乙",))), ordered=False),
        Item("", Kind.SINGLE, "控制\x01字符", "", FOUR, frozenset("A")),
        Item("", Kind.FILL_IN, "只有一个____", "", blanks=(Blank(("甲",)), Blank(("乙",)))),
        number(Numeric("1 ÷ 0")),
        number(Numeric(low="2", high="1")),
        multiple(),
    ]
    findings = Findings("out")
    exported = write_qti(items, findings)
    assert exported.written == [items[-1]]
    assert codes(findings) == ["X202"] * 6
    assert [finding.line for finding in findings.found] == [1, 2, 3, 4, 5, 6]


def test_the_same_items_make_the_same_bytes() -> None:
    assert export(RICH)[0] == export(RICH)[0]


def test_pictures_travel_with_their_items() -> None:
    data, findings = export([RICH[-1], RICH[0]], {"走势图.png": PNG})
    assert members(data)["images/走势图.png"] == PNG
    assert "X201" not in codes(findings)
    imported = read(data)
    assert imported.pictures == {"走势图.png": PNG}
    assert [picture.name for picture in imported.drafts[0].item.pictures] == ["走势图.png"]
    _, findings = export([RICH[-1]])
    assert codes(findings) == ["X201"]


# The scoring that leaves with an item


def rules_of(data: bytes) -> Processing:
    name = next(name for name in members(data) if name.startswith("items/"))
    item = make_plain(etree.fromstring(members(data)[name]))
    return Processing(read_declarations(item), read_outcomes(item), child(item, "responseProcessing"))


def subsets(letters: str) -> Iterator[frozenset[str]]:
    return (frozenset(some) for size in range(1, len(letters) + 1) for some in combinations(letters, size))


@pytest.mark.parametrize("item", [item for item in RICH if item.kind in {Kind.SINGLE, Kind.MULTIPLE}])
def test_its_rules_earn_what_ours_earn(item: Item) -> None:
    rules = rules_of(export([item])[0])
    for letters in subsets("ABCD") if item.kind is Kind.MULTIPLE else map(frozenset, "ABCD"):
        earned = rules.earned({"RESPONSE": tuple(sorted(letters))})
        assert earned == pytest.approx(float(score(item, Response(letters)).earned), abs=1e-9), letters


@pytest.mark.parametrize("ordered", [True, False])
def test_its_rules_for_blanks_earn_what_ours_earn(ordered: bool) -> None:
    blanks = (Blank(("平仓", "对冲平仓")), Blank(("交割",)), Blank(("移仓",), True))
    item = Item("", Kind.FILL_IN, "____、____、____", "", blanks=blanks, ordered=ordered, points=Fraction(2))
    rules = rules_of(export([item])[0])
    chance = random.Random(3)
    for _ in range(60):
        texts = tuple(chance.choice(["平仓", "对冲平仓", "交割", "移仓", "别的"]) for _ in blanks)
        given_texts = {f"RESPONSE_{place}": (text,) for place, text in enumerate(texts, 1)}
        assert rules.earned(given_texts) == pytest.approx(float(score(item, Response(texts=texts)).earned)), texts


@pytest.mark.parametrize("numeric", [
    Numeric("3500", "1"), Numeric("3500", "1%"), Numeric("-3500", "1%"), Numeric("2.005", places=2),
    Numeric("8%", "0.01"), Numeric(low="-1", high="8%"), Numeric("0", "0.5"),
])  # fmt: skip
def test_its_rules_for_numbers_earn_what_ours_earn(numeric: Numeric) -> None:
    item = number(numeric)
    rules = rules_of(export([item])[0])
    for given_text in ("3500", "3499", "3501", "3498.9", "3465", "3464", "-3465", "-3536", "2", "2.01", "2.005",
                       "0.08", "0.09", "0.0901", "-1", "-1.01", "0.5", "0", "0.51"):  # fmt: skip
        earned = rules.earned({"RESPONSE": (given_text,)})
        assert earned == float(score(item, Response(texts=(given_text,))).earned), given_text


# Dialects

HEAD = (
    '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i1" title="" '
    'adaptive="false" timeDependent="false">'
)
MATCH = '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/>'
MAP = '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response.xml"/>'
SCORE = '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'


def declared(correct: str, base: str = "identifier", cardinality: str = "single", inner: str = "") -> str:
    values = "".join(f"<value>{value}</value>" for value in correct.split())
    key = f"<correctResponse>{values}</correctResponse>" if values else ""
    return (
        f'<responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" baseType="{base}">'
        f"{key}{inner}</responseDeclaration>{SCORE}"
    )


def choice(*texts: str, most: int = 1, extra: str = "") -> str:
    rows = "".join(f'<simpleChoice identifier="C{place}">{text}</simpleChoice>' for place, text in enumerate(texts, 1))
    return (
        f'<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="{most}" {extra}>'
        f"<prompt>哪一项？</prompt>{rows}</choiceInteraction>"
    )


def single(inner: str) -> Imported:
    return read_qti(f"{HEAD}{inner}</assessmentItem>".encode(), Findings("item.xml"))


def only(inner: str) -> tuple[Item, list[str]]:
    imported = single(inner)
    assert imported.drafts, imported.findings.found
    return imported.drafts[0].item, [finding.message for finding in imported.findings.found if finding.code != "X108"]


ENTRY = '<textEntryInteraction responseIdentifier="RESPONSE"/>'


def test_single_choice_of_the_template() -> None:
    item, told = only(f"{declared('C2')}<itemBody><p>题干 <b>粗</b>。</p>{choice('甲', '<p>乙</p>')}</itemBody>{MATCH}")
    assert (item.kind, item.stem, item.keys) == (Kind.SINGLE, "题干 **粗**。\n\n哪一项？", frozenset("B"))
    assert [option.text for option in item.options] == ["甲", "乙"]
    assert (item.points, item.id, told) == (1, "i1", [])


@pytest.mark.parametrize(("texts", "key", "truth"), [
    (("正确", "错误"), "C1", True), (("错", "对"), "C1", False), (("True", "False"), "C2", False),
    (("√", "×"), "C1", True),
])  # fmt: skip
def test_true_and_false(texts: tuple[str, str], key: str, truth: bool) -> None:
    item, _ = only(f"{declared(key)}<itemBody>{choice(*texts)}</itemBody>{MATCH}")
    assert (item.kind, item.truth, item.options) == (Kind.TRUE_FALSE, truth, ())


def mapped(*values: float, extra: str = "") -> str:
    rows = "".join(f'<mapEntry mapKey="C{place}" mappedValue="{value}"/>' for place, value in enumerate(values, 1))
    return f'<mapping defaultValue="0" {extra}>{rows}</mapping>'


@pytest.mark.parametrize(("table", "rules", "credit", "wrong", "points"), [
    ("", MATCH, CreditRule.ALL_OR_NOTHING, WrongRule.NOTHING, 1),
    (mapped(1, 1, -1, extra='lowerBound="0"'), MAP, CreditRule.PER_OPTION, WrongRule.CANCEL, 2),
    (mapped(0.5, 0.5, -0.5, extra='lowerBound="0" upperBound="1"'), MAP, CreditRule.PER_OPTION, WrongRule.CANCEL, 1),
    (mapped(0.5, 0.5, -2, extra='lowerBound="0"'), MAP, CreditRule.PER_OPTION, WrongRule.NOTHING, 1),
    ("", "", CreditRule.ALL_OR_NOTHING, WrongRule.NOTHING, 1),
])  # fmt: skip
def test_rules_are_told_by_what_they_do(
    table: str, rules: str, credit: CreditRule, wrong: WrongRule, points: int
) -> None:
    body = f"<itemBody>{choice('甲', '乙', '丙', most=0)}</itemBody>"
    item, _ = only(declared("C1 C2", cardinality="multiple", inner=table) + body + rules)
    assert (item.kind, item.credit, item.wrong, item.points) == (Kind.MULTIPLE, credit, wrong, points)


def test_rules_of_its_own_are_told() -> None:
    body = f"<itemBody>{choice('甲', '乙', '丙', most=0)}</itemBody>"
    item, told = only(declared("C1 C2", cardinality="multiple", inner=mapped(3, 1, 0)) + body + MAP)
    assert item.keys == frozenset("AB")
    assert told == ["没有带过来：自定义的评分规则（按标准答案计分）"]


OWN_RULES = (
    "<responseProcessing><responseCondition><responseIf><match><variable identifier='RESPONSE'/>"
    "<correct identifier='RESPONSE'/></match><setOutcomeValue identifier='SCORE'><sum><variable identifier='SCORE'/>"
    "<baseValue baseType='float'>2</baseValue></sum></setOutcomeValue></responseIf><responseElse>"
    "<setOutcomeValue identifier='SCORE'><baseValue baseType='float'>0</baseValue></setOutcomeValue></responseElse>"
    "</responseCondition></responseProcessing>"
)


def test_common_trees_are_understood() -> None:
    item, told = only(f"{declared('C1')}<itemBody>{choice('甲', '乙')}</itemBody>{OWN_RULES}")
    assert (item.points, told) == (2, [])


def test_parts_without_a_place_are_told() -> None:
    body = (
        "<itemBody><rubricBlock view='scorer'>给两分</rubricBlock><rubricBlock view='candidate'>请细读</rubricBlock>"
        "<p>题<feedbackInline identifier='F' outcomeIdentifier='FB'>提示</feedbackInline></p>"
        "<choiceInteraction responseIdentifier='RESPONSE' shuffle='true' maxChoices='2' minChoices='2'>"
        "<simpleChoice identifier='C1' fixed='true'>甲<feedbackInline identifier='F' outcomeIdentifier='FB'>好"
        "</feedbackInline></simpleChoice><simpleChoice identifier='C2'>乙</simpleChoice>"
        "<simpleChoice identifier='C3'>丙</simpleChoice></choiceInteraction></itemBody>"
    )
    feedback = "".join(
        f"<modalFeedback outcomeIdentifier='FB' showHide='show' identifier='{name}'>{name}</modalFeedback>"
        for name in ("RIGHT", "WRONG")
    )
    item, told = only(declared("C1 C2", cardinality="multiple") + body + MATCH + feedback)
    assert item.stem == "请细读\n\n题"
    assert item.options[0].text == "甲"
    wanted = (
        "给两分",
        "请细读",
        "提示",
        "选项 A 的反馈“好”",
        "选项 A 固定",
        "最多选 2 项",
        "至少选 2 项",
        "RIGHT",
        "WRONG",
    )
    assert all(any(part in message for message in told) for part in wanted), told


def test_a_single_feedback_is_the_rationale() -> None:
    feedback = "<modalFeedback outcomeIdentifier='F' showHide='show' identifier='F1'><p>因为。</p></modalFeedback>"
    item, told = only(f"{declared('C1')}<itemBody>{choice('甲', '乙')}</itemBody>{MATCH}{feedback}")
    assert item.rationale == "因为。"
    assert told == ["作答后的反馈“F1”改写为解析"]


def test_text_entry_with_synonyms() -> None:
    table = (
        '<mapping defaultValue="0"><mapEntry mapKey="平仓" mappedValue="2" caseSensitive="false"/>'
        '<mapEntry mapKey="对冲" mappedValue="2" caseSensitive="false"/>'
        '<mapEntry mapKey="交割" mappedValue="0.5"/></mapping>'
    )
    item, told = only(f"{declared('平仓', 'string', inner=table)}<itemBody><p>用{ENTRY}了结</p></itemBody>{MAP}")
    assert (item.kind, item.stem, item.points) == (Kind.FILL_IN, "用____了结", 2)
    assert item.blanks == (Blank(("平仓", "对冲")),)
    assert any("交割" in message for message in told)


def test_text_entry_by_match_is_strict() -> None:
    item, told = only(f"{declared('SHFE', 'string')}<itemBody><p>代码 __ {ENTRY}</p></itemBody>{MATCH}")
    assert item.blanks == (Blank(("SHFE",), True),)
    assert item.stem == "代码 ____"
    assert told == ["题干里画的下划线改写为空格"]


def equal(attributes: str, key: str = "<correct identifier='RESPONSE'/>") -> str:
    return (
        f"<responseProcessing><responseCondition><responseIf><equal {attributes}>"
        f"<variable identifier='RESPONSE'/>{key}</equal><setOutcomeValue identifier='SCORE'>"
        "<baseValue baseType='float'>3</baseValue></setOutcomeValue></responseIf></responseCondition>"
        "</responseProcessing>"
    )


@pytest.mark.parametrize(("rules", "numeric"), [
    (equal("toleranceMode='absolute' tolerance='0.5'"), Numeric("3500", "0.5")),
    (equal("toleranceMode='absolute' tolerance='0.5 0.5'"), Numeric("3500", "0.5")),
    (equal("toleranceMode='relative' tolerance='5 5'"), Numeric("3500", "5%")),
    (equal("toleranceMode='absolute' tolerance='1 2'"), Numeric(low="3498", high="3501")),
    (equal("toleranceMode='exact'"), Numeric("3500")),
    (equal("toleranceMode='absolute' tolerance='1'", "<baseValue baseType='float'>3.5E3</baseValue>"),
     Numeric("3500", "1")),
    (MATCH, Numeric("3500")),
])  # fmt: skip
def test_numbers(rules: str, numeric: Numeric) -> None:
    item, told = only(f"{declared('3500', 'float')}<itemBody><p>得{ENTRY}元</p></itemBody>{rules}")
    assert (item.kind, item.numeric, told) == (Kind.NUMERIC, numeric, [])
    assert item.stem == "得____元"


def test_extended_text_with_a_rubric() -> None:
    body = (
        "<itemBody><rubricBlock view='scorer'><ul><li>致歉（2分）</li><li>时限 (1 points)</li></ul></rubricBlock>"
        "<p>怎样答复？</p><extendedTextInteraction responseIdentifier='RESPONSE'><prompt>请作答</prompt>"
        "</extendedTextInteraction></itemBody>"
    )
    item, told = only(declared("", "string") + body)
    assert (item.kind, item.stem, item.points) == (Kind.WRITTEN, "怎样答复？\n\n请作答", 3)
    assert item.rubric == (RubricPoint("致歉", Fraction(2)), RubricPoint("时限", Fraction(1)))
    assert told == []


def test_one_drop_down_is_single_choice() -> None:
    body = (
        "<itemBody><p>由<inlineChoiceInteraction responseIdentifier='RESPONSE'><inlineChoice identifier='C1'>甲"
        "</inlineChoice><inlineChoice identifier='C2'>乙</inlineChoice></inlineChoiceInteraction>负责</p></itemBody>"
    )
    item, told = only(declared("C2") + body + MATCH)
    assert (item.kind, item.stem, item.keys) == (Kind.SINGLE, "由（ ）负责", frozenset("B"))
    assert len(told) == 1
    imported = single(declared("C2") + body.replace("<p>", "<p>" + body[13 : body.index("负责")] + " ") + MATCH)
    assert codes(imported.findings) == ["X103"]
    assert imported.unread


@pytest.mark.parametrize(("inner", "code"), [
    (f"{declared('')}<itemBody><p>题</p><sliderInteraction responseIdentifier='RESPONSE'/></itemBody>", "X104"),
    (f"{declared('')}<itemBody><p>题</p><newInteraction responseIdentifier='RESPONSE'/></itemBody>", "X104"),
    (f"{declared('C9')}<itemBody>{choice('甲', '乙')}</itemBody>{MATCH}", "X103"),
    (f"{declared('')}<itemBody>{choice('甲', '乙')}</itemBody>{MATCH}", "X103"),
    (f"{declared('C1')}<itemBody>{choice('甲')}</itemBody>{MATCH}", "X103"),
    (f"{declared('C1')}<itemBody>{choice('甲', '')}</itemBody>{MATCH}", "X103"),
    (f"{declared('C1')}<itemBody>{choice(*'一二三四五六七八九十甲')}</itemBody>{MATCH}", "X103"),
    (f"{declared('C1')}<itemBody>{choice('甲', '乙')}{choice('甲', '乙')}</itemBody>{MATCH}", "X103"),
    (f"{declared('C1')}<itemBody>{choice('甲', '乙')}<p>{ENTRY}</p></itemBody>{MATCH}", "X103"),
    ("<itemBody><p>没有作答区</p></itemBody>", "X103"),
    (f"{declared('C1')}<itemBody><math><mi>x</mi></math>{choice('甲', '乙')}</itemBody>{MATCH}", "X103"),
    (f"{declared('C1')}<assessmentStimulusRef href='a.xml'/><itemBody>{choice('甲', '乙')}</itemBody>{MATCH}", "X103"),
    ("", "X103"),
    (f"{declared('abc', 'float')}<itemBody><p>{ENTRY}</p></itemBody>{MATCH}", "X103"),
    (f"<templateDeclaration identifier='A'/>{declared('1', 'float')}<itemBody><p>{ENTRY}</p></itemBody>", "X103"),
    (f"{declared('C1')}<itemBody><p>{'长' * 100_001}</p>{choice('甲', '乙')}</itemBody>", "X311"),
])  # fmt: skip
def test_what_is_refused(inner: str, code: str) -> None:
    imported = single(inner)
    assert codes(imported.findings) == [code]
    assert not imported.drafts
    assert len(imported.unread) == 1
    assert "assessmentItem" in imported.unread[0].source


THIRD = """<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="hedge-1"
  title="套期保值" adaptive="false" time-dependent="false" xml:lang="zh">
 <qti-response-declaration identifier="R" cardinality="multiple" base-type="identifier">
  <qti-correct-response><qti-value>a</qti-value><qti-value>c</qti-value></qti-correct-response>
  <qti-mapping lower-bound="0" default-value="0"><qti-map-entry map-key="a" mapped-value="1"/>
   <qti-map-entry map-key="c" mapped-value="1"/><qti-map-entry map-key="b" mapped-value="-1"/></qti-mapping>
 </qti-response-declaration>
 <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>
 <qti-item-body><p>套期保值的作用有</p>
  <qti-choice-interaction response-identifier="R" max-choices="3"><qti-prompt>（多选）</qti-prompt>
   <qti-simple-choice identifier="a">规避风险</qti-simple-choice>
   <qti-simple-choice identifier="b">保证盈利</qti-simple-choice>
   <qti-simple-choice identifier="c">锁定成本</qti-simple-choice></qti-choice-interaction></qti-item-body>
 <qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/map_response.xml"/>
 <qti-modal-feedback outcome-identifier="FEEDBACK" show-hide="show" identifier="RATIONALE">
  <qti-content-body><p>它不保证盈利。</p></qti-content-body></qti-modal-feedback>
</qti-assessment-item>"""


def test_qti_3() -> None:
    imported = read_qti(THIRD.encode(), Findings("item.xml"))
    assert codes(imported.findings) == []
    item = imported.drafts[0].item
    assert (item.id, item.kind, item.stem) == ("hedge-1", Kind.MULTIPLE, "套期保值的作用有\n\n（多选）")
    assert (item.keys, item.wrong, item.points) == (frozenset("AC"), WrongRule.CANCEL, 2)
    assert item.rationale == "它不保证盈利。"


@pytest.mark.parametrize(("data", "part"), [
    (b"<questestinterop><assessment/></questestinterop>", "QTI 1.2"),
    (b"<assessmentTest xmlns='http://www.imsglobal.org/xsd/imsqti_v2p1'/>", "试卷"),
    (b"<manifest/>", "清单"), (b"<html/>", "QTI"), (b"", "QTI"), (b"\0\0", "QTI"), (b"PK\x03\x04broken", "QTI"),
])  # fmt: skip
def test_other_files_are_named(data: bytes, part: str) -> None:
    imported = read_qti(data, Findings("x"))
    assert codes(imported.findings) == ["X301"]
    assert part in imported.findings.found[0].message


def test_damage_is_told() -> None:
    entity = b'<!DOCTYPE a [<!ENTITY b "c">]><assessmentItem>&b;</assessmentItem>'
    deep = b"<assessmentItem>" + b"<div>" * 200 + b"</div>" * 200 + b"</assessmentItem>"
    for data, code in ((entity, "X305"), (deep, "X308"), (b"<assessmentItem>", "X306")):
        assert codes(read_qti(data, Findings("x")).findings) == [code]


MANIFEST = """<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="M"><metadata/><organizations/>
<resources>{}</resources></manifest>"""
ITEM = (
    f"{HEAD}{declared('C1')}<itemBody><p>题<img src='../pic/a%20b.png' alt='图'/></p>{choice('甲', '乙')}</itemBody>"
    f"{MATCH}</assessmentItem>"
)


def resource(href: str, kind: str = "imsqti_item_xmlv2p1", inner: str = "") -> str:
    return f'<resource identifier="R" type="{kind}" href="{href}">{inner}<file href="{href}"/></resource>'


LOM = (
    '<metadata><lom xmlns="http://www.imsglobal.org/xsd/imsmd_v1p2"><general><keyword><langstring>结算</langstring>'
    "</keyword><keyword><langstring>保证金</langstring></keyword></general><educational><difficulty><source>LOMv1.0"
    "</source><value>difficult</value></difficulty></educational></lom></metadata>"
)


def test_a_package_in_a_folder() -> None:
    rows = (
        resource("items/a.xml", inner=LOM) + resource("items/none.xml") + resource("items/bad.xml")
        + resource("test.xml", "imsqti_test_xmlv2p1")
    )  # fmt: skip
    data = packed({
        "pack/imsmanifest.xml": MANIFEST.format(rows), "pack/items/a.xml": ITEM, "pack/items/bad.xml": "<a>",
        "pack/pic/a b.png": PNG, "pack/test.xml": "<assessmentTest/>",
    })  # fmt: skip
    imported = read(data)
    assert [(finding.code, finding.line) for finding in imported.findings.found if finding.code != "X108"] == [
        ("X101", 1), ("X101", 1), ("X103", 2), ("X103", 3),
    ]  # fmt: skip
    item = imported.drafts[0].item
    assert (item.topic, item.difficulty, item.stem) == ("结算", Difficulty.HARD, "题![图](a-b.png)\n\n哪一项？")
    assert imported.pictures == {"a-b.png": PNG}
    assert len(imported.unread) == 2


def test_packages_that_lack_something() -> None:
    assert codes(read(packed({"a.txt": "x"})).findings) == ["X310"]
    assert codes(read(packed({"a.xml": ITEM})).findings)[:1] == ["X101"]
    assert len(read(packed({"a.xml": ITEM})).drafts) == 1
    old = packed({"imsmanifest.xml": MANIFEST.format(resource("a.xml", "imsqti_xmlv1p2"))})
    assert "QTI 1.2" in read(old).findings.found[0].message
    outside = packed({"imsmanifest.xml": MANIFEST.format(resource("../../etc/passwd"))})
    assert codes(read(outside).findings) == ["X103"]


def test_pictures_within_the_text() -> None:
    address = "data:image/png;base64," + base64.b64encode(PNG).decode()
    body = f"<itemBody><p>看<img src='{address}' alt='图'/></p>{choice('甲', '乙')}</itemBody>"
    imported = single(declared("C1") + body + MATCH)
    assert imported.pictures == {"picture.png": PNG}
    assert imported.drafts[0].item.pictures[0].name == "picture.png"


def test_time_stays_bounded() -> None:
    """A large mapping and a large tree of rules are no reason to compute for minutes."""
    tree = "<or>" + "<match><variable identifier='RESPONSE'/><correct identifier='RESPONSE'/></match>" * 1000 + "</or>"
    condition = f"<responseCondition><responseIf>{tree}</responseIf></responseCondition>"
    rules = f"<responseProcessing>{condition}</responseProcessing>"
    item, told = only(
        declared("C1", cardinality="multiple") + f"<itemBody>{choice(*'甲乙丙丁', most=0)}</itemBody>{rules}"
    )
    assert item.keys == frozenset("A")
    assert any("评分规则" in message for message in told)


# The standard's rules

CHILDREN = {
    "assessmentItem": "responseDeclaration* outcomeDeclaration* itemBody responseProcessing? modalFeedback*",
    "responseDeclaration": "correctResponse? mapping?",
    "outcomeDeclaration": "defaultValue?",
    "correctResponse": "value+",
    "defaultValue": "value+",
    "mapping": "mapEntry+",
    "choiceInteraction": "prompt? simpleChoice+",
    "extendedTextInteraction": "prompt?",
    "responseCondition": "responseIf responseElseIf* responseElse?",
    "table": "thead? tbody+",
    "thead": "tr+",
    "tbody": "tr+",
    "ul": "li*",
    "ol": "li*",
    "manifest": "metadata organizations resources",
    "resources": "resource*",
    "qtiMetadata": "timeDependent? interactionType* feedbackType? solutionAvailable? toolName?",
    "lom": "general? educational?",
    "general": "language? keyword*",
}
"""Children in their order; ``?`` at most one, ``*`` any number, ``+`` at least one."""

REQUIRED = {
    "assessmentItem": "identifier title timeDependent",
    "responseDeclaration": "identifier cardinality",
    "outcomeDeclaration": "identifier cardinality",
    "mapEntry": "mapKey mappedValue",
    "choiceInteraction": "responseIdentifier",
    "orderInteraction": "responseIdentifier",
    "matchInteraction": "responseIdentifier",
    "simpleAssociableChoice": "identifier matchMax",
    "index": "n",
    "simpleChoice": "identifier",
    "textEntryInteraction": "responseIdentifier",
    "extendedTextInteraction": "responseIdentifier",
    "rubricBlock": "view",
    "modalFeedback": "outcomeIdentifier identifier showHide",
    "setOutcomeValue": "identifier",
    "baseValue": "baseType",
    "variable": "identifier",
    "correct": "identifier",
    "mapResponse": "identifier",
    "stringMatch": "caseSensitive",
    "img": "src alt",
    "a": "href",
    "manifest": "identifier",
    "resource": "identifier type",
    "file": "href",
}
BLOCKS = frozenset(
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "address", "dl", "ol", "ul", "hr", "blockquote", "table", "div"]
)
INTERACTIONS = frozenset({"choiceInteraction", "orderInteraction", "matchInteraction", "extendedTextInteraction"})
STRANGE = frozenset({"style", "start", "title", "rel"})
"""Attributes of HTML that QTI's body does not have."""


def check_order(element: etree._Element) -> None:
    names = [str(child.tag) for child in element]
    for part in CHILDREN[str(element.tag)].split():
        name, sign = part.rstrip("?*+"), part[-1]
        count = 0
        while names and names[0] == name:
            names.pop(0)
            count += 1
        assert count >= (0 if sign in "?*" else 1), (element.tag, name)
        assert count <= (10**6 if sign in "*+" else 1), (element.tag, name)
    assert names == [], element.tag


def check_by_table(data: bytes) -> None:
    root = make_plain(etree.fromstring(data))
    for element in root.iter():
        name = str(element.tag)
        assert all(element.get(attribute) is not None for attribute in REQUIRED.get(name, "").split()), name
        if name in CHILDREN:
            check_order(element)
        if name in {"itemBody", "blockquote"}:
            within = [str(child.tag) for child in element]
            assert set(within) <= BLOCKS | INTERACTIONS | {"rubricBlock"}
            assert within == sorted(within, key=lambda name: name != "rubricBlock")
            assert not (element.text or "").strip()
        if name not in {"assessmentItem", "modalFeedback"}:
            assert not STRANGE & set(map(str, element.attrib)), name
    for names in ("responseDeclaration", "outcomeDeclaration", "simpleChoice", "resource"):
        identifiers = [named.get("identifier") for named in root.iter(names)]
        assert len(set(identifiers)) == len(identifiers)
    declared_names = {declared.get("identifier") for declared in root.iter("responseDeclaration", "outcomeDeclaration")}
    assert {
        named.get("identifier") for named in root.iter("variable", "correct", "mapResponse", "setOutcomeValue")
    } <= (declared_names)


def test_exports_keep_the_order_and_the_attributes_of_the_standard() -> None:
    files = members(export(RICH, {"走势图.png": PNG})[0])
    for name, data in files.items():
        if name.endswith(".xml"):
            check_by_table(data)
    manifest = make_plain(etree.fromstring(files["imsmanifest.xml"]))
    assert {resource.get("href") for resource in manifest.iter("resource")} == {
        name for name in files if "items/" in name
    }


@given(st.lists(ITEMS, max_size=3))
@settings(QUICK, max_examples=30)
def test_any_export_keeps_them(items: list[Item]) -> None:
    for name, data in members(export(items)[0]).items():
        if name.endswith(".xml"):
            check_by_table(data)


# Anything at all

GOOD = [THIRD.encode(), ITEM.encode(), *(data for name, data in members(export(RICH)[0]).items() if "items/" in name)]


def check_sound(imported: Imported) -> None:
    for finding in imported.findings.found:
        assert finding.code in CODES
        assert finding.line >= 1
        assert finding.message
        assert finding.english_message
    assert imported.drafts or imported.findings.found


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
@QUICK
def test_anything_is_read_without_an_exception(data: bytes) -> None:
    check_sound(read_qti(data, Findings("x")))
    check_sound(read_qti(b"<assessmentItem>" + data + b"</assessmentItem>", Findings("x")))


@given(st.sampled_from(GOOD), st.randoms(use_true_random=False))
@settings(QUICK, max_examples=150)
def test_broken_items_are_read_without_an_exception(data: bytes, chance: random.Random) -> None:
    root = etree.fromstring(data)
    elements = list(root.iter())
    for _ in range(chance.randint(1, 4)):
        element, other = chance.choice(elements), chance.choice(elements)
        act = chance.randrange(5)
        if act == 0 and (parent := element.getparent()) is not None:
            parent.remove(element)
        elif act == 1:
            element.text = chance.choice(["", "____", "1e999", "<&>", "NaN", "\u202e", "9" * 500])
        elif act == 2 and element.attrib:
            element.set(
                chance.choice(list(element.attrib)), chance.choice(["", "-1", "1e400", "C1", "RESPONSE", "multiple"])
            )
        elif act == 3 and element.attrib:
            del element.attrib[chance.choice(list(element.attrib))]
        elif (
            act == 4
            and other not in element.iterancestors()
            and element is not other
            and element not in other.iterdescendants()
        ):
            other.append(etree.fromstring(etree.tostring(element, with_tail=False)))
    check_sound(read_qti(etree.tostring(root), Findings("x")))


@given(st.integers(0, 10**6), st.integers(0, 255))
@settings(QUICK, max_examples=40)
def test_broken_packages_are_read_without_an_exception(place: int, value: int) -> None:
    data = bytearray(export(RICH[:3])[0])
    data[place % len(data)] = value
    check_sound(read(bytes(data)))


def test_a_missing_rationale_is_advice() -> None:
    imported = read(export([replace(multiple(), rationale="")])[0])
    assert codes(imported.findings) == ["X108"]
    assert imported.drafts


def test_ids_are_only_ours() -> None:
    data, _ = export([multiple(), replace(multiple(), id=""), multiple()])
    assert sorted(name for name in members(data) if "items/" in name) == [
        "items/ITEM-2.xml", "items/ITEM-3.xml", "items/lev-1.xml",
    ]  # fmt: skip
    assert [draft.item.id for draft in read(data).drafts] == ["lev-1", "", ""]


def test_single_choice_between_right_and_wrong_becomes_a_judgement() -> None:
    assume_single = Item("", Kind.SINGLE, "对吗？", "对。", options("对", "错"), frozenset("A"))
    data, findings = export([assume_single])
    assert codes(findings) == ["X203"]
    assert read(data).drafts[0].item.kind is Kind.TRUE_FALSE


def test_points_that_the_rules_do_not_earn_are_told() -> None:
    most = (
        '<outcomeDeclaration identifier="MAXSCORE" cardinality="single" baseType="float"><defaultValue>'
        "<value>5</value></defaultValue></outcomeDeclaration>"
    )
    item, told = only(f"{declared('C1')}{most}<itemBody>{choice('甲', '乙')}</itemBody>{MATCH}")
    assert item.points == 1
    assert told == ["标明的满分 5改写为1 分"]


def test_a_model_response_keeps_its_lines() -> None:
    key = "<correctResponse><value>先致歉。\n再说明 *时限*。</value></correctResponse>"
    body = "<itemBody><p>答</p><extendedTextInteraction responseIdentifier='RESPONSE'/></itemBody>"
    item, _ = only(declared("", "string", inner=key) + body)
    assert item.reference == "先致歉。\\\n再说明 \\*时限\\*。"
