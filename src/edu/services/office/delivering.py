"""Delivering what the outbox holds: in order for each receiver, and again where it fails."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from edu.domain.refusal import NotThere
from edu.domain.sending import Channel, wait_after
from edu.store.engine.database import Database
from edu.store.evidence import ledger, outbox
from edu.store.evidence.outbox import OutgoingRow
from edu.store.people import accounts, inbox

PAGE_LENGTH = 50

Deliver = Callable[[AsyncSession, OutgoingRow, datetime], Awaitable[None]]
"""Brings one message to its receiver, in a transaction that also notes that it was delivered.

Raises :class:`Undeliverable` where trying again cannot help; any OSError means that the receiver is away. A channel to
another system hands on the message's ``key``: that system may hear of it twice where we fall over in between.
"""


@dataclass(frozen=True, slots=True)
class DeadMessage:
    """What could not be delivered since ``at``, and why."""

    id: int
    channel: str
    kind: str
    at: datetime
    reason: str


class Undeliverable(Exception):
    """There is nobody to receive it; the message says why, for the operator."""


async def deliver_to_page(session: AsyncSession, message: OutgoingRow, now: datetime) -> None:
    """Into the inbox of an account that can still sign in."""
    account = await accounts.get(session, UUID(message.receiver))
    if account is None:
        raise Undeliverable("the account is gone")
    if account.disabled:
        raise Undeliverable("the account is disabled")
    await inbox.add(session, message.key, account.id, message.kind, message.payload, message.next_at)


CHANNELS: Mapping[Channel, Deliver] = {Channel.PAGE: deliver_to_page}
"""The ways out. Mail and webhooks get their line here."""


async def deliver_due(
    database: Database, now: datetime, channels: Mapping[Channel, Deliver] = CHANNELS, limit: int = 100
) -> int:
    """Deliver what is due; how many were tried. Each is a transaction of its own, so that nobody waits for all."""
    for count in range(limit):
        async with database.read() as session:
            if not await outbox.count_waiting(session, now):
                return count
        async with database.write() as session:
            message = await outbox.lock_next(session, now)
            if message is None:
                return count
            await _try(session, message, channels, now)
            await session.commit()
    return limit


async def _try(session: AsyncSession, message: OutgoingRow, channels: Mapping[Channel, Deliver], now: datetime) -> None:
    try:
        async with session.begin_nested():
            await channels[Channel(message.channel)](session, message, now)
    except Undeliverable as reason:
        message.dead_at, message.reason = now, str(reason)[:300]
    except (OSError, ValueError, KeyError) as error:
        _note_failure(message, f"{type(error).__name__}: {error}"[:300], now)
    else:
        message.delivered_at, message.reason = now, ""


def _note_failure(message: OutgoingRow, reason: str, now: datetime) -> None:
    message.tries, message.reason = message.tries + 1, reason
    wait = wait_after(message.tries)
    if wait is None:
        message.dead_at = now
    else:
        message.next_at = now + wait


async def list_dead(session: AsyncSession, before: int | None) -> list[DeadMessage]:
    """What could not be delivered, newest first."""
    return [
        DeadMessage(row.id or 0, row.channel, row.kind, row.dead_at or row.next_at, row.reason)
        for row in await outbox.list_dead(session, before, PAGE_LENGTH)
    ]


async def count_waiting(session: AsyncSession, now: datetime) -> int:
    """What is due and has not gone out."""
    return await outbox.count_waiting(session, now)


async def revive(session: AsyncSession, message: int, by: UUID, now: datetime) -> None:
    """Try one that could not be delivered again."""
    if not await outbox.revive(session, message, now):
        raise NotThere("There is no such message.")
    ledger.append(session, "message-revived", now, None, by, message=message)
    await session.commit()


async def drop(session: AsyncSession, message: int, by: UUID, now: datetime) -> None:
    """Give one up for good; the evidence keeps what it was."""
    row = await outbox.drop(session, message)
    if row is None:
        raise NotThere("There is no such message.")
    ledger.append(session, "message-dropped", now, None, by, key=row.key, kind=row.kind, reason=row.reason)
    await session.commit()
