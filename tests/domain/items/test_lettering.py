"""Letters as one person sees them: a rationale's references follow the shuffled options, and nothing else changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu.domain.items.lettering import file_letter, references, reletter, reorder, shown_letter
from tests.builders import an_item

ORDER = ("C", "A", "D", "B")
"""The page's A is the file's C: A -> B, B -> D, C -> A, D -> C."""


@pytest.mark.parametrize(("letter", "shown"), [("A", "B"), ("B", "D"), ("C", "A"), ("D", "C")])
def test_letters_there_and_back(letter: str, shown: str):
    assert shown_letter(ORDER, letter) == shown
    assert file_letter(ORDER, shown) == letter


@pytest.mark.parametrize("shown", ["E", "J", "K", "a", "", "AB", "1", "甲"])
def test_a_letter_that_the_page_does_not_show(shown: str):
    assert file_letter(ORDER, shown) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("选项A 对。", "选项B 对。"), ("选项 A对", "选项 B对"), ("选项A、C 都对", "选项B、A 都对"),
        ("选项A，C", "选项B，A"),
        ("选项A和C", "选项B和A"), ("选项A与C及D", "选项B与A及C"), ("选项A或C", "选项B或A"), ("选项A/B", "选项B/D"),
        ("选项A、选项C", "选项B、选项A"), ("选项ABD", "选项BDC"), ("选项**A** 与 **C**", "选项**B** 与 **A**"),
        ("故选B", "故选D"), ("故选 B。", "故选 D。"), ("故选：B", "故选：D"), ("故应选AC", "故应选BA"),
        ("故选**D**", "故选**C**"),
        ("答案是D", "答案是C"), ("答案为 AB", "答案为 BD"), ("答案D", "答案C"), ("答案：D", "答案：C"),
        ("答案是: D", "答案是: C"),
        ("Option A is right", "Option B is right"), ("options A and D", "options B and C"),
        ("option A or B", "option B or D"),
        ("Options A, B and C", "Options B, D and A"), ("Options A, B, and C", "Options B, D, and A"),
        ("选项A对，故选 C。A 股不在此列", "选项B对，故选 A。A 股不在此列"), ("选项A、E", "选项B、E"),
    ],
)  # fmt: skip
def test_references_follow(text: str, shown: str):
    assert reletter(text, ORDER) == shown


@pytest.mark.parametrize(
    "text",
    [
        "", "没有字母", "A 股与 B 股", "A股", "选项Apple", "选项 Brent", "故选Brent 原油", "答案是CFFEX 的规则",
        "Option Because",
        "adoption A", "adoptions A and B", "Plan A", "选项a", "选择A", "可选A", "DCE 的合约", "选项一", "选项",
        "IF2606 与 AU2606",
    ],
)  # fmt: skip
def test_what_is_no_reference_stays(text: str):
    assert reletter(text, ORDER) == text
    assert references(text) == set()


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("选项A、C 与选项D", "ACD"),
        ("故选：AB", "AB"),
        ("Options A, B, and E", "ABE"),
        ("选项A/D 都不对；A 股", "AD"),
        ("C", ""),
    ],
)
def test_the_letters_referred_to(text: str, letters: str):
    assert references(text) == set(letters)


TEXTS = st.lists(
    st.sampled_from(
        [
            "选项",
            "故选",
            "答案是",
            "option ",
            "A",
            "B",
            "C",
            "D",
            "、",
            "，",
            "和",
            "/",
            " ",
            "**",
            "股",
            "。",
            "x",
            "and",
        ]
    ),
    max_size=20,
).map("".join)


@given(st.permutations("ABCD"), TEXTS)
def test_a_permutation_and_its_inverse_cancel(order: list[str], text: str):
    inverse = [shown_letter(order, letter) for letter in "ABCD"]
    assert reletter(reletter(text, order), inverse) == text


@given(st.permutations("ABCD"), TEXTS)
def test_the_letters_referred_to_are_the_letters_changed(order: list[str], text: str):
    assert references(reletter(text, order)) == {shown_letter(order, letter) for letter in references(text)}


@given(TEXTS | st.text(max_size=60))
def test_the_order_of_the_file_changes_nothing(text: str):
    assert reletter(text, "ABCDEFGHIJ") == text


@given(st.permutations("ABCD"), st.text(max_size=60))
def test_text_without_references_is_unchanged(order: list[str], text: str):
    if not references(text):
        assert reletter(text, order) == text


def test_an_item_is_lettered_anew_with_all_that_names_its_letters():
    item = reorder(an_item("AC", rationale="故选AC。"), ORDER)
    assert [(option.letter, option.text) for option in item.options] == [
        ("A", "第 C 种说法"), ("B", "第 A 种说法"), ("C", "第 D 种说法"), ("D", "第 B 种说法"),
    ]  # fmt: skip
    assert (item.keys, item.rationale) == (frozenset("AB"), "故选BA。")
