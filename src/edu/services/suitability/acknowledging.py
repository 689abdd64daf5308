"""Reading the risk disclosure paragraph by paragraph and confirming each."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from edu.domain.people.person import Origin
from edu.domain.sending import News
from edu.domain.suitability.disclosure import (
    Disclosure,
    DisclosureProgress,
    check_confirmable,
    must_confirm_anew,
    read_so_far,
)
from edu.store.engine.encoding import from_json, to_json
from edu.store.evidence import ledger, outbox, revisions
from edu.store.evidence.outbox import Outgoing
from edu.store.people import clients
from edu.store.suitability import acknowledgements
from edu.store.suitability.acknowledgements import AcknowledgementRow


async def load_reading(session: AsyncSession, account_id: UUID, disclosure: Disclosure) -> DisclosureProgress:
    """What somebody has confirmed of this disclosure."""
    return read_so_far(disclosure, await acknowledgements.list_own(session, account_id, disclosure.id))


async def confirm(
    session: AsyncSession, disclosure: Disclosure, revision: str, paragraph_id: str, language: str, account_id: UUID,
    now: datetime, origin: Origin,
) -> DisclosureProgress:  # fmt: skip
    """Confirm the paragraph that stands next. A repeated request is harmless; one on an old text is told so."""
    reading = await load_reading(session, account_id, disclosure)
    check_confirmable(disclosure, revision, paragraph_id, reading)
    if paragraph_id in reading.confirmed:
        return reading
    await revisions.keep_bodies(session, "disclosure", {disclosure.revision: to_json(disclosure)}, now)
    session.add(
        AcknowledgementRow(
            account_id=account_id,
            disclosure=disclosure.id,
            version=disclosure.version,
            revision=disclosure.revision,
            paragraph=paragraph_id,
            language=language,
            confirmed_at=now,
            agent=origin.agent,
            address=origin.address,
        )
    )
    ledger.append(
        session, "paragraph-confirmed", now, account_id, account_id, disclosure=disclosure.id,
        version=disclosure.version, revision=disclosure.revision, paragraph=paragraph_id, language=language,
        agent=origin.agent, address=origin.address,
    )  # fmt: skip
    try:
        await clients.set_due(session, account_id, now)
        await session.commit()
    except IntegrityError:  # another tab confirmed it in the same moment
        await session.rollback()
    return await load_reading(session, account_id, disclosure)


async def tell_renewed(session: AsyncSession, disclosure: Disclosure, now: datetime) -> None:
    """A notice for whoever confirmed an earlier text and not yet this one; once for each revision, however often asked.

    The caller commits, together with what made this the text in force.
    """
    kept = await acknowledgements.list_revisions(session, disclosure.id)
    bodies = await revisions.load(session, kept)
    lengths = {key: len(from_json(body, Disclosure).paragraphs) for key, body in bodies.items()}
    completed = await acknowledgements.list_completed(session, lengths)
    messages = [
        _make_notice(account_id, disclosure, now)
        for account_id, keys in completed.items()
        if must_confirm_anew(disclosure, keys)
    ]
    await session.run_sync(lambda known: outbox.put_all(known.connection(), messages, now))


def _make_notice(account_id: UUID, disclosure: Disclosure, now: datetime) -> Outgoing:
    key = f"{News.DISCLOSURE_RENEWED.value}:{account_id}:{disclosure.revision}"
    return Outgoing(key, News.DISCLOSURE_RENEWED, str(account_id), {"version": disclosure.version}, now)
