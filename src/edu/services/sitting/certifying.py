"""Certificates: issued by themselves for a pass that has been released, verified by anybody who has the number."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from edu.domain.refusal import NotThere, Refused
from edu.domain.sending import News
from edu.domain.sitting.attempt import add_months
from edu.domain.sitting.certificate import Certificate, fold_words, make_number, read_number
from edu.store.evidence import ledger, outbox
from edu.store.evidence.outbox import Outgoing
from edu.store.people import accounts
from edu.store.sitting import certificates
from edu.store.sitting.certificates import CertificateRow

PAGE_LENGTH = 50
REASON_LENGTH = 300


async def issue_due(
    session: AsyncSession, issuer: str, now: datetime, account_id: UUID | None = None, limit: int = 20
) -> int:
    """Issue what is due, in the name of ``issuer``, to all or to one person; how many."""
    earned = await certificates.lock_earned(session, now, account_id, limit)
    for row in earned:
        account = await accounts.get(session, row.candidate_id)
        number = make_number(now.year, secrets.randbits(55))
        name = account.name if account else ""
        session.add(
            CertificateRow(
                number=number, attempt_id=row.id, account_id=row.candidate_id, blueprint=row.blueprint, title=row.title,
                name=name, name_key=fold_words(name)[:200], number_key=fold_words(number), issuer=issuer, issued_at=now,
                expires_at=add_months(row.ended_at or now, row.validity_months),
            )
        )  # fmt: skip
        ledger.append(
            session, "certificate-issued", now, row.candidate_id, None, attempt=row.id, number=number, title=row.title
        )
        row.certificate_due_at = None
        await _tell(session, News.CERTIFICATE_ISSUED, row.candidate_id, number, row.title, now)
    await session.commit()
    return len(earned)


async def find_number(session: AsyncSession, attempt_id: UUID) -> str:
    """The number of an attempt's certificate, empty where it has none."""
    found = await certificates.get_of_attempt(session, attempt_id)
    return found.number if found else ""


async def list_own(session: AsyncSession, account_id: UUID) -> list[Certificate]:
    """Somebody's certificates, newest first."""
    return await certificates.list_own(session, account_id)


async def get_own(session: AsyncSession, number: str, account_id: UUID) -> Certificate:
    """The holder's own certificate."""
    found = await certificates.get(session, number)
    if found is None or found.holder != account_id:
        raise NotThere("There is no such page.")
    return found


async def verify(session: AsyncSession, typed: str) -> Certificate:
    """The certificate with the number that somebody typed. Raises Refused where there is none."""
    number = read_number(typed[:60])
    found = await certificates.get(session, number) if number else None
    if found is None:
        raise Refused("No certificate has this number. Please compare it sign by sign.")
    return found


async def list_page(session: AsyncSession, words: str, after: str) -> list[Certificate]:
    """A page of everybody's, newest first; with ``words``, those whose number begins with them, else those of exams
    whose title holds them, else those whose holder's name begins with them.
    """
    sought = fold_words(words)
    if not sought:
        return await certificates.list_newest(session, after, PAGE_LENGTH) if not words.strip("\0") else []
    if await certificates.list_numbered(session, sought, "", 1):
        return await certificates.list_numbered(session, sought, after, PAGE_LENGTH)
    titles = [title for title in await certificates.list_titles(session) if sought in fold_words(title)]
    if titles:
        return await certificates.list_titled(session, titles, after, PAGE_LENGTH)
    return await certificates.list_named(session, sought, after, PAGE_LENGTH)


async def open_one(session: AsyncSession, number: str) -> Certificate:
    """Anybody's, for those who oversee them."""
    found = await certificates.get(session, read_number(number[:60]) or "")
    if found is None:
        raise NotThere("There is no such certificate.")
    return found


async def revoke(session: AsyncSession, number: str, reason: str, by: UUID, now: datetime) -> Certificate:
    """Take a certificate back; its page says so from now on. Again changes nothing."""
    row = await _lock(session, number, reason)
    if row.revoked_at is None:
        row.revoked_at, row.reason = now, reason.strip()[:REASON_LENGTH]
        ledger.append(session, "certificate-revoked", now, row.account_id, by, number=row.number, words=row.reason)
        await _tell(session, News.CERTIFICATE_REVOKED, row.account_id, row.number, row.title, now, row.reason)
        await session.commit()
    return certificates.read_certificate(row)


async def reinstate(session: AsyncSession, number: str, reason: str, by: UUID, now: datetime) -> Certificate:
    """Make one that was revoked worth what it was; the evidence keeps both acts with their reasons."""
    row = await _lock(session, number, reason)
    if row.revoked_at is not None:
        row.revoked_at, row.reason = None, ""
        words = reason.strip()[:REASON_LENGTH]
        ledger.append(session, "certificate-reinstated", now, row.account_id, by, number=row.number, words=words)
        await _tell(session, News.CERTIFICATE_REINSTATED, row.account_id, row.number, row.title, now, words)
        await session.commit()
    return certificates.read_certificate(row)


async def _tell(
    session: AsyncSession, news: News, account_id: UUID, number: str, title: str, now: datetime, words: str = ""
) -> None:
    payload = {"number": number, "title": title, "words": words}
    key = f"{news.value}:{number}:{now.isoformat()}"
    await outbox.put(session, Outgoing(key, news, str(account_id), payload, now), now)


async def _lock(session: AsyncSession, number: str, reason: str) -> CertificateRow:
    row = await certificates.lock(session, read_number(number[:60]) or "")
    if row is None:
        raise NotThere("There is no such certificate.")
    if not reason.strip():
        raise Refused("Please give a reason.")
    return row
