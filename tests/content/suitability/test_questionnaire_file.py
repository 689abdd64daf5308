"""Questionnaires, and the revision that follows every word."""

from fractions import Fraction
from pathlib import Path

import pytest

from edu.content.suitability.questionnaire_file import read_questionnaire
from edu.domain.suitability.questionnaire import Audience
from tests.content.reading import read, read_sound

GOOD = Path(__file__).parents[2] / "good_content"


def test_questionnaire():
    sheet = read_sound(
        read_questionnaire,
        "---\n编号: q\n标题: 问卷\n版本: 1\n对象: 个人\n对照: a ~ b\n---\n# 财务 {#money}\n## 收入？ {#a}\n（税后）\n"
        "- A. 有 {3分}\n- B. 没有 ｛０分｝\n\n# 态度 {#mind}\n"
        "## 承受？（可多选） {#b}\nA、不能 {0分}{最低类别}\nB、能 {2.5 分}\n题型：多选\n",
    ).questionnaire
    assert (sheet.audience, sheet.pairs) == (Audience.INDIVIDUAL, (("a", "b"),))
    assert [(theme.id, theme.title) for theme in sheet.themes] == [("money", "财务"), ("mind", "态度")]
    income, loss = sheet.questions
    assert (income.text, income.theme, income.multiple) == ("收入？\n（税后）", "money", False)
    assert [(option.letter, option.text, option.points) for option in income.options] == [
        ("A", "有", 3),
        ("B", "没有", 0),
    ]
    assert (loss.theme, loss.multiple) == ("mind", True)
    assert [(option.text, option.points, option.gate) for option in loss.options] == [
        ("不能", 0, True), ("能", Fraction(5, 2), False),
    ]  # fmt: skip


@pytest.mark.parametrize("old", ["100分", "工资", "{最低类别}", "收入来源？", "# 财务", "版本: 1"])
def test_questionnaire_revision_follows_every_word(old: str):
    text = (GOOD / "suitability/questionnaire-individual.md").read_text()
    assert old in text
    revisions = {
        read(read_questionnaire, t)[0].questionnaire.revision
        for t in (text, text.replace(old, old[:-1] + "9" + old[-1]))
    }
    assert len(revisions) == 2
