"""Blueprints: what is read of their text."""

from datetime import timedelta
from fractions import Fraction

from edu.content.sitting.blueprint_file import read_blueprint
from edu.domain.items.item import Difficulty, Kind
from edu.domain.sitting.blueprint import AttemptLimit
from tests.content.reading import read_sound


def test_blueprint():
    blueprint = read_sound(
        read_blueprint,
        "---\n编号: check\n考试: 检查\n英文: Check\n时长: 1 小时\n"
        "及格: 80%\n次数: 每 24 小时 2 次；每12个月8次\n间隔: 10 分钟\n"
        "有效期: 2 年\n---\n说明\n\n| 大题 | 题型 | 考点 | 题数 | 每题分值 | 难度 |\n|---|---|---|---|---|---|\n"
        "| 一 | 单选题 | 保证金 | ２ | 2.5 | 难 |\n| 二 | 判断 | | 1 | 95 | |\n",
    ).blueprint
    assert (blueprint.duration, blueprint.cut, blueprint.validity_months) == (timedelta(hours=1), Fraction(4, 5), 24)
    assert blueprint.limits == (AttemptLimit(2, timedelta(days=1)), AttemptLimit(8, timedelta(days=365)))
    first, second = blueprint.cells
    assert (first.kind, first.topic, first.count, first.points) == (Kind.SINGLE, "保证金", 2, Fraction(5, 2))
    assert (first.difficulty, second.difficulty, second.topic) == (Difficulty.HARD, None, "")
