"""What a profile says, as the facts that a policy asks for."""

import re
from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu.domain.people.profile import ClientKind, check_step
from edu.domain.refusal import Invalid
from edu.domain.suitability.facts import BY_KEY, FactValue, unknown_facts
from edu.domain.suitability.profile_facts import PROFILE_FACTS, Profile
from tests.cases import INDIVIDUAL_STATED, INSTITUTION_STATED, TODAY

STATED = {ClientKind.INDIVIDUAL: INDIVIDUAL_STATED, ClientKind.INSTITUTION: INSTITUTION_STATED}


def _facts(
    kind: ClientKind = ClientKind.INDIVIDUAL, verified: Mapping[str, object] | None = None, /, **differences: str
) -> dict[str, FactValue]:
    stated = {key: text for step in STATED[kind].values() for key, text in step.items()} | differences
    return _gather(kind, stated, verified or {})


def _gather(kind: ClientKind, stated: Mapping[str, str], verified: Mapping[str, object]) -> dict[str, FactValue]:
    profile = Profile(kind, stated, verified, True, TODAY)
    return {key: gather(profile) for key, gather in PROFILE_FACTS.items()}


def test_facts_of_an_institution():
    facts = _facts(ClientKind.INSTITUTION, born="2020-01-01")
    assert facts == {
        "client_kind": "institution", "profile": "complete", "age": 0, "futures_staff": False, "market_ban": False,
        "claimed_category": "B",
        "category_verified": False, "experience_verified": False, "purpose": "hedging", "activity": "new",
        "financial_assets": 1500, "net_assets": 6000, "annual_income": 0, "planned_funds": 500, "experience_years": 5,
        "real_trades": 60, "simulated_days": 0, "simulated_trades": 0,
    }  # fmt: skip


@pytest.mark.parametrize("kind", ClientKind)
def test_facts_have_the_kinds_that_a_policy_asks_for(kind: ClientKind):
    unknown = unknown_facts()
    for facts in (_facts(kind), _gather(kind, {}, {})):
        for key, value in facts.items():
            assert type(value) is type(unknown[key]), key
            assert BY_KEY[key].numeric or value in BY_KEY[key].values.values(), key


def test_where_nothing_is_stated_nothing_is_known():
    facts = _gather(ClientKind.INDIVIDUAL, {}, {})
    assert facts == {key: value for key, value in unknown_facts().items() if key in facts}


@pytest.mark.parametrize(
    ("born", "age"), [("2008-06-01", 18), ("2008-06-02", 17), ("1956-06-01", 70), ("", 0), ("x", 0)]
)
def test_age_counts_whole_years(born: str, age: int):
    assert _facts(born=born)["age"] == age


@pytest.mark.parametrize(("field", "fact"), [("futures_staff", "futures_staff"), ("bad_record", "market_ban")])
def test_declarations_that_bar(field: str, fact: str):
    assert _facts(**{field: "yes"})[fact] is True
    assert _facts(**{field: "no"})[fact] is False


@pytest.mark.parametrize(
    ("verified", "trades", "days", "is_verified"),
    [
        ({}, 4, 12, False),
        ({"real_trades": "24"}, 4, 12, False),
        ({"experience_verified": False, "real_trades": "24"}, 4, 12, False),
        ({"experience_verified": "yes", "real_trades": "24"}, 4, 12, False),
        ({"experience_verified": True, "real_trades": "24"}, 24, 0, True),
        ({"experience_verified": True, "real_trades": 24, "simulated_days": 10}, 24, 10, True),
        ({"experience_verified": True}, 0, 0, True),
    ],
)
def test_stated_experience_gives_way_to_verified(
    verified: dict[str, object], trades: int, days: int, is_verified: bool
):
    facts = _facts(ClientKind.INDIVIDUAL, verified)
    assert (facts["real_trades"], facts["simulated_days"], facts["experience_verified"]) == (trades, days, is_verified)


def test_only_staff_verify():
    facts = _facts(experience_verified="yes", category_verified="yes", activity="active")
    assert (facts["experience_verified"], facts["category_verified"], facts["activity"]) == (False, False, "new")
    assert _facts(ClientKind.INDIVIDUAL, {"category_verified": True, "activity": "dormant"})["activity"] == "dormant"


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("1,200", "1200"), ("１２０", "120"), ("12.50", "12.5"), ("0,5", "0"), ("lots", "0"), ("", "0")],
)
def test_a_step_left_half_way_counts_what_its_check_would_have_read(typed: str, amount: str):
    assert _facts(financial_assets=typed)["financial_assets"] == Decimal(amount)


@given(st.from_regex(re.compile(r"[0-9０-９.,，]{1,12}"), fullmatch=True))
def test_an_amount_is_refused_or_counts_as_it_was_kept(typed: str):
    stated = {**INDIVIDUAL_STATED["finances"], "debts": typed, "planned_funds": typed}
    try:
        kept = check_step(ClientKind.INDIVIDUAL, "finances", stated, TODAY)["planned_funds"]
    except Invalid:
        return
    assert re.fullmatch(r"[0-9]+(\.[0-9]+)?", kept)
    assert _facts(planned_funds=typed)["planned_funds"] == _facts(planned_funds=kept)["planned_funds"] == Decimal(kept)
