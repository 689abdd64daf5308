"""Lessons: what is read of their text."""

from edu.content.learning.lesson_file import read_lesson
from tests.content.reading import read_sound


def test_lesson():
    file = read_sound(
        read_lesson,
        "---\n编号: leverage\n标题: 杠杆\n目标: 说清 A、B；会算 C\n时长：１２分钟\n性质: 宣传\n受众: 新客户\n---\n"
        "## 一 {#one}\n\n正文[[保证金]]。\n### 小标题\n::: 风险\n小心\n"
        ":::\n检查点：a-1、a-2，a-3\n\n## 二 {#two}\n正文\n**检查点**：b-1; b-2\n",
    )
    lesson = file.lesson
    assert (lesson.id, lesson.minutes, lesson.nature, lesson.aims) == (
        "leverage",
        12,
        "promotion",
        ("说清 A、B", "会算 C"),
    )
    assert [(s.id, s.title, s.checkpoint) for s in lesson.sections] == [
        ("one", "一", ("a-1", "a-2", "a-3")), ("two", "二", ("b-1", "b-2")),
    ]  # fmt: skip
    assert lesson.sections[0].text == "正文[[保证金]]。\n### 小标题\n::: 风险\n小心\n:::"
    assert (file.lines["one"], file.text_lines["one"]) == (16, 11)
