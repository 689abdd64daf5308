"""JSON of domain values: the same value gives the same text, and comes back exact."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu.domain.sitting.form import Form, Slot
from edu.store.engine.encoding import from_json, to_json
from tests.store.rows import FORM


def test_a_form_comes_back_exact():
    assert from_json(to_json(FORM), Form) == FORM


@given(st.fractions(), st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_no_point_and_no_sign_is_lost(points: Fraction, texts: list[str]):
    slot = Slot("i", "r", "".join(texts), points, tuple(texts))
    assert from_json(to_json(slot), Slot) == slot


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": 2}, '{"a":2,"b":1}'),
        (Fraction(5, 2), '"5/2"'),
        (Decimal("85.50"), '"85.50"'),
        (frozenset("CAB"), '["A","B","C"]'),
        (UUID(int=1), '"00000000-0000-0000-0000-000000000001"'),
        (datetime(2026, 6, 1, 4, 0, tzinfo=UTC), '"2026-06-01T04:00:00Z"'),
        ("知险", '"知险"'),
    ],
)
def test_canonical_text(value: object, text: str):
    assert to_json(value) == text


@pytest.mark.parametrize("value", [object(), 1j, Form])
def test_what_has_no_form_is_refused(value: object):
    with pytest.raises(NotImplementedError):
        to_json(value)


def test_what_is_no_such_value_is_refused():
    with pytest.raises(ValueError, match="seed"):
        from_json('{"blueprint": "b", "seed": "x", "slots": []}', Form)
    with pytest.raises(ValueError, match="slots"):
        from_json('{"blueprint": "b", "seed": 1}', Form)
