"""How many statements a page costs: fixed, so that no list grows one query a row."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from edu.domain.people.role import Role
from tests.house import House, Visitor
from tests.walking import sit_check, start_check, state_profile


@contextmanager
def counting(house: House) -> Iterator[list[str]]:
    """The statements sent to the database, without those that only open and close a transaction or a savepoint."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            sent.append(statement)

    engine = house.platform.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


CLIENT_PAGES = {
    "/home": 3, "/profile": 2, "/course": 2, "/lessons/leverage/leverage": 2, "/disclosure": 2, "/check": 2,
    "/questionnaire": 3, "/questionnaire/finances": 3, "/decision": 3, "/glossary": 1,
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


async def test_a_question_and_a_save(house: House, visitor: Visitor):
    await house.signed_in()
    attempt_id = await start_check(visitor)
    with counting(house) as sent:
        await visitor.get(f"/attempts/{attempt_id}/questions/1")
    assert len(sent) <= 4, "\n".join(sent)
    for letter, most in (("A", 9), ("B", 7)):  # the first save finds the frozen form, which is then kept in memory
        with counting(house) as sent:
            await visitor.post(f"/attempts/{attempt_id}/questions/1", {"choice": letter, "auto": "1"}, htmx=True)
        assert len(sent) <= most, "\n".join(sent)
    for number in (1, 2):  # with the form in memory and responses kept: who asks, the attempt, and the one that counts
        with counting(house) as sent:
            await visitor.get(f"/attempts/{attempt_id}/questions/{number}")
        assert len(sent) <= 3, "\n".join(sent)


STAFF_PAGES = {
    Role.EXAMINER: ("/staff/attempts", 3),
    Role.COMPLIANCE: ("/staff/decisions", 3),
    Role.AUDITOR: ("/staff/ledger", 2),
    Role.OPERATOR: ("/staff/system", 3),  # accounts, what waits to go out, what could not
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
