"""The risk disclosure: paragraph by paragraph, in order, each revision anew."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from edu.content.library import Library
from edu.domain.refusal import Conflict, NotThere
from edu.domain.sending import News
from edu.domain.suitability.disclosure import Disclosure
from edu.services.following_up import FollowingUp
from edu.services.suitability import acknowledging
from edu.services.suitability.deciding import ONBOARDING
from edu.store.engine.database import Database
from edu.store.engine.encoding import from_json, to_json
from edu.store.evidence import outbox, revisions
from edu.store.evidence.revisions import RevisionRow
from edu.store.people import accounts, inbox
from edu.store.suitability.acknowledgements import AcknowledgementRow
from tests.house import HERE, NOON, House
from tests.services.acts import acknowledge, confirm, count_rows, get_client, list_ledger, meanwhile


def disclosure_of(house: House) -> Disclosure:
    return house.library.disclosures[ONBOARDING.disclosure]


def revised(library: Library) -> Library:
    disclosure = replace(library.disclosures[ONBOARDING.disclosure], version="2027.1", revision="new")
    return replace(library, disclosures={ONBOARDING.disclosure: disclosure})


async def test_paragraph_by_paragraph(house: House):
    account_id, disclosure = await house.make_client(), disclosure_of(house)
    async with house.platform.database.read() as session:
        reading = await acknowledging.load_reading(session, account_id, disclosure)
    for place, paragraph in enumerate(disclosure.paragraphs):
        assert reading.next_in(disclosure) == paragraph
        house.clock.turn(minutes=1)
        reading = await confirm(house, account_id, place)
        assert reading.confirmed[paragraph.id] == house.clock()
    assert reading.next_in(disclosure) is None
    assert len(await list_ledger(house, "paragraph-confirmed")) == len(disclosure.paragraphs)


async def test_the_evidence_says_who_what_when_and_from_where(house: House):
    account_id, disclosure = await house.make_client(), disclosure_of(house)
    await confirm(house, account_id)
    async with house.platform.database.read() as session:
        (row,) = (await session.execute(select(AcknowledgementRow))).scalars()
        bodies = await revisions.load(session, [disclosure.revision])
    assert (row.account_id, row.revision, row.version) == (account_id, disclosure.revision, disclosure.version)
    assert (row.language, row.confirmed_at, row.agent, row.address) == ("zh", NOON, "a test", "127.0.0.1")
    assert (
        from_json(bodies[disclosure.revision], Disclosure) == disclosure
    )  # the very text, whatever the file says later


async def test_a_repeated_confirmation_is_harmless(house: House):
    account_id = await house.make_client()
    first = await confirm(house, account_id)
    house.clock.turn(minutes=1)
    assert await confirm(house, account_id) == first
    assert len(await list_ledger(house, "paragraph-confirmed")) == 1


@pytest.mark.parametrize("place", [1, 13])
async def test_no_paragraph_is_skipped(house: House, place: int):
    account_id = await house.make_client()
    with pytest.raises(Conflict, match="order"):
        await confirm(house, account_id, place)
    async with house.platform.database.read() as session:
        assert await count_rows(session, AcknowledgementRow) == await count_rows(session, RevisionRow) == 0


async def test_a_page_with_an_old_text_is_told(house: House):
    account_id, disclosure = await house.make_client(), disclosure_of(house)
    async with house.platform.database.write() as session:
        with pytest.raises(Conflict, match="revised"):
            await acknowledging.confirm(
                session, disclosure, "old", disclosure.paragraphs[0].id, "zh", account_id, NOON, HERE
            )
        with pytest.raises(NotThere):
            await acknowledging.confirm(session, disclosure, disclosure.revision, "none", "zh", account_id, NOON, HERE)


async def test_a_new_version_asks_again(house: House):
    account_id, library = await house.make_client(), revised(house.library)
    await acknowledge(house, account_id)
    newer = library.disclosures[ONBOARDING.disclosure]
    async with house.platform.database.read() as session:
        reading = await acknowledging.load_reading(session, account_id, newer)
    assert reading.confirmed == {}
    assert reading.earlier_version == disclosure_of(house).version
    assert reading.next_in(newer) == newer.paragraphs[0]
    await acknowledge(house, account_id, library)
    async with house.platform.database.read() as session:
        assert await count_rows(session, AcknowledgementRow) == 2 * len(newer.paragraphs)  # the old ones stay


async def test_everybody_confirms_alone(house: House):
    client, other = await house.make_client(), await house.make_client("li@example.cn")
    await confirm(house, client)
    with pytest.raises(Conflict):
        await confirm(house, other, 1)
    assert len((await confirm(house, other)).confirmed) == 1


async def test_two_tabs_confirm_at_the_same_moment(either_house: House, node: Database):
    """The second finds the first: both are told that it is confirmed, and it is so once."""
    house = either_house
    account_id, disclosure = await house.make_client(), disclosure_of(house)
    first = AcknowledgementRow(
        account_id=account_id, disclosure=disclosure.id, version=disclosure.version, revision=disclosure.revision,
        paragraph=disclosure.paragraphs[0].id, language="zh", confirmed_at=NOON,
    )  # fmt: skip
    async with house.platform.database.write() as session:
        session.add(first)
        await session.flush()
        async with meanwhile(confirm(house, account_id, node=node)) as second:
            await session.commit()
    assert list(second.result().confirmed) == [disclosure.paragraphs[0].id]
    async with house.platform.database.read() as session:
        assert await count_rows(session, AcknowledgementRow) == 1


async def test_two_clients_are_the_first_to_confirm_a_new_text(either_house: House, node: Database):
    """Both keep the text; neither's confirmation is lost over it."""
    house = either_house
    client, other = await house.make_client(), await house.make_client("li@example.cn")
    disclosure = disclosure_of(house)
    async with house.platform.database.write() as session:
        await revisions.keep_bodies(session, "disclosure", {disclosure.revision: to_json(disclosure)}, NOON)
        async with meanwhile(confirm(house, other, node=node)) as second:
            await session.commit()
    assert len(second.result().confirmed) == 1
    done = await asyncio.gather(confirm(house, client), confirm(house, other, 1, node=node))
    assert [len(reading.confirmed) for reading in done] == [1, 2]


async def test_a_confirmation_makes_the_decision_due(house: House):
    account_id = await house.make_client()
    house.clock.turn(minutes=3)
    await confirm(house, account_id)
    assert (await get_client(house, account_id)).decision_due_at == NOON + timedelta(minutes=3)


async def note(house: House, library: Library, *, node: Database | None = None) -> bool:
    """A start with this content in force."""
    return await FollowingUp(node or house.platform.database, library, "").note_content(house.clock())


async def notices(house: House, account_id: UUID) -> list[tuple[str, Any]]:
    await house.platform.following.sweep(house.clock())
    async with house.platform.database.read() as session:
        rows = await inbox.list_own(session, account_id, None, 20)
    return [(row.kind, row.payload) for row in rows if row.kind == News.DISCLOSURE_RENEWED]


async def test_whoever_confirmed_the_older_text_is_told_of_the_new_one_once(either_house: House, node: Database):
    house = either_house
    done, half, nobody = [await house.make_client(f"{name}@example.cn") for name in ("done", "half", "nobody")]
    assert await note(house, house.library)
    await acknowledge(house, done)
    await confirm(house, half)
    assert await notices(house, done) == []

    library = revised(house.library)
    house.clock.turn(days=1)
    assert await note(house, library)
    assert not await note(house, library, node=node)
    assert await notices(house, done) == [("disclosure-renewed", {"version": "2027.1"})]
    assert await notices(house, half) == await notices(house, nobody) == []

    assert await note(house, with_policy(library))  # something else is new
    assert len(await notices(house, done)) == 1

    await acknowledge(house, done, library)
    assert await note(house, library)
    assert len(await notices(house, done)) == 1


async def test_who_cannot_sign_in_any_more_is_told_nothing(house: House):
    account_id = await house.make_client()
    await acknowledge(house, account_id)
    async with house.platform.database.write() as session:
        account = await accounts.get(session, account_id)
        assert account
        account.disabled = True
        await session.commit()
    await note(house, revised(house.library))
    async with house.platform.database.read() as session:
        assert await outbox.count_undelivered(session, house.clock()) == 0


def with_policy(library: Library) -> Library:
    return replace(library, policy=replace(library.policy, revision="another"))
