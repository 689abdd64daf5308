"""A result as its candidate reads it, in either system: nothing before it may be seen, and the whole of it then."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from edu.domain.refusal import NotThere
from edu.domain.sitting.attempt import AttemptState, TooSoon
from edu.domain.sitting.receipt import code_of
from edu.domain.sitting.terms import Release
from edu.services.sitting import reviewing
from edu.services.sitting.reviewing import Pending, Review
from edu.store.engine.database import Database
from edu.store.sitting import frozen_forms
from tests.cases import MINUTE
from tests.exam_terms import set_exam
from tests.house import NOON, House
from tests.services.acts import hand_in, load, respond, sit, start
from tests.services.sitting.exam import make_candidate, start_exam, write_and_hand_in
from tests.walking import right_response
from tests.web.counting import counting


@pytest.fixture
def house(either_house: House) -> House:
    return either_house


async def look(house: House, attempt: UUID, candidate: UUID, node: Database | None = None) -> Review | Pending | None:
    database = node or house.platform.database
    return await reviewing.review(database, house.library, attempt, candidate, house.clock())


async def test_it_is_what_the_sitting_earned(house: House, node: Database, monkeypatch: pytest.MonkeyPatch):
    candidate = await house.make_client()
    attempt = await sit(house, candidate, lost=20)
    sitting = await load(house, attempt, candidate)
    monkeypatch.setattr(frozen_forms, "_known", {})  # as on another node
    review = await look(house, attempt, candidate, node)
    assert isinstance(review, Review)
    assert (review.result, review.responses) == (sitting.result, sitting.attempt.responses)
    assert (review.result.earned, review.result.passed, review.next_start) == (80, True, None)
    assert (review.form.form, review.form.items) == (sitting.attempt.form, sitting.items)
    end = review.conclusion
    assert (end.state, end.ended_at, end.title) == (AttemptState.SUBMITTED, NOON, sitting.title)
    assert (end.receipts, end.code) == (sitting.attempt.receipts, code_of(sitting.attempt.chain))
    assert not end.exam


async def test_who_has_not_passed_is_told_when_to_try_again(house: House):
    candidate = await house.make_client()
    attempt = await sit(house, candidate, lost=24)
    review = await look(house, attempt, candidate)
    assert isinstance(review, Review)
    assert isinstance(review.next_start, TooSoon)
    house.clock.turn(days=2)
    later = await look(house, attempt, candidate)
    assert isinstance(later, Review)
    assert later.next_start is None


async def test_a_running_one_has_no_result_and_nobody_elses_is_there(house: House):
    candidate = await house.make_client()
    attempt = await start(house, candidate)
    assert await look(house, attempt, candidate) is None
    for whose, which in ((uuid4(), attempt), (candidate, uuid4())):
        with pytest.raises(NotThere):
            await look(house, which, whose)


@pytest.mark.parametrize("release", list(Release))
async def test_what_waits_for_a_marker_or_a_date_is_not_shown_before(house: House, release: Release):
    """Released at once, what needs no marker is shown; else nothing is."""
    dated = NOON + timedelta(hours=1) if release is Release.AT_DATE else None
    set_exam(house, release=release, release_at=dated)
    candidate = await make_candidate(house)
    attempt = await start_exam(house, candidate)
    (written,) = await write_and_hand_in(house, attempt, candidate, "先安抚客户。")
    found = await look(house, attempt, candidate)
    assert found is not None
    assert found.conclusion.exam
    if release is Release.AT_ONCE:
        assert isinstance(found, Review)
        assert (found.result.awaiting, found.result.scores[written].awaiting) == (True, True)
    else:
        assert isinstance(found, Pending)


async def test_a_dated_result_comes_at_its_date(house: House):
    set_exam(house, release=Release.AT_DATE, release_at=NOON + MINUTE)
    candidate = await make_candidate(house)
    attempt = await start_exam(house, candidate)
    await hand_in(house, attempt, candidate)
    found = await look(house, attempt, candidate)
    assert isinstance(found, Pending)
    assert found.released_at == NOON + MINUTE
    house.clock.turn(minutes=1)
    assert isinstance(await look(house, attempt, candidate), Review)


async def test_it_costs_three_statements_however_many_responses_were_kept(house: House):
    candidate = await house.make_client()
    attempt = await start(house, candidate)
    items = (await load(house, attempt, candidate)).items
    for change in range(3):
        for slot, item in enumerate(items):
            await respond(house, attempt, candidate, slot, right_response(item), seen=change or None)
    await hand_in(house, attempt, candidate)
    with counting(house) as sent:
        assert isinstance(await look(house, attempt, candidate), Review)
    assert len(sent) <= 3, "\n".join(sent)
