from datetime import timedelta

from edu.store.engine.database import Database
from edu.store.people import invitations
from edu.store.people.invitations import InvitationRow
from tests.house import NOON
from tests.store.rows import keep, keep_account


async def test_an_invitation_is_used_up_once(database: Database):
    first, other = await keep_account(database, "1"), await keep_account(database, "2")
    link = InvitationRow(
        token_digest="d", created_at=NOON, expires_at=NOON + timedelta(days=14), verified={"real_trades": "12"}
    )
    await keep(database, link)
    async with database.write() as session:
        assert not await invitations.redeem(session, "else", first, NOON)
        assert await invitations.redeem(session, "d", first, NOON)
        assert not await invitations.redeem(session, "d", other, NOON)
        await session.commit()
    async with database.read() as session:
        row = await invitations.get(session, "d")
        assert row
        assert (row.account_id, row.used_at, row.verified) == (first, NOON, {"real_trades": "12"})
        assert await invitations.get(session, "else") is None


async def test_a_claim_that_is_rolled_back_leaves_the_link(database: Database):
    account_id = await keep_account(database)
    await keep(database, InvitationRow(token_digest="d", created_at=NOON, expires_at=NOON))
    async with database.write() as session:
        await invitations.redeem(session, "d", account_id, NOON)
    async with database.read() as session:
        row = await invitations.get(session, "d")
        assert row
        assert row.used_at is None
