"""The decision table: its rows by id, and its words in the reader's language."""

import pytest

from edu.domain.suitability.policy import Words
from tests.cases import a_policy

TABLES = ("standings", "categories", "tiers", "limits", "documents", "missing", "notices", "segments")


@pytest.mark.parametrize("table", TABLES)
def test_a_row_is_found_in_whichever_table(table: str):
    policy = a_policy()
    for row in getattr(policy, table):
        assert policy.row(row.id) is row
    assert getattr(policy, table)


def test_a_row_that_is_in_no_table():
    assert a_policy().row("never-there") is None


@pytest.mark.parametrize(
    ("words", "language", "said"),
    [
        (Words("因为", "because"), "en", "because"), (Words("因为", "because"), "zh", "因为"),
        (Words("因为", ""), "en", "因为"),
    ],
)  # fmt: skip
def test_words_in_the_language_of_the_reader(words: Words, language: str, said: str):
    assert words.within(language) == said
