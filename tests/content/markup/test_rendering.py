"""Markdown to HTML: what is markup, and what stays text."""

import pytest

from edu.content.markup import Markup, split_blanks
from tests.content.markup.glossary import GLOSSARY, MARKUP, paragraph


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
