"""Notices as they are read, in either system: each person's own, a page at a time."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Connection

from edu.domain.sending import News
from edu.services.people import reading_notices
from edu.services.people.reading_notices import PAGE_LENGTH, InboxNotice
from edu.store.engine.database import Database
from edu.store.people import inbox
from tests.house import NOON, House


async def tell(house: House, account: UUID, *titles: str) -> None:
    def put(connection: Connection) -> None:
        for number, title in enumerate(titles):
            at = NOON + timedelta(minutes=number)
            inbox.add(connection, f"{account}-{title}", account, News.RESULT_RELEASED, {"title": title}, at)

    await house.platform.database.write_at_once(put)


async def list_own(database: Database, account: UUID, before: int | None = None) -> list[InboxNotice]:
    async with database.read() as session:
        return await reading_notices.list_notices(session, account, before)


async def mark_read(house: House, account: UUID, notice: int | None) -> None:
    async with house.platform.database.write() as session:
        await reading_notices.mark_read(session, account, notice, house.clock())


def read_titles(notices: list[InboxNotice]) -> list[str]:
    return [notice.payload["title"] for notice in notices if notice.read]


async def test_one_is_read_then_all(either_house: House, node: Database):
    account = await either_house.make_client()
    await tell(either_house, account, "甲", "乙", "丙")
    notices = await list_own(node, account)
    assert [(each.payload["title"], each.kind, each.at) for each in notices] == [
        ("丙", News.RESULT_RELEASED, NOON + timedelta(minutes=2)),
        ("乙", News.RESULT_RELEASED, NOON + timedelta(minutes=1)),
        ("甲", News.RESULT_RELEASED, NOON),
    ]
    assert read_titles(notices) == []
    await mark_read(either_house, account, notices[1].id)
    assert read_titles(await list_own(node, account)) == ["乙"]
    await mark_read(either_house, account, None)
    assert read_titles(await list_own(node, account)) == ["丙", "乙", "甲"]


async def test_nobody_reads_or_marks_anothers(either_house: House, node: Database):
    own, other = await either_house.make_client(), await either_house.make_client("li@example.cn")
    await tell(either_house, own, "甲")
    (notice,) = await list_own(node, own)
    assert await list_own(node, other) == []
    await mark_read(either_house, other, notice.id)
    await mark_read(either_house, other, None)
    assert read_titles(await list_own(node, own)) == []


async def test_a_page_at_a_time(either_house: House, node: Database):
    account = await either_house.make_client()
    titles = [str(number) for number in range(PAGE_LENGTH + 3)]
    await tell(either_house, account, *titles)
    first = await list_own(node, account)
    rest = await list_own(node, account, first[-1].id)
    assert [each.payload["title"] for each in first + rest] == titles[::-1]
    assert len(first) == PAGE_LENGTH
