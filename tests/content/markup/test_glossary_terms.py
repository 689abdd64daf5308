"""Terms of the glossary, as buttons with a card."""

import pytest

from tests.content.markup.glossary import MARKUP


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
