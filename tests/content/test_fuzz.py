"""Whatever stands in a file, its reader gives values and findings, never an exception."""

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu.content.checks import run_checks
from edu.content.finding import Findings
from edu.content.folder import Sources
from edu.content.items.item_file import read_bank
from edu.content.learning.course_file import read_course
from edu.content.learning.glossary_file import read_glossary
from edu.content.learning.lesson_file import read_lesson
from edu.content.markup import Markup
from edu.content.shelf import Shelf
from edu.content.sitting.blueprint_file import read_blueprint
from edu.content.suitability.disclosure_file import read_disclosure
from edu.content.suitability.policy_file import read_policy
from edu.content.suitability.questionnaire_file import read_questionnaire
from edu.content.syntax.arithmetic import NotASum, compute_sum
from edu.content.syntax.condition_text import read_condition
from edu.content.syntax.document import parse_document
from edu.domain.learning.lesson import Term
from edu.domain.suitability.facts import FACTS, unknown_facts

SCRAPS = st.sampled_from(
    [
        "---\n", "\n", "\n\n", "## ", "# ", "- A. ", "- B. ", "A、", "（C）", "编号：", "答案：", "【答案】",
        "答案（严格）：",
        "解析：", "题型：", "分值：", "段落：", "题库: ", "用途: 练习\n", "用途: 考核\n", "对象: 个人\n", "____",
        "____和__", "{#a}", "{#b}",
        "{3分}", "{最低类别}", "题型：多选\n", "检查点：a-1、a-2\n", "::: 风险\n", "::: 计算\n", ":::\n", "：：：",
        "[[保证金]]",
        "[[", "]]", "|", "\\|", "|---|---|\n", "| a | b |\n|--:|:-:|\n| 1 | 2 |\n", "| 编号 | 条件 |\n", "**", "*",
        "“", "”", "。", "，", "知识检查 = 通过", "且", "或",
        "总是", "≥", "1 + 2 = 3\n", "(", ")", "÷ 0", "8%", "9" * 30, "正确", "错误", "A", "AC", "；", "｜", "±",
        "a-1", "lesson#one",
        "\r\n", "\t", "\x00", "\ud800", "\ufeff", "　", "📈", "1/0分", "每 24 小时 2 次", "2026-02-30",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=400), st.lists(SCRAPS | st.text(max_size=5), max_size=40).map("".join))
HEADINGS = ("bands", "products", "matching", "standings", "category", "tier", "limits", "documents", "missing")
POLICIES = st.lists(SCRAPS | st.sampled_from([f"\n## 表 {{#{name}}}\n\n" for name in HEADINGS]), max_size=40).map(
    "".join
)

ALLOWED_TAGS = {
    "p", "strong", "em", "a", "br", "hr", "code", "pre", "blockquote", "ul", "ol", "li", "table", "thead", "tbody",
    "tr",
    "th", "td", "aside", "span", "button", "h1", "h2", "h3", "h4", "h5", "h6",
}  # fmt: skip
ALLOWED_ATTRIBUTES = {"class", "id", "href", "title", "rel", "role", "type", "popover", "popovertarget", "start"}

READERS: dict[str, tuple[Callable[..., Any], str]] = {
    "bank": (read_bank, "banks"),
    "lesson": (read_lesson, "lessons"),
    "course": (read_course, "courses"),
    "disclosure": (read_disclosure, "disclosures"),
    "blueprint": (read_blueprint, "blueprints"),
    "questionnaire": (read_questionnaire, "questionnaires"),
    "policy": (read_policy, "policies"),
    "glossary": (read_glossary, "glossaries"),
}


@pytest.mark.parametrize("kind", READERS)
@given(text=TEXTS | POLICIES)
def test_reader_and_checks_take_any_text(kind: str, text: str):
    reader, shelf = READERS[kind]
    findings = Findings("x.md")
    document = parse_document("x.md", text, findings)
    if document is None:
        assert findings.found
        return
    read = reader(document, findings)
    sources = Sources("content", **{shelf: Shelf({"x": read}, {"x": read})})  # type: ignore[arg-type]
    lines = text.count("\n") + text.count("\r") + 1
    for finding in [*findings.found, *run_checks(sources)]:
        assert 0 < finding.line <= lines
        assert "\n" not in str(finding)
        assert len(str(finding)) < 1000


class Tags(HTMLParser):
    """Checks that tags are known and closed, that ids differ, and that links lead to the web."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []
        assert len(set(self.ids)) == len(self.ids)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED_TAGS
        values = dict(attributes)
        assert set(values) <= ALLOWED_ATTRIBUTES
        assert (values.get("href") or "http://").lower().startswith(("http://", "https://"))
        self.ids += [values["id"] or ""] if "id" in values else []
        if tag not in {"br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"br", "hr"}:
            assert self.open.pop() == tag


@given(text=TEXTS, language=st.sampled_from(["zh", "en"]))
def test_markup_takes_any_text_and_gives_sound_html(text: str, language: str):
    markup = Markup({"保证金": Term("保证金", "margin", "为**履约**，见[[保证金]]。")})
    Tags(markup.render(text, language=language))
    inline = markup.render_inline(text, language=language)
    Tags(inline)
    assert "<p" not in inline


@given(text=TEXTS)
def test_condition_takes_any_text(text: str):
    findings = Findings("x.md")
    condition = read_condition(text, 1, (), findings)
    assert (condition is None) == bool(findings.found)
    if condition is not None:
        assert condition.holds(unknown_facts()) in (True, False)


@given(names=st.lists(st.sampled_from(sorted(FACTS)), min_size=1, max_size=4), data=st.data())
def test_condition_of_known_facts_is_read(names: list[str], data: st.DataObject):
    parts = []
    for name in names:
        kind = FACTS[name]
        value = str(data.draw(st.integers(0, 999))) if kind.numeric else data.draw(st.sampled_from(sorted(kind.values)))
        parts.append(f"{name} {data.draw(st.sampled_from(['=', '!=']))} {value}")
    joiners = [data.draw(st.sampled_from([" 且 ", " 或 ", "且", "或"])) for _ in parts[1:]]
    text = parts[0] + "".join(joiner + part for joiner, part in zip(joiners, parts[1:], strict=True))
    findings = Findings("x.md")
    condition = read_condition(text, 1, (), findings)
    assert condition is not None, [str(finding) for finding in findings.found]
    assert sum(map(len, condition.ways)) == len(parts)


@given(text=st.text("0123456789.,%()+-×÷元万 ", max_size=350))
def test_sum_is_a_number_or_refused(text: str):
    try:
        value = compute_sum(text)
    except NotASum:
        return
    assert value == compute_sum(f"({text})") or len(text) > 290
