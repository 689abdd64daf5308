"""Lessons, disclosures, blueprints, questionnaires, glossaries, policies: what their readers make of the text."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from edu.content.finding import Findings
from edu.content.learning.glossary_file import read_glossary
from edu.content.learning.lesson_file import read_lesson
from edu.content.sitting.blueprint_file import read_blueprint
from edu.content.suitability.disclosure_file import read_disclosure
from edu.content.suitability.policy_file import read_policy
from edu.content.suitability.questionnaire_file import read_questionnaire
from edu.content.syntax.amount_text import read_date, read_duration, read_limit, read_months, read_share
from edu.content.syntax.condition_text import read_condition
from edu.domain.items.item import Difficulty, Kind
from edu.domain.sitting.blueprint import AttemptLimit
from edu.domain.suitability.condition import Comparison
from edu.domain.suitability.facts import unknown_facts
from edu.domain.suitability.policy import LOWEST, Permission
from edu.domain.suitability.questionnaire import Audience
from tests.content.reading import read, read_sound

GOOD = Path(__file__).parents[1] / "good_content"


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


def test_disclosure_and_its_revision():
    text = (GOOD / "disclosures/example.md").read_text()
    first = read_sound(read_disclosure, text).disclosure
    assert (first.id, first.effective, first.note) == ("risk", date(2026, 1, 1), "")
    assert [paragraph.id for paragraph in first.paragraphs] == ["leverage", "closing"]
    same = read_sound(read_disclosure, text.replace("\n", "\r\n")).disclosure
    other = read_sound(read_disclosure, text.replace("亏损会放大", "亏损会放大很多")).disclosure
    assert first.revision == same.revision != other.revision
    assert len(first.revision) == 64


def test_disclosure_takes_its_lead_as_a_note():
    text = (GOOD / "disclosures/example.md").read_text().replace("## 杠杆", "请逐条阅读。\n\n## 杠杆")
    assert read_sound(read_disclosure, text).disclosure.note == "请逐条阅读。"


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


@pytest.mark.parametrize(
    ("reader", "text", "value"),
    [
        (read_duration, "90 分钟", timedelta(minutes=90)),
        (read_duration, "1 个月", timedelta(days=365) / 12),
        (read_duration, "2 hours", timedelta(hours=2)),
        (read_duration, "两小时", None),
        (read_limit, "every 24 hours 2 times", AttemptLimit(2, timedelta(days=1))),
        (read_limit, "每天2次", None),
        (read_limit, "每 1 天最多 2 次", AttemptLimit(2, timedelta(days=1))),
        (read_limit, "每 0 天 2 次", None),
        (read_share, "80％", Fraction(4, 5)),
        (read_share, "0%", None),
        (read_share, "101%", None),
        (read_share, "80", None),
        (read_months, "1 年", 12),
        (read_months, "0 个月", None),
        (read_date, "2026年1月5日", date(2026, 1, 5)),
        (read_date, "2026-02-30", None),
    ],
)
def test_amount(reader, text, value):
    assert reader(text) == value


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


def test_glossary():
    glossary = read_sound(
        read_glossary,
        "## 保证金\n\n同义：履约保证金、押金\n一种担保。\n\n说明：可能亏掉。\n\n## margin call {#追保}\nA call.\n",
    ).glossary
    assert glossary["保证金"].synonyms == ("履约保证金", "押金")
    assert glossary["保证金"].text == "一种担保。\n\n说明：可能亏掉。"
    assert (glossary["追保"].shown, glossary["追保"].name) == ("margin call", "追保")


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("总是", [[]]),
        ("知识检查 = 通过", [[Comparison("check", "=", "passed")]]),
        ("风险等级 ≥ C3 且 年龄<７０", [[Comparison("risk_class", ">=", "C3"), Comparison("age", "<", Decimal(70))]]),
        (
            "市场禁入或重大不良记录 = 是 或 期货从业人员=是",
            [[Comparison("market_ban", "=", True)], [Comparison("futures_staff", "=", True)]],
        ),
        (
            "最低类别 = 否 且 层级 <= 初级 或 资料 ≠ 已完成",
            [
                [Comparison("lowest_class", "=", False), Comparison("tier", "<=", "basic")],
                [Comparison("profile", "!=", "complete")],
            ],
        ),
    ],
)
def test_condition(text: str, ways: list[list[Comparison]]):
    findings = Findings("x.md")
    condition = read_condition(text, 1, (), findings)
    assert findings.found == []
    assert condition is not None
    assert [list(way) for way in condition.ways] == ways
    assert condition.holds(unknown_facts()) in (True, False)


@pytest.mark.parametrize(
    ("text", "code", "nearest"),
    [
        ("知识测查 = 通过", "P102", "知识检查"),
        ("知识检查 = 已通过", "P103", "通过"),
        ("风险等级 >= C6", "P103", "C5"),
        ("年龄 > 老", "P103", "30"),
        ("知识检查 > 通过", "P104", ""),
        ("知识检查", "P101", ""),
        ("知识检查 = 通过 且", "P101", ""),
        ("", "P101", ""),
    ],
)
def test_wrong_condition_names_the_nearest(text: str, code: str, nearest: str):
    findings = Findings("x.md")
    assert read_condition(text, 7, (), findings) is None
    (finding,) = findings.found
    assert (finding.code, finding.line) == (code, 7)
    assert nearest in finding.remedy


def test_policy():
    text = (GOOD / "suitability/policy.md").read_text()
    file = read_sound(read_policy, text)
    policy = file.policy
    assert (policy.version, policy.validity_months, policy.reminder_days) == ("1", 12, (60, 30, 7))
    assert [(band.id, band.low, band.high) for band in policy.bands[:2]] == [
        ("individual-c1", 0, 30),
        ("individual-c2", 30, 50),
    ]
    assert policy.matching[LOWEST]["R2"] is Permission.BLOCKED
    assert policy.matching["C2"] == {
        "R1": "allowed", "R2": "allowed", "R3": "warning", "R4": "warning", "R5": "warning",
    }  # fmt: skip
    assert policy.limits[0].products == ("commodity",), "全部 is every group"
    assert policy.documents[0].title.within("en") == "Statement"
    assert policy.missing[0].outcome == "check"
    assert policy.segments[0].axis == "purpose"
    row = policy.row("basic")
    assert row is not None
    assert text.splitlines()[file.lines["basic"] - 1].startswith("| basic |")


@pytest.mark.parametrize(
    "old", ["因为如此", "Because", "12 个月", "60、", "| 30 | 50 |", "需警示", "知识得分 >= 80", "版本: 1"]
)
def test_policy_revision_follows_every_word(old: str):
    text = (GOOD / "suitability/policy.md").read_text()
    assert old in text
    changed = text.replace(old, {"需警示": "不可", "| 30 | 50 |": "| 30 | 51 |"}.get(old, "9" + old))
    revisions = {read(read_policy, words)[0].policy.revision for words in (text, text.replace("\n", "\r\n"), changed)}
    assert len(revisions) == 2
