"""The terms of a sitting in a blueprint's front matter."""

from datetime import timedelta
from fractions import Fraction

import pytest

from edu.content.sitting.blueprint_file import read_blueprint
from edu.content.sitting.terms_file import CHINA, read_moment
from edu.domain.sitting.terms import Layout, Navigation, Release, Sitters, Terms
from tests.content.reading import read as read_text

HEAD = "---\n编号: exam\n考试: 考试\n英文: Exam\n时长: 60 分钟\n及格: 60%\n"
TABLE = "---\n\n| 大题 | 题型 | 题数 | 每题分值 |\n|---|---|---|---|\n| 一 | 单选 | 1 | 1 |\n"


def read(*lines: str) -> tuple[Terms, list[str]]:
    """The terms, and the codes of what was found."""
    read_file, codes = read_text(read_blueprint, HEAD + "".join(f"{line}\n" for line in lines) + TABLE)
    return read_file.blueprint.terms, codes


def test_what_is_not_said_has_a_default():
    assert read() == (Terms(), [])
    terms, _ = read("对象: 员工")
    assert (terms.sitters, terms.layout) == (Sitters.STAFF, Layout.ONE_PAGE)


@pytest.mark.parametrize(
    ("chinese", "english", "name", "value"),
    [
        ("导航: 按大题顺序", "navigation: forward", "navigation", Navigation.FORWARD),
        ("版式: 整卷", "layout: one-page", "layout", Layout.ONE_PAGE),
        ("成绩发布: 阅卷后", "release: after-marking", "release", Release.AFTER_MARKING),
        ("入场码: 是", "entry-code: yes", "entry_code", True),
        ("证书: 是", "certificate: yes", "certificate", True),
        ("候考: 1 小时", "waiting: 1 hour", "waiting", timedelta(hours=1)),
        ("宽限: 90 秒", "grace: 90 seconds", "grace", timedelta(seconds=90)),
        ("曝光上限: 30%", "exposure: 30%", "exposure", Fraction(3, 10)),
        ("诚信承诺: 我独立作答。", "honour: 我独立作答。", "honour", "我独立作答。"),
    ],
)
def test_each_key_in_both_languages(chinese: str, english: str, name: str, value: object):
    for line in (chinese, english):
        terms, codes = read(line)
        assert (getattr(terms, name), codes) == (value, [])


@pytest.mark.parametrize("sign", ["至", " 到 ", "～", " to "])
def test_a_window_in_beijing_time(sign: str):
    terms, codes = read(f"开放时间: 2026-12-01 09:00{sign}2026年12月1日 11:30", "统一开考: 是")
    assert codes == []
    assert terms.together
    assert terms.window is not None
    assert terms.window.closes - terms.window.opens == timedelta(hours=2, minutes=30)
    assert terms.window.opens.utcoffset() == timedelta(hours=8)


def test_a_dated_release():
    terms, codes = read("成绩发布: 2026-12-05 18:00")
    assert (terms.release, terms.release_at, codes) == (Release.AT_DATE, read_moment("2026-12-05 18:00"), [])
    assert terms.release_at is not None
    assert terms.release_at.tzinfo is CHINA


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("统一开考: 是", "B108"), ("开放时间: 2026-12-02 09:00 至 2026-12-01 09:00", "B109"),
        ("开放时间: 明天", "F208"), ("开放时间: 2026-13-01 09:00 至 2026-12-01 09:00", "F208"),
        ("宽限: 1 天", "F208"),
        ("曝光上限: 三成", "F208"), ("成绩发布: 以后", "F208"), ("对象: 大家", "F207"), ("导航: 倒着", "F207"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_reported(line: str, code: str):
    assert read(line)[1] == [code]
