"""Pages that are only looked at write nothing, and no list of theirs grows one query a row."""

import re
from itertools import product

import pytest
from sqlalchemy import select

from edu.domain.people.role import Role
from edu.services.suitability import deciding
from edu.store.sitting.certificates import CertificateRow
from edu.store.suitability.decisions import DecisionRow
from tests.house import House, Visitor
from tests.services.sitting.test_certifying import earn, issue
from tests.walking import sit_check, start_check, state_profile
from tests.web.counting import counting

WRITES = ("INSERT", "UPDATE", "DELETE")
MAY_WRITE = {
    "/staff/decisions/{decision_id:int}": "that somebody looked at a client's case is evidence",
}


async def prepare(house: House) -> dict[str, list[str]]:
    """A house in which every page has something to show: values of the paths' parameters."""
    account = await house.signed_in()
    async with house.another_visitor() as visitor:
        await visitor.sign_in("wang@example.cn")
        await state_profile(visitor)
        sat = await sit_check(house, visitor, account)
        await earn(house)
        await issue(house)
        async with house.platform.database.write() as session:
            await deciding.renew(session, house.library, account, house.clock())
        house.clock.turn(days=40)  # past every interval between two checks, and past the session
        await visitor.sign_in("wang@example.cn")
        running = await start_check(visitor)
    async with house.platform.database.read() as session:
        numbers = (await session.execute(select(CertificateRow.number))).scalars().all()  # type: ignore[call-overload]
        cases = (await session.execute(select(DecisionRow.id))).scalars().all()  # type: ignore[call-overload]
    lesson = next(iter(house.library.lessons.values()))
    attempts = [running, sat]
    return {
        "token": ["none"], "step_id": ["finances"], "lesson_id": [lesson.id], "section_id": [lesson.sections[0].id],
        "attempt_id": [str(attempt) for attempt in attempts], "number": ["1", *numbers],
        "exam": list(house.library.blueprints), "theme_id": ["finances"], "place": ["1"],
        "decision_id": [str(case) for case in cases], "path": ["app.css"], "digest": ["0" * 64],
    }  # fmt: skip


def fill(path: str, values: dict[str, list[str]]) -> list[str]:
    """The addresses of a route: one for each choice of its parameters."""
    names = [found[1] for found in re.finditer(r"{(\w+):\w+}", path)]
    plain = re.sub(r"{(\w+):\w+}", r"{\1}", path)
    return [
        plain.format(**dict(zip(names, chosen, strict=True))) for chosen in product(*(values[name] for name in names))
    ]


@pytest.mark.slow
@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role.value if role else "nobody")
async def test_no_page_that_is_looked_at_writes(house: House, role: Role | None):
    values = await prepare(house)
    login = "wang@example.cn"
    if role not in (None, Role.CLIENT):
        await house.make_staff(role)
        login = f"{role.value}@firm.cn"
    wrote: dict[str, list[str]] = {}
    opened = 0
    async with house.another_visitor() as visitor:
        if role is not None:
            await visitor.sign_in(login)
        paths = [route.path for route in house.app.routes if "GET" in getattr(route, "methods", ())]
        for path in paths:
            for address in fill(path, values):
                with counting(house) as sent:
                    page = await visitor.get(address)
                opened += page.status_code == 200
                assert page.status_code < 500, address
                found = [statement for statement in sent if statement.startswith(WRITES)]
                if found and path not in MAY_WRITE:
                    wrote[address] = found
    assert wrote == {}
    assert opened > 5


CLIENT_PAGES = {
    "/home": 3, "/profile": 2, "/course": 2, "/lessons/leverage/leverage": 2, "/disclosure": 2, "/check": 2,
    "/questionnaire": 4, "/questionnaire/finances": 3, "/decision": 3, "/glossary": 1,
}  # fmt: skip


async def test_client_pages(house: House, visitor: Visitor):
    account = await house.signed_in()
    await state_profile(visitor)
    await sit_check(house, visitor, account)
    await visitor.get("/home")  # a decision that is due is made here
    for path, most in CLIENT_PAGES.items():
        with counting(house) as sent:
            assert (await visitor.get(path)).status_code == 200
        assert len(sent) <= most, "\n".join([path, *sent])


STAFF_PAGES = {
    Role.EXAMINER: ("/staff/attempts", 3),
    Role.COMPLIANCE: ("/staff/decisions", 3),
    Role.AUDITOR: ("/staff/ledger", 2),
    Role.OPERATOR: ("/staff/system", 4),  # who looks, accounts, what waits to go out, what could not
    Role.TRAINER: ("/staff/banks", 1),
}


async def test_staff_pages_cost_the_same_with_more_people(house: House):
    for number in range(3):
        login = f"client{number}@example.cn"
        await house.make_client(login)
        async with house.another_visitor() as client:
            await client.sign_in(login)
            await start_check(client)
    for role, (path, most) in STAFF_PAGES.items():
        await house.make_staff(role)
        async with house.another_visitor() as visitor:
            await visitor.sign_in(f"{role.value}@firm.cn")
            with counting(house) as sent:
                assert (await visitor.get(path)).status_code == 200
            assert len(sent) <= most, "\n".join([path, *sent])
