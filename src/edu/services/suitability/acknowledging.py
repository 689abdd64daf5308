"""Reading the risk disclosure paragraph by paragraph and confirming each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from edu.domain.people.person import Origin
from edu.domain.refusal import Conflict, NotThere
from edu.domain.suitability.disclosure import Disclosure, Paragraph
from edu.store.engine.encoding import to_json
from edu.store.evidence import ledger, revisions
from edu.store.people import clients
from edu.store.suitability import acknowledgements
from edu.store.suitability.acknowledgements import AcknowledgementRow


@dataclass(frozen=True, slots=True)
class Reading:
    """How far somebody is: ``confirmed`` of this revision by paragraph id, and an earlier version once completed."""

    confirmed: Mapping[str, datetime]
    earlier_version: str

    def next_in(self, disclosure: Disclosure) -> Paragraph | None:
        """The paragraph to read now; ``None`` when all are confirmed."""
        return disclosure.next_unconfirmed(self.confirmed)


async def load_reading(session: AsyncSession, account_id: UUID, disclosure: Disclosure) -> Reading:
    """What somebody has confirmed of this disclosure."""
    rows = await acknowledgements.list_own(session, account_id, disclosure.id)
    current = {row.paragraph: row.confirmed_at for row in rows if row.revision == disclosure.revision}
    earlier = [row.version for row in rows if row.revision != disclosure.revision]
    return Reading(current, earlier[-1] if earlier else "")


async def confirm(
    session: AsyncSession, disclosure: Disclosure, revision: str, paragraph_id: str, language: str, account_id: UUID,
    now: datetime, origin: Origin,
) -> Reading:  # fmt: skip
    """Confirm the paragraph that stands next. A repeated request is harmless; one on an old text is told so."""
    if revision != disclosure.revision:
        raise Conflict("The text has been revised since this page was opened. Please read the new version.")
    if paragraph_id not in {paragraph.id for paragraph in disclosure.paragraphs}:
        raise NotThere("There is no such paragraph.")
    reading = await load_reading(session, account_id, disclosure)
    if paragraph_id in reading.confirmed:
        return reading
    due = reading.next_in(disclosure)
    if due is None or due.id != paragraph_id:
        raise Conflict("Please read the paragraphs in their order.")
    await revisions.keep(session, "disclosure", {disclosure.revision: to_json(disclosure)}, now)
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
