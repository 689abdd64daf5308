"""Disclosure, questionnaire and decision over HTTP."""

import pytest

from edu.app import sweep
from edu.domain.people.profile import ClientKind
from edu.domain.suitability.questionnaire import Audience
from tests.house import House, Visitor, value_of
from tests.walking import (
    INSTITUTION,
    acknowledge,
    fill_questionnaire,
    sit_check,
    state_profile,
    study_all,
)

pytestmark = pytest.mark.slow  # each lives a client's life up to the decision


async def _walk(house: House, visitor: Visitor, *, right: bool = True, share: float = 0.7, gate: bool = False) -> None:
    candidate = await house.signed_in()
    await state_profile(visitor)
    await study_all(house, candidate)
    await acknowledge(visitor)
    await sit_check(house, visitor, candidate, right=right)
    await fill_questionnaire(house, visitor, share=share, gate=gate)


async def test_a_new_client_is_told_what_is_missing(house: House, visitor: Visitor):
    await house.signed_in()
    page = await visitor.get("/decision")
    assert "verdict-incomplete" in page.text
    for path in ("/profile", "/course", "/disclosure", "/check", "/questionnaire"):
        assert f'href="{path}"' in page.text


async def test_everything_done_is_decided_with_reasons(house: House, visitor: Visitor):
    await _walk(house, visitor)
    page = await visitor.get("/decision")
    assert "verdict-decided" in page.text
    assert "product-allowed" in page.text
    assert house.library.policy.version in page.text
    home = await visitor.get("/home")
    assert home.text.count("step-done") == 5


async def test_the_lowest_class_is_never_above_r1(house: House, visitor: Visitor):
    await _walk(house, visitor, share=0.9, gate=True)
    page = await visitor.get("/decision")
    assert "verdict-lowest" in page.text
    assert page.text.count("product-blocked") == len(house.library.policy.products) - sum(
        product.grade == "R1" for product in house.library.policy.products
    )


async def test_an_institution_has_its_own_way(house: House, visitor: Visitor):
    account = await house.signed_in(kind=ClientKind.INSTITUTION)
    await state_profile(visitor, INSTITUTION)
    await study_all(house, account)
    await acknowledge(visitor)
    await sit_check(house, visitor, account)
    await fill_questionnaire(house, visitor, "institution")
    assert "verdict-decided" in (await visitor.get("/decision")).text


async def test_a_result_expires_by_itself(house: House, visitor: Visitor):
    await _walk(house, visitor)
    house.clock.turn(days=366)
    await sweep(house.platform)
    await visitor.sign_in("wang@example.cn")
    assert "verdict-expired" in (await visitor.get("/decision")).text


async def test_paragraphs_are_confirmed_in_order_and_once(house: House, visitor: Visitor):
    await house.signed_in()
    page = await visitor.get("/disclosure")
    revision, first = value_of(page.text, "revision"), value_of(page.text, "paragraph")
    fields = {"revision": revision, "paragraph": first}

    assert (await visitor.post("/disclosure", fields)).status_code == 422  # not ticked
    page = await visitor.post("/disclosure", fields | {"understood": "yes"})
    assert value_of(page.text, "paragraph") != first
    page = await visitor.post("/disclosure", fields | {"understood": "yes"})  # repeated
    assert page.status_code == 200
    last = house.library.disclosures["futures-risk"].paragraphs[-1].id
    page = await visitor.post("/disclosure", {"revision": revision, "paragraph": last, "understood": "yes"})
    assert page.status_code == 409
    page = await visitor.post("/disclosure", {"revision": "old", "paragraph": first, "understood": "yes"})
    assert page.status_code == 409


async def test_the_questionnaire_is_left_and_found_again(house: House, visitor: Visitor):
    await house.signed_in()
    theme = house.library.questionnaires[Audience.INDIVIDUAL].themes[0].id
    question = house.library.questionnaires[Audience.INDIVIDUAL].of_theme(theme)[0]
    page = await visitor.post(f"/questionnaire/{theme}", {question.id: "B", "act": "later"})
    assert page.url.path == "/home"
    page = await visitor.get(f"/questionnaire/{theme}")
    assert 'value="B" checked' in page.text
    page = await visitor.post(f"/questionnaire/{theme}", {question.id: "B", "act": "next"})
    assert page.status_code == 422
    page = await visitor.post("/questionnaire/review")
    assert page.status_code == 422


async def test_the_third_questionnaire_of_a_day_is_refused_beforehand(house: House, visitor: Visitor):
    """As the shipped policy says; what was chosen meanwhile in another tab stays."""
    await house.signed_in()
    await state_profile(visitor)
    begin = f'href="/questionnaire/{house.library.questionnaires[Audience.INDIVIDUAL].themes[0].id}"'
    for share in (0.5, 0.7):
        assert begin in (await visitor.get("/questionnaire")).text
        await fill_questionnaire(house, visitor, share=share)
        house.clock.turn(hours=1)
    intro = await visitor.get("/questionnaire")
    assert "问卷近期已填满规定的次数" in intro.text
    assert begin not in intro.text
    with pytest.raises(AssertionError):  # it walks as far as the last page, and is held there
        await fill_questionnaire(house, visitor, share=0.9)
    review = await visitor.post("/questionnaire/review")
    assert review.status_code == 409
    assert "问卷近期已填满规定的次数" in review.text
    house.clock.turn(days=1)
    await visitor.sign_in("wang@example.cn")
    assert (await visitor.post("/questionnaire/review")).url.path == "/decision"


async def test_no_points_reach_the_questionnaire(house: House, visitor: Visitor):
    await house.signed_in()
    for language in ("zh", "en"):
        await visitor.post("/language", {"language": language, "next": "/"})
        for theme in house.library.questionnaires[Audience.INDIVIDUAL].themes:
            html = (await visitor.get(f"/questionnaire/{theme.id}")).text
            assert "{" not in html.split("<main")[1]
            assert "最低类别" not in html


async def test_every_client_page_opens_in_english(house: House, visitor: Visitor):
    await _walk(house, visitor)
    await visitor.post("/language", {"language": "en", "next": "/"})
    for path in (
        "/home",
        "/profile",
        "/course",
        "/disclosure",
        "/check",
        "/questionnaire",
        "/questionnaire/review",
        "/decision",
    ):
        page = await visitor.get(path)
        assert page.status_code == 200, path
        assert '<html lang="en"' in page.text
