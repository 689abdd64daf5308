"""The facts that a policy may ask about."""

from decimal import Decimal

import pytest

from edu.domain.suitability.facts import BY_KEY, FACTS, PRODUCT_GRADES, RISK_CLASSES, FactKind, unknown_facts


def test_names_and_keys_lead_to_the_same_facts():
    assert [kind.key for kind in FACTS.values()] == list(BY_KEY)
    assert [kind.name for kind in BY_KEY.values()] == list(FACTS)


@pytest.mark.parametrize("kind", FACTS.values(), ids=lambda kind: kind.key)
def test_where_nothing_is_known_the_value_says_so(kind: FactKind):
    unknown = unknown_facts()[kind.key]
    assert unknown == (Decimal(0) if kind.numeric else next(iter(kind.values.values())))
    assert kind.numeric is (kind.values == {})
    assert not (kind.ordered and kind.numeric)


def test_what_has_an_order_is_named_lowest_first():
    assert [kind.key for kind in FACTS.values() if kind.ordered] == ["risk_class", "tier"]
    assert list(BY_KEY["risk_class"].values.values()) == ["none", *RISK_CLASSES]
    assert list(BY_KEY["tier"].values.values()) == ["none", "basic", "intermediate", "advanced"]
    assert [name[0] for name in PRODUCT_GRADES] == ["R"] * 5


def test_flags_are_no_before_they_are_yes():
    assert BY_KEY["lowest_class"].values == {"否": False, "是": True}
    assert unknown_facts()["lowest_class"] is False
