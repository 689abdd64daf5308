"""HTML fragments and our Markdown."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from edu.interchange.html.text import (
    html_of_markdown,
    inline_html_of_markdown,
    markdown_of,
    markdown_of_html,
    markdown_of_plain,
    text_of_markdown,
)

SIGNS = "期货保证金，。“”（）：；%／０abcXYZ 0123456789*_#>-+.|`[]()!&<>\\~=:\"'{}^$\n"
texts = st.text(SIGNS, max_size=60) | st.text(max_size=30)
blocks = st.lists(
    st.sampled_from(
        ["**“杠杆”**是", "*轻*", "- 甲\n- 乙", "1. 一\n2. 二", "| a | b |\n| --- | --: |\n| 1 | |", "> 引",
         "### 题", "[[保证金]]", "[[显示|术语]]", "![图](a.png)", "![](图/甲.png)", "[页](https://a.cn/?x=1&y=2)",
         "`x*y`", "第一行\\\n第二行", "行\n行", "H₂O",
         "5 * 3 * 2", "a_b____c", "（ ）", "\\*不是\\*", "{{a × b}}", "```\n a\n```"]
    ),
    max_size=5,
)  # fmt: skip


def read(html: str, names: str = "") -> tuple[str, list[str]]:
    lost: list[str] = []
    text = markdown_of_html(html, lambda what: lost.append(what[0]), lambda address: names)
    return text, lost


def keep(html: str) -> str:
    return markdown_of_html(html, lambda what: None, str)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>期货<b>合约</b>的<br/>了结&nbsp;方式</p><p>第二段</p>", "期货**合约**的\\\n了结 方式\n\n第二段"),
        ("甲<br><br>乙", "甲\n\n乙"),
        ("<div><p>甲</p><p>&nbsp;</p></div>乙", "甲\n\n乙"),
        ("d_e_f ____ a * b", "d_e_f ____ a * b"),
        ("<p>a*b*c</p>", "a\\*b\\*c"),
        ("<p>5 * 3 &lt; 20 &amp; 6 &gt; 2</p>", "5 * 3 < 20 & 6 > 2"),
        ("<p>&lt;b&gt;不是标记&lt;/b&gt;</p>", "&lt;b>不是标记&lt;/b>"),
        ("<p>&amp;lt;</p>", "\\&lt;"),
        ("<p>1. 不是列表</p><p>- 也不是</p><p># 也不是</p>", "1\\. 不是列表\n\n\\- 也不是\n\n\\# 也不是"),
        ("<ul><li>甲</li><li>乙<ol><li>丙</li></ol></li></ul>", "- 甲\n- 乙\n  1. 丙"),
        ("<ol start='3'><li><p>甲</p></li><li><p>乙</p><p>丙</p></li></ol>", "3. 甲\n\n4. 乙\n\n   丙"),
        ("<p>CO<sub>2</sub>、10<sup>-3</sup>、x<sup>2</sup></p>", "CO₂、10⁻³、x²"),
        ("<b> 粗 </b>后<i>斜</i>", "**粗** 后*斜*"),
        ("<b><i>a</i></b>", "***a***"),
        ("<b>a<b>b</b>c</b><b></b>", "**abc**"),
        ("<span style='font-weight:bold'>粗</span>", "**粗**"),
        ("<table><tr><th>品种</th><th align='right'>a|b</th></tr><tr><td>铜</td><td></td></tr></table>",
         "| 品种 | a\\|b |\n| --- | --: |\n| 铜 | |"),
        ("<blockquote><p>一</p><p>二</p></blockquote>", "> 一\n>\n> 二"),
        ("<pre>x\n y</pre><code>a*b</code>", "```\nx\n y\n```\n\n`a*b`"),
        ("<a href='https://a.cn/b'>看*这*里</a>", "[看\\*这\\*里](https://a.cn/b)"),
        ("<span class='zhixian-term'>保证金</span>[[不是]]", "[[保证金]]\\[\\[不是\\]\\]"),
        ("“<strong>不</strong>”", "“**不**”"),
        ("  \n  \n", ""),
        ("<p></p>", ""),
    ],
)  # fmt: skip
def test_html_as_markdown(html, markdown):
    text, lost = read(html)
    assert (text, lost) == (markdown, [])
    assert read(html_of_markdown(text))[0] == text


def test_pictures_by_name():
    assert read('<p><img src="x" alt="走势[1]"/></p>', "图.png") == ("![走势［1］](图.png)", [])
    assert html_of_markdown("![a](b.png)", lambda name: f"@@/{name}") == '<p><img src="@@/b.png" alt="a" /></p>'


@pytest.mark.parametrize(
    ("html", "markdown", "loss"),
    [
        ("<u>下划</u>", "下划", "标记 <u>"),
        ("<font color=red>红</font>", "红", "字体、颜色等样式"),
        ("<span style='color:red'>红</span>", "红", "字体、颜色等样式"),
        ("甲<script>alert(1)</script>", "甲", "脚本"),
        ("<img src='x.png' alt='图'>", "图", "图片 x.png"),
        ("<a href='javascript:x'>点</a>", "点", "链接 javascript:x"),
        ("a<sup>xy</sup>", "a^(xy)", "上标或下标的位置"),
        ("<h1>题</h1>", "### 题", "标题级别"),
        ("<table><tr><td colspan=2>a</td></tr></table>", "| a |\n| --- |", "合并的单元格"),
        ("<table><tr><th>a<br>b</th></tr></table>", "| a b |\n| --- |", "单元格里的换行"),
        ("x<b>(a)</b>y", "x(a)y", "标点旁的加粗或斜体"),
        ("<hr>甲", "甲", "分隔线"),
        ("<div>" * 3000 + "深" + "<b>粗</b>", "深 粗", "HTML 标记"),
        ("<div>" * 90 + "深", "深", "嵌套很深的格式"),
    ],
)
def test_what_has_no_words_is_told(html, markdown, loss):
    text, lost = read(html)
    assert text == markdown
    assert loss in lost


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ('甲 < 乙 & "丙"', "<p>甲 &lt; 乙 &amp; &quot;丙&quot;</p>"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        ("**“杠杆”**是", "<p><strong>“杠杆”</strong>是</p>"),
        ("[x](javascript:1)", "<p>[x](javascript:1)</p>"),
        ("[[显示|术语]]", '<p><span class="zhixian-term" title="术语">显示</span></p>'),
        ("", ""),
    ],
)
def test_markdown_as_html(markdown, html):
    assert html_of_markdown(markdown) == html


def test_inline_and_bare_words():
    assert inline_html_of_markdown("**甲** < 乙") == "<strong>甲</strong> &lt; 乙"
    assert inline_html_of_markdown("甲\n\n乙") == "<p>甲</p>\n<p>乙</p>"
    assert text_of_markdown("**甲** < 乙\n\n- 丙") == "甲 < 乙 丙"


@pytest.mark.parametrize(
    ("plain", "markdown"),
    [("a*b*c", "a\\*b\\*c"), ("甲\n乙", "甲\\\n乙"), ("# 甲", "\\# 甲"), ("\ud800a\0", "a"), ("", "")],
)
def test_plain_text_as_markdown(plain, markdown):
    assert markdown_of_plain(plain) == markdown


def test_an_element_in_a_namespace():
    element = etree.fromstring('<a:x xmlns:a="urn:x"><a:p>甲<a:strong>乙</a:strong></a:p><a:p>丙</a:p></a:x>')
    assert markdown_of(element, lambda what: None) == "甲**乙**\n\n丙"


@settings(max_examples=150, deadline=None)
@given(st.builds("\n\n".join, blocks) | texts)
def test_back_and_forth_renders_the_same_and_settles(text):
    """Once read, a text is in the form in which it stays; and it says what it said before."""
    html = html_of_markdown(text)
    settled = keep(html)
    assert keep(html_of_markdown(settled)) == settled
    words = [
        re.sub(r"[\s\x00-\x1f\x7f\ufffe\uffff]|[\ud800-\udfff]", "", text_of_markdown(tried))
        for tried in (settled, text)
    ]
    assert words[0] == words[1]


@settings(max_examples=150, deadline=None)
@given(texts, st.data())
def test_anything_is_read(text, data):
    marks = [
        "<p>",
        "</p>",
        "<b>",
        "<ul><li>",
        "</table>",
        "<td>",
        "&#0;",
        "<img src=x",
        "<![CDATA[",
        "<!--",
        "]]>",
        "<br",
        "&",
    ]
    cuts = data.draw(st.lists(st.sampled_from(marks), max_size=5))
    html = text.join(["", *cuts, ""])
    settled = keep(html)
    etree.fromstring(f"<div>{html_of_markdown(settled)}</div>")
