"""Items: what is stored comes back, and a revision follows every word."""

import json
from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu.domain.items.item import (
    Blank,
    CreditRule,
    Difficulty,
    Item,
    Kind,
    Mistake,
    Numeric,
    Option,
    Parameter,
    PartRule,
    Picture,
    Premise,
    RubricPoint,
    Use,
    WrongRule,
    decode_item,
    encode_item,
)
from tests.builders import a_fill_in, a_true_false, an_item

WORDS = st.text(max_size=20)
NUMERIC = st.builds(
    Numeric,
    WORDS,
    WORDS,
    WORDS,
    WORDS,
    st.none() | st.integers(0, 9),
    WORDS,
    st.lists(st.builds(Parameter, WORDS, WORDS), max_size=2).map(tuple),
    st.lists(st.builds(Mistake, WORDS, WORDS), max_size=2).map(tuple),
)
ITEMS = st.builds(
    Item,
    id=WORDS,
    kind=st.sampled_from(Kind),
    stem=WORDS,
    rationale=WORDS,
    options=st.lists(st.builds(Option, st.sampled_from("ABCDEFGHIJ"), WORDS), max_size=4).map(tuple),
    keys=st.frozensets(st.sampled_from("ABCDEFGHIJ")),
    truth=st.none() | st.booleans(),
    blanks=st.lists(st.builds(Blank, st.lists(WORDS, max_size=3).map(tuple), st.booleans(), WORDS), max_size=3).map(
        tuple
    ),
    ordered=st.booleans(),
    credit=st.sampled_from(CreditRule),
    points=st.fractions(0, 100),
    difficulty=st.sampled_from(Difficulty),
    topic=WORDS,
    bank=WORDS,
    use=st.sampled_from(Use),
    basis=WORDS,
    source=WORDS,
    section=WORDS,
    credit_share=st.fractions(0, 1),
    wrong=st.sampled_from(WrongRule),
    numeric=st.none() | NUMERIC,
    rubric=st.lists(st.builds(RubricPoint, WORDS, st.fractions(0, 10)), max_size=2).map(tuple),
    reference=WORDS,
    pictures=st.lists(st.builds(Picture, WORDS, WORDS), max_size=2).map(tuple),
)
EVERY_CHANGE: dict[str, Any] = {
    "id": "other",
    "kind": Kind.SINGLE,
    "stem": "题干 q。",
    "rationale": "解析。",
    "options": (Option("A", "甲"), Option("B", "乙"), Option("C", "丙")),
    "keys": frozenset("AC"),
    "truth": True,
    "blanks": (Blank(("平仓",)),),
    "ordered": False,
    "credit": CreditRule.HALF,
    "points": Fraction(9, 2),
    "difficulty": Difficulty.HARD,
    "topic": "保证金",
    "bank": "题库",
    "use": Use.PRACTICE,
    "basis": "办法第一条",
    "source": "教材",
    "section": "margin#call",
    "credit_share": Fraction(1, 4),
    "wrong": WrongRule.CANCEL,
    "numeric": Numeric(answer="价格 × 手数", margin="1", parameters=(Parameter("价格", "1..5"),)),
    "rubric": (RubricPoint("先致歉", Fraction(2)),),
    "reference": "参考。",
    "pictures": (Picture("k.png", "0" * 64),),
    "sequence": ("B", "A", "C"),
    "part_rule": PartRule.PLACE,
    "premises": (Premise("行", "A"),),
}


def through_json(item: Item) -> Item:
    return decode_item(json.loads(json.dumps(encode_item(item))))


@pytest.mark.parametrize(
    "item", [an_item("A"), an_item("AB"), a_true_false(False), a_fill_in("5%|百分之五", "平仓", ordered=False)]
)
def test_each_kind_survives_storage(item: Item):
    assert through_json(item) == item
    assert through_json(item).revision == item.revision


@pytest.mark.slow  # some hundred made-up items
@given(ITEMS)
def test_every_item_survives_storage(item: Item):
    assert decode_item(encode_item(item)) == item
    assert through_json(item) == item
    assert through_json(item).revision == item.revision


def test_thirds_of_a_point_survive_storage():
    assert through_json(an_item(points=Fraction(1, 3))).points == Fraction(1, 3)


def test_the_table_of_changes_names_every_field():
    assert set(EVERY_CHANGE) == {field.name for field in fields(Item)}
    assert set(encode_item(replace(an_item(), **EVERY_CHANGE))) == set(EVERY_CHANGE)


def test_what_an_item_lacks_is_not_in_its_revision():
    assert set(EVERY_CHANGE) - set(encode_item(an_item())) == {
        "credit_share", "wrong", "numeric", "rubric", "reference", "pictures", "sequence",
        "part_rule", "premises",
    }  # fmt: skip


@pytest.mark.parametrize("field", EVERY_CHANGE)
def test_any_changed_field_is_another_revision(field: str):
    item = an_item("AB")
    assert replace(item, **{field: EVERY_CHANGE[field]}).revision != item.revision


@pytest.mark.parametrize(
    "blanks",
    [(Blank(("5%", "平仓")),), (Blank(("5%",), strict=True), Blank(("平仓",))), (Blank(("平仓",)), Blank(("5%",))),
     (Blank(("5%",)), Blank(("平仓", "")))],
)  # fmt: skip
def test_a_blank_changed_in_any_way_is_another_revision(blanks: tuple[Blank, ...]):
    item = a_fill_in("5%", "平仓")
    assert replace(item, blanks=blanks).revision != item.revision


def test_options_in_another_order_are_another_revision():
    item = an_item("AB")
    assert replace(item, options=item.options[::-1]).revision != item.revision


def test_a_revision_is_a_sha256_of_the_words_alone():
    assert len(an_item().revision) == 64
    assert an_item("AB").revision == an_item("BA").revision
    assert an_item(points=4).revision == an_item(points=Fraction(8, 2)).revision


@pytest.mark.slow  # some hundred made-up items
@given(ITEMS, ITEMS)
def test_equal_revisions_are_equal_items(item: Item, other: Item):
    assert (item.revision == other.revision) == (item == other)


def test_an_item_with_everything_survives_storage():
    numeric = Numeric(
        "价格",
        "1",
        "2",
        "3",
        4,
        "元",
        (Parameter("价格", "1..5"), Parameter("手数", "2")),
        (Mistake("价格 × 2", "错"),),
    )
    blanks = (Blank(("平仓", "对冲平仓"), strict=True, unit="手"), Blank(("交割",)))
    item = replace(an_item(), **EVERY_CHANGE | {"numeric": numeric, "blanks": blanks})
    assert through_json(item) == item
    assert through_json(item).revision == item.revision


def test_what_was_stored_before_a_field_came_is_read_with_its_usual_value():
    plain = through_json(an_item("AB"))
    assert (plain.wrong, plain.numeric, plain.rubric, plain.reference) == (WrongRule.NOTHING, None, (), "")
    assert (plain.pictures, plain.sequence, plain.part_rule, plain.premises) == ((), (), PartRule.WHOLE, ())
