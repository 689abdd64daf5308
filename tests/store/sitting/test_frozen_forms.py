"""Frozen forms in memory: what many have alike is there once, and what differs is never mixed up."""

from dataclasses import replace
from fractions import Fraction
from uuid import uuid4

import pytest

from edu.domain.sitting.form import Form, Slot
from edu.store.sitting import frozen_forms
from tests.builders import an_item

ITEM = an_item()
SLOT = Slot(ITEM.id, ITEM.revision, "一", Fraction(1), ("A", "B", "C"))


def freeze(*slots: Slot) -> frozen_forms.FrozenForm:
    return frozen_forms._freeze(uuid4(), Form("exam", 1, slots), {ITEM.revision: ITEM})


def test_two_forms_share_a_question_in_the_same_order():
    first, second = freeze(SLOT), freeze(replace(SLOT, points=Fraction(2, 2)))
    assert first.form == second.form
    assert first.slots[0] is second.slots[0]
    assert first.items[0] is second.items[0]
    assert first.looks[0] is second.looks[0]


@pytest.mark.parametrize(
    "difference",
    [{"order": ("B", "A", "C")}, {"points": Fraction(3, 2)}, {"values": (("x", "3"),)}, {"part": "二"}, {"item": "z"}],
    ids=lambda difference: next(iter(difference)),
)
def test_what_differs_stays_its_own(difference: dict[str, object]):
    changed = replace(SLOT, **difference)  # type: ignore[arg-type]
    forms = freeze(SLOT, changed)
    assert forms.slots == (SLOT, changed)
    reads_alike = "part" in difference or "item" in difference
    assert (forms.looks[0] == forms.looks[1]) is reads_alike


def test_what_has_been_here_longest_goes_first(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(frozen_forms, "_shared", {})
    monkeypatch.setattr(frozen_forms, "_MOST_SHARED", 2)
    for part in "一二三":
        freeze(replace(SLOT, part=part))
    assert [slot.part for slot, _, _ in frozen_forms._shared.values()] == ["二", "三"]
