"""Lessons and checkpoints."""

from tests.house import House, Visitor, value_of
from tests.walking import right_fields, wrong_fields


async def _ask(house: House, visitor: Visitor, path: str, account_id):
    from edu.services.learning import studying

    _, _, lesson_id, section_id = path.split("/")
    lesson = house.library.lessons[lesson_id]
    section = lesson.section(section_id)
    assert section is not None
    async with house.platform.database.read() as session:
        responses = await studying.load_responses(session, account_id)
    return studying.ask(house.library, lesson, section, account_id, responses)


async def _answer(house: House, visitor: Visitor, path: str, account_id, fields, **how):
    page = await visitor.get(path)
    hidden = {key: value_of(page.text, key) for key in ("item", "showing")}
    return await visitor.post(path, hidden | fields, **how)


def _first_path(house: House) -> str:
    lesson = house.library.lessons["leverage"]
    return f"/lessons/leverage/{lesson.sections[0].id}"


async def test_a_right_answer_finishes_the_section(house: House, visitor: Visitor):
    account_id = await house.signed_in()
    path = _first_path(house)
    asked = await _ask(house, visitor, path, account_id)
    page = await _answer(house, visitor, path, account_id, right_fields(asked.item, asked.order))
    assert "回答正确" in page.text

    await visitor.post("/sign-out")
    await visitor.sign_in("wang@example.cn")
    assert "（已完成）" in (await visitor.get(path)).text


async def test_a_wrong_answer_leads_back_and_asks_another_item(house: House, visitor: Visitor):
    account_id = await house.signed_in()
    path = _first_path(house)
    first = await _ask(house, visitor, path, account_id)
    page = await _answer(house, visitor, path, account_id, wrong_fields(first.item, first.order))
    assert 'href="#text"' in page.text
    assert value_of(page.text, "item") != first.item.id

    second = await _ask(house, visitor, path, account_id)
    assert second.item.id == value_of(page.text, "item")
    assert second.item.section == first.item.section


async def test_htmx_gets_the_checkpoint_alone(house: House, visitor: Visitor):
    account_id = await house.signed_in()
    path = _first_path(house)
    asked = await _ask(house, visitor, path, account_id)
    page = await _answer(house, visitor, path, account_id, right_fields(asked.item, asked.order), htmx=True)
    assert page.text.strip().startswith('<section class="card checkpoint" id="checkpoint"')


async def test_nothing_chosen_is_said_and_not_counted(house: House, visitor: Visitor):
    account_id = await house.signed_in()
    path = _first_path(house)
    before = await _ask(house, visitor, path, account_id)
    page = await _answer(house, visitor, path, account_id, {})
    assert page.status_code == 422
    assert (await _ask(house, visitor, path, account_id)).item.id == before.item.id


async def test_a_question_answered_in_another_window_is_told(house: House, visitor: Visitor):
    account_id = await house.signed_in()
    path = _first_path(house)
    asked = await _ask(house, visitor, path, account_id)
    stale = {"item": asked.item.id, "showing": "0"}
    await _answer(house, visitor, path, account_id, wrong_fields(asked.item, asked.order))
    page = await visitor.post(path, stale | right_fields(asked.item, asked.order))
    assert page.status_code == 409


async def test_no_key_reaches_the_page_before_the_answer(house: House, visitor: Visitor):
    account_id = await house.signed_in()
    path = _first_path(house)
    asked = await _ask(house, visitor, path, account_id)
    html = (await visitor.get(path)).text
    assert asked.item.rationale[:15] not in html
    assert "is-right" not in html


async def test_course_glossary_and_every_section_open_in_both_languages(house: House, visitor: Visitor):
    await house.signed_in()
    for language in ("zh", "en"):
        await visitor.post("/language", {"language": language, "next": "/"})
        assert (await visitor.get("/course")).status_code == 200
        assert (await visitor.get("/glossary")).status_code == 200
        for lesson in house.library.lessons.values():
            for section in lesson.sections:
                page = await visitor.get(f"/lessons/{lesson.id}/{section.id}")
                assert page.status_code == 200


async def test_unknown_lessons_and_sections_are_not_there(house: House, visitor: Visitor):
    await house.signed_in()
    assert (await visitor.get("/lessons/none")).status_code == 404
    assert (await visitor.get("/lessons/leverage/none")).status_code == 404
