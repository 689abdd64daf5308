"""The Chinese catalogue: complete, and with the same gaps as the English messages that are its ids."""

import re
from fractions import Fraction

import pytest
from babel.messages.catalog import Message
from tools import messages

from edu.domain.refusal import Refused
from edu.web.kit.i18n import load_languages, percent, points


def forms_of(entry: Message) -> list[str]:
    """A translation, or its singular and plural."""
    return [entry.string] if isinstance(entry.string, str) else list(entry.string or ())


GAP = re.compile(r"%\(\w+\)s|\{\w+\}")


@pytest.mark.slow  # reads every module and template
def test_every_message_is_in_the_catalogue_and_translated():
    catalogue = messages.read_catalogue()
    known = {message.id: message for message in catalogue if message.id}
    used = messages.collect()
    assert set(known) == set(used), "run `python tools/messages.py`"
    untranslated = [message for message, entry in known.items() if not all(forms_of(entry))]
    assert untranslated == []


def test_gaps_are_kept():
    for entry in messages.read_catalogue():
        if not entry.id:
            continue
        source = entry.id if isinstance(entry.id, str) else entry.id[1]
        for text in forms_of(entry):
            assert sorted(set(GAP.findall(text))) == sorted(set(GAP.findall(source))), source


def test_chinese_texts_have_chinese_punctuation():
    for entry in messages.read_catalogue():
        text = forms_of(entry)[0]
        if entry.id and re.search(r"[一-鿿]", text):
            assert not re.search(r"[一-鿿][,;:?!]", text), text


def test_the_law_s_two_words_are_one_switch():
    investor = load_languages("Asia/Shanghai", "investor")
    trader = load_languages("Asia/Shanghai", "trader")
    assert "投资者" in investor["zh"].gettext("Ordinary investor")
    assert "交易者" in trader["zh"].gettext("Ordinary investor")
    assert trader["en"].gettext("Ordinary investor") == "Ordinary trader"


def test_english_is_the_message_itself_in_the_number_that_fits():
    english = load_languages("Asia/Shanghai", "investor")["en"]
    assert english.gettext("Save and next") == "Save and next"
    assert [english.ngettext("a day", "days", count) for count in (0, 1, 2)] == ["days", "a day", "days"]


def test_a_refusal_is_said_with_its_values():
    languages = load_languages("Asia/Shanghai", "investor")
    refusal = Refused("This takes at most {count} characters.", count=5)
    assert "5" in languages["zh"].say(refusal)
    assert languages["en"].say(refusal) == "This takes at most 5 characters."


@pytest.mark.parametrize(
    ("value", "shown"), [("1/3", "0.33"), ("5/2", "2.5"), ("7", "7"), ("200/3", "66.67"), ("1/200", "0.01")]
)
def test_points(value: str, shown: str):
    assert points(Fraction(value)) == shown


@pytest.mark.parametrize(("share", "shown"), [("4/5", "80%"), ("7999/10000", "79.9%"), ("1", "100%"), ("0", "0%")])
def test_percent_never_rounds_up_to_a_pass(share: str, shown: str):
    assert percent(Fraction(share)) == shown
