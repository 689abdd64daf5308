"""Stories of clients before the shipped policy."""

from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu.content.library import Library, load_library
from edu.domain.suitability.decision import Decision, decide
from edu.domain.suitability.facts import BY_KEY, RISK_CLASSES, Facts, FactValue, unknown_facts
from edu.domain.suitability.policy import Permission, Policy

CONTENT = Path(__file__).parents[2] / "content"
DERIVED = {"category", "tier", "any_warning", "any_open"}
DONE: dict[str, FactValue] = {
    "profile": "complete", "course": "complete", "disclosure": "current", "questionnaire": "valid", "check": "passed",
    "check_percent": Decimal(85), "risk_class": "C3", "age": Decimal(40), "planned_funds": Decimal(20),
}  # fmt: skip
REAL: dict[str, FactValue] = {"experience_verified": True, "real_trades": Decimal(12), "experience_years": Decimal(3)}
ALLOWED, WARNING, BLOCKED = Permission
FUTURES = ("commodity", "commodity-options", "specified", "financial", "otc-limited", "otc-unlimited")


def load_policy() -> Policy:
    library = load_library(CONTENT).library
    assert isinstance(library, Library)
    return library.policy


POLICY = load_policy()


def decided(**facts: FactValue) -> Decision:
    return decide(POLICY, {**unknown_facts(), **facts}, None)


def permissions(decision: Decision) -> dict[str, Permission]:
    return {product.product: product.permission for product in decision.products}


@pytest.mark.parametrize(
    ("facts", "standing"),
    [
        ({}, "incomplete"),
        (DONE, "decided"),
        (DONE | {"futures_staff": True}, "barred"),
        (DONE | {"market_ban": True, "lowest_class": True, "risk_class": "C1"}, "barred"),
        ({"questionnaire": "valid", "risk_class": "C1", "lowest_class": True}, "lowest"),
        (DONE | {"risk_class": "C1", "lowest_class": True}, "lowest"),
        (DONE | {"risk_class": "C1", "lowest_class": True, "questionnaire": "expired"}, "expired"),
        (DONE | {"check": "none"}, "incomplete"),
        (DONE | {"check": "failed", "check_percent": Decimal(60)}, "not-passed"),
        (DONE | {"check": "failed", "questionnaire": "none"}, "incomplete"),
        (DONE | {"check": "failed", "questionnaire": "expired"}, "expired"),
        (DONE | {"check": "expired"}, "expired"),
        (DONE | {"disclosure": "outdated"}, "expired"),
        (DONE | {"course": "incomplete", "check": "expired"}, "incomplete"),
    ],
)
def test_standing(facts: Facts, standing: str):
    assert decided(**facts).standing == standing


@pytest.mark.parametrize(
    ("risk_class", "expected"),
    [
        ("C1", [ALLOWED, WARNING, WARNING]),
        ("C2", [ALLOWED, ALLOWED, WARNING]),
        ("C3", [ALLOWED, ALLOWED, ALLOWED]),
        ("C5", [ALLOWED, ALLOWED, ALLOWED]),
    ],
)
def test_class_alone_opens_up_to_commodity_futures(risk_class: str, expected: list[Permission]):
    """At the basic tier everything above R3 waits for experience, whatever the class."""
    found = permissions(decided(**DONE | {"risk_class": risk_class}))
    assert [found[product] for product in ("am-r1", "am-r2", "commodity")] == expected
    assert {found[product] for product in FUTURES[1:]} == {BLOCKED}


@pytest.mark.parametrize(
    ("facts", "tier", "options", "unlimited"),
    [
        (DONE | REAL | {"risk_class": "C3"}, "intermediate", WARNING, BLOCKED),
        (DONE | REAL | {"risk_class": "C4"}, "intermediate", ALLOWED, BLOCKED),
        (DONE | REAL | {"risk_class": "C4", "check_percent": Decimal(90)}, "advanced", ALLOWED, WARNING),
        (DONE | REAL | {"risk_class": "C5", "check_percent": Decimal(90)}, "advanced", ALLOWED, ALLOWED),
        (DONE | REAL | {"risk_class": "C5", "experience_verified": False}, "basic", BLOCKED, BLOCKED),
        (
            DONE | {"risk_class": "C4", "experience_verified": True, "simulated_days": Decimal(10),
            "simulated_trades": Decimal(20)},
            "intermediate", ALLOWED, BLOCKED,
        ),
        (
            DONE | {"risk_class": "C4", "experience_verified": True, "simulated_days": Decimal(10),
            "simulated_trades": Decimal(19)},
            "basic", BLOCKED, BLOCKED,
        ),
    ],
)  # fmt: skip
def test_experience_opens_more(facts: Facts, tier: str, options: Permission, unlimited: Permission):
    decision = decided(**facts)
    found = permissions(decision)
    assert (decision.tier, found["commodity-options"], found["otc-unlimited"]) == (tier, options, unlimited)


def test_warned_client_signs_the_special_warning():
    decision = decided(**DONE | {"risk_class": "C2"})
    assert "document-special-warning" in decision.documents
    assert "notice-initiative" in decision.notices
    assert "document-special-warning" not in decided(**DONE).documents


def test_professional_is_ordinary_until_verified():
    claimed = DONE | {"claimed_category": "B", "financial_assets": Decimal(600), "risk_class": "C1"}
    before, after = decided(**claimed), decided(**claimed | {"category_verified": True})
    assert (before.category, after.category) == ("ordinary", "B")
    assert {"missing-category", "notice-unverified"} <= {*before.missing, *before.notices}
    assert permissions(before)["financial"] is BLOCKED
    assert set(permissions(after).values()) == {ALLOWED}
    assert after.documents == ("document-risk-statement", "document-professional")


def test_stated_figures_below_class_b_are_pointed_out():
    assert "notice-b-individual" in decided(**DONE | {"claimed_category": "B"}).notices
    institution = DONE | {"client_kind": "institution", "claimed_category": "B", "net_assets": Decimal(3000)}
    assert "notice-b-institution" in decided(**institution).notices
    assert "notice-b-institution" not in decided(**institution | {"financial_assets": Decimal(1000)}).notices


def test_barred_client_is_sent_to_no_steps():
    decision = decided(futures_staff=True)
    assert decision.missing == ()
    assert set(permissions(decision).values()) == {BLOCKED}


def test_segments_have_one_row_an_axis():
    rows = [POLICY.row(row_id) for row_id in decided(**DONE).segments]
    assert [row.axis for row in rows if row] == ["purpose", "funds", "volume", "tenure"]


@pytest.mark.parametrize(
    ("funds", "row"),
    [("49.99", "funds-retail"), ("50", "funds-medium"), ("499.99", "funds-medium"), ("500", "funds-large")],
)
def test_funds_bands_take_their_low_end(funds: str, row: str):
    assert row in decided(**DONE | {"planned_funds": Decimal(funds)}).segments


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    facts = unknown_facts()
    for kind in BY_KEY.values():
        if kind.key not in DERIVED:
            values = st.decimals(0, 1000, places=1) if kind.numeric else st.sampled_from(list(kind.values.values()))
            facts[kind.key] = draw(values)
    return facts


@given(any_facts())
def test_laws_hold_for_all_facts(facts: Facts):
    decision = decide(POLICY, facts, None)
    found = permissions(decision)
    current = facts["questionnaire"] == "valid" and facts["check"] == "passed" and facts["disclosure"] == "current"
    if decision.standing in {"barred", "incomplete", "expired", "not-passed"} or not current:
        assert set(found.values()) == {BLOCKED}
    if facts["lowest_class"]:
        assert {found[product] for product in ("am-r2", *FUTURES)} == {BLOCKED}
    for product in decision.products:
        if product.permission is BLOCKED and not facts["lowest_class"] and facts["risk_class"] != "none":
            assert product.rows, "a blocked product says why"
    if decision.standing == "incomplete":
        assert decision.missing
    rows = [POLICY.row(row_id) for row_id in decision.fired]
    assert all(row and row.words.zh and row.words.en and row.source for row in rows)


@given(any_facts())
def test_higher_class_opens_no_less(facts: Facts):
    strictness = list(Permission)
    levels = [permissions(decide(POLICY, {**facts, "risk_class": name}, None)) for name in RISK_CLASSES]
    for lower, higher in pairwise(levels):
        assert all(strictness.index(higher[product]) <= strictness.index(lower[product]) for product in lower)


def test_rows_say_where_they_come_from():
    known = ("期货和衍生品法", "办法", "公司", "交易所", "个人信息保护法", "来源文件")
    tables = (
        POLICY.standings, POLICY.categories, POLICY.tiers, POLICY.limits, POLICY.documents, POLICY.missing,
        POLICY.notices, POLICY.segments, POLICY.bands, POLICY.products,
    )  # fmt: skip
    for table in tables:
        for row in table:
            assert any(word in row.source for word in known), row.id
