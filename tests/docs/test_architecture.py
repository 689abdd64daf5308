"""The picture of the house is what the imports say; features ask features only where the page says why."""

import re
from pathlib import Path

import grimp
import pytest
from tools import architecture

from tests.docs.naming import ROOT, find_places, find_words, is_known, is_there

PAGE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
DOCUMENTS = ("architecture.md", "life-of-a-response.md", "words.md")


def test_the_picture_is_drawn_from_the_imports():
    drawn = architecture.draw(architecture.read_house())
    assert architecture.PICTURE.read_text(encoding="utf-8") == drawn, "run .venv/bin/python tools/architecture.py"


def test_features_ask_features_only_where_the_page_says_why():
    asked = set()
    graph = grimp.build_graph("edu", cache_dir=None)
    for module in graph.modules:
        room = architecture.find_room(module)
        for imported in graph.find_modules_directly_imported_by(module):
            other = architecture.find_room(imported)
            if room and other and room[1] and other[1] and room[1] != other[1]:
                asked.add((room[1], other[1]))
    told = re.findall(r"^\| (\w+) \| asks (\w+) \| (.{20,}) \|$", PAGE, re.MULTILINE)
    assert {(feature, other) for feature, other, _ in told} == asked


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_place_that_a_document_names_is_there(document: str):
    places = list(find_places((ROOT / "docs" / document).read_text(encoding="utf-8")))
    assert len(places) > 15
    assert [place for place in places if not is_there(*place)] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_other_word_in_backticks_is_one_of_the_code(document: str):
    words = dict.fromkeys(find_words((ROOT / "docs" / document).read_text(encoding="utf-8")))
    assert [word for word in words if not is_known(word)] == []


@pytest.mark.parametrize(
    "word", ["make bred", "edu deport paper.docx", "--skip-every", "attempts.grab", "Item.steam", "Things.stem", "a b"]
)
def test_a_word_that_no_code_knows_is_noticed(word: str):
    assert not is_known(word)


def test_the_page_tells_where_fifteen_changes_go():
    section = PAGE.split("## Where does it go", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in section.splitlines() if line.startswith("| ") and not line.startswith("| change")]
    assert len(rows) >= 15
    for row in rows:
        assert list(find_places(row)), row


def test_a_place_that_is_not_there_is_noticed():
    assert is_there("domain/items/item.py", "Item.stem")
    assert not is_there("domain/items/item.py", "Item.steam")
    assert not is_there("domain/items/thing.py", "")
    assert Path(__file__).exists()
