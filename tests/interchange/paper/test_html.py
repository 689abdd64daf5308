"""A paper as HTML: one file, nothing from elsewhere, keys only for the marker."""

from fractions import Fraction
from typing import Any

import pytest
from lxml import html as parse

from edu.content.finding import Findings
from edu.domain.items.item import Blank, Item, Kind, Numeric, Option, Parameter, RubricPoint
from edu.interchange.paper.html import write_paper

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8


def option(letter: str, text: str) -> Option:
    return Option(letter, text)


PAPER = [
    Item("", Kind.WRITTEN, "说明**保证金**。", "因", points=Fraction(4), rubric=(RubricPoint("含义", Fraction(4)),)),
    Item("", Kind.SINGLE, "甲 <b> 是（ ）。", "因 & 果", (option("A", "一"), option("B", "二")), frozenset("A")),
    Item(
        "",
        Kind.SINGLE,
        "乙是（ ）",
        "因",
        (option("A", "长" * 30), option("B", "二")),
        frozenset("B"),
        points=Fraction(2),
    ),
    Item("", Kind.FILL_IN, "包括____。", "因", blanks=(Blank(("平仓",)),)),
    Item("", Kind.TRUE_FALSE, "看图 ![行情](a.png)", "因", truth=False),
]


def find(root: parse.HtmlElement, path: str) -> list[Any]:
    """What an XPath finds: elements, texts or values of attributes."""
    found = root.xpath(path)
    assert isinstance(found, list)
    return found


def page(keys: bool, *items: Item, **pictures: bytes) -> tuple[str, Findings]:
    findings = Findings("卷")
    named = {name.replace("_", "."): data for name, data in pictures.items()}
    exported = write_paper(items or PAPER, "期货 <试卷>", findings, keys=keys, pictures=named)
    return exported.data.decode(), findings


def test_the_candidates_copy():
    text, findings = page(False, a_png=PNG)
    root = parse.fromstring(text)
    assert find(root, "//h1/text()") == ["期货 <试卷>"]
    assert find(root, "//h2/text()") == [
        "一、单项选择题（本题共2小题，共3分）",
        "二、判断题（本题共1小题，每小题1分，共1分）",
        "三、填空题（本题共1小题，每小题1分，共1分）",
        "四、简答题（本题共1小题，每小题4分，共4分）",
    ]
    assert "甲 &lt;b&gt; 是（　　）。（1分）" in text
    assert "考生姓名：________" in text
    assert [options.get("class") for options in find(root, "//ul")] == ["options columns-2", "options columns-1"]
    assert len(find(root, "//span[@class='blank']")) == 1
    assert len(find(root, "//div[@class='room']")) == 1
    assert find(root, "//img/@src")[0].startswith("data:image/png;base64,")
    assert "答案" not in text
    assert "因" not in text
    assert findings.found == []


def test_the_markers_copy():
    text, findings = page(True, a_png=PNG)
    root = parse.fromstring(text)
    assert find(root, "//h1/text()") == ["期货 <试卷>（答案）"]
    names = [term.text for term in find(root, "//dt")]
    assert names == ["答案", "分值", "解析", "答案", "分值", "解析", "答案", "解析", "答案", "解析", "评分要点", "解析"]
    assert "因 &amp; 果" in text
    assert [finding.code for finding in findings.found] == ["X201"]


@pytest.mark.parametrize("keys", [True, False])
def test_nothing_comes_from_elsewhere(keys):
    text, _ = page(keys, a_png=PNG)
    assert all(address.startswith("data:") for address in find(parse.fromstring(text), "//@src | //@href"))
    assert "url(" not in text
    assert "<script" not in text
    assert "@page { size: A4" in text


def test_losses_are_reported():
    drawn = Item("", Kind.NUMERIC, "{{价}}", "因", numeric=Numeric("价", parameters=(Parameter("价", "1..2"),)))
    text, findings = page(False, drawn, PAPER[-1], a_png=b"no picture")
    assert [(finding.code, finding.line) for finding in findings.found] == [("X202", 1), ("X201", 2)]
    assert "〔图：行情〕" in text


def test_any_words_can_be_written():
    words = "".join(map(chr, [*range(0x80), 0xD800]))
    text, _ = page(True, Item("", Kind.TRUE_FALSE, words, words, truth=True))
    assert "<h2>" in text
