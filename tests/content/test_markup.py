"""Markdown to HTML: emphasis beside Chinese marks, boxes, terms, links."""

import pytest

from edu.content.markup import Markup, split_blanks
from edu.domain.learning.lesson import Term

GLOSSARY = {
    "保证金": Term("保证金", "margin", "为保证**履约**而占用，见[[杠杆]]。\n\n可能全部亏掉。", ("履约保证金",)),
    "杠杆": Term("杠杆", "leverage", "以小搏大。"),
}
MARKUP = Markup(GLOSSARY)


def paragraph(text: str) -> str:
    return MARKUP.render(text).removeprefix("<p>").removesuffix("</p>\n")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**“杠杆”**是双刃剑", "<strong>“杠杆”</strong>是双刃剑"),
        ("是**“杠杆”**", "是<strong>“杠杆”</strong>"),
        ("这就是**杠杆**。", "这就是<strong>杠杆</strong>。"),
        ("中文**，重点。**后文", "中文<strong>，重点。</strong>后文"),
        ("（**不得**）这样做", "（<strong>不得</strong>）这样做"),
        ("涨**5%**的**(约)**数", "涨<strong>5%</strong>的<strong>(约)</strong>数"),
        ("叫做**《说明书》**的文件", "叫做<strong>《说明书》</strong>的文件"),
        (
            "**该[链接](https://a.cn)**文字",
            '<strong>该<a href="https://a.cn" rel="noopener noreferrer">链接</a></strong>文字',
        ),
        ("*斜*体和***又粗又斜***的", "<em>斜</em>体和<em><strong>又粗又斜</strong></em>的"),
        ("a **bold** word", "a <strong>bold</strong> word"),
        ("no** bold **here", "no** bold **here"),
        ("一 ** 二 ** 三", "一 ** 二 ** 三"),
        ("空____和____，不是_斜体_", "空____和____，不是_斜体_"),
    ],
)
def test_emphasis(text: str, html: str):
    assert paragraph(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<b>x</b><script>", "&lt;b&gt;x&lt;/b&gt;&lt;script&gt;"),
        ("[a](javascript:x)", "[a](javascript:x)"),
        ("[a](data:text/html,x)", "[a](data:text/html,x)"),
        ("[a](/home)", "[a](/home)"),
        ("![a](https://a.cn/x.png)", "a"),
        ("3500*10*2*8%", "3500*10*2*8%"),
        ("~~a~~", "~~a~~"),
        ("一行\n下一行", "一行下一行"),
        ("one line\nnext line", "one line\nnext line"),
    ],
)
def test_what_is_not_markup_stays_text(text: str, html: str):
    assert paragraph(text) == html


def test_term_is_a_button_with_a_card():
    html = MARKUP.render("[[保证金]]和[[这笔钱|履约保证金]]", prefix="margin")
    card = "为保证<strong>履约</strong>而占用，见杠杆。<br>可能全部亏掉。"
    assert html == (
        '<p><button type="button" class="term" popovertarget="margin--1">保证金</button>'
        f'<span popover id="margin--1" class="term-card">{card}</span>和'
        '<button type="button" class="term" popovertarget="margin--2">这笔钱</button>'
        f'<span popover id="margin--2" class="term-card">{card}</span></p>\n'
    )


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("[[保证金]]", "en", ">margin<"),
        ("[[initial margin|保证金]]", "en", ">initial margin<"),
        ("[[Margin]]", "en", ">margin<"),
        ("[[没有这个词]]", "zh", "没有这个词"),
        ("[[<b>|保证金]]", "zh", ">&lt;b&gt;<"),
    ],
)
def test_term_shows(text: str, language: str, shown: str):
    assert shown in MARKUP.render_inline(text, language=language)


def test_term_inside_a_link_is_plain():
    html = MARKUP.render_inline("[看[[保证金]]](https://a.cn)")
    assert html == '<a href="https://a.cn" rel="noopener noreferrer">看保证金</a>'


def test_term_in_a_table_escapes_its_bar():
    html = MARKUP.render("| 一 | 二 |\n|:--|--:|\n| [[钱\\|保证金]] | 2 |\n")
    assert ">钱</button>" in html
    assert '<td class="align-right">2</td>' in html


@pytest.mark.parametrize(
    ("name", "language", "box", "label"),
    [
        ("风险", "zh", "risk", "风险"), ("risk", "en", "risk", "Risk"), ("风险", "en", "risk", "Risk"),
        ("提示", "zh", "note", "提示"), ("例", "zh", "example", "例"), ("例 一手合约", "zh", "example", "例：一手合约"),
        ("example One lot", "en", "example", "Example: One lot"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("fence", [":::", "：：：", "::::"])
def test_box(fence: str, name: str, language: str, box: str, label: str):
    html = MARKUP.render(f"{fence} {name}\n**小心**\n{fence}\n之后", language=language)
    assert html == (
        f'<aside class="box box-{box}" role="note"><p class="box-label">{label}</p>\n'
        "<p><strong>小心</strong></p>\n</aside>\n<p>之后</p>\n"
    )


def test_calculation_keeps_its_lines():
    html = MARKUP.render("::: 计算\n占用：4,000 × 10 × 2 = 80,000 元\n2 * 3 * 4 = 24\n都不计手续费\n:::\n")
    assert html == (
        '<aside class="box box-calculation" role="note"><p class="box-label">计算</p>\n<ul class="calculation">\n'
        '<li><span class="calculation-terms">占用：4,000 × 10 × 2</span> <span class="calculation-sign">=</span> '
        '<span class="calculation-value">80,000 元</span></li>\n'
        '<li><span class="calculation-terms">2 * 3 * 4</span> <span class="calculation-sign">=</span> '
        '<span class="calculation-value">24</span></li>\n'
        '<li class="calculation-remark">都不计手续费</li>\n</ul>\n</aside>\n'
    )


def test_inline_has_no_paragraphs():
    assert MARKUP.render_inline("第一段\n\n第二段 **重**") == "第一段<br>第二段 <strong>重</strong>"


def test_rendered_texts_are_kept():
    markup = Markup(GLOSSARY)
    first, again = markup.render("[[保证金]]", prefix="a"), markup.render("[[保证金]]", prefix="b")
    assert first != again == first.replace("a--", "b--")
    assert markup.render("没有词条") is markup.render("没有词条")
    assert markup._blocks.cache_info()[:2] == (2, 2)


@pytest.mark.parametrize(
    ("stem", "pieces"),
    [
        ("包括____和____。", ["包括", "和", "。"]),
        ("包括__、＿＿和______", ["包括", "、", "和", ""]),
        ("没有空", ["没有空"]),
    ],
)
def test_stem_is_cut_at_its_blanks(stem: str, pieces: list[str]):
    assert split_blanks(stem) == pieces
