"""What a question's page and a save cost in statements: fixed, however much has been kept."""

from tests.house import House, Visitor
from tests.walking import start_check
from tests.web.counting import counting


async def test_a_question_and_a_save(house: House, visitor: Visitor):
    await house.signed_in()
    attempt_id = await start_check(visitor)
    with counting(house) as sent:
        await visitor.get(f"/attempts/{attempt_id}/questions/1")
    assert len(sent) <= 4, "\n".join(sent)
    for letter, most in (("A", 9), ("B", 7)):  # the first save finds the frozen form, which is then kept in memory
        with counting(house) as sent:
            await visitor.post(f"/attempts/{attempt_id}/questions/1", {"choice": letter}, htmx=True)
        assert len(sent) <= most, "\n".join(sent)
    for number in (1, 2):  # with the form in memory and responses kept: who asks, the attempt, and the one that counts
        with counting(house) as sent:
            await visitor.get(f"/attempts/{attempt_id}/questions/{number}")
        assert len(sent) <= 3, "\n".join(sent)
