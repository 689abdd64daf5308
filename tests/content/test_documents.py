"""From bytes to lines, front matter and parts."""

from pathlib import Path

import pytest

from edu.content.finding import Findings
from edu.content.learning.course_file import read_course
from edu.content.syntax.document import load_document, parse_document
from edu.content.syntax.front_matter import Key, is_id, read_front, split_list
from edu.content.syntax.heading import split_parts
from tests.content.reading import read_sound

COURSE = "---\n编号: c\n标题: 课程\n---\n\n- leverage\n"
KEYS = (Key("题库", "bank", required=True), Key("难度", "difficulty"))


@pytest.mark.parametrize(
    "data",
    [
        COURSE.encode(),
        b"\xef\xbb\xbf" + COURSE.encode(),
        COURSE.replace("\n", "\r\n").encode(),
        COURSE.replace("\n", "\r").encode(),
        ("\n\n" + COURSE).encode(),
        COURSE.replace(": ", "：").encode(),
        COURSE.replace("编号", "id").replace("标题", "Title").encode(),
        COURSE.replace("课程", "课程    # 注释：随便").encode(),
        COURSE.replace("课程", '"课程"').encode(),
        COURSE.replace("标题", "# 注释\n\n标题").encode(),
    ],
)
def test_tolerated(data: bytes, tmp_path: Path):
    (tmp_path / "c.md").write_bytes(data)
    findings = Findings("c.md")
    document = load_document(tmp_path / "c.md", "c.md", findings)
    assert document is not None
    course = read_course(document, findings).course
    assert findings.found == []
    assert (course.id, course.title, course.lessons) == ("c", "课程", ("leverage",))


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"a\n\xff\xfe", "F101", 2),
        ("结算".encode("gb18030"), "F101", 1),
        (b"a\nb\x00", "F103", 2),
        ("a\u202eb".encode(), "F103", 1),
        (b"a\n\n\xed\xb0\x80", "F104", 3),
    ],
)
def test_refused(data: bytes, code: str, line: int, tmp_path: Path):
    (tmp_path / "c.md").write_bytes(data)
    findings = Findings("c.md")
    assert load_document(tmp_path / "c.md", "c.md", findings) is None
    assert [(finding.code, finding.line) for finding in findings.found] == [(code, line)]


def test_missing_file_is_a_finding(tmp_path: Path):
    findings = Findings("c.md")
    assert load_document(tmp_path / "c.md", "c.md", findings) is None
    assert [finding.code for finding in findings.found] == ["F105"]


def front_of(text: str) -> tuple[dict[str, str], list[str]]:
    findings = Findings("x.md")
    document = parse_document("x.md", text, findings)
    assert document is not None
    front = read_front(document, KEYS, findings)
    return {key: entry.value for key, entry in front.entries.items()}, [str(finding) for finding in findings.found]


@pytest.mark.parametrize(
    ("text", "entries", "words"),
    [
        ("---\n题库：例 # 说\n---", {"bank": "例"}, []),
        ("---\nBANK: 例\nDifficulty: 易\n---", {"bank": "例", "difficulty": "易"}, []),
        ("---\n题库: C#语言\n---", {"bank": "C#语言"}, []),
        ("---\n题库: a: b\n---", {"bank": "a: b"}, []),
        ("---\n题厍: 例\n---", {}, ["F204", "可写：题库", "F206"]),
        ("---\n题库:\n---", {"bank": ""}, ["F206"]),
        ("---\n题库: a\n题库: b\n---", {"bank": "a"}, ["F205", "第 2 行"]),
    ],
)
def test_front_matter(text: str, entries: dict[str, str], words: list[str]):
    found, messages = front_of(text)
    assert found == entries
    assert all(any(word in message for message in messages) for word in words)
    assert bool(messages) == bool(words)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("甲、乙", ("甲", "乙")),
        ("说清 A、B；会算 C", ("说清 A、B", "会算 C")),
        ("one; two;", ("one", "two")),
        ("", ()),
    ],
)
def test_list(text: str, parts: tuple[str, ...]):
    assert split_list(text) == parts


@pytest.mark.parametrize(
    ("text", "good"),
    [("a", True), ("lev-p-01", True), ("A", False), ("1a", False), ("a_b", False), ("a--b", False), ("a" * 65, False)],
)
def test_id(text: str, good: bool):
    assert is_id(text) == good


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


def test_course_lines():
    course = read_sound(read_course, "---\n编号: c\n标题: 课\n---\n# 说明\n- a\n* b（选学）\n1. c\n").course
    assert course.lessons == ("a", "b", "c")
