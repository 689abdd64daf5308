"""An exam of orders and pairs over HTTP: its door, its form, both roads of saving, and its result."""

from dataclasses import replace
from fractions import Fraction

import pytest

from edu.domain.items.item import Kind
from edu.domain.people.role import Role
from edu.domain.sitting.blueprint import Cell
from edu.domain.sitting.terms import Layout, Release
from edu.web.kit.visit import LANGUAGE_COOKIE
from tests.exam_terms import EXAM, set_exam
from tests.house import House, value_of
from tests.services.acts import load
from tests.walking import right_fields
from tests.web.sending import attempt_in, save, send

CELLS = (Cell("一、排序题", Kind.ORDERING, 4, Fraction(5)), Cell("二、配对题", Kind.MATCHING, 4, Fraction(5)))
BANK = "步骤与对应"


def set_rows(house: House, layout: Layout) -> None:
    shipped = set_exam(house, layout=layout, release=Release.AT_ONCE)
    changed = replace(shipped, cells=tuple(replace(cell, bank=BANK) for cell in CELLS))
    blueprints = {**house.library.blueprints, EXAM: changed}
    object.__setattr__(house.platform, "library", replace(house.library, blueprints=blueprints))


async def test_the_whole_form_in_the_background(house: House):
    set_rows(house, Layout.ONE_PAGE)
    account = await house.make_staff(Role.CANDIDATE)
    await house.visitor.sign_in("candidate@firm.cn")
    assert "排序题" in (await house.visitor.get(f"/exams/{EXAM}")).text  # its rules are told at the door
    attempt = attempt_in(await house.visitor.post(f"/exams/{EXAM}/enter", {"honour": "yes"}))
    sitting = await load(house, attempt, account)
    for place, item in zip(sitting.attempt.form.slots, sitting.items, strict=True):
        assert place.order != item.sequence
    page = await house.client.get(f"/attempts/{attempt}/form")
    assert page.text.count('data-kind="ordering"') == page.text.count('data-kind="matching"') == 4
    refused = await send(house, attempt, "responses", {"slot": 0, "seen": 0, "key": "key-wrong", "pairs": ["Z"]})
    assert refused.status_code == 422
    for slot in range(8):
        assert (await save(house, sitting, slot)).status_code == 201
    page = await house.client.get(f"/attempts/{attempt}/form")
    assert page.text.count(" selected") == sum(len(item.premises or item.options) for item in sitting.items)
    await house.visitor.post(f"/attempts/{attempt}/hand-in")
    result = await house.visitor.get(f"/attempts/{attempt}/result")
    assert "<strong>40</strong> / 40" in result.text
    assert "位置正确" in result.text
    assert "配对正确" in result.text


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_one_question_a_page_without_scripts(house: House, language: str):
    set_rows(house, Layout.ONE_BY_ONE)
    account = await house.make_staff(Role.CANDIDATE)
    await house.visitor.sign_in("candidate@firm.cn")
    attempt = attempt_in(await house.visitor.post(f"/exams/{EXAM}/enter", {"honour": "yes"}))
    house.client.cookies.set(LANGUAGE_COOKIE, language)
    sitting = await load(house, attempt, account)
    for number, (slot, item) in enumerate(zip(sitting.attempt.form.slots, sitting.items, strict=True), 1):
        page = await house.visitor.get(f"/attempts/{attempt}/questions/{number}")
        fields = right_fields(item, slot.order)
        if number == 1:
            fields["pair-0"] = ""
        given = {"seen": value_of(page.text, "seen"), "go": str(number), **fields}
        await house.visitor.post(f"/attempts/{attempt}/questions/{number}", given)
    after = await load(house, attempt, account)
    assert after.attempt.unanswered(after.items) == [0]  # an entry without its place
