"""A staff exam over HTTP: door, waiting room, form, exam room, marking, certificate."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from httpx import Response
from sqlmodel import select

from edu.app import sweep
from edu.domain.people.role import Role
from edu.domain.sitting.terms import Layout, Navigation, Release
from edu.services.people import enrolling
from edu.services.sitting import invigilating, taking
from edu.services.sitting.taking import Sitting
from edu.services.sitting.watching import Watch
from edu.store.engine.database import Database
from edu.store.evidence.ledger import LedgerRow
from edu.store.sitting.standings import read_place
from tests.exam_terms import EXAM, set_exam
from tests.house import NOON, House, Visitor, password_hash, value_of
from tests.services.acts import load
from tests.web.sending import attempt_in, save, send
from tests.web.sitting.observed import expect, observe

HONOUR = {"honour": "yes"}


@pytest.fixture
async def candidate(house: House) -> UUID:
    account = await house.make_staff(Role.CANDIDATE)
    await house.visitor.sign_in("candidate@firm.cn")
    return account


@asynccontextmanager
async def examiner_of(house: House) -> AsyncIterator[Visitor]:
    await house.make_staff(Role.EXAMINER)
    async with house.another_visitor() as visitor:
        await visitor.sign_in("examiner@firm.cn")
        yield visitor


async def enter(house: House, **fields: str) -> UUID:
    return attempt_in(await house.visitor.post(f"/exams/{EXAM}/enter", HONOUR | fields))


async def clock(house: House, attempt: UUID) -> dict[str, Any]:
    house.clock.turn(seconds=1)
    return (await house.client.get(f"/attempts/{attempt}/clock")).json()  # type: ignore[no-any-return]


async def respond_to_all(house: House, attempt: UUID, candidate: UUID) -> Sitting:
    sitting = await load(house, attempt, candidate)
    for slot in range(len(sitting.items)):
        assert (await save(house, sitting, slot)).status_code == 201
    return sitting


async def test_from_the_waiting_room_to_a_verified_certificate(house: House, candidate: UUID):
    set_exam(house, opens=10, together=True)
    lobby = await house.visitor.get(f"/exams/{EXAM}")
    assert "诚信承诺" in lobby.text
    assert "统一开考" in lobby.text

    refused = await house.visitor.post(f"/exams/{EXAM}/enter")
    assert (refused.status_code, "请先勾选" in refused.text) == (422, True)

    attempt = await enter(house)
    waiting = await house.visitor.get(f"/attempts/{attempt}")
    assert waiting.url.path.endswith("/waiting")
    early = await house.visitor.post(f"/attempts/{attempt}/begin")
    assert early.status_code == 409
    hidden = await house.visitor.get(f"/attempts/{attempt}/form")
    assert hidden.url.path.endswith("/waiting")
    sitting = await load(house, attempt, candidate)
    assert (await save(house, sitting, 0)).status_code == 409  # not before it begins

    house.clock.turn(minutes=10)
    form = await house.visitor.post(f"/attempts/{attempt}/begin")
    assert form.url.path.endswith("/form")
    assert form.text.count('class="response card"') == 61
    await respond_to_all(house, attempt, candidate)

    async with examiner_of(house) as examiner:
        room = await examiner.get(f"/staff/rooms/{EXAM}")
        assert "61 / 61" in room.text
        extended = await examiner.post(
            f"/staff/rooms/{EXAM}", {"whom": "all", "act": "extend", "minutes": "10", "words": "机房停电"}
        )
        assert "延长 10 分钟" in extended.text
        told = await clock(house, attempt)
        assert told["notices"][0]["said"] == "您的考试时间延长 10 分钟：机房停电"
        assert told["left"] == 100 * 60 - 1

        pending = await house.visitor.post(f"/attempts/{attempt}/hand-in")
        assert "人工阅卷" in pending.text
        assert "得分" not in pending.text

        listed = await examiner.get("/staff/marking")
        assert "周敏" not in listed.text.split("<main")[1]
        page = await examiner.get(f"/staff/marking/{attempt}")
        assert "先安抚客户" in page.text
        lines = page.text.count('name="points-')
        refused = await examiner.post(f"/staff/marking/{attempt}/60", {f"points-{n}": "99" for n in range(lines)})
        assert (refused.status_code, 'value="99"' in refused.text) == (422, True)
        given = {f"points-{n}": "1" for n in range(lines)} | {"comment": "条理清楚。"}
        await examiner.post(f"/staff/marking/{attempt}/60", given)

    result = await house.visitor.get(f"/attempts/{attempt}/result")
    assert "条理清楚。" in result.text
    number = re.search(r"/certificates/(ZX2026-[0-9A-Z-]+)", result.text)
    assert number
    certificate = await house.visitor.get(f"/certificates/{number[1]}")
    assert "周敏" in certificate.text
    assert "<svg" in certificate.text

    async with house.another_visitor() as stranger:
        assert (await stranger.get(f"/certificates/{number[1]}", accept="text/html")).url.path == "/sign-in"
        seen = await stranger.get(f"/verify?number={number[1].lower().replace('-', ' ')}&name=周敏")
        assert "证书属实，在有效期内" in seen.text
        assert "与您输入的姓名一致" in seen.text
        other = await stranger.get(f"/verify?number={number[1]}&name=周&x=1")
        assert "周＊" in other.text
        assert "与您输入的姓名不符" in other.text
        assert (await stranger.get("/verify?number=ZX2026-2222-2222-2222")).status_code == 404


async def test_the_entry_code_is_told_in_the_room(house: House, candidate: UUID):
    set_exam(house, entry_code=True)
    async with examiner_of(house) as examiner:
        room = await examiner.get(f"/staff/rooms/{EXAM}")
        assert "还没有" in room.text  # the exam's terms came after the start
        room = await examiner.post(f"/staff/rooms/{EXAM}/code")
        code = re.search(r"code-large[^>]*>([0-9A-Z]{6})<", room.text)
        assert code
    wrong = await house.visitor.post(f"/exams/{EXAM}/enter", HONOUR | {"code": "000000"})
    assert (wrong.status_code, "入场码不对" in wrong.text) == (422, True)
    attempt = await enter(house, code=f" {code[1].lower()} ")
    assert (await house.visitor.get(f"/attempts/{attempt}")).url.path.endswith("/form")


async def test_guessing_the_entry_code_is_slowed_down(house: House, candidate: UUID):
    set_exam(house, entry_code=True)
    answers = [await house.visitor.post(f"/exams/{EXAM}/enter", HONOUR | {"code": f"X{n}"}) for n in range(12)]
    assert "尝试次数过多" in answers[-1].text or "请在" in answers[-1].text
    assert [answer.status_code for answer in answers] == [422] * 5 + [429] * 7


async def test_before_and_after_the_window_the_door_is_shut(house: House, candidate: UUID):
    set_exam(house, opens=60)
    early = await house.visitor.post(f"/exams/{EXAM}/enter", HONOUR)
    assert early.status_code == 409
    house.clock.turn(minutes=200)
    await house.visitor.sign_in("candidate@firm.cn")
    late = await house.visitor.post(f"/exams/{EXAM}/enter", HONOUR)
    assert (late.status_code, "监考员" in late.text) == (409, True)


async def test_late_comers_to_a_common_start_have_less_time(house: House, candidate: UUID):
    set_exam(house, opens=0, together=True, minutes=60)
    house.clock.turn(minutes=20)
    attempt = await enter(house)
    sitting = await load(house, attempt, candidate)
    assert sitting.attempt.deadline - house.clock() == timedelta(minutes=40, seconds=30)


async def test_what_was_given_in_time_may_arrive_within_the_grace(house: House, candidate: UUID):
    set_exam(house, minutes=10)
    attempt = await enter(house)
    sitting = await load(house, attempt, candidate)
    house.clock.turn(minutes=10, seconds=30)
    in_time = await save(house, sitting, 0, age=31_000)
    too_late = await save(house, sitting, 1, age=1_000)
    assert (in_time.json()["late"], too_late.json()["late"]) == (False, True)
    closing = await house.visitor.get(f"/attempts/{attempt}")
    assert "时间到" in closing.text
    await sweep(house.platform)
    assert (await load(house, attempt, candidate)).attempt.state == "started"
    house.clock.turn(seconds=31)
    await sweep(house.platform)
    ended = await load(house, attempt, candidate)
    assert (ended.attempt.state, set(ended.attempt.responses)) == ("expired", {0})


async def test_after_its_result_was_shown_no_more_time_is_given(house: House, candidate: UUID):
    """Whoever has seen it would sit the same form again; the examiner is told why."""
    set_exam(house, minutes=10)
    attempt = await enter(house)
    house.clock.turn(minutes=12)
    await sweep(house.platform)
    async with examiner_of(house) as examiner:
        given = {"seat": str(attempt), "act": "extend", "minutes": "15", "words": "断网"}
        page = await examiner.post(f"/staff/rooms/{EXAM}", given)
    assert "1 份已经公布成绩，不能继续作答" in page.text
    again = await load(house, attempt, candidate)
    assert (again.attempt.state, again.attempt.deadline) == ("expired", NOON + timedelta(minutes=10))


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("ended", [False, True])
async def test_a_late_response_that_more_time_covers_counts_everywhere(
    house: House, candidate: UUID, layout: Layout, script: bool, ended: bool
):
    """Every page, the room's count and the score, in either layout, and with JavaScript off."""
    later = NOON + timedelta(days=1)
    set_exam(house, minutes=10, layout=layout, release=Release.AT_DATE, release_at=later)
    attempt = await enter(house)
    sitting = await load(house, attempt, candidate)
    slot = next(n for n, item in enumerate(sitting.items) if item.truth is not None)
    house.clock.turn(minutes=10, seconds=30)
    if script:
        assert (await save(house, sitting, slot)).json()["late"] is True
    else:
        truth = "true" if sitting.items[slot].truth else "false"
        await house.visitor.post(f"/attempts/{attempt}/questions/{slot + 1}", {"choice": truth, "seen": "0"})
    assert (await load(house, attempt, candidate)).attempt.responses == {}
    if ended:
        house.clock.turn(minutes=2)
        await sweep(house.platform)
        assert (await load(house, attempt, candidate)).attempt.state == "expired"
    async with examiner_of(house) as examiner:
        given = {"seat": str(attempt), "act": "extend", "minutes": "15", "words": "断网"}
        room = await examiner.post(f"/staff/rooms/{EXAM}", given)
    assert f"1 / {len(sitting.items)}" in room.text
    again = await load(house, attempt, candidate)
    assert (again.attempt.state, set(again.attempt.responses)) == ("started", {slot})
    standing = await house.platform.database.glance(lambda known: read_place(known, attempt, candidate, slot))
    assert standing is not None
    assert (standing.responses, standing.seen(slot), standing.is_answered(slot)) == (again.attempt.responses, 1, True)
    leaf = "form" if layout is Layout.ONE_PAGE else f"questions/{slot + 1}"
    assert (await house.visitor.get(f"/attempts/{attempt}/{leaf}")).text.count("checked") == 1
    await house.platform.desk.hand_in(attempt, candidate, house.clock())
    scores = (await load(house, attempt, candidate)).result.scores
    assert [score.full for score in scores] == [number == slot for number in range(len(scores))]


@pytest.mark.parametrize("script", [True, False])
async def test_the_same_response_twice_is_kept_once_on_either_road(house: House, candidate: UUID, script: bool):
    set_exam(house)
    attempt = await enter(house)
    sitting = await load(house, attempt, candidate)
    slot = next(n for n, item in enumerate(sitting.items) if item.truth is not None)
    for number in range(2):
        if script:
            assert (await save(house, sitting, slot, key=f"key-{number:05d}")).json()["receipt"] == 1
            continue
        truth = "true" if sitting.items[slot].truth else "false"
        page = await house.visitor.post(f"/attempts/{attempt}/questions/{slot + 1}", {"choice": truth, "seen": "0"})
        assert page.status_code == 200
    again = await load(house, attempt, candidate)
    assert (again.attempt.receipts, again.attempt.events, set(again.attempt.responses)) == (1, {slot: 1}, {slot})


async def test_more_time_after_the_end_reopens_what_nobody_handed_in(house: House, candidate: UUID):
    set_exam(house, minutes=10, release=Release.AT_DATE, release_at=NOON + timedelta(days=1))
    attempt = await enter(house)
    sitting = await load(house, attempt, candidate)
    house.clock.turn(minutes=12)
    assert (await save(house, sitting, 0)).json()["late"] is True
    await sweep(house.platform)
    assert (await load(house, attempt, candidate)).attempt.state == "expired"
    async with examiner_of(house) as examiner:
        given = {"seat": str(attempt), "act": "extend", "minutes": "15", "words": "断网"}
        await examiner.post(f"/staff/rooms/{EXAM}", given)
    again = await load(house, attempt, candidate)
    assert (again.attempt.state, set(again.attempt.responses)) == ("started", {0})  # it lies before the end now
    assert (await save(house, sitting, 1)).json()["late"] is False


async def test_the_room_is_told_by_changes(house: House, candidate: UUID):
    """Nothing where nothing changed, one row where one did, the whole table to a page new to it."""
    set_exam(house, minutes=10)
    attempt = await enter(house)
    sitting = await load(house, attempt, candidate)
    path, htmx = f"/staff/rooms/{EXAM}", {"HX-Request": "true"}
    async with examiner_of(house) as examiner:
        since = version_in(await examiner.get(path))
        house.clock.turn(seconds=2)
        unchanged = await examiner.get(f"{path}?since={since}", **htmx)
        assert (unchanged.status_code, unchanged.text) == (204, "")
        await save(house, sitting, 0)
        house.clock.turn(seconds=2)
        changed = await examiner.get(f"{path}?since={since}", **htmx)
        assert changed.headers["HX-Reswap"] == "none"
        assert changed.text.count("<tr") == changed.text.count("hx-swap-oob") - 1 == 1
        assert "1 / " in changed.text
        later = version_in(changed)
        assert (await examiner.get(f"{path}?since={later}", **htmx)).status_code == 204
        whole = await examiner.get(f"{path}?since=elsewhere-1", **htmx)
        assert 'id="seats"' in whole.text
        assert "HX-Reswap" not in whole.headers


def version_in(page: Response) -> str:
    found = re.search(r'id="room-version" name="since" value="([\w-]+)"', page.text)
    assert found
    return found[1]


async def test_an_end_asks_first_tells_who_and_why_and_is_taken_back(house: House, candidate: UUID):
    set_exam(house)
    attempt = await enter(house)
    sitting = await load(house, attempt, candidate)
    await save(house, sitting, 0)
    room = f"/staff/rooms/{EXAM}"
    wanted = {"seat": str(attempt), "act": "end", "words": "违纪处理"}
    async with examiner_of(house) as examiner:
        assert (await examiner.post(room, {"seat": str(attempt), "act": "end"})).status_code == 422
        asked = await examiner.post(room, wanted)
        assert "要结束 1 场考试吗" in asked.text
        assert "违纪处理" in asked.text
        assert (await clock(house, attempt))["state"] == "started"
        done = await examiner.post(room, wanted | {"sure": "1"})
        assert "已收卷 1 份" in done.text
        assert 'value="undo"' in done.text
        nobody = await examiner.post(room, {"act": "tell", "words": "安静"})
        assert "请先勾选考生" in nobody.text
        house.clock.turn(seconds=2)
        told = await clock(house, attempt)
        assert (told["left"], told["notices"][-1]["said"]) == (0, "监考员已收卷：违纪处理")
        closing = await house.visitor.get(f"/attempts/{attempt}")
        assert "时间到。已保存的都算数" in closing.text
        assert "监考员已收卷：违纪处理" in closing.text
        pending = await house.visitor.post(f"/attempts/{attempt}/hand-in", {})
        assert "以监考员身份结束了本场考试：违纪处理" in pending.text
        assert "data-soon" in pending.text
        assert "得分" not in pending.text
        again = await examiner.post(room, {"act": "undo"})
        assert "继续考试 1 场" in again.text
        house.clock.turn(seconds=2)
        assert (await clock(house, attempt))["state"] == "started"
        running = await house.visitor.get(f"/attempts/{attempt}/result")
        assert "以监考员身份结束了" not in running.text
        assert "监考员已撤回收卷" in running.text
        assert (await examiner.post(room, {"act": "undo"})).status_code == 409
    assert (await load(house, attempt, candidate)).attempt.responses.keys() == {0}


async def test_extra_time_beforehand(house: House, candidate: UUID):
    set_exam(house, minutes=60)
    async with examiner_of(house) as examiner:
        path = f"/staff/rooms/{EXAM}/accommodations"
        refused = await examiner.post(path, {"login": "nobody@firm.cn", "factor": "1.5", "reason": "手伤"})
        assert refused.status_code == 422
        page = await examiner.post(
            path, {"login": "candidate@firm.cn", "factor": "1.5", "extra": "5", "reason": "手伤"}
        )
        assert "手伤" in page.text
    sitting = await load(house, await enter(house), candidate)
    assert sitting.attempt.deadline - house.clock() == timedelta(minutes=95)


async def test_part_by_part_there_is_no_way_back(house: House, candidate: UUID):
    set_exam(house, navigation=Navigation.FORWARD)
    attempt = await enter(house)
    sitting = await load(house, attempt, candidate)
    form = await house.visitor.get(f"/attempts/{attempt}/form")
    assert form.text.count('class="response card"') == 20
    assert (await save(house, sitting, 0)).status_code == 201
    following = await house.visitor.post(f"/attempts/{attempt}/parts/0/finish")
    assert 'id="question-21"' in following.text
    assert 'id="question-1"' not in following.text
    again = await house.visitor.post(f"/attempts/{attempt}/parts/0/finish")
    assert 'id="question-21"' in again.text
    closed = await save(house, sitting, 1)
    assert (closed.status_code, closed.json()["kind"]) == (409, "PartLeft")
    left = await house.visitor.get(f"/attempts/{attempt}/questions/1")
    assert left.url.path.endswith("/questions/21")


async def test_a_dated_result_comes_with_its_certificate_then(house: House, candidate: UUID):
    set_exam(house, release=Release.AT_DATE, release_at=house.clock() + timedelta(days=1))
    attempt = await enter(house)
    sitting = await load(house, attempt, candidate)
    for slot in range(60):
        await save(house, sitting, slot)
    page = await house.visitor.post(f"/attempts/{attempt}/hand-in")
    assert "成绩将在" in page.text
    house.clock.turn(days=1, seconds=1)
    await sweep(house.platform)
    await house.visitor.sign_in("candidate@firm.cn")
    result = await house.visitor.get(f"/attempts/{attempt}/result")
    assert "/certificates/ZX2026-" in result.text


async def test_flags_notes_and_signals(house: House, candidate: UUID):
    set_exam(house)
    attempt = await enter(house)
    assert (await send(house, attempt, "notes", {"slot": 2, "flagged": True, "words": "再看"})).status_code == 200
    assert (await send(house, attempt, "notes", {"slot": 2, "flagged": False})).status_code == 200
    assert (await send(house, attempt, "notes", {"slot": 99})).status_code == 404
    assert (await send(house, attempt, "signals", {"signals": [{"kind": "left", "seconds": 7}]})).status_code == 200
    assert (await send(house, attempt, "signals", {"signals": [{"kind": "guilty"}]})).status_code == 422
    form = await house.visitor.get(f"/attempts/{attempt}/form")
    assert "再看" in form.text
    assert 'aria-pressed="true"' not in form.text
    async with examiner_of(house) as examiner:
        page = await examiner.get(f"/staff/rooms/{EXAM}/signals/{attempt}")
        assert "离开页面 7 秒" in page.text
        assert "不是证据" in page.text


async def test_somebody_elses_sitting_is_absent(house: House, candidate: UUID):
    set_exam(house)
    attempt = await enter(house)
    await house.make_client("other@example.cn")
    async with house.another_visitor() as other:
        await other.sign_in("other@example.cn")
        for leaf in ("form", "waiting", "result", "clock"):
            assert (await other.get(f"/attempts/{attempt}/{leaf}")).status_code in {403, 404}
        assert (await other.post(f"/attempts/{attempt}/begin")).status_code == 403
        assert (await other.get(f"/exams/{EXAM}")).status_code == 403
        assert (await other.get(f"/staff/rooms/{EXAM}")).status_code == 403


async def test_two_begins_at_once_are_one(house: House, candidate: UUID):
    set_exam(house, opens=5)
    attempt = await enter(house)
    house.clock.turn(minutes=5)
    first = await house.platform.desk.begin(attempt, candidate, house.clock())
    house.clock.turn(seconds=3)
    assert await house.platform.desk.begin(attempt, candidate, house.clock()) == first
    async with house.platform.database.read() as session:
        begun = (await session.execute(select(LedgerRow).where(LedgerRow.kind == "attempt-begun"))).scalars().all()
    assert len(begun) == 1


async def test_without_javascript_one_question_a_page(house: House, candidate: UUID):
    set_exam(house)
    attempt = await enter(house)
    page = await house.visitor.get(f"/attempts/{attempt}/questions/1")
    sitting = await load(house, attempt, candidate)
    right = sitting.attempt.form.slots[0].order.index(next(iter(sitting.items[0].keys)))
    fields = {"choice": "ABCDEFGH"[right], "seen": value_of(page.text, "seen"), "go": "2"}
    following = await house.visitor.post(f"/attempts/{attempt}/questions/1", fields)
    assert following.url.path.endswith("/questions/2")
    assert (await load(house, attempt, candidate)).result.earned == 1


async def test_two_nodes_know_of_more_time(house: House, candidate: UUID):
    set_exam(house)
    attempt = await enter(house)
    other = Database(house.platform.database.url)
    watch = Watch(other)
    before = await watch.read_clock(attempt, candidate, house.clock())
    async with house.platform.database.write() as session:
        await invigilating.extend(session, EXAM, [attempt], 7, "设备故障", candidate, house.clock())
    house.clock.turn(seconds=1)
    after = await watch.read_clock(attempt, candidate, house.clock())
    assert after.timing.deadline - before.timing.deadline == timedelta(minutes=7)
    await other.close()


async def test_a_form_entered_long_ago_and_never_begun_is_drawn_anew(house: House, candidate: UUID):
    set_exam(house, opens=5)
    first = await enter(house)
    assert await enter(house) == first
    set_exam(house, opens=60 * 24 * 2 + 10)
    house.clock.turn(days=2)
    await house.visitor.sign_in("candidate@firm.cn")
    second = await enter(house)
    assert second != first
    async with house.platform.database.read() as session:
        assert await taking.count_waiting(session, EXAM) == 1


async def test_the_door_draws_by_what_was_observed(house: House):
    blueprint = set_exam(house)
    expected = await observe(house, blueprint)
    for number in range(6):
        candidate = await enrolling.open_staff_account(
            house.platform.database, f"c{number}@firm.cn", "周敏", Role.CANDIDATE, password_hash(), house.clock()
        )
        async with house.another_visitor() as visitor:
            await visitor.sign_in(f"c{number}@firm.cn")
            attempt = attempt_in(await visitor.post(f"/exams/{EXAM}/enter", HONOUR))
        assert abs(await expect(house, blueprint, attempt, candidate) - expected) <= expected / 20


@pytest.mark.parametrize(("layout", "leaf"), [(Layout.ONE_PAGE, "form"), (Layout.ONE_BY_ONE, "questions/1")])
async def test_the_door_opens_on_the_first_page_itself(house: House, candidate: UUID, layout: Layout, leaf: str):
    set_exam(house, layout=layout)
    entered = await house.visitor.post(f"/exams/{EXAM}/enter", HONOUR)
    (led,) = entered.history
    assert led.headers["location"].endswith(f"/{leaf}")
    assert entered.status_code == 200
