"""Word in and out: what Word shows and keeps out of its text, papers as they are really typed, and damage."""

import io
import re
import zipfile
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edu.content.finding import Findings
from edu.domain.items.item import (
    Blank,
    CreditRule,
    Item,
    Kind,
    Numeric,
    Option,
    Parameter,
    RubricPoint,
    WrongRule,
)
from edu.interchange.docx.reading import DocxText, docx_text, read_docx
from edu.interchange.docx.writing import write_docx
from edu.interchange.html.text import html_of_markdown, markdown_of_plain
from tests.work import assert_linear

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63600000000200"
    "0148afa4710000000049454e44ae426082"
)
NAMES = nsdecls("w", "r", "wp", "a", "pic", "m") + ' xmlns:v="urn:schemas-microsoft-com:vml"'
NAMES += ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def add_xml(document: Any, inner: str) -> None:
    """A paragraph with this content."""
    document.element.body.insert(len(document.element.body) - 1, parse_xml(f"<w:p {NAMES}>{inner}</w:p>"))


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def lines_of(document: Any) -> tuple[list[str], list[str]]:
    """The lines that are not empty, and the codes of the findings."""
    findings = Findings("卷.docx")
    text = docx_text(saved(document), findings)
    return [line.text for line in text.lines if line.text], [finding.code for finding in findings.found]


def paper(*paragraphs: str) -> Any:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return document


def items_of(document: Any) -> list[Item]:
    return [draft.item for draft in read_docx(saved(document), Findings("卷.docx")).drafts]


def test_a_typed_paper():
    document = paper(
        "期货基础知识试卷",
        "考生姓名：________ 答题日期：________ 得分：________ 判卷人：________",
        "一、单项选择题（本题共2小题，每小题2分，共4分）",
        "1. 期货交易实行的结算制度是（ ）。",
        "A. 当日无负债结算\tB. 到期结算\tC. 每月结算\tD. 自行约定",
        "答案：A",
        "解析：每日结算。",
        "2. 第二题（ ）。\nA. 甲\nB. 乙",
        "【答案】B【解析】因为。",
        "二、判断题",
        "1. 期货可以做空。（ ）",
        "答案：√",
    )
    imported = read_docx(saved(document), Findings("卷.docx"))
    first, second, third = [draft.item for draft in imported.drafts]
    assert [option.text for option in first.options] == ["当日无负债结算", "到期结算", "每月结算", "自行约定"]
    assert (first.points, second.keys, third.truth) == (2, frozenset("B"), True)
    assert [draft.line for draft in imported.drafts] == [4, 8, 11]
    assert imported.title == "期货基础知识试卷"


# --- Automatic numbers ---


def with_numbering(levels: str, *, nums: str = '<w:num w:numId="7"><w:abstractNumId w:val="9"/></w:num>') -> Any:
    document = Document()
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    abstract = f'<w:abstractNum {NAMES} w:abstractNumId="9">{levels}</w:abstractNum>'
    numbering.append(parse_xml(abstract))
    for child in parse_xml(f"<w:numbering {NAMES}>{nums}</w:numbering>"):
        numbering.append(child)
    return document


def level(place: int, number_format: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbered(document: Any, text: str, place: int = 0, list_id: int = 7) -> None:
    properties = f'<w:pPr><w:numPr><w:ilvl w:val="{place}"/><w:numId w:val="{list_id}"/></w:numPr></w:pPr>'
    add_xml(document, properties + run(text))


def test_numbers_of_parts_items_and_options():
    document = with_numbering(
        level(0, "chineseCounting", "%1、") + level(1, "decimal", "%2.") + level(2, "upperLetter", "%3．")
    )
    for place, text in (
        (0, "单项选择题"),
        (1, "甲（ ）"),
        (2, "一"),
        (2, "二"),
        (1, "乙（ ）"),
        (2, "三"),
        (0, "判断题"),
        (1, "丙"),
    ):
        numbered(document, text, place)
    assert lines_of(document)[0] == [
        "一、单项选择题",
        "1. 甲（ ）",
        "A．一",
        "B．二",
        "2. 乙（ ）",
        "A．三",
        "二、判断题",
        "1. 丙",
    ]


@pytest.mark.parametrize(
    ("number_format", "text", "shown"),
    [
        ("decimal", "（%1）", ["（1）题", "（2）题"]),
        ("decimal", "第%1题", ["第1题 题", "第2题 题"]),
        ("lowerLetter", "%1)", ["a)题", "b)题"]),
        ("upperRoman", "%1.", ["I. 题", "II. 题"]),
        ("decimalEnclosedCircle", "%1", ["① 题", "② 题"]),
        ("decimalFullWidth", "%1．", ["１．题", "２．题"]),
        ("chineseLegalSimplified", "%1、", ["壹、题", "贰、题"]),
        ("ideographTraditional", "%1、", ["甲、题", "乙、题"]),
        ("none", "", ["题", "题"]),
        ("bullet", "\uf0b7", ["- 题", "- 题"]),
        ("somethingNew", "%1.", ["1. 题", "2. 题"]),
    ],
)
def test_ways_to_write_numbers(number_format, text, shown):
    document = with_numbering(level(0, number_format, text))
    numbered(document, "题")
    numbered(document, "题")
    assert lines_of(document)[0] == shown


def test_chinese_numbers_beyond_ten():
    document = with_numbering(level(0, "chineseCountingThousand", "%1、"))
    for _ in range(21):
        numbered(document, "题")
    shown = lines_of(document)[0]
    assert (shown[9], shown[10], shown[19], shown[20]) == ("十、题", "十一、题", "二十、题", "二十一、题")


def test_numbers_begin_again_where_a_list_says_so():
    nums = (
        '<w:num w:numId="7"><w:abstractNumId w:val="9"/></w:num>'
        '<w:num w:numId="8"><w:abstractNumId w:val="9"/></w:num>'
        '<w:num w:numId="9"><w:abstractNumId w:val="9"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    document = with_numbering(level(0, "decimal", "%1."), nums=nums)
    for list_id in (7, 7, 8, 9, 9, 0):
        numbered(document, "题", list_id=list_id)
    assert lines_of(document)[0] == ["1. 题", "2. 题", "3. 题", "1. 题", "2. 题", "题"]


def test_numbers_of_a_style():
    document = with_numbering(level(0, "decimal", "%1.", '<w:pStyle w:val="Item"/>'))
    numbers = '<w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr>'
    style = f'<w:style {NAMES} w:type="paragraph" w:styleId="Item">{numbers}</w:style>'
    based = f'<w:style {NAMES} w:type="paragraph" w:styleId="Sub"><w:basedOn w:val="Item"/></w:style>'
    document.styles.element.append(parse_xml(style))
    document.styles.element.append(parse_xml(based))
    add_xml(document, '<w:pPr><w:pStyle w:val="Item"/></w:pPr>' + run("甲"))
    add_xml(document, '<w:pPr><w:pStyle w:val="Sub"/></w:pPr>' + run("乙"))
    add_xml(document, '<w:pPr><w:pStyle w:val="Sub"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>' + run("丙"))
    assert lines_of(document)[0] == ["1. 甲", "2. 乙", "丙"]


# --- Text ---


def test_bold_stands_in_stems_only_and_only_where_it_stands_out():
    document = Document()
    add_xml(document, run("1. ", "<w:b/>") + run("下列") + run("不", "<w:b/>") + run("正确的是（ ）"))
    add_xml(document, run("A. ", "<w:b/>") + run("甲"))
    add_xml(document, run("B. ", "<w:b/>") + run("乙"))
    add_xml(document, run("解析：", "<w:b/>") + run("因为"))
    add_xml(document, run("2. 全部加粗的题干", "<w:b/>"))
    assert lines_of(document) == (
        ["1. 下列**不**正确的是（ ）", "A. 甲", "B. 乙", "解析：因为", "2. 全部加粗的题干"],
        [],
    )


def test_blanks_are_drawn():
    document = Document()
    add_xml(
        document,
        run("1. 了结方式包括")
        + run("      ", '<w:u w:val="single"/>')
        + run("和")
        + run(" \u3000 ", "<w:u/>")
        + run("。"),
    )
    add_xml(document, run("2. 一手") + run("5", '<w:u w:val="single"/>') + run("吨"))
    assert lines_of(document) == (["1. 了结方式包括____和____。", "2. 一手5吨"], ["X101"])


def test_signs_that_markdown_would_take():
    document = paper("1. 3*4*5 等于（ ）", "A. [[甲]]", "B. a\\_b", "2. 只有一个*", "答案：a*b*c")
    assert lines_of(document)[0] == [
        "1. 3\\*4\\*5 等于（ ）",
        "A. \\[[甲]]",
        "B. a\\\\_b",
        "2. 只有一个*",
        "答案：a*b*c",
    ]


def test_raised_text_and_formulas():
    document = Document()
    add_xml(
        document,
        run("1. 10")
        + run("2", '<w:vertAlign w:val="superscript"/>')
        + run(" 与 H")
        + run("2", '<w:vertAlign w:val="subscript"/>')
        + run("O 与 x")
        + run("ab", '<w:vertAlign w:val="superscript"/>'),
    )
    fraction = "<m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
    root = "<m:rad><m:deg/><m:e><m:r><m:t>x</m:t></m:r></m:e></m:rad>"
    square = "<m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"
    add_xml(
        document,
        run("2. ") + f"<m:oMathPara><m:oMath>{fraction}<m:r><m:t>=</m:t></m:r>{root}{square}</m:oMath></m:oMathPara>",
    )
    code = r"<w:r><w:instrText> EQ \f(\r(2),3) </w:instrText></w:r>"
    begin, end = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    add_xml(document, run("3. ") + begin + code + end + run("。"))
    assert lines_of(document) == (
        ["1. 10² 与 H₂O 与 x^(ab)", "2. (a+b)/2=√xx²", "3. (√2)/3。"],
        ["X102", "X102", "X102"],
    )


def test_fields_links_symbols_and_notes():
    document = Document()
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{name}"/></w:r>' for name in ("begin", "separate", "end"))
    code = '<w:r><w:instrText>HYPERLINK "http://a.example/"</w:instrText></w:r>'
    add_xml(document, run("见") + begin + code + middle + run("官网") + end + run("。"))
    add_xml(document, run("对") + '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>')
    add_xml(document, run("甲") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
    add_xml(document, run("乙", "<w:vanish/>"))
    add_xml(
        document,
        "<w:ruby><w:rubyPr/><w:rt><w:r><w:t>qī</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>期</w:t></w:r></w:rubyBase></w:ruby>",
    )
    assert lines_of(document) == (["见官网。", "对√", "甲", "乙", "期"], ["X101", "X101", "X102", "X101"])


def test_tracked_changes_give_the_final_text():
    document = Document()
    add_xml(document, run("甲") + f"<w:del>{run('旧').replace('w:t', 'w:delText')}</w:del><w:ins>{run('新')}</w:ins>")
    assert lines_of(document) == (["甲新"], ["X102"])


def test_headers_comments_and_text_boxes():
    document = Document()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    box = f"<w:txbxContent><w:p>{run('盒中')}</w:p></w:txbxContent>"
    drawing = f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
    drawing += f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    add_xml(document, run("框外") + drawing)
    lines, codes = lines_of(document)
    assert lines == ["框外", "盒中"]
    assert codes == ["X102", "X101"]


def test_pictures():
    document = paper("1. 看图（ ）")
    document.paragraphs[0].add_run().add_picture(io.BytesIO(PNG))
    add_xml(document, '<w:r><w:object><v:shape><v:imagedata r:id="rIdNone"/></v:shape></w:object></w:r>')
    findings = Findings("x")
    text = docx_text(saved(document), findings)
    assert text.text == "1. 看图（ ）![图](image1.png)\n〔图〕"
    assert text.pictures == {"image1.png": PNG}
    assert [finding.code for finding in findings.found] == ["X101"]


# --- Keys that only their look tells ---


def key_by_look(properties: str, *, answer: str = "") -> Any:
    document = paper("1. 甲（ ）")
    for letter, text in zip("ABCD", "一二三四", strict=True):
        add_xml(document, run(f"{letter}. {text}", properties if letter in "BC" else ""))
    if answer:
        document.add_paragraph(answer)
    document.add_paragraph("2. 乙")
    return document


@pytest.mark.parametrize(
    "properties",
    [
        "<w:b/>",
        '<w:color w:val="FF0000"/>',
        '<w:highlight w:val="yellow"/>',
        '<w:u w:val="single"/>',
        '<w:shd w:val="clear" w:fill="FFFF00"/>',
        '<w:b/><w:color w:val="C00000"/>',
    ],
)
def test_a_key_by_its_look(properties):
    findings = Findings("x")
    text = docx_text(saved(key_by_look(properties)), findings)
    assert [line.text for line in text.lines][4:6] == ["D. 四", "答案：BC"]
    assert text.lines[5].paragraph == 5
    assert [(finding.code, finding.line) for finding in findings.found] == [("X102", 5)]


@pytest.mark.parametrize("answer", ["答案：A", "【答案】A", "正确答案：A"])
def test_a_stated_key_comes_first(answer):
    lines, codes = lines_of(key_by_look("<w:b/>", answer=answer))
    assert lines.count("答案：BC") == 0
    assert codes == []


def test_no_key_where_the_look_is_unclear_or_keys_stand_at_the_end():
    unclear = key_by_look("<w:b/>")
    add_xml(unclear, run("A. 五"))
    document = paper("1. 甲（ ）")
    add_xml(document, run("A. 一", "<w:b/>") + run("    B. 二", '<w:color w:val="FF0000"/>') + run("    C. 三"))
    assert lines_of(document) == (["1. 甲（ ）", "A. 一", "B. 二", "C. 三"], ["X101"])

    at_the_end = key_by_look("<w:b/>")
    for text in ("参考答案", "1.A 2.对"):
        at_the_end.add_paragraph(text)
    assert "答案：BC" not in lines_of(at_the_end)[0]

    in_brackets = key_by_look("<w:b/>")
    in_brackets.paragraphs[0].text = "1. 甲（A）"
    assert "答案：BC" not in lines_of(in_brackets)[0]


def test_a_key_among_options_on_one_line():
    document = paper("1. 甲（ ）")
    add_xml(document, run("A. 一    ") + run("B. 二", '<w:color w:val="EE0000"/>') + run("    C. 三"))
    assert items_of(document)[0].keys == frozenset("B")


# --- Tables ---


def table(document: Any, *rows: tuple[str, ...]) -> Any:
    made = document.add_table(len(rows), len(rows[0]))
    for place, row in enumerate(rows):
        for column, text in enumerate(row):
            made.cell(place, column).text = text
    return made


def test_a_table_of_items():
    document = paper("1. 第一题", "答案：对", "解析：因为")
    table(
        document,
        ("题型", "题干", "选项A", "选项B", "答案", "解析", "备注"),
        ("单选", "甲是（ ）", "一", "二", "B", "因为", ""),
        ("判断", "期货可以做空。", "", "", "√", "因为", "x"),
    )
    findings = Findings("x")
    imported = read_docx(saved(document), findings)
    assert [draft.item.kind for draft in imported.drafts] == [Kind.TRUE_FALSE, Kind.SINGLE, Kind.TRUE_FALSE]
    assert imported.drafts[1].item.keys == frozenset("B")
    assert [finding.code for finding in findings.found] == ["X101"]


def test_options_in_a_grid():
    document = paper("1. 甲（ ）")
    table(document, ("A. 一", "B. 二"), ("C. 三", "D. 四"))
    document.add_paragraph("答案：D")
    assert [option.text for option in items_of(document)[0].options] == ["一", "二", "三", "四"]


def test_a_table_in_a_stem():
    document = paper("1. 据下表（ ）")
    made = table(document, ("月份", "价格|元", "合计"), ("1", "3500", "x"))
    made.cell(1, 1).merge(made.cell(1, 2))
    document.add_paragraph("答案：对")
    lines, codes = lines_of(document)
    assert lines[1:4] == ["| 月份 | 价格\\|元 | 合计 |", "| --- | --- | --- |", "| 1 | 3500 x |  |"]
    assert codes == ["X102"]


def test_keys_scores_and_frames():
    document = paper("1. 甲（ ）", "A. 一", "B. 二", "2. 乙（ ）", "A. 三", "B. 四")
    table(document, ("题号", "一", "二", "总分"), ("得分", "", "", ""))
    table(document, ("1. 框里",))
    table(document, ("题号", "1", "2"), ("答案", "A", "B"))
    lines, codes = lines_of(document)
    assert lines[6:] == ["1. 框里", "参考答案", "1.A 2.B"]
    assert codes == ["X101"]


# --- Damage and speed ---


def rebuilt(data: bytes, parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.pop(name, old.read(name)))
        for name, part in parts.items():
            new.writestr(name, part)
    return stream.getvalue()


GOOD = saved(key_by_look("<w:b/>"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "X301"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "X302"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "X309"),
        (rebuilt(GOOD, {"word/document.xml": b"<w:document"}), "X306"),
        (rebuilt(GOOD, {"word/document.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "X305"),
        (rebuilt(GOOD, {"word/document.xml": b"<a/>"}), "X301"),
    ],
)
def test_what_cannot_be_read(data, code):
    findings = Findings("x")
    assert docx_text(data, findings) == DocxText()
    assert [finding.code for finding in findings.found] == [code]


def test_a_strict_file_reads_like_any_other():
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        part = archive.read("word/document.xml")
    strict = part.replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert docx_text(rebuilt(GOOD, {"word/document.xml": strict}), Findings("x")) == docx_text(GOOD, Findings("x"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damage_is_a_finding_and_never_an_error(data):
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        name = data.draw(st.sampled_from(["word/document.xml", "word/styles.xml", "word/numbering.xml", "_rels/.rels"]))
        part = archive.read(name)
    start = data.draw(st.integers(0, len(part)))
    end = data.draw(st.integers(start, min(len(part), start + 40)))
    new = data.draw(
        st.one_of(st.binary(max_size=12), st.sampled_from([b"<w:p>", b"<w:tbl/>", b'"', b"99999999999", b"-1"]))
    )
    whole = data.draw(st.booleans())
    changed = GOOD[:start] + new + GOOD[end:] if whole else rebuilt(GOOD, {name: part[:start] + new + part[end:]})
    findings = Findings("x")
    docx_text(changed, findings)
    assert all(finding.line >= 1 and finding.message for finding in findings.found)


FRAGMENTS = st.sampled_from(
    [
        "<w:r>",
        "</w:r>",
        "<w:t>甲*</w:t>",
        "<w:tab/>",
        "<w:br/>",
        '<w:fldChar w:fldCharType="begin"/>',
        "<w:instrText>EQ \\f(1</w:instrText>",
        '<w:fldChar w:fldCharType="end"/>',
        "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
        "<m:oMath><m:f/></m:oMath>",
        "<w:u/>",
        "<w:drawing><a:blip/></w:drawing>",
        "<w:sym/>",
        "<w:numPr><w:numId w:val='1'/></w:numPr>",
        "<w:ins>",
        "</w:ins>",
        "A. 一",
        "<w:p>",
        "</w:p>",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(FRAGMENTS, max_size=25).map("".join))
def test_any_document_is_read(inner):
    body = f"<w:document {NAMES}><w:body><w:p>{run('1. 题')}</w:p><w:p>{inner}</w:p></w:body></w:document>".encode()
    findings = Findings("x")
    read_docx(rebuilt(GOOD, {"word/document.xml": body}), findings)
    assert all(finding.line >= 1 for finding in findings.found)


def test_many_items_take_work_in_proportion():
    document = Document()
    rest = "".join(f"<w:p>{run(text)}</w:p>" for text in ("A. 甲", "B. 乙", "C. 丙", "D. 丁", "答案：A", "解析：因为"))
    stem = f"<w:p>{run('1. 下列')}{run('不', '<w:b/>')}{run('正确的是（ ）')}</w:p>"

    def read_all(count: int) -> None:
        body = f"<w:document {NAMES}><w:body>{(stem + rest) * count}</w:body></w:document>".encode()
        text = docx_text(rebuilt(saved(document), {"word/document.xml": body}), Findings("x"))
        assert len(text.lines) == 7 * count

    assert_linear(read_all, 100)


# --- Writing, and back ---

PAPER = [
    Item(
        "",
        Kind.SINGLE,
        "下列**不**正确的是（ ）。",
        "选项A 对。\n\n第二段。",
        (Option("A", "甲"), Option("B", "乙"), Option("C", "丙"), Option("D", "丁")),
        frozenset("B"),
        points=Fraction(2),
    ),
    Item(
        "",
        Kind.SINGLE,
        "第二题\n分两行",
        "因为",
        (Option("A", "很长的选项" * 5), Option("B", "**加粗**的")),
        frozenset("A"),
        points=Fraction(2),
    ),
    Item(
        "",
        Kind.MULTIPLE,
        "哪些对",
        "因为",
        (Option("A", "甲"), Option("B", "乙"), Option("C", "丙")),
        frozenset("AC"),
        credit=CreditRule.HALF,
        points=Fraction(3),
    ),
    Item(
        "",
        Kind.MULTIPLE,
        "哪些错",
        "因为",
        (Option("A", "甲"), Option("B", "乙")),
        frozenset("AB"),
        points=Fraction(4),
        credit=CreditRule.FIXED,
        credit_share=Fraction(2, 5),
        wrong=WrongRule.CANCEL,
    ),
    Item("", Kind.TRUE_FALSE, "期货可以做空。", "因为", truth=True),
    Item("", Kind.TRUE_FALSE, "3\\*4\\*5 \\ 60 与 [甲]", "因为", truth=False, points=Fraction(1, 2)),
    Item(
        "",
        Kind.FILL_IN,
        "包括____和____。",
        "因为",
        blanks=(Blank(("平仓", "对冲平仓")), Blank(("交割",))),
        ordered=False,
    ),
    Item("", Kind.NUMERIC, "8% 的保证金是____元。", "因为", numeric=Numeric("4000", "1", unit="元")),
    Item(
        "",
        Kind.WRITTEN,
        "说明保证金。\n\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |",
        "因为",
        points=Fraction(5),
        rubric=(RubricPoint("含义", Fraction(2)), RubricPoint("作用", Fraction(3))),
        reference="保证金是……\n又是……",
    ),
]


def plain(item: Item) -> Item:
    """Without the difference between a line end and a paragraph, which a paper does not keep."""

    def join(text: str) -> str:
        return "\n".join(line for line in text.replace("\\", "").split("\n") if line)

    return replace(item, stem=join(item.stem), rationale=join(item.rationale), reference=join(item.reference))


def test_the_markers_copy_reads_back():
    findings = Findings("出")
    exported = write_docx(PAPER, "期货试卷", findings, keys=True)
    assert [(finding.code, finding.line) for finding in findings.found] == [("X201", 1)]
    back = Findings("入")
    imported = read_docx(exported.data, back)
    assert imported.title == "期货试卷"
    assert [finding for finding in back.found if not finding.advice] == []
    got, wanted = [plain(draft.item) for draft in imported.drafts], [plain(item) for item in exported.written]
    wanted[1] = replace(wanted[1], options=(wanted[1].options[0], Option("B", "加粗的")))  # bold alone would be a key
    assert got == wanted


def test_the_candidates_copy_gives_nothing_away():
    exported = write_docx(PAPER, "期货试卷", Findings("x"), keys=False)
    text = docx_text(exported.data, Findings("x")).text
    title, head, part, stem = text.split("\n")[:4]
    assert (title, part) == ("期货试卷", "一、单项选择题（本题共2小题，每小题2分，共4分）")
    assert head == "考生姓名：________ 答题日期：________ 得分：________ 判卷人：________"
    assert stem == "1. 下列**不**正确的是（　　）。"
    assert "三、多项选择题（本题共1小题，每小题4分，共4分；少选得1.6分，错选一项抵消一项）" in text
    assert "四、判断题（本题共2小题，共1.5分）\n1. 期货可以做空。（　　）（1分）" in text
    assert "包括__________和__________。" in text
    assert "答案" not in text
    assert "因为" not in text


def test_the_papers_fonts_and_size():
    document = Document(io.BytesIO(write_docx(PAPER, "试卷", Findings("x"), keys=False).data))
    section = document.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "宋体"
    assert document.core_properties.title == "试卷"


@pytest.mark.parametrize("keys", [True, False])
def test_what_cannot_be_printed_is_reported(keys):
    drawn = Item(
        "", Kind.NUMERIC, "{{价}} 的一半是____", "因", numeric=Numeric("价 ÷ 2", parameters=(Parameter("价", "2..8"),))
    )
    picture = Item("", Kind.TRUE_FALSE, "看图 ![图](a.png) ![图](b.png) ![图](c.png)", "因", truth=True)
    findings = Findings("x")
    pictures = {"a.png": PNG, "b.png": b"\x89PNG\r\n\x1a\nbroken"}
    exported = write_docx([drawn, picture], "卷", findings, keys=keys, pictures=pictures)
    assert exported.written == [picture]
    found = [(finding.code, finding.line) for finding in findings.found if finding.line > 1 or finding.code == "X202"]
    assert found == [("X202", 1), ("X201", 2), ("X201", 2)]
    assert docx_text(exported.data, Findings("x")).pictures == {"image1.png": PNG}


def test_any_words_can_be_written():
    text = "".join(map(chr, [*range(0x80), 0xD800, 0xFFFE, 0x1F600])) + "<&>\"'"
    item = Item("", Kind.SINGLE, text, text, (Option("A", text), Option("B", "x")), frozenset("A"))
    exported = write_docx([item], text, Findings("x"), keys=True)
    assert docx_text(exported.data, Findings("x")).lines


SIGNS = "期货保证金结算价格的是甲乙丙，。；：“”（）％《》abc19*\\[]_<&>|"
LIKE_STRUCTURE = re.compile(r"__|[（(][^\u4e00-\u9fff]*[)）]|答案|[A-Ja-j1-9].{0,2}[.:：）)]")
CHINESE = st.text(st.sampled_from(SIGNS), min_size=1, max_size=20).filter(
    lambda text: text.strip() == text and not LIKE_STRUCTURE.search(text)
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.lists(st.tuples(CHINESE, CHINESE, CHINESE), min_size=1, max_size=4))
def test_plain_words_read_back(words):
    given_items = [
        Item(
            "",
            Kind.SINGLE,
            markdown_of_plain(f"题{stem}（ ）"),
            "因为",
            tuple(
                Option(letter, markdown_of_plain(f"选{text}{letter}")) for letter, text in zip("AB", texts, strict=True)
            ),
            frozenset("A"),
        )
        for stem, *texts in words
    ]
    exported = write_docx(given_items, "卷", Findings("x"), keys=True)
    imported = read_docx(exported.data, Findings("x"))

    def shown(item: Item) -> list[str]:
        return [html_of_markdown(text) for text in (item.stem, *(option.text for option in item.options))]

    assert [shown(draft.item) for draft in imported.drafts] == [shown(item) for item in given_items]


def test_many_items_are_written_in_proportion():
    assert_linear(lambda count: write_docx(PAPER[:4] * count, "卷", Findings("x"), keys=True), 30)
