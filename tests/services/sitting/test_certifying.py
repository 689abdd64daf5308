"""Certificates in either system: issued once, found, revoked and reinstated with their reasons."""

import asyncio
import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from edu.domain.refusal import NotThere, Refused
from edu.domain.sitting.attempt import AttemptState
from edu.domain.sitting.certificate import Validity, make_number
from edu.services.sitting import certifying
from edu.store.engine.database import Database
from edu.store.sitting import certificates
from edu.store.sitting.attempts import AttemptRow
from edu.store.sitting.certificates import CertificateRow
from tests.house import NOON, House
from tests.services.acts import list_ledger
from tests.store.rows import an_attempt, keep

FIRM = "海川期货有限公司"
OFFICER = uuid4()


async def earn(house: House, login: str = "zhou@firm.cn", **differences: Any) -> UUID:
    """A released pass that gives a certificate."""
    account = await house.make_client(login)
    values: dict[str, Any] = {
        "state": AttemptState.SUBMITTED, "ended_at": NOON, "passed": True, "released_at": NOON, "certified": True,
    } | differences  # fmt: skip
    if values["passed"] and values["certified"] and values["state"] is AttemptState.SUBMITTED:
        values["certificate_due_at"] = values["released_at"]  # as the end of a sitting writes it
    row = an_attempt(account, **values)
    await keep(house.platform.database, row)
    return row.id


async def issue(house: House, node: Database | None = None) -> int:
    return await certifying.issue_due(node or house.platform.database, FIRM, house.clock())


async def number_of(house: House, attempt: UUID) -> str:
    async with house.platform.database.read() as session:
        found = await certificates.get_of_attempt(session, attempt)
    return found.number if found else ""


async def keep_many(house: House, count: int) -> list[str]:
    """Numbers of certificates, two of each second, as one sweep issues them."""
    numbers = []
    for place in range(count):
        attempt = await earn(house, f"c{place}@firm.cn")
        number = make_number(2026, place * 7919)
        issued = NOON + timedelta(seconds=place // 2)
        row = CertificateRow(
            number=number, attempt_id=attempt, account_id=(await _holder(house, attempt)), blueprint="check",
            title="考试_50%", name=f"周{place}", name_key=f"周{place}",
            number_key=number.replace("-", "").lower(), issued_at=issued, expires_at=issued + timedelta(days=700),
        )  # fmt: skip
        await keep(house.platform.database, row)
        numbers.append(number)
    return numbers


async def _holder(house: House, attempt: UUID) -> UUID:
    async with house.platform.database.read() as session:
        row = await session.get(AttemptRow, attempt)
    assert row is not None
    return row.candidate_id


async def test_a_pass_has_one_certificate_with_the_issuer(either_house: House):
    attempt = await earn(either_house)
    assert (await issue(either_house), await issue(either_house)) == (1, 0)
    async with either_house.platform.database.read() as session:
        row = await certificates.get_of_attempt(session, attempt)
    assert row is not None
    assert (row.issuer, row.name, row.expires_at) == (FIRM, "王晓明", NOON.replace(year=2027))


@pytest.mark.parametrize(
    "differences",
    [
        {"passed": False},
        {"released_at": None},
        {"released_at": NOON + timedelta(seconds=1)},
        {"certified": False},
        {"state": AttemptState.STARTED},
    ],
    ids=["failed", "not released", "released later", "gives none", "running"],
)
async def test_what_has_not_been_earned_is_not_issued(either_house: House, differences: dict[str, Any]):
    await earn(either_house, **differences)
    assert await issue(either_house) == 0


async def test_two_nodes_issue_at_the_same_moment(either_house: House, node: Database):
    attempt = await earn(either_house)
    counts = await asyncio.gather(issue(either_house), issue(either_house, node), return_exceptions=True)
    assert sorted(map(str, counts)) == ["0", "1"]
    assert await number_of(either_house, attempt)


async def test_revoked_and_reinstated_with_reasons(either_house: House):
    attempt = await earn(either_house)
    await issue(either_house)
    number = await number_of(either_house, attempt)
    database, now = either_house.platform.database, either_house.clock()
    async with database.write() as session:
        row = await certifying.revoke(session, number.lower().replace("-", " "), " 冒名顶替 ", OFFICER, now)
    assert (row.validity(now), row.reason) == (Validity.REVOKED, "冒名顶替")
    either_house.clock.turn(minutes=1)
    async with database.write() as session:
        again = await certifying.revoke(session, number, "另一个理由", OFFICER, either_house.clock())
    assert (again.reason, again.revoked_at) == ("冒名顶替", now)
    async with database.write() as session:
        row = await certifying.reinstate(session, number, "查无实据", OFFICER, either_house.clock())
    assert row.validity(now) is Validity.VALID
    async with database.write() as session:
        await certifying.reinstate(session, number, "再来一次", OFFICER, either_house.clock())
    recorded = {
        entry.kind: (entry.actor_id, json.loads(entry.body)["words"])
        for entry in await list_ledger(either_house)
        if entry.kind in {"certificate-revoked", "certificate-reinstated"}
    }
    assert recorded == {
        "certificate-revoked": (OFFICER, "冒名顶替"),
        "certificate-reinstated": (OFFICER, "查无实据"),
    }
    assert len(await list_ledger(either_house, "certificate-revoked")) == 1


@pytest.mark.parametrize("reason", ["", " \n　"])
async def test_a_reason_must_be_given(either_house: House, reason: str):
    attempt = await earn(either_house)
    await issue(either_house)
    number = await number_of(either_house, attempt)
    async with either_house.platform.database.write() as session:
        with pytest.raises(Refused, match=r"Please give a reason\."):
            await certifying.revoke(session, number, reason, OFFICER, NOON)


@pytest.mark.parametrize("number", ["", "\0", "ZX2026", make_number(2026, 5), "%", "不是号码" * 30])
async def test_a_number_that_nobody_has(either_house: House, number: str):
    async with either_house.platform.database.write() as session:
        for act in (certifying.revoke, certifying.reinstate):
            with pytest.raises(NotThere):
                await act(session, number, "理由", OFFICER, NOON)
        with pytest.raises(NotThere):
            await certifying.open_one(session, number)
        with pytest.raises(Refused, match="No certificate has this number"):
            await certifying.verify(session, number)


async def test_pages_follow_without_gap_or_repetition(either_house: House, monkeypatch: pytest.MonkeyPatch):
    """Also between two that were issued in the same second."""
    monkeypatch.setattr(certifying, "PAGE_LENGTH", 3)
    numbers, found, after = await keep_many(either_house, 7), [], ""
    async with either_house.platform.database.read() as session:
        while page := await certifying.list_certificates(session, "", after):
            found += [row.number for row in page]
            after = page[-1].number
    assert sorted(found) == sorted(numbers)
    assert found[0] == numbers[6]


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("周1", 1),
        ("周 ", 3),
        ("１", 0),
        ("考试_50%", 3),
        ("试50", 3),
        ("考试%6", 0),
        ("zx2026", 3),
        ("\0", 3),
        ("'", 0),
    ],
)
async def test_words_are_looked_for_as_they_are(either_house: House, words: str, count: int):
    await keep_many(either_house, 3)
    async with either_house.platform.database.read() as session:
        assert len(await certifying.list_certificates(session, words, "")) == count
