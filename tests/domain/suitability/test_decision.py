"""Decisions: by a small policy row by row, and by the shipped one for whatever facts there may be."""

import itertools
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edu.content.library import load_library
from edu.domain.suitability.condition import ALWAYS
from edu.domain.suitability.decision import FOUND, Decided, Decision, decide
from edu.domain.suitability.facts import BY_KEY, PRODUCT_GRADES, RISK_CLASSES, FactValue, unknown_facts
from edu.domain.suitability.policy import ClientStanding, Permission, Policy, Words
from edu.settings import find_folder
from tests.cases import EVERYTHING, GRADES, MATCHING, NOON, a_policy, a_row, known_facts, when

A, W, B = Permission.ALLOWED, Permission.WARNING, Permission.BLOCKED
STRICTNESS = (A, W, B)


def _permissions(decision: Decision) -> dict[str, Permission]:
    return {product.product: product.permission for product in decision.products}


def _limits(decision: Decision) -> dict[str, tuple[str, ...]]:
    return {product.product: product.rows for product in decision.products}


# One row decides: standing, category, tier


@pytest.mark.parametrize(
    ("differences", "standing"),
    [
        ({}, ClientStanding.DECIDED),
        ({"check": "failed"}, ClientStanding.NOT_PASSED),
        ({"check": "failed", "profile": "incomplete"}, ClientStanding.INCOMPLETE),
        ({"check": "failed", "questionnaire": "none"}, ClientStanding.INCOMPLETE),
        ({"profile": "incomplete", "lowest_class": True}, ClientStanding.LOWEST),
        ({"profile": "incomplete", "lowest_class": True, "futures_staff": True}, ClientStanding.BARRED),
    ],
)
def test_the_first_row_that_holds_gives_the_standing(differences: dict[str, FactValue], standing: ClientStanding):
    decision = decide(a_policy(), known_facts(**differences), None)
    assert decision.standing is standing
    assert decision.standing_row == standing.value


@pytest.mark.parametrize(
    ("differences", "tier"),
    [
        ({"check_percent": 90}, "advanced"), ({"check_percent": "89.99"}, "intermediate"),
        ({"check_percent": 90, "real_trades": 9}, "basic"), ({"check_percent": 100, "check": "expired"}, "none"),
    ],
)  # fmt: skip
def test_the_first_row_that_holds_gives_the_tier(differences: dict[str, FactValue], tier: str):
    decision = decide(a_policy(), known_facts(**differences), None)
    assert (decision.tier, decision.tier_row) == (tier, tier)


def test_the_order_of_the_rows_decides_not_their_outcome():
    policy = a_policy(tiers=tuple(reversed(a_policy().tiers)))
    assert decide(policy, known_facts(check_percent=100), None).tier == "none"


@pytest.mark.parametrize(
    ("claimed", "verified", "category"), [("B", True, "B"), ("B", False, "ordinary"), ("ordinary", True, "ordinary")]
)
def test_a_category_that_is_only_stated_does_not_count(claimed: str, verified: bool, category: str):
    decision = decide(a_policy(), known_facts(claimed_category=claimed, category_verified=verified), None)
    assert decision.category == category


def test_what_was_found_is_a_fact_for_the_tables_after_it():
    by_category = a_row("of-b", when(("category", "=", "B")), "advanced")
    by_tier = a_row("of-tier", when(("tier", "=", "advanced")), ClientStanding.EXPIRED)
    policy = a_policy(tiers=(by_category, *a_policy().tiers), standings=(by_tier, *a_policy().standings))
    professional = known_facts(claimed_category="B", category_verified=True, real_trades=0)
    assert decide(policy, professional, None).standing is ClientStanding.EXPIRED
    assert decide(policy, known_facts(), None).standing is ClientStanding.DECIDED


def test_facts_that_were_given_as_found_are_found_anew():
    stale = known_facts(category="B", tier="advanced", any_open=False, any_warning=True)
    assert decide(a_policy(), stale, None) == decide(a_policy(), known_facts(), None)


# Products: matching, then limits


@pytest.mark.parametrize(
    ("risk_class", "lowest", "expected"),
    [
        ("none", False, (B, B, B)), ("C1", True, (A, B, B)), ("C1", False, (A, W, W)), ("C2", False, (A, W, W)),
        ("C3", False, (A, A, W)), ("C4", False, (A, A, A)), ("C5", False, (A, A, A)),
    ],
)  # fmt: skip
def test_class_and_grade_are_matched(risk_class: str, lowest: bool, expected: tuple[Permission, ...]):
    decision = decide(a_policy(limits=()), known_facts(risk_class=risk_class, lowest_class=lowest), None)
    assert tuple(_permissions(decision).values()) == expected


@pytest.mark.parametrize("lowest", [True, False])
def test_the_lowest_class_has_a_row_of_its_own_whatever_class_stands_beside_it(lowest: bool):
    decision = decide(a_policy(limits=()), known_facts(risk_class="C5", lowest_class=lowest), None)
    assert _permissions(decision)["commodity"] is (B if lowest else A)


def test_every_limit_that_holds_narrows_and_is_named():
    decision = decide(a_policy(), known_facts(check="failed", age=70), None)
    assert _permissions(decision) == {"deposits": B, "commodity": B, "options": B}
    assert _limits(decision) == {
        "deposits": ("limit-check",),
        "commodity": ("limit-check", "limit-age"),
        "options": ("limit-check", "limit-age", "limit-basic"),
    }


def test_a_limit_concerns_its_products_only():
    decision = decide(a_policy(), known_facts(age=70), None)
    assert _permissions(decision) == {"deposits": A, "commodity": W, "options": W}
    nowhere = a_row("nowhere", ALWAYS, Permission.BLOCKED)
    assert _permissions(decide(a_policy(limits=(nowhere,)), known_facts(), None)) == dict.fromkeys(EVERYTHING, A)


def test_a_milder_limit_after_a_stricter_one_changes_nothing():
    policy = a_policy(
        limits=tuple(
            a_row(name, ALWAYS, permission, products=EVERYTHING) for name, permission in [("x", B), ("y", W), ("z", A)]
        )
    )
    assert set(_permissions(decide(policy, known_facts(), None)).values()) == {B}


@given(
    st.lists(st.tuples(st.sampled_from(STRICTNESS), st.sets(st.sampled_from(EVERYTHING)), st.booleans()), max_size=6),
    st.sampled_from(["none", *RISK_CLASSES]),
    st.booleans(),
    st.booleans(),
)
def test_limits_only_narrow(
    limits: list[tuple[Permission, set[str], bool]], risk_class: str, lowest: bool, professional: bool
):
    """However many limits of whatever kind: with each one more, no product becomes more open."""
    facts = known_facts(
        risk_class=risk_class, lowest_class=lowest, claimed_category="B", category_verified=professional
    )
    rows = tuple(
        a_row(f"limit-{number}", when(("market_ban", "=", not holds)), permission, products=tuple(products))
        for number, (permission, products, holds) in enumerate(limits)
    )
    decisions = [_permissions(decide(a_policy(limits=rows[:count]), facts, None)) for count in range(len(rows) + 1)]
    for before, after in itertools.pairwise(decisions):
        assert all(STRICTNESS.index(after[product]) >= STRICTNESS.index(before[product]) for product in EVERYTHING)
    for product in EVERYTHING:
        holding = [permission for permission, products, holds in limits if holds and product in products]
        assert decisions[-1][product] is max([decisions[0][product], *holding], key=STRICTNESS.index)


@pytest.mark.parametrize("risk_class", ["none", "C1", "C5"])
def test_professionals_stand_outside_the_matching_but_not_outside_the_limits(risk_class: str):
    professional = {"claimed_category": "B", "category_verified": True, "risk_class": risk_class, "real_trades": 0}
    decision = decide(a_policy(), known_facts(**professional), None)
    assert set(_permissions(decision).values()) == {A}
    assert "special-warning" not in decision.documents
    barred = decide(a_policy(), known_facts(**professional, futures_staff=True), None)
    assert set(_permissions(barred).values()) == {B}


# All rows that hold: documents, missing, notices; and segments by axis


@pytest.mark.parametrize(
    ("differences", "documents"),
    [
        ({}, ("statement",)), ({"risk_class": "C3"}, ("statement", "special-warning")), ({"check": "failed"}, ()),
        ({"risk_class": "none"}, ()),
    ],
)  # fmt: skip
def test_documents_follow_what_is_left_open(differences: dict[str, FactValue], documents: tuple[str, ...]):
    """Warning before, blocked by a limit after: there is nothing to warn of."""
    assert decide(a_policy(), known_facts(**differences), None).documents == documents


@pytest.mark.parametrize(
    ("funds", "purpose", "segments"),
    [
        (600, "hedging", ("hedging", "large")), (60, "speculation", ("speculation", "medium")),
        (6, "hedging", ("hedging",)),
    ],
)  # fmt: skip
def test_the_first_segment_of_each_axis(funds: int, purpose: str, segments: tuple[str, ...]):
    decision = decide(a_policy(), known_facts(planned_funds=funds, purpose=purpose), None)
    assert decision.segments == segments


def test_a_decision_names_every_row_once_table_by_table():
    decision = decide(a_policy(), known_facts(check="failed", age=70), NOON)
    assert decision.fired == (
        "not-passed", "ordinary", "none", "limit-check", "limit-age", "limit-basic", "missing-check", "notice-age",
        "notice-review", "speculation", "medium",
    )  # fmt: skip
    assert all(a_policy().row(row) for row in decision.fired)
    assert a_policy().row("never-there") is None


def test_a_decision_carries_its_revision_and_end():
    decision = decide(a_policy(revision="r2"), known_facts(), NOON)
    assert (decision.policy_revision, decision.valid_until) == ("r2", NOON)


def test_words_in_the_language_of_the_reader():
    words = Words("因为", "because")
    assert (words.within("en"), words.within("zh")) == ("because", "因为")
    assert replace(words, en="").within("en") == "因为"


# Laws


_EDGES = st.sampled_from([Decimal(edge) for edge in (0, 1, 9, 10, 17, 18, 20, 69, 70, 89, 90, 100, 499, 500, 2000)])
ANY_FACTS = st.fixed_dictionaries(
    {
        key: _EDGES if kind.numeric else st.sampled_from(list(kind.values.values()))
        for key, kind in BY_KEY.items()
        if key not in FOUND
    }
).map(lambda gathered: unknown_facts() | gathered)
"""Facts of every kind, also such as never come together; numbers at the edges that rows ask for."""


@cache
def shipped_policy() -> Policy:
    """Of the content that the product ships with."""
    loaded = load_library(find_folder("content"))
    assert loaded.library is not None
    return loaded.library.policy


@pytest.mark.parametrize("policy", [a_policy, shipped_policy], ids=["small", "shipped"])
@given(facts=ANY_FACTS)
def test_the_same_facts_give_the_same_decision_with_each_row_once(policy, facts: dict[str, FactValue]):
    before = dict(facts)
    decision = decide(policy(), facts, NOON)
    assert decision == decide(policy(), dict(reversed(facts.items())), NOON)
    assert facts == before
    assert len(set(decision.fired)) == len(decision.fired)
    assert all(policy().row(row) for row in decision.fired)


def _grades(policy: Policy) -> Mapping[str, str]:
    return {product.id: product.grade for product in policy.products}


@given(ANY_FACTS)
def test_shipped_the_lowest_class_never_stands_above_r1(facts: dict[str, FactValue]):
    """Measures, Article 22: not even with a warning, and not as a professional either."""
    decision = decide(shipped_policy(), facts | {"lowest_class": True}, None)
    for product, permission in _permissions(decision).items():
        assert permission is B or _grades(shipped_policy())[product] == "R1"


EVERY_STEP_DONE: dict[str, FactValue] = {
    "client_kind": "individual", "profile": "complete", "course": "complete", "disclosure": "current",
    "questionnaire": "valid", "check": "passed", "age": Decimal(40), "futures_staff": False, "market_ban": False,
    "claimed_category": "ordinary",
}  # fmt: skip


@pytest.mark.parametrize("risk_class", ["none", *RISK_CLASSES])
@given(facts=ANY_FACTS)
@settings(max_examples=50)
def test_shipped_no_ordinary_client_gets_more_than_the_matching_allows(risk_class: str, facts: dict[str, FactValue]):
    """Where every step is done, so that something opens at all; unfinished steps block everything anyhow."""
    decision = decide(shipped_policy(), facts | EVERY_STEP_DONE | {"risk_class": risk_class}, None)
    assert decision.category == "ordinary"
    for product, permission in _permissions(decision).items():
        grade = _grades(shipped_policy())[product]
        if risk_class == "none":
            assert permission is B
        elif RISK_CLASSES.index(risk_class) < PRODUCT_GRADES.index(grade):
            assert permission is not A


@pytest.mark.parametrize("risk_class", RISK_CLASSES)
def test_shipped_something_opens_for_every_class(risk_class: str):
    known = known_facts(**EVERY_STEP_DONE | {"risk_class": risk_class})
    assert A in _permissions(decide(shipped_policy(), known, None)).values()


@pytest.mark.parametrize(
    "differences",
    [
        {"futures_staff": True}, {"market_ban": True}, {"age": 17}, {"profile": "incomplete"},
        {"course": "incomplete"},
        {"disclosure": "none"}, {"disclosure": "outdated"}, {"check": "none"}, {"check": "failed"},
        {"check": "expired"},
        {"questionnaire": "none"}, {"questionnaire": "expired"},
    ],
    ids=lambda differences: " ".join(f"{key}-{value}" for key, value in differences.items()),
)  # fmt: skip
@given(facts=ANY_FACTS)
@settings(max_examples=20)
def test_shipped_nothing_opens_before_every_step_is_done(differences, facts: dict[str, FactValue]):
    """Professionals too: what bars one or is not done yet stands before any category."""
    together = facts | {key: known_facts(**differences)[key] for key in differences}
    if "age" in differences:
        together |= {"client_kind": "individual", "profile": "complete"}
    decision = decide(shipped_policy(), together, None)
    assert set(_permissions(decision).values()) == {B}
    assert not decision.documents
    assert "age" in differences or decision.standing is not ClientStanding.DECIDED


@pytest.mark.parametrize(
    ("differences", "opened"),
    [
        ({"risk_class": "C5", "check_percent": 95, "experience_years": 3}, "AAAAAAAA"),
        ({"risk_class": "C4"}, "AAAAAAAB"), ({"risk_class": "C3"}, "AAAWWWWB"),
        ({"risk_class": "C3", "experience_verified": False}, "AAABBBBB"),
        ({"risk_class": "C1"}, "AWWWWWWB"), ({"risk_class": "C1", "lowest_class": True}, "ABBBBBBB"),
        ({"claimed_category": "A", "category_verified": True, "real_trades": 0}, "AAAAAAAA"),
    ],
)  # fmt: skip
def test_shipped_what_opens_for_whom(differences: dict[str, FactValue], opened: str):
    decision = decide(shipped_policy(), known_facts(**differences), None)
    assert "".join(permission[0].upper() for permission in _permissions(decision).values()) == opened


def test_the_small_policy_is_like_a_real_one():
    assert shipped_policy().matching == MATCHING
    assert set(GRADES.values()) <= {product.grade for product in shipped_policy().products}


def test_a_decision_replays_from_what_is_on_record():
    policy, facts = a_policy(), known_facts(lowest_class=True, risk_class="C1")
    decision = decide(policy, facts, NOON)
    assert (decision.risk_class, decision.lowest) == ("C1", True)
    assert (decide(policy, known_facts(), NOON).risk_class, decide(policy, known_facts(), NOON).lowest) == ("C4", False)


def test_what_was_kept_replays_until_something_differs():
    policy, facts = a_policy(), known_facts()
    kept = Decided(NOON, facts, NOON, policy, decide(policy, facts, NOON))
    assert kept.replays()
    assert not replace(kept, valid_until=None).replays()
    assert not replace(kept, facts=known_facts(check="failed")).replays()
