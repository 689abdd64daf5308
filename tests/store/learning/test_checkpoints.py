from uuid import UUID

from edu.domain.items.response import chosen, encode_response
from edu.domain.learning.progress import CheckpointResponse
from edu.store.engine.database import Database
from edu.store.learning import checkpoints
from edu.store.learning.checkpoints import CheckpointRow
from tests.house import NOON
from tests.store.rows import keep, keep_account


def a_response(account_id: UUID, section: str, item: str, *, right: bool = True) -> CheckpointRow:
    return CheckpointRow(
        account_id=account_id, lesson="leverage", section=section, item=item, revision="r",
        response=encode_response(chosen("B")), right=right, given_at=NOON,
    )  # fmt: skip


async def test_ones_own_responses_in_the_order_given(database: Database):
    mine, other = await keep_account(database, "1"), await keep_account(database, "2")
    await keep(database, a_response(mine, "s1", "x", right=False), a_response(mine, "s1", "y"))
    await keep(database, a_response(other, "s1", "z"), a_response(mine, "s2", "a"))
    async with database.read() as session:
        assert await checkpoints.list_own(session, mine) == [
            CheckpointResponse("leverage", "s1", "x", False),
            CheckpointResponse("leverage", "s1", "y", True),
            CheckpointResponse("leverage", "s2", "a", True),
        ]
        last = await checkpoints.get_last(session, mine, "leverage", "s1")
        assert last
        assert (last.item, last.response) == ("y", encode_response(chosen("B")))
        assert await checkpoints.get_last(session, other, "leverage", "s2") is None
        assert await checkpoints.get_last(session, mine, "settlement", "s1") is None
