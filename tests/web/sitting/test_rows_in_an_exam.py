"""An exam of orders and pairs over HTTP: its door, its form, both roads of saving, and its result."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from edu.domain.items.item import Kind, PartRule
from edu.domain.people.role import Role
from edu.domain.sitting.blueprint import Cell
from edu.domain.sitting.terms import Layout, Release
from edu.web.kit.i18n import points
from edu.web.kit.visit import LANGUAGE_COOKIE
from tests.exam_terms import EXAM, set_exam
from tests.house import House, value_of
from tests.services.acts import load
from tests.walking import Fields, right_fields
from tests.web.sending import attempt_in, save, send

BANK = "步骤与对应"
STAFF_BANK = "客户服务"
CELLS = (
    Cell("一、排序题", Kind.ORDERING, 4, Fraction(5), BANK),
    Cell("二、配对题", Kind.MATCHING, 4, Fraction(5), BANK),
)


def set_rows(house: House, layout: Layout, *cells: Cell) -> None:
    shipped = set_exam(house, layout=layout, release=Release.AT_ONCE)
    changed = replace(shipped, cells=cells)
    blueprints = {**house.library.blueprints, EXAM: changed}
    object.__setattr__(house.platform, "library", replace(house.library, blueprints=blueprints))


async def test_the_whole_form_in_the_background(house: House):
    set_rows(house, Layout.ONE_PAGE, *CELLS)
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
    set_rows(house, Layout.ONE_BY_ONE, *CELLS)
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


TALLIES = {
    "zh": {
        Kind.MULTIPLE: "{count} 个正确选项选了 {right} 个，错选 0 个。",
        Kind.FILL_IN: "{count} 个空填对 {right} 个。 填空题：分值平分到每个空",
        Kind.ORDERING: "{count} 项中有 {right} 项位置正确。",
        Kind.MATCHING: "{count} 对中配对正确 {right} 对。 配对题按对计分",
    },
    "en": {
        Kind.MULTIPLE: "{right} of {count} right options were chosen, and 0 wrong ones.",
        Kind.FILL_IN: "{right} of {count} blanks are right. Fill in: each right blank",
        Kind.ORDERING: "{right} of {count} entries are in their right places.",
        Kind.MATCHING: "{right} of {count} pairs are right. Matching: each right pair",
    },
}
NEIGHBOURS = {
    "zh": "{count} 个相邻对中有 {right} 个先后正确。",
    "en": "{right} of {count} pairs of neighbours are in the right order.",
}
EARNED = {"zh": "因此得 {earned} 分（满分 6 分）。", "en": "That earns {earned} of 6 points."}


def _without_a_part(fields: Fields) -> Fields:
    """A right response, of which a choice, a blank or a row is left out."""
    if "choice" in fields:
        return {"choice": fields["choice"][1:]}
    return {**fields, min(fields): ""}


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_result_says_which_parts_were_right_and_what_the_rule_made_of_them(house: House, language: str):
    banks = [STAFF_BANK, STAFF_BANK, BANK, BANK]
    kinds = TALLIES[language]
    cells = [Cell(kind.value, kind, 3, Fraction(6), bank) for kind, bank in zip(kinds, banks, strict=True)]
    set_rows(house, Layout.ONE_BY_ONE, *cells)
    account = await house.make_staff(Role.CANDIDATE)
    await house.visitor.sign_in("candidate@firm.cn")
    attempt = attempt_in(await house.visitor.post(f"/exams/{EXAM}/enter", {"honour": "yes"}))
    house.client.cookies.set(LANGUAGE_COOKIE, language)
    sitting = await load(house, attempt, account)
    for number, (slot, item) in enumerate(zip(sitting.attempt.form.slots, sitting.items, strict=True), 1):
        fields = _without_a_part(right_fields(item, slot.order))
        await house.visitor.post(f"/attempts/{attempt}/questions/{number}", {"seen": "0", "go": str(number), **fields})
    await house.visitor.post(f"/attempts/{attempt}/hand-in")
    ended = await load(house, attempt, account)
    page = await house.visitor.get(f"/attempts/{attempt}/result")
    articles = re.split(r"<article ", page.text)[1:]
    for article, item, score in zip(articles, ended.items, ended.result.scores, strict=True):
        told = NEIGHBOURS[language] if item.part_rule is PartRule.ADJACENT else TALLIES[language][item.kind]
        right, count = sum(score.right_parts), len(score.right_parts)
        if len(item.blanks) == 1:
            assert told[-6:] not in article  # right or wrong: there is nothing to tally
            continue
        assert right < count
        assert told.format(right=right, count=count) in article
        assert EARNED[language].format(earned=points(score.earned)) in article
