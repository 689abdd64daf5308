"""Headings divide a document into parts."""

import pytest

from edu.content.finding import Findings
from edu.content.syntax.document import parse_document
from edu.content.syntax.heading import split_parts


@pytest.mark.parametrize(
    ("line", "level", "title", "part_id"),
    [
        ("## 杠杆 {#leverage}", 2, "杠杆", "leverage"),
        ("##杠杆{#leverage}", 2, "杠杆", "leverage"),
        ("＃＃　杠杆 ｛＃leverage｝", 2, "杠杆", "leverage"),
        ("# 主题", 1, "主题", ""),
    ],
)
def test_heading(line: str, level: int, title: str, part_id: str):
    findings = Findings("x.md")
    document = parse_document("x.md", f"前言\n{line}\n\n正文\n### 小标题\n", findings)
    assert document is not None
    lead, part = split_parts(document.body)
    assert (lead.level, lead.text) == (0, "前言")
    assert (part.level, part.title, part.id, part.line, part.text_line) == (level, title, part_id, 2, 4)
    assert part.text == "正文\n### 小标题"
