"""Ordering items in and out: the order, the rule for part credit, files of other systems, and what is refused."""

import io
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from edu.content.finding import Findings
from edu.domain.items.item import Item, Kind, Option, PartRule
from edu.domain.items.traits import TRAITS
from edu.interchange.exchange import Imported, Order
from edu.interchange.formats import FORMATS
from edu.interchange.gift.writing import write_gift
from edu.interchange.moodle_xml.reading import read_moodle_xml
from edu.interchange.qti.reading import read_qti
from edu.interchange.xlsx.reading import read_xlsx

ENTRIES = (Option("A", "风险揭示"), Option("B", "开户"), Option("C", "适当性测评"))
RULES = TRAITS[Kind.ORDERING].part_rules


def an_order(sequence: str = "CAB", rule: PartRule = PartRule.WHOLE) -> Item:
    return Item("o-1", Kind.ORDERING, "按先后排列。", "先测评。", ENTRIES, sequence=tuple(sequence), part_rule=rule)


def codes(imported: Imported) -> list[str]:
    return [finding.code for finding in imported.findings.found]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("sequence", ["".join(order) for order in permutations("ABC")])
@pytest.mark.parametrize("key", ["xlsx", "moodle-xml", "qti"])
def test_order_and_rule_come_back(key: str, sequence: str, rule: PartRule):
    item, report = an_order(sequence, rule), Findings("bank.md")
    done = FORMATS[key].write(Order([item], "", {}, keys=False), report)
    imported = FORMATS[key].read(done.data, Findings("x"))
    assert report.found == []
    (draft,) = imported.drafts
    assert (draft.item.options, draft.item.sequence, draft.item.part_rule) == (ENTRIES, tuple(sequence), rule)


@settings(max_examples=40, deadline=None)
@given(
    st.permutations("ABCDEFGHIJ"), st.integers(3, 10), st.sampled_from(RULES), st.sampled_from(["moodle-xml", "qti"])
)
def test_long_orders_come_back(letters: list[str], count: int, rule: PartRule, key: str):
    options = tuple(Option(letter, f"第 {letter} 步") for letter in "ABCDEFGHIJ"[:count])
    sequence = tuple(letter for letter in letters if letter in "ABCDEFGHIJ"[:count])
    item = Item("o-1", Kind.ORDERING, "按先后排列。", "先测评。", options, sequence=sequence, part_rule=rule)
    done = FORMATS[key].write(Order([item], "", {}, keys=False), Findings("bank.md"))
    (draft,) = FORMATS[key].read(done.data, Findings("x")).drafts
    assert (draft.item.options, draft.item.sequence, draft.item.part_rule) == (options, sequence, rule)


@pytest.mark.parametrize("key", ["paper", "docx"])
def test_a_paper_asks_and_only_the_marker_is_told(key: str):
    plain, marked = (
        FORMATS[key].write(Order([an_order()], "卷", {}, keys=keys), Findings("x")).data for keys in (False, True)
    )
    if key == "paper":
        assert "排序题（本题共1小题，每小题1分，共1分；全对才得分）" in plain.decode()
        assert "C-A-B" not in plain.decode()
        assert "C-A-B" in marked.decode()
    else:
        (draft,) = FORMATS[key].read(marked, Findings("x")).drafts
        assert (draft.item.kind, draft.item.sequence) == (Kind.ORDERING, ("C", "A", "B"))


def test_gift_says_in_both_languages_that_it_has_no_orders():
    findings = Findings("bank.md")
    assert write_gift([an_order()], findings).written == []
    (finding,) = findings.found
    assert (finding.code, finding.line) == ("X202", 1)
    assert "GIFT 没有排序题" in finding.message
    assert "GIFT has no ordering items" in finding.english_message


# --- Excel, as trainers type it ---


@pytest.mark.parametrize("answer", ["C-A-B", "CAB", "C，A，B", "C→A→B", "C > A > B"])
def test_a_sheet_with_an_order(answer: str):
    book, stream = Workbook(), io.BytesIO()
    sheet = book.create_sheet("题目", 0)
    sheet.append(["题型", "题干", "选项A", "选项B", "选项C", "答案", "解析", "计分"])
    sheet.append(["排序题", "按先后排列。", "风险揭示", "开户", "适当性测评", answer, "先测评。", "按位置"])
    book.save(stream)
    (draft,) = read_xlsx(stream.getvalue(), Findings("x")).drafts
    assert (draft.item.kind, draft.item.sequence) == (Kind.ORDERING, ("C", "A", "B"))
    assert draft.item.part_rule is PartRule.PLACE


@pytest.mark.parametrize(("answer", "code"), [("C-A-A", "Q701"), ("C-A", "Q702"), ("C-A-D", "Q202")])
def test_a_sheet_whose_order_is_none(answer: str, code: str):
    book, stream = Workbook(), io.BytesIO()
    sheet = book.create_sheet("题目", 0)
    sheet.append(["题型", "题干", "选项A", "选项B", "选项C", "答案"])
    sheet.append(["排序题", "按先后排列。", "风险揭示", "开户", "适当性测评", answer])
    book.save(stream)
    imported = read_xlsx(stream.getvalue(), Findings("x"))
    assert imported.drafts == []
    assert code in codes(imported)


# --- Moodle ---


def moodle(answers: str, rest: str = "") -> Imported:
    text = f"""<quiz><question type="ordering"><name><text>步骤</text></name>
    <questiontext format="html"><text>步骤如下</text></questiontext>
    <generalfeedback format="html"><text>因</text></generalfeedback><defaultgrade>1</defaultgrade>
    {rest}{answers}</question></quiz>"""
    return read_moodle_xml(text.encode(), Findings("m.xml"))


def answers_of(*texts: str, fractions: str = "123") -> str:
    return "".join(
        f'<answer fraction="{place}.0000000" format="moodle_auto_format"><text>{text}</text></answer>'
        for text, place in zip(texts, fractions, strict=True)
    )


@pytest.mark.parametrize(
    ("grading", "rule", "found"),
    [
        ("<gradingtype>ABSOLUTE_POSITION</gradingtype>", PartRule.PLACE, []),
        ("<gradingtype>RELATIVE_NEXT_EXCLUDE_LAST</gradingtype>", PartRule.ADJACENT, []),
        ("<gradingtype>ALL_OR_NOTHING</gradingtype>", PartRule.WHOLE, []),
        ("<gradingtype>-1</gradingtype>", PartRule.WHOLE, []),
        ("", PartRule.PLACE, []),
        ("<gradingtype>LONGEST_ORDERED_SUBSET</gradingtype>", PartRule.PLACE, ["X102"]),
        ("<layouttype>HORIZONTAL</layouttype>", PartRule.PLACE, ["X101"]),
        ("<selecttype>RANDOM</selecttype><selectcount>2</selectcount>", PartRule.PLACE, ["X101"]),
        ("<selecttype>ALL</selecttype><selectcount>0</selectcount><showgrading>SHOW</showgrading>", PartRule.PLACE, []),
    ],
)
def test_a_question_of_another_moodle(grading: str, rule: PartRule, found: list[str]):
    imported = moodle(answers_of("甲", "乙", "丙"), grading)
    (draft,) = imported.drafts
    assert (draft.item.sequence, draft.item.part_rule) == (("A", "B", "C"), rule)
    assert [option.text for option in draft.item.options] == ["甲", "乙", "丙"]
    assert codes(imported) == found


def test_a_tag_that_does_not_fit_is_not_believed():
    tags = "<tags><tag><text>排列:C-A</text></tag></tags>"
    imported = moodle(answers_of("甲", "乙", "丙"), tags)
    assert imported.drafts[0].item.sequence == ("A", "B", "C")
    assert codes(imported) == ["X101"]


@pytest.mark.parametrize(
    "answers",
    [
        answers_of("甲", "乙", fractions="12"),
        answers_of("甲", "", "丙"),
        answers_of("甲", "乙", "丙", fractions="132"),
        answers_of("甲", "乙", "丙", fractions="122"),
        answers_of(*map(str, range(11)), fractions="00000000000"),
    ],
    ids=["two", "empty", "out-of-order", "doubled", "eleven"],
)
def test_moodle_orders_that_are_refused(answers: str):
    imported = moodle(answers)
    assert imported.drafts == []
    assert codes(imported) == ["X103"]
    assert len(imported.unread) == 1


# --- QTI of other systems ---


def qti(keys: str, rules: str, cardinality: str = "ordered", choices: str = "D1 D2 D3", most: str = "") -> Imported:
    values = "".join(f"<value>{key}</value>" for key in keys.split())
    entries = "".join(f'<simpleChoice identifier="{name}">车手 {name}</simpleChoice>' for name in choices.split())
    text = f"""<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="o" title="谁先到？"
    adaptive="false" timeDependent="false">
    <responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" baseType="identifier">
    <correctResponse>{values}</correctResponse></responseDeclaration>
    <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
    <itemBody><orderInteraction responseIdentifier="RESPONSE" shuffle="true" {most}>
    <prompt>谁先到？</prompt>{entries}</orderInteraction></itemBody>{rules}</assessmentItem>"""
    return read_qti(text.encode(), Findings("q.xml"))


MATCH = '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p2/rptemplates/match_correct"/>'


def test_an_order_interaction_of_version_2():
    imported = qti("D3 D1 D2", MATCH)
    (draft,) = imported.drafts
    assert (draft.item.stem, draft.item.sequence, draft.item.part_rule) == ("谁先到？", ("C", "A", "B"), PartRule.WHOLE)
    assert codes(imported) == ["X108"]


def test_an_order_interaction_of_version_3():
    text = """<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="o" title="t">
    <qti-response-declaration identifier="RESPONSE" cardinality="ordered" base-type="identifier">
    <qti-correct-response><qti-value>x</qti-value><qti-value>z</qti-value><qti-value>y</qti-value>
    </qti-correct-response></qti-response-declaration>
    <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>
    <qti-item-body><qti-order-interaction response-identifier="RESPONSE"><qti-prompt>次序？</qti-prompt>
    <qti-simple-choice identifier="x">一</qti-simple-choice><qti-simple-choice identifier="y">三</qti-simple-choice>
    <qti-simple-choice identifier="z">二</qti-simple-choice></qti-order-interaction></qti-item-body>
    <qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct"/>
    </qti-assessment-item>"""
    (draft,) = read_qti(text.encode(), Findings("q.xml")).drafts
    assert draft.item.sequence == ("A", "C", "B")


def test_rules_of_its_own_are_reported():
    rules = '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p2/rptemplates/map_response"/>'
    imported = qti("D3 D1 D2", rules)
    assert imported.drafts[0].item.part_rule is PartRule.WHOLE
    assert codes(imported) == ["X101", "X108"]


def test_rules_that_are_missing_are_reported():
    assert codes(qti("D3 D1 D2", "")) == ["X102", "X108"]


def test_a_limit_is_reported():
    assert codes(qti("D3 D1 D2", MATCH, most='maxChoices="2"')) == ["X101", "X108"]


@pytest.mark.parametrize(
    ("keys", "cardinality", "choices"),
    [
        ("D1 D1 D2", "ordered", "D1 D2 D3"),
        ("D1 D2", "ordered", "D1 D2 D3"),
        ("D1 D2 D9", "ordered", "D1 D2 D3"),
        ("", "ordered", "D1 D2 D3"),
        ("D1 D2 D3", "multiple", "D1 D2 D3"),
        ("D1 D2", "ordered", "D1 D2"),
        ("D1 D2 D2", "ordered", "D1 D2 D2"),
    ],
    ids=["doubled", "missing", "strange", "no-key", "not-ordered", "two", "same-identifiers"],
)
def test_qti_orders_that_are_refused(keys: str, cardinality: str, choices: str):
    imported = qti(keys, MATCH, cardinality, choices)
    assert imported.drafts == []
    assert codes(imported) == ["X103"]
