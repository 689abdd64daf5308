"""The knowledge check over HTTP."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from edu.domain.items.item import Kind
from edu.domain.items.response import OMITTED
from edu.domain.sitting.terms import Release
from edu.services.sitting.taking import Sitting
from edu.services.suitability.deciding import ONBOARDING
from tests.house import NOON, House, Visitor, value_of
from tests.walking import load_sitting, right_fields, sit_check, start_check, study_all, wrong_fields
from tests.web.sitting.observed import expect, observe


async def _sitting(house: House, visitor: Visitor) -> tuple[UUID, UUID, Sitting]:
    candidate = await house.signed_in()
    attempt_id = await start_check(visitor)
    return candidate, attempt_id, await load_sitting(house, attempt_id, candidate)


def _first(sitting: Sitting, kind: Kind) -> int:
    """The number of the first question of this kind."""
    return next(number for number, item in enumerate(sitting.items, 1) if item.kind is kind)


async def test_a_passed_check(house: House, visitor: Visitor):
    candidate = await house.signed_in()
    attempt_id = await sit_check(house, visitor, candidate)
    page = await visitor.get(f"/attempts/{attempt_id}/result")
    assert "result-passed" in page.text
    assert "100 / 100" in re.sub(r"<[^>]+>", "", page.text)


async def test_a_failed_check_leads_back_to_the_lessons(house: House, visitor: Visitor):
    candidate = await house.signed_in()
    attempt_id = await sit_check(house, visitor, candidate, right=False)
    page = await visitor.get(f"/attempts/{attempt_id}/result")
    assert "result-failed" in page.text
    assert 'href="/lessons/' in page.text


async def test_a_result_that_is_to_come_is_in_no_list(house: House, visitor: Visitor):
    check, released = house.library.blueprints[ONBOARDING.check], NOON + timedelta(hours=1)
    terms = replace(check.terms, release=Release.AT_DATE, release_at=released)
    later = {**house.library.blueprints, ONBOARDING.check: replace(check, terms=terms)}
    object.__setattr__(house.platform, "library", replace(house.library, blueprints=later))
    await sit_check(house, visitor, await house.signed_in())
    page = (await visitor.get("/check")).text
    assert ("待发布" in page, "100 / 100" in page) == (True, False)
    house.clock.now = released
    assert "100 / 100" in (await visitor.get("/check")).text


async def test_a_form_has_the_blueprints_parts_and_points(house: House, visitor: Visitor):
    _, _, sitting = await _sitting(house, visitor)
    blueprint = house.library.blueprints[ONBOARDING.check]
    assert len(sitting.items) == blueprint.count
    assert sitting.attempt.form.points == blueprint.points
    assert {item.kind for item in sitting.items} == {cell.kind for cell in blueprint.cells}


async def test_no_key_no_rationale_and_no_true_letters_reach_a_question(house: House, visitor: Visitor):
    _, attempt_id, sitting = await _sitting(house, visitor)
    for number, item in enumerate(sitting.items, 1):
        html = (await visitor.get(f"/attempts/{attempt_id}/questions/{number}")).text
        assert item.rationale[:12] not in html
        assert item.id not in html
        assert item.revision not in html
        shown = re.findall(r'name="choice" value="([A-J])"', html)
        assert shown == sorted(shown)


async def test_a_response_is_saved_and_shown_again(house: House, visitor: Visitor):
    candidate, attempt_id, sitting = await _sitting(house, visitor)
    number = _first(sitting, Kind.MULTIPLE)
    slot, item = sitting.attempt.form.slots[number - 1], sitting.items[number - 1]
    path = f"/attempts/{attempt_id}/questions/{number}"
    page = await visitor.post(path, right_fields(item, slot.order) | {"seen": "0"}, htmx=True)
    assert 'class="saved saved-ok"' in page.text
    assert value_of(page.text, "seen") == "1"

    assert (await load_sitting(house, attempt_id, candidate)).attempt.responses[number - 1].letters == item.keys
    checked = re.findall(r'value="([A-J])" checked', (await visitor.get(path)).text)
    assert len(checked) == len(item.keys)


async def test_a_stale_tab_is_told_and_overwrites_nothing(house: House, visitor: Visitor):
    candidate, attempt_id, sitting = await _sitting(house, visitor)
    number = _first(sitting, Kind.SINGLE)
    slot, item = sitting.attempt.form.slots[number - 1], sitting.items[number - 1]
    path = f"/attempts/{attempt_id}/questions/{number}"
    await visitor.post(path, right_fields(item, slot.order) | {"seen": "0"})
    page = await visitor.post(path, wrong_fields(item, slot.order) | {"seen": "0"})
    assert page.status_code == 409
    assert (await load_sitting(house, attempt_id, candidate)).attempt.responses[number - 1].letters == item.keys
    assert value_of(page.text, "seen") == "1"


async def test_hand_in_lists_what_is_unanswered(house: House, visitor: Visitor):
    _, attempt_id, sitting = await _sitting(house, visitor)
    slot, item = sitting.attempt.form.slots[0], sitting.items[0]
    await visitor.post(f"/attempts/{attempt_id}/questions/1", right_fields(item, slot.order) | {"seen": "0"})
    page = await visitor.get(f"/attempts/{attempt_id}/hand-in")
    listed = re.findall(rf"/attempts/{attempt_id}/questions/(\d+)\">", page.text)
    assert set(map(int, listed)) >= set(range(2, len(sitting.items) + 1))


async def test_a_second_hand_in_finds_the_first(house: House, visitor: Visitor):
    candidate, attempt_id, _ = await _sitting(house, visitor)
    await visitor.post(f"/attempts/{attempt_id}/hand-in")
    ended = (await load_sitting(house, attempt_id, candidate)).attempt.ended_at
    house.clock.turn(minutes=5)
    page = await visitor.post(f"/attempts/{attempt_id}/hand-in")
    assert page.status_code == 200
    assert (await load_sitting(house, attempt_id, candidate)).attempt.ended_at == ended


async def test_a_response_after_the_deadline_is_not_counted(house: House, visitor: Visitor):
    candidate, attempt_id, sitting = await _sitting(house, visitor)
    slot, item = sitting.attempt.form.slots[0], sitting.items[0]
    house.clock.turn(minutes=32)
    page = await visitor.post(f"/attempts/{attempt_id}/questions/1", right_fields(item, slot.order) | {"seen": "0"})
    assert page.url.path.endswith("/result")
    ended = await load_sitting(house, attempt_id, candidate)
    assert ended.attempt.state == "expired"
    assert ended.attempt.responses.get(0, OMITTED) == OMITTED

    page = await visitor.post(f"/attempts/{attempt_id}/questions/1", right_fields(item, slot.order), htmx=True)
    assert page.headers["HX-Redirect"] == f"/attempts/{attempt_id}/result"


async def test_a_started_check_is_gone_on_with(house: House, visitor: Visitor):
    _, attempt_id, _ = await _sitting(house, visitor)
    page = await visitor.post("/check")
    assert str(attempt_id) in str(page.url)


async def test_the_interval_and_the_limit_are_told(house: House, visitor: Visitor):
    candidate = await house.signed_in()
    await sit_check(house, visitor, candidate, right=False)
    assert (await visitor.post("/check")).status_code == 409
    house.clock.turn(minutes=11)
    await visitor.sign_in("wang@example.cn")
    await sit_check(house, visitor, candidate, right=False)
    house.clock.turn(minutes=11)
    page = await visitor.post("/check")
    assert page.status_code == 409
    assert "2026年6月2日" in page.text


async def test_somebody_elses_attempt_is_not_there(house: House, visitor: Visitor):
    _, attempt_id, _ = await _sitting(house, visitor)
    await house.make_client("second@example.cn")
    async with house.another_visitor() as other:
        await other.sign_in("second@example.cn")
        for path in ("", "/questions/1", "/hand-in", "/result"):
            assert (await other.get(f"/attempts/{attempt_id}{path}")).status_code == 404
        assert (await other.post(f"/attempts/{attempt_id}/questions/1", {"choice": "A"})).status_code == 404
        assert (await other.post(f"/attempts/{attempt_id}/hand-in")).status_code == 404


@pytest.mark.parametrize("number", ["0", "21", "999999999999999999999", "x"])
async def test_a_question_that_the_form_does_not_have(house: House, visitor: Visitor, number: str):
    _, attempt_id, _ = await _sitting(house, visitor)
    assert (await visitor.get(f"/attempts/{attempt_id}/questions/{number}")).status_code == 404


@pytest.mark.parametrize(
    "fields",
    [{"choice": "Z"}, {"choice": ["A", "B", "C", "D"]}, {"choice": "AB"}, {"blank-0": "x" * 300}, {"choice": "true"}],
)
async def test_what_a_page_cannot_have_sent_is_refused_and_nothing_lost(
    house: House, visitor: Visitor, fields: dict[str, str | list[str]]
):
    candidate, attempt_id, sitting = await _sitting(house, visitor)
    kind = Kind.FILL_IN if "blank-0" in fields else Kind.SINGLE
    number = _first(sitting, kind)
    page = await visitor.post(f"/attempts/{attempt_id}/questions/{number}", fields | {"seen": "0"})
    assert page.status_code == 422
    assert (await load_sitting(house, attempt_id, candidate)).attempt.events == {}


async def test_the_result_says_what_the_normaliser_compared(house: House, visitor: Visitor):
    _, attempt_id, sitting = await _sitting(house, visitor)
    number = _first(sitting, Kind.FILL_IN)
    item = sitting.items[number - 1]
    texts = {f"blank-{n}": f"  {blank.accepted[0]}。 " for n, blank in enumerate(item.blanks)}
    await visitor.post(f"/attempts/{attempt_id}/questions/{number}", texts | {"seen": "0"})
    page = await visitor.post(f"/attempts/{attempt_id}/hand-in")
    assert item.blanks[0].accepted[0] in page.text


async def test_a_rationale_is_relettered_to_what_this_person_saw(house: House, visitor: Visitor):
    _, attempt_id, sitting = await _sitting(house, visitor)
    await visitor.post(f"/attempts/{attempt_id}/hand-in")
    page = await visitor.get(f"/attempts/{attempt_id}/result")
    from edu.domain.items.lettering import reletter

    numbers = [
        n for n, item in enumerate(sitting.items)
        if "选项" in item.rationale and reletter(item.rationale, sitting.attempt.form.slots[n].order) != item.rationale
    ]  # fmt: skip
    assert numbers
    for n in numbers:
        shown = reletter(sitting.items[n].rationale, sitting.attempt.form.slots[n].order)
        assert shown[:20] in page.text


@pytest.mark.slow  # lives a client's life up to the decision
async def test_passing_later_changes_the_decision_by_itself(house: House, visitor: Visitor):
    from tests.walking import acknowledge, fill_questionnaire, state_profile

    candidate = await house.signed_in()
    await state_profile(visitor)
    await study_all(house, candidate)
    await acknowledge(visitor)
    await fill_questionnaire(house, visitor)
    await sit_check(house, visitor, candidate, right=False)
    assert "verdict-not-passed" in (await visitor.get("/decision")).text
    house.clock.turn(minutes=11)
    await sit_check(house, visitor, candidate)
    assert "verdict-decided" in (await visitor.get("/decision")).text


async def test_the_door_draws_by_what_was_observed(house: House):
    """By chance alone one form in five comes so near."""
    blueprint = house.library.blueprints[ONBOARDING.check]
    expected = await observe(house, blueprint)
    for number in range(6):
        candidate = await house.make_client(f"client{number}@example.cn")
        async with house.another_visitor() as visitor:
            await visitor.sign_in(f"client{number}@example.cn")
            attempt = await start_check(visitor)
        assert abs(await expect(house, blueprint, attempt, candidate) - expected) <= expected / 20
