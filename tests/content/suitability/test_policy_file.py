"""Policies, and the revision that follows every word."""

from datetime import timedelta
from pathlib import Path

import pytest

from edu.content.suitability.policy_file import read_policy
from edu.domain.sitting.blueprint import AttemptLimit
from edu.domain.suitability.policy import LOWEST, Permission
from tests.content.reading import read, read_sound

GOOD = Path(__file__).parents[2] / "good_content"


def test_policy():
    text = (GOOD / "suitability/policy.md").read_text()
    file = read_sound(read_policy, text)
    policy = file.policy
    assert (policy.version, policy.validity_months, policy.reminder_days) == ("1", 12, (60, 30, 7))
    assert policy.repeat_limits == (AttemptLimit(2, timedelta(days=1)),)
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
    "old", ["因为如此", "Because", "12 个月", "60、", "2 次", "| 30 | 50 |", "需警示", "知识得分 >= 80", "版本: 1"]
)
def test_policy_revision_follows_every_word(old: str):
    text = (GOOD / "suitability/policy.md").read_text()
    assert old in text
    changed = text.replace(old, {"需警示": "不可", "| 30 | 50 |": "| 30 | 51 |"}.get(old, "9" + old))
    revisions = {read(read_policy, words)[0].policy.revision for words in (text, text.replace("\n", "\r\n"), changed)}
    assert len(revisions) == 2
