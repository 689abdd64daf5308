"""Responses: what counts as given, what fits an item, and what is stored."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu.domain.items.item import Item, Kind
from edu.domain.items.response import (
    LONGEST_TEXT,
    LONGEST_WRITTEN,
    OMITTED,
    Response,
    check_fits,
    chosen,
    decode_response,
    encode_response,
)
from edu.domain.refusal import Refused
from tests.builders import a_fill_in, a_true_false, an_item

RESPONSES = st.builds(
    Response,
    st.frozensets(st.sampled_from("ABCDEFGHIJ")),
    st.none() | st.booleans(),
    st.lists(st.text(max_size=20), max_size=4).map(tuple),
)


@given(RESPONSES)
def test_every_response_survives_storage(response: Response):
    assert decode_response(json.loads(json.dumps(encode_response(response)))) == response


def test_letters_are_stored_in_order():
    assert encode_response(chosen("DBA"))["letters"] == ["A", "B", "D"]


@pytest.mark.parametrize(
    ("response", "omitted"),
    [
        (OMITTED, True), (Response(texts=("", " \u3000\n")), True), (chosen(""), True),
        (chosen("A"), False), (Response(truth=False), False), (Response(texts=("", "0")), False),
    ],
)  # fmt: skip
def test_nothing_given(response: Response, omitted: bool):
    assert response.omitted is omitted


@pytest.mark.parametrize(
    ("item", "response", "incomplete"),
    [
        (an_item("AB"), OMITTED, True), (an_item("AB"), chosen("A"), False),
        (a_true_false(), OMITTED, True), (a_true_false(), Response(truth=False), False),
        (a_fill_in("甲", "乙"), OMITTED, True), (a_fill_in("甲", "乙"), Response(texts=("甲",)), True),
        (a_fill_in("甲", "乙"), Response(texts=("甲", " ")), True),
        (a_fill_in("甲", "乙"), Response(texts=("甲", "?")), False),
    ],
)  # fmt: skip
def test_what_is_left_open(item: Item, response: Response, incomplete: bool):
    assert response.incomplete(item) is incomplete


@pytest.mark.parametrize(
    ("item", "response"),
    [
        (an_item("A"), OMITTED), (an_item("A"), chosen("D")), (an_item("AB"), OMITTED), (an_item("AB"), chosen("ABCD")),
        (a_true_false(), OMITTED), (a_true_false(), Response(truth=True)), (a_true_false(), Response(truth=False)),
        (a_fill_in("甲", "乙"), OMITTED), (a_fill_in("甲", "乙"), Response(texts=("甲",))),
        (a_fill_in("甲", "乙"), Response(texts=("", ""))), (a_fill_in("甲"), Response(texts=("甲" * LONGEST_TEXT,))),
    ],
)  # fmt: skip
def test_a_response_that_fits(item: Item, response: Response):
    check_fits(item, response)


@pytest.mark.parametrize(
    ("item", "response"),
    [
        (an_item("A"), chosen("E")), (an_item("A"), chosen("AB")), (an_item("A"), Response(truth=False)),
        (an_item("A"), Response(texts=("甲",))), (an_item("A"), Response(texts=("",))), (an_item("A"), chosen("a")),
        (an_item("AB"), chosen("ABE")), (an_item("AB"), Response(truth=True)), (an_item("AB"), Response(texts=("甲",))),
        (an_item("AB", options="ABC"), chosen("D")),
        (a_true_false(), chosen("A")), (a_true_false(), Response(truth=True, texts=("甲",))),
        (a_fill_in("甲"), chosen("A")), (a_fill_in("甲"), Response(truth=False)),
        (a_fill_in("甲"), Response(texts=("甲", "乙"))), (a_fill_in("甲"), Response(texts=("甲", ""))),
    ],
)  # fmt: skip
def test_a_response_that_no_page_could_have_sent(item: Item, response: Response):
    with pytest.raises(Refused, match="does not fit"):
        check_fits(item, response)


def test_a_text_too_long_is_refused_and_not_cut():
    with pytest.raises(Refused, match=f"at most {LONGEST_TEXT} characters"):
        check_fits(a_fill_in("甲"), Response(texts=("甲" * (LONGEST_TEXT + 1),)))


def test_a_written_response_is_longer_and_bounded_too():
    item = Item("w", Kind.WRITTEN, "简述。", "略")
    check_fits(item, Response(texts=("甲" * LONGEST_WRITTEN,)))
    with pytest.raises(Refused, match=f"at most {LONGEST_WRITTEN} characters"):
        check_fits(item, Response(texts=("甲" * (LONGEST_WRITTEN + 1),)))
