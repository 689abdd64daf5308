"""The content that ships: sound, large enough, and quick to load."""

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from edu.content.library import Library, load_library
from edu.domain.items.item import Kind
from edu.domain.sitting.form import draw_form
from edu.domain.suitability.questionnaire import Audience, assess, highest_total, lowest_total

CONTENT = Path(__file__).parents[2] / "content"


@pytest.fixture(scope="module")
def library() -> Library:
    loaded = load_library(CONTENT)
    assert loaded.findings == (), "\n".join(map(str, loaded.findings))
    assert loaded.library is not None
    return loaded.library


def test_there_is_enough(library: Library):
    assert len(library.live_items) >= 80
    assert len(library.courses["onboarding"].lessons) >= 6
    assert set(library.questionnaires) == set(Audience)
    assert {"onboarding-check"} <= set(library.blueprints)


def test_onboarding_check_is_as_agreed(library: Library):
    blueprint = library.blueprints["onboarding-check"]
    kinds = Counter({cell.kind: 0 for cell in blueprint.cells})
    topics: Counter[str] = Counter()
    for cell in blueprint.cells:
        kinds[cell.kind] += cell.count
        topics[cell.topic] += cell.count
    assert (blueprint.count, blueprint.points, blueprint.cut) == (20, 100, Fraction(4, 5))
    assert kinds == {
        Kind.SINGLE: 7, Kind.MULTIPLE: 4, Kind.TRUE_FALSE: 4, Kind.ORDERING: 1, Kind.MATCHING: 1, Kind.FILL_IN: 3,
    }  # fmt: skip
    assert topics.pop("") == 2  # the order and the pairs are of any topic
    assert len(topics) == 6
    assert set(topics.values()) == {3}


@pytest.mark.parametrize("kind", [Kind.ORDERING, Kind.MATCHING])
def test_twenty_orders_and_twenty_matchings_ship_and_half_of_them_are_asked_in_the_check(library: Library, kind: Kind):
    assert sum(item.kind is kind for bank in library.banks for item in bank.items) >= 20
    (cell,) = [cell for cell in library.blueprints["onboarding-check"].cells if cell.kind is kind]
    assert sum(cell.admits(item) for item in library.live_items) == 10


@pytest.mark.parametrize("seed", range(20))
def test_forms_can_be_drawn(library: Library, seed: int):
    form = draw_form(library.blueprints["onboarding-check"], library.live_items, seed)
    assert len(form.slots) == 20
    assert form.points == 100


def test_every_part_has_an_english_edition(library: Library):
    assert {library.lesson(lesson, "en")[1] for lesson in library.lessons} == {"en"}
    assert {library.course(course, "en")[1] for course in library.courses} == {"en"}
    assert {library.disclosure(disclosure, "en")[1] for disclosure in library.disclosures} == {"en"}
    assert {library.questionnaire(questionnaire, "en")[1] for questionnaire in library.questionnaires} == {"en"}
    assert library.terms("en")[1] == "en"
    assert all(blueprint.english for blueprint in library.blueprints.values())


def test_every_total_of_a_questionnaire_has_a_band(library: Library):
    for questionnaire in library.questionnaires.values():
        assert 0 <= lowest_total(questionnaire) < highest_total(questionnaire) <= 100
        for pick in (min, max):
            letters = {
                question.id: frozenset({pick(question.options, key=lambda option: option.points).letter})
                for question in questionnaire.questions
            }
            assert assess(questionnaire, letters, library.policy.bands).risk_class in {"C1", "C5"}


def test_the_preserved_exam_stands_in_its_bank(library: Library):
    """The thirteen items that the source document preserves, in its order, each with its source."""
    bank = next(bank for bank in library.banks if bank.title == "客户服务")
    preserved = [item for item in bank.items if "期货市场客户服务创新考核试卷" in item.source]
    assert [item.id for item in preserved] == [f"cs-{number:03d}" for number in range(1, 14)]
    kinds = [item.kind.value for item in preserved]
    assert kinds == ["single", "multiple", "multiple", *["fill-in"] * 6, *["true-false"] * 4]
    assert [item.truth for item in preserved[9:]] == [False, False, True, False]
    assert [len(item.blanks) for item in preserved[3:9]] == [1, 1, 3, 1, 2, 2]
