"""Emphasis beside Chinese marks."""

import pytest

from tests.content.markup.glossary import paragraph


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
