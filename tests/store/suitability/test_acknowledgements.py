from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError

from edu.store.engine.database import Database
from edu.store.suitability import acknowledgements
from edu.store.suitability.acknowledgements import AcknowledgementRow
from tests.house import NOON
from tests.store.rows import keep, keep_account


def a_paragraph(account_id: UUID, paragraph: str, revision: str = "r1", disclosure: str = "risk") -> AcknowledgementRow:
    return AcknowledgementRow(
        account_id=account_id, disclosure=disclosure, version="1", revision=revision, paragraph=paragraph,
        language="zh", confirmed_at=NOON,
    )  # fmt: skip


async def test_ones_own_of_one_disclosure_in_their_order(database: Database):
    mine, other = await keep_account(database, "1"), await keep_account(database, "2")
    await keep(database, a_paragraph(mine, "b"), a_paragraph(mine, "a"), a_paragraph(mine, "b", "r2"))
    await keep(database, a_paragraph(other, "c"), a_paragraph(mine, "d", disclosure="else"))
    async with database.read() as session:
        rows = await acknowledgements.list_own(session, mine, "risk")
    assert [(row.paragraph, row.revision) for row in rows] == [("b", "r1"), ("a", "r1"), ("b", "r2")]
    assert rows[0].at == NOON


async def test_a_paragraph_of_a_revision_is_confirmed_once(database: Database):
    account_id = await keep_account(database)
    await keep(database, a_paragraph(account_id, "a"))
    with pytest.raises(IntegrityError):
        await keep(database, a_paragraph(account_id, "a"))
    await keep(database, a_paragraph(account_id, "a", "r2"))
