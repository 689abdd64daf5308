"""Courses: the lessons in their order."""

from edu.content.learning.course_file import read_course
from tests.content.reading import read_sound


def test_course_lines():
    course = read_sound(read_course, "---\n编号: c\n标题: 课\n---\n# 说明\n- a\n* b（选学）\n1. c\n").course
    assert course.lessons == ("a", "b", "c")
