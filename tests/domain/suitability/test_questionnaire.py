"""Points, bands, and gates beside them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edu.domain.refusal import Invalid
from edu.domain.suitability.questionnaire import (
    Audience,
    Band,
    Questionnaire,
    assess,
    check_complete,
    find_band,
    highest_total,
    lowest_total,
    question_points,
)
from tests.cases import a_question, a_questionnaire, bands, chosen_options

FULL = chosen_options(income="C", products="ABC", loss="B")


@pytest.mark.parametrize(
    ("total", "risk_class"),
    [
        ("0", "C1"), ("29", "C1"), ("2999/100", "C1"), ("30", "C2"), ("49.99", "C2"), ("50", "C3"), ("60", "C4"),
        ("239/3", "C4"), ("80", "C5"), ("100", "C5"),
    ],
)  # fmt: skip
def test_a_band_takes_its_low_and_the_topmost_its_high_too(total: str, risk_class: str):
    assert find_band(bands(), Audience.INDIVIDUAL, Fraction(total)).risk_class == risk_class


@given(st.fractions(0, 100), st.permutations(bands()))
def test_each_total_has_one_band_whatever_their_order(total: Fraction, shuffled: list[Band]):
    band = find_band(shuffled, Audience.INDIVIDUAL, total)
    assert band == find_band(bands(), Audience.INDIVIDUAL, total)
    assert band.low <= total <= band.high


@pytest.mark.parametrize("total", ["-1", "101", "10001/100"])
def test_a_total_outside_the_bands_is_not_guessed_at(total: str):
    with pytest.raises(ValueError, match="no band"):
        find_band(bands(), Audience.INDIVIDUAL, Fraction(total))


def test_individuals_and_institutions_have_bands_of_their_own():
    both = (*bands("0 20 21 22 23 24", Audience.INSTITUTION), *bands())
    assert find_band(both, Audience.INDIVIDUAL, Fraction(24)).risk_class == "C1"
    assert find_band(both, Audience.INSTITUTION, Fraction(24)).risk_class == "C5"


@pytest.mark.parametrize(("letters", "points"), [("A", 10), ("B", 20), ("AB", 20), ("CA", 40), ("ABC", 40), ("", 0)])
def test_of_several_the_highest_counts(letters: str, points: int):
    assert question_points(a_question("products", "10 20 40", multiple=True), frozenset(letters)) == points


def test_totals_of_the_whole():
    assert (lowest_total(a_questionnaire()), highest_total(a_questionnaire())) == (20, 100)


@pytest.mark.parametrize(
    ("responses", "score", "risk_class", "lowest"),
    [
        (FULL, 100, "C5", False),
        (FULL | chosen_options(loss="A"), 100, "C1", True),
        (chosen_options(income="A", products="A", loss="B"), 20, "C1", False),
        (chosen_options(income="A", products="A", loss="A"), 20, "C1", True),
        (chosen_options(income="A", products="AB", loss="B"), 30, "C2", False),
    ],
)
def test_a_gate_stands_beside_the_score(
    responses: dict[str, frozenset[str]], score: int, risk_class: str, lowest: bool
):
    assessment = assess(a_questionnaire(), responses, bands())
    assert (assessment.score, assessment.maximum) == (score, 100)
    assert (assessment.risk_class, assessment.lowest) == (risk_class, lowest)
    assert assessment.gates == (("loss",) if lowest else ())


def test_the_band_says_what_the_points_alone_would_have_given():
    gated = assess(a_questionnaire(), FULL | chosen_options(loss="A"), bands())
    assert gated.band == "individual-c5"


def test_every_gate_chosen_is_named_also_among_several_letters():
    questionnaire = a_questionnaire(
        a_question("capacity", "50 50", gates="B"), a_question("loss", "50 10 0", gates="BC", multiple=True)
    )
    assessment = assess(questionnaire, chosen_options(capacity="B", loss="AC"), bands())
    assert assessment.gates == ("capacity", "loss")
    assert assessment.score == 100


@pytest.mark.parametrize(
    ("differences", "wrong"),
    [
        ({"income": ""}, {"income": "Please choose what applies to you."}),
        ({"income": "D"}, {"income": "This question offers no such choice."}),
        ({"income": "AD"}, {"income": "This question offers no such choice."}),
        ({"income": "AB"}, {"income": "This question offers no such choice."}),
        ({"products": "AD"}, {"products": "This question offers no such choice."}),
        ({"income": "", "loss": "C"}, {
            "income": "Please choose what applies to you.", "loss": "This question offers no such choice.",
        }),
    ],
)  # fmt: skip
def test_what_is_left_out_or_not_offered_is_refused_by_name(differences: dict[str, str], wrong: dict[str, str]):
    with pytest.raises(Invalid) as refusal:
        assess(a_questionnaire(), FULL | chosen_options(**differences), bands())
    assert {key: str(message) for key, message in refusal.value.fields.items()} == wrong


def test_nothing_at_all_names_every_question():
    with pytest.raises(Invalid) as refusal:
        check_complete(a_questionnaire(), {})
    assert list(refusal.value.fields) == ["income", "products", "loss"]


@st.composite
def _complete_responses(build: st.DrawFn, questionnaire: Questionnaire) -> dict[str, frozenset[str]]:
    return {
        question.id: frozenset(
            build(
                st.sets(
                    st.sampled_from([option.letter for option in question.options]),
                    min_size=1,
                    max_size=len(question.options) if question.multiple else 1,
                )
            )
        )
        for question in questionnaire.questions
    }


@given(_complete_responses(a_questionnaire()))
def test_every_complete_questionnaire_has_a_class(responses: dict[str, frozenset[str]]):
    assessment = assess(a_questionnaire(), responses, bands())
    assert lowest_total(a_questionnaire()) <= assessment.score <= assessment.maximum
    assert assessment.lowest is ("A" in responses["loss"])
    assert not assessment.lowest or assessment.risk_class == "C1"


def test_questions_stand_under_their_theme():
    questionnaire = a_questionnaire()
    assert questionnaire.of_theme("risk") == questionnaire.questions
    assert questionnaire.of_theme("another") == ()
