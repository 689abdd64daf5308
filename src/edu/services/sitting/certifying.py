"""Certificates: issued by themselves for a pass that has been released, verified by anybody who has the number."""

import secrets
from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncSession

from edu.domain.refusal import NotThere, Refused
from edu.domain.sending import News
from edu.domain.sitting.attempt import add_months
from edu.domain.sitting.certificate import Certificate, fold_words, make_number, read_certificate_number
from edu.store.engine.database import Database
from edu.store.evidence import ledger, outbox
from edu.store.evidence.ledger import make_values
from edu.store.evidence.outbox import Outgoing
from edu.store.sitting import certificates
from edu.store.sitting.certificates import CertificateRow, Earned

PAGE_LENGTH = 50
REASON_LENGTH = 300

_AT_ONCE = 5
"""Certificates of one transaction of the sweep."""


async def issue_due(database: Database, issuer: str, now: datetime, limit: int = 20) -> int:
    """Issue what is due, in the name of ``issuer``, to all; how many.

    A few are a transaction, since whoever saves meanwhile waits for it; where nothing is due, nobody waits.
    """
    issued = 0
    while issued < limit and await database.glance(partial(certificates.is_any_earned, now=now)):
        issue = partial(_issue, issuer=issuer, now=now, accounts=None, limit=min(_AT_ONCE, limit - issued))
        count = await database.write_at_once(issue)
        if not count:  # another node has them
            break
        issued += count
    return issued


def issue_to(connection: Connection, issuer: str, now: datetime, accounts: Collection[UUID]) -> int:
    """As :func:`issue_due`, to some people; the caller commits."""
    return _issue(connection, issuer, now, accounts, len(accounts) * 2)


def _issue(connection: Connection, issuer: str, now: datetime, accounts: Collection[UUID] | None, limit: int) -> int:
    earned = certificates.lock_earned(connection, now, accounts, limit)
    numbers = [make_number(now.year, secrets.randbits(55)) for _ in earned]
    if earned:
        rows = [_make_row(attempt, number, issuer, now) for attempt, number in zip(earned, numbers, strict=True)]
        entries = [
            make_values(
                "certificate-issued", now, attempt.candidate_id, None,
                {"attempt": attempt.id, "number": number, "title": attempt.title},
            )
            for attempt, number in zip(earned, numbers, strict=True)
        ]  # fmt: skip
        certificates.put_all(connection, rows)
        ledger.put_all(connection, entries)
        told = [
            _make_news(News.CERTIFICATE_ISSUED, attempt.candidate_id, number, attempt.title, now, "")
            for attempt, number in zip(earned, numbers, strict=True)
        ]
        outbox.put_all(connection, told, now)
    return len(earned)


def _make_row(attempt: Earned, number: str, issuer: str, now: datetime) -> dict[str, Any]:
    return {
        "number": number, "attempt_id": attempt.id, "account_id": attempt.candidate_id, "blueprint": attempt.blueprint,
        "title": attempt.title, "name": attempt.name, "name_key": fold_words(attempt.name)[:200],
        "number_key": fold_words(number), "issuer": issuer, "issued_at": now,
        "expires_at": add_months(attempt.ended_at or now, attempt.validity_months), "reason": "",
    }  # fmt: skip


async def list_own_certificates(session: AsyncSession, account_id: UUID) -> list[Certificate]:
    """Somebody's certificates, newest first."""
    return await certificates.list_own(session, account_id)


async def get_own_certificate(session: AsyncSession, number: str, account_id: UUID) -> Certificate:
    """The holder's own certificate."""
    found = await certificates.get(session, number)
    if found is None or found.holder != account_id:
        raise NotThere("There is no such page.")
    return found


async def verify(session: AsyncSession, typed: str) -> Certificate:
    """The certificate with the number that somebody typed. Raises Refused where there is none."""
    number = read_certificate_number(typed[:60])
    found = await certificates.get(session, number) if number else None
    if found is None:
        raise Refused("No certificate has this number. Please compare it sign by sign.")
    return found


async def list_certificates(session: AsyncSession, words: str, after: str) -> list[Certificate]:
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
    return await certificates.list_by_name(session, sought, after, PAGE_LENGTH)


async def open_one(session: AsyncSession, number: str) -> Certificate:
    """Anybody's, for those who oversee them."""
    found = await certificates.get(session, read_certificate_number(number[:60]) or "")
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
    await outbox.put(session, _make_news(news, account_id, number, title, now, words), now)


def _make_news(news: News, account_id: UUID, number: str, title: str, now: datetime, words: str) -> Outgoing:
    payload = {"number": number, "title": title, "words": words}
    return Outgoing(f"{news.value}:{number}:{now.isoformat()}", news, str(account_id), payload, now)


async def _lock(session: AsyncSession, number: str, reason: str) -> CertificateRow:
    row = await certificates.lock(session, read_certificate_number(number[:60]) or "")
    if row is None:
        raise NotThere("There is no such certificate.")
    if not reason.strip():
        raise Refused("Please give a reason.")
    return row
