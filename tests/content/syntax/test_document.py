"""From bytes to lines."""

from pathlib import Path

import pytest

from edu.content.finding import Findings
from edu.content.learning.course_file import read_course
from edu.content.syntax.document import load_document

COURSE = "---\n编号: c\n标题: 课程\n---\n\n- leverage\n"


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
