"""Matching items in and out: rows, options, the rule, files of other systems, and what is refused."""

from fractions import Fraction

import pytest

from edu.content.finding import Findings
from edu.domain.items.item import Item, Kind, Option, PartRule, Premise
from edu.domain.items.traits import TRAITS
from edu.interchange.exchange import Imported, Order
from edu.interchange.formats import FORMATS
from edu.interchange.gift.reading import read_gift
from edu.interchange.moodle_xml.reading import read_moodle_xml
from edu.interchange.qti.reading import read_qti

OPTIONS = (Option("A", "客户"), Option("B", "交易所"), Option("C", "期货公司"), Option("D", "银行"))
ROWS = (Premise("代理交易", "C"), Premise("组织交易", "B"), Premise("受托交易", "C"))
RULES = TRAITS[Kind.MATCHING].part_rules


def a_match(rule: PartRule = PartRule.PAIR, points: Fraction = Fraction(1)) -> Item:
    return Item("m-1", Kind.MATCHING, "各做什么？", "看职责。", OPTIONS, premises=ROWS, part_rule=rule, points=points)


def codes(imported: Imported) -> list[str]:
    return [finding.code for finding in imported.findings.found]


def pairs(item: Item) -> list[tuple[str, str]]:
    """What belongs together, whatever the letters."""
    texts = {option.letter: option.text for option in item.options}
    return [(premise.text, texts[premise.key]) for premise in item.premises]


@pytest.mark.parametrize("points", [Fraction(1), Fraction(2), Fraction(1, 3)])
@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("key", ["xlsx", "moodle-xml", "qti"])
def test_rows_options_and_rule_come_back(key: str, rule: PartRule, points: Fraction):
    item = a_match(rule, points)
    done = FORMATS[key].write(Order([item], "", {}, keys=False), Findings("bank.md"))
    (draft,) = FORMATS[key].read(done.data, Findings("x")).drafts
    found = draft.item
    assert (found.options, found.premises, found.part_rule, found.points) == (OPTIONS, ROWS, rule, points)


@pytest.mark.parametrize(("rule", "lost"), [(PartRule.PAIR, []), (PartRule.WHOLE, ["X203"])])
@pytest.mark.parametrize("key", ["gift", "moodle-xml"])
def test_what_these_have_no_rule_for_is_told(key: str, rule: PartRule, lost: list[str]):
    report = Findings("bank.md")
    assert FORMATS[key].write(Order([a_match(rule)], "", {}, keys=False), report).written
    assert [finding.code for finding in report.found] == lost


@pytest.mark.parametrize("key", ["gift", "moodle-xml"])
def test_options_that_these_could_not_tell_apart_are_left_out(key: str):
    twins = (*OPTIONS[:3], Option("D", "**客户**"))
    item, report = Item("m-1", Kind.MATCHING, "各做什么？", "", twins, premises=ROWS), Findings("bank.md")
    assert FORMATS[key].write(Order([item], "", {}, keys=False), report).written == []
    assert [finding.code for finding in report.found] == ["X202"]


def test_a_paper_prints_rows_and_options_and_tells_only_the_marker():
    plain, marked = (
        FORMATS["paper"].write(Order([a_match()], "卷", {}, keys=keys), Findings("x")).data.decode()
        for keys in (False, True)
    )
    assert all(words in plain for words in ("配对题", "代理交易", "期货公司"))
    assert "①-C" not in plain
    assert "①-C；②-B；③-C" in marked


# --- GIFT ---


def test_gift_keeps_pairs_and_the_other_options():
    done = FORMATS["gift"].write(Order([a_match()], "", {}, keys=False), Findings("bank.md"))
    (draft,) = read_gift(done.data.decode(), Findings("x")).drafts
    assert pairs(draft.item) == pairs(a_match())
    assert {option.text for option in draft.item.options} == {option.text for option in OPTIONS}


def test_a_matching_question_as_moodle_documents_it():
    imported = read_gift("国家与首都{\n=法国 -> 巴黎\n=意大利 -> 罗马\n= -> 里昂\n}", Findings("x"))
    (draft,) = imported.drafts
    assert pairs(draft.item) == [("法国", "巴黎"), ("意大利", "罗马")]
    assert [option.text for option in draft.item.options] == ["巴黎", "罗马", "里昂"]
    assert codes(imported) == ["X108"]


@pytest.mark.parametrize(
    ("block", "code"),
    [
        ("=甲 -> 1", "X103"), ("=甲 -> 1 =甲 -> 2", "X103"), ("=甲 -> 1 =乙 -> 1", "X103"),
        ("=甲 -> =乙 -> 2", "X103"), ("=甲 -> 1 =乙", "X105"), ("= -> 1 = -> 2", "X103"),
    ],
)  # fmt: skip
def test_gift_that_is_refused(block: str, code: str):
    imported = read_gift(f"配对{{{block}}}", Findings("x"))
    assert imported.drafts == []
    assert codes(imported) == [code]


# --- Moodle XML ---


def moodle(*given: tuple[str, str], rest: str = "") -> Imported:
    inner = "".join(
        f'<subquestion format="html"><text>{row}</text><answer><text>{text}</text></answer></subquestion>'
        for row, text in given
    )
    text = f"""<quiz><question type="matching"><name><text>首都</text></name>
    <questiontext format="html"><text>首都在哪里</text></questiontext>
    <generalfeedback format="html"><text>因</text></generalfeedback><defaultgrade>1</defaultgrade>
    <shuffleanswers>true</shuffleanswers>{rest}{inner}</question></quiz>"""
    return read_moodle_xml(text.encode(), Findings("m.xml"))


def test_a_question_of_another_moodle():
    imported = moodle(("&lt;p&gt;法国&lt;/p&gt;", "巴黎"), ("意大利", "罗马"), ("", "里昂"))
    (draft,) = imported.drafts
    assert pairs(draft.item) == [("法国", "巴黎"), ("意大利", "罗马")]
    assert draft.item.part_rule is PartRule.PAIR
    assert codes(imported) == []


def test_rows_of_several_lines_become_one_and_that_is_told():
    imported = moodle(("甲&lt;br&gt;乙", "1"), ("丙", "2"))
    assert imported.drafts[0].item.premises[0].text == "甲 乙"
    assert codes(imported) == ["X102"]


@pytest.mark.parametrize(
    "given",
    [
        [("甲", "1")], [("甲", "1"), ("乙", "")], [("甲", "1"), ("甲", "2")], [("甲", "1"), ("乙", "1")],
        [("", "1"), ("", "2")], [(f"第{n}行", str(n)) for n in range(11)],
    ],
    ids=["one-row", "no-answer", "rows-alike", "one-option", "no-rows", "eleven-options"],
)  # fmt: skip
def test_moodle_matches_that_are_refused(given: list[tuple[str, str]]):
    imported = moodle(*given)
    assert imported.drafts == []
    assert codes(imported) == ["X103"]


# --- QTI ---


def qti(keys: str, rules: str, mapping: str = "", rows: str = "C P", options: str = "R M T") -> Imported:
    values = "".join(f"<value>{pair}</value>" for pair in keys.split(";") if pair)
    sides = "".join(
        "<simpleMatchSet>"
        + "".join(
            f'<simpleAssociableChoice identifier="{name}" matchMax="4">名 {name}</simpleAssociableChoice>'
            for name in side.split()
        )
        + "</simpleMatchSet>"
        for side in (rows, options)
    )
    text = f"""<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="m" title="谁与谁？"
    adaptive="false" timeDependent="false">
    <responseDeclaration identifier="RESPONSE" cardinality="multiple" baseType="directedPair">
    <correctResponse>{values}</correctResponse>{mapping}</responseDeclaration>
    <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
    <itemBody><matchInteraction responseIdentifier="RESPONSE" shuffle="true" maxAssociations="4">
    <prompt>谁与谁？</prompt>{sides}</matchInteraction></itemBody>{rules}</assessmentItem>"""
    return read_qti(text.encode(), Findings("q.xml"))


TEMPLATES = "http://www.imsglobal.org/question/qti_v2p2/rptemplates/"
MATCH = f'<responseProcessing template="{TEMPLATES}match_correct"/>'
MAPPED = f'<responseProcessing template="{TEMPLATES}map_response"/>'


def mapping(**values: float) -> str:
    entries = "".join(
        f'<mapEntry mapKey="{key.replace("_", " ")}" mappedValue="{value}"/>' for key, value in values.items()
    )
    return f'<mapping defaultValue="0">{entries}</mapping>'


def test_match_correct_is_all_or_nothing():
    imported = qti("C R;P M", MATCH)
    (draft,) = imported.drafts
    assert (draft.item.stem, draft.item.part_rule) == ("谁与谁？", PartRule.WHOLE)
    assert pairs(draft.item) == [("名 C", "名 R"), ("名 P", "名 M")]
    assert codes(imported) == ["X108"]


def test_a_mapping_of_equal_values_is_a_share_for_each_row():
    (draft,) = qti("C R;P M", MAPPED, mapping(C_R=1, P_M=1)).drafts
    assert (draft.item.part_rule, draft.item.points) == (PartRule.PAIR, 2)


@pytest.mark.parametrize("values", [{"C_R": 1, "P_M": 2}, {"C_R": 1, "P_M": 1, "C_M": -1}])
def test_a_mapping_of_its_own_is_reported(values: dict[str, float]):
    imported = qti("C R;P M", MAPPED, mapping(**values))
    assert imported.drafts[0].item.part_rule is PartRule.PAIR
    assert codes(imported) == ["X101", "X108"]


def test_rows_may_stand_on_the_other_side():
    imported = qti("C R;C M;P T", MAPPED, mapping(C_R=1, C_M=1, P_T=1))
    (draft,) = imported.drafts
    assert pairs(draft.item) == [("名 R", "名 C"), ("名 M", "名 C"), ("名 T", "名 P")]
    assert (draft.item.part_rule, draft.item.points) == (PartRule.PAIR, 3)


def test_a_match_interaction_of_version_3():
    text = """<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="m" title="谁与谁">
    <qti-response-declaration identifier="RESPONSE" cardinality="multiple" base-type="directedPair">
    <qti-correct-response><qti-value>a y</qti-value><qti-value>b x</qti-value></qti-correct-response>
    </qti-response-declaration>
    <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>
    <qti-item-body><p>谁与谁</p><qti-match-interaction response-identifier="RESPONSE" max-associations="2">
    <qti-simple-match-set><qti-simple-associable-choice identifier="a" match-max="1">甲</qti-simple-associable-choice>
    <qti-simple-associable-choice identifier="b" match-max="1">乙</qti-simple-associable-choice></qti-simple-match-set>
    <qti-simple-match-set><qti-simple-associable-choice identifier="x" match-max="1">一</qti-simple-associable-choice>
    <qti-simple-associable-choice identifier="y" match-max="1">二</qti-simple-associable-choice></qti-simple-match-set>
    </qti-match-interaction></qti-item-body>
    <qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct"/>
    </qti-assessment-item>"""
    (draft,) = read_qti(text.encode(), Findings("q.xml")).drafts
    assert pairs(draft.item) == [("甲", "二"), ("乙", "一")]


@pytest.mark.parametrize(
    ("keys", "rows"),
    [
        ("", "C P"), ("C R", "C P"), ("C R;P", "C P"), ("C R;P X", "C P"), ("C R;C M;P R", "C P"), ("C R", "C"),
        ("C R;C R", "C C"),
    ],
    ids=["no-key", "row-without", "half-a-pair", "strange", "several", "one-row", "same-identifiers"],
)  # fmt: skip
def test_qti_matches_that_are_refused(keys: str, rows: str):
    imported = qti(keys, MATCH, rows=rows)
    assert imported.drafts == []
    assert codes(imported) == ["X103"]
