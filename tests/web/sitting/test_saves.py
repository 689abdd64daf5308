"""Saving in the background over HTTP: receipts, and one sentence for whatever is refused."""

from typing import Any
from uuid import UUID

import pytest
from httpx import Response

from edu.domain.items.item import Kind
from edu.services.sitting import taking
from edu.services.sitting.taking import Sitting
from tests.house import House
from tests.services.acts import load, start


@pytest.fixture
async def sitting(house: House) -> tuple[UUID, Sitting]:
    account_id = await house.signed_in()
    attempt_id = await start(house, account_id)
    await house.visitor.get("/privacy")
    return account_id, await load(house, attempt_id, account_id)


async def post(house: House, attempt: UUID | str, body: Any, **headers: str) -> Response:
    token = {"x-csrftoken": house.client.cookies["csrf"]}
    return await house.client.post(f"/attempts/{attempt}/responses", json=body, headers=token | headers)


def a_save(
    sitting: Sitting, slot: int = 0, *, seen: int = 0, key: str = "key-0001", shown: str = "A"
) -> dict[str, Any]:
    body: dict[str, Any] = {"slot": slot, "seen": seen, "key": key}
    kind = sitting.items[slot].kind
    if kind is Kind.TRUE_FALSE:
        return body | {"truth": shown == "A"}
    if kind is Kind.FILL_IN:
        return body | {"texts": [shown] * len(sitting.items[slot].blanks)}
    return body | {"choice": [shown]}


async def test_a_save_gets_a_receipt_and_is_there(house: House, sitting: tuple[UUID, Sitting]):
    account_id, before = sitting
    for number, slot in enumerate((0, 5, 19), 1):
        answer = await post(house, before.attempt.id, a_save(before, slot, key=f"key-000{slot}"))
        assert answer.status_code == 201
        receipt = answer.json()
        assert (receipt["receipt"], receipt["seen"], receipt["late"]) == (number, 1, False)
        assert f"第 {number} 次" in receipt["said"]
    after = await load(house, before.attempt.id, account_id)
    assert set(after.attempt.responses) == {0, 5, 19}
    assert after.attempt.receipts == 3


async def test_the_letter_is_the_pages(house: House, sitting: tuple[UUID, Sitting]):
    account_id, before = sitting
    await post(house, before.attempt.id, a_save(before, 0, shown="B"))
    after = await load(house, before.attempt.id, account_id)
    assert after.attempt.responses[0].letters == {before.attempt.form.slots[0].order[1]}


async def test_the_same_save_again_is_the_same_save(house: House, sitting: tuple[UUID, Sitting]):
    account_id, before = sitting
    first = await post(house, before.attempt.id, a_save(before))
    await post(house, before.attempt.id, a_save(before, seen=1, key="key-0002", shown="B"))
    again = await post(house, before.attempt.id, a_save(before))
    assert again.json() == first.json()
    after = await load(house, before.attempt.id, account_id)
    assert after.attempt.events == {0: 2}
    assert after.attempt.responses[0].letters == {before.attempt.form.slots[0].order[1]}


async def test_a_stale_page_is_told_and_overwrites_nothing(house: House, sitting: tuple[UUID, Sitting]):
    account_id, before = sitting
    await post(house, before.attempt.id, a_save(before))
    answer = await post(house, before.attempt.id, a_save(before, key="key-0002", shown="B"))
    assert (answer.status_code, answer.json()["kind"]) == (409, "StalePage")
    assert (await load(house, before.attempt.id, account_id)).attempt.events == {0: 1}


async def test_after_hand_in_a_repeated_save_still_finds_its_receipt(house: House, sitting: tuple[UUID, Sitting]):
    account_id, before = sitting
    first = await post(house, before.attempt.id, a_save(before))
    async with house.platform.database.write() as session:
        await taking.hand_in(session, before.attempt.id, account_id, house.clock())
    assert (await post(house, before.attempt.id, a_save(before))).json() == first.json()
    answer = await post(house, before.attempt.id, a_save(before, seen=1, key="key-0002"))
    assert (answer.status_code, answer.json()["kind"]) == (409, "AttemptClosed")
    assert "已交卷" in answer.json()["why"] or "交" in answer.json()["why"]


async def test_a_late_save_is_kept_and_does_not_count(house: House, sitting: tuple[UUID, Sitting]):
    account_id, before = sitting
    house.clock.turn(minutes=31)
    answer = await post(house, before.attempt.id, a_save(before))
    assert (answer.status_code, answer.json()["late"]) == (201, True)
    assert (await load(house, before.attempt.id, account_id)).attempt.responses == {}
    house.clock.turn(hours=1)
    assert (await post(house, before.attempt.id, a_save(before, seen=1, key="key-0002"))).status_code == 409


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"slot": 99}, 404), ({"slot": -1}, 422), ({"slot": "0"}, 422), ({"key": "short"}, 422),
        ({"key": "x" * 41}, 422),
        ({"choice": ["J"]}, 422), ({"choice": ["A", "B"]}, 422), ({"choice": "A"}, 422), ({"unknown": 1}, 422),
        ({"seen": None}, 422), ({"choice": ["AB"]}, 422),
    ],
)  # fmt: skip
async def test_what_no_page_sends_is_refused(
    house: House, sitting: tuple[UUID, Sitting], change: dict[str, Any], status: int
):
    answer = await post(house, sitting[1].attempt.id, a_save(sitting[1]) | change)
    assert (answer.status_code, bool(answer.json()["why"])) == (status, True)
    assert (await load(house, sitting[1].attempt.id, sitting[0])).attempt.receipts == 0


async def test_nobody_saves_for_another(house: House, sitting: tuple[UUID, Sitting]):
    await house.make_client("li@example.cn")
    await post(house, sitting[1].attempt.id, a_save(sitting[1]))
    async with house.another_visitor() as other:
        await other.sign_in("li@example.cn")
        await other.get("/privacy")
        token = {"x-csrftoken": other.client.cookies["csrf"]}
        path = f"/attempts/{sitting[1].attempt.id}/responses"
        answer = await other.client.post(path, json=a_save(sitting[1], seen=1, key="key-0009"), headers=token)
        assert answer.status_code == 404
        assert (await other.client.post(path, json=a_save(sitting[1]))).status_code == 403
