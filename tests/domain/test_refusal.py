"""A refusal is one sentence with its values."""

from edu.domain.refusal import Invalid, Refused


def test_a_sentence_with_its_values():
    refusal = Refused("Wait until {time}.", time="10:40")
    assert (str(refusal), refusal.message, refusal.values) == (
        "Wait until 10:40.",
        "Wait until {time}.",
        {"time": "10:40"},
    )
    assert str(Refused("No values.")) == "No values."


def test_what_is_wrong_is_named_field_by_field():
    wrong = {"name": Refused("Please fill this in.")}
    assert Invalid(wrong).fields is wrong
    assert str(Invalid(wrong)).startswith("Please check the marked fields")
