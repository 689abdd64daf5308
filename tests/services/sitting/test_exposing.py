"""Items that have been shown too often: from the latest forms, looked at once a minute."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest

from edu.domain.sitting.blueprint import Blueprint
from edu.services.sitting.exposing import FEWEST, Exposures
from edu.store.sitting import attempts
from tests.exam_terms import EXAM, set_exam
from tests.house import House
from tests.services.sitting.exam import make_candidate, start_exam

HALF = Fraction(1, 2)


@pytest.fixture
def blueprint(house: House) -> Blueprint:
    return set_exam(house, exposure=HALF)


async def sit(house: House, first: int, count: int) -> None:
    for number in range(first, first + count):
        await start_exam(house, await make_candidate(house, f"c{number}@firm.cn"))


async def test_the_share_of_the_latest_forms(house: House, blueprint: Blueprint):
    await sit(house, 0, FEWEST)
    exposures = Exposures(house.platform.database)
    async with house.platform.database.read() as session:
        forms = await attempts.list_latest_forms(session, EXAM, 1000)
    counts = Counter(slot.item for form in forms for slot in form.slots)
    assert max(counts.values()) > FEWEST / 2 >= min(counts.values())  # some are over, and some are not
    over = await exposures.list_over(blueprint, house.clock())
    assert over == {item for item, count in counts.items() if count > FEWEST / 2}


async def test_before_there_are_enough_forms_a_share_says_nothing(house: House, blueprint: Blueprint):
    exposures = Exposures(house.platform.database)
    await sit(house, 0, FEWEST - 1)
    assert await exposures.list_over(blueprint, house.clock()) == frozenset()
    await sit(house, FEWEST, 1)
    house.clock.turn(seconds=59)
    assert await exposures.list_over(blueprint, house.clock()) == frozenset()  # as of less than a minute ago
    house.clock.turn(seconds=1)
    assert await exposures.list_over(blueprint, house.clock())


async def test_an_exam_without_a_limit_has_none_over(house: House, blueprint: Blueprint):
    await sit(house, 0, FEWEST)
    unlimited = replace(blueprint, terms=replace(blueprint.terms, exposure=None))
    exposures = Exposures(house.platform.database)
    assert await exposures.list_over(unlimited, house.clock()) == frozenset()
    assert await exposures.list_over(blueprint, house.clock())
