"""Delivering what the outbox holds: in order for each receiver, and again where it fails."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncSession

from edu.domain.refusal import NotThere
from edu.domain.sending import Channel, wait_after
from edu.store.engine.database import Database
from edu.store.evidence import ledger, outbox
from edu.store.evidence.outbox import OutgoingRow
from edu.store.people import accounts, inbox

PAGE_LENGTH = 50

Deliver = Callable[[Connection, OutgoingRow, datetime], None]
"""Brings one message to its receiver, in a transaction that also notes that it was delivered.

Raises :class:`Undeliverable` where trying again cannot help; any OSError means that the receiver is away. A channel to
another system hands on the message's ``key``: that system may hear of it twice where we fall over in between. Whoever
saves waits meanwhile: a channel that must wait for an answer needs a duty of its own, outside the writer's turn.
"""

_AT_ONCE = 2
"""Messages of one transaction of the sweep: each takes some six statements."""


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


def deliver_to_page(connection: Connection, message: OutgoingRow, now: datetime) -> None:
    """Into the inbox of an account that can still sign in."""
    receiver = UUID(message.receiver)
    disabled = accounts.is_disabled(connection, receiver)
    if disabled is None:
        raise Undeliverable("the account is gone")
    if disabled:
        raise Undeliverable("the account is disabled")
    inbox.add(connection, message.key, receiver, message.kind, message.payload, message.next_at)


CHANNELS: Mapping[Channel, Deliver] = {Channel.PAGE: deliver_to_page}
"""The ways out. Mail and webhooks get their line here."""


async def deliver_due(
    database: Database, now: datetime, channels: Mapping[Channel, Deliver] = CHANNELS, limit: int = 100
) -> int:
    """Deliver what is due; how many were tried. A few are a transaction, so that nobody waits for all."""
    count = 0
    while count < limit and await database.glance(partial(outbox.is_any_due, now=now)):
        most = min(_AT_ONCE, limit - count)
        tried = await database.write_at_once(partial(_deliver_some, channels=channels, now=now, most=most))
        if not tried:  # another node has them
            break
        count += tried
    return count


def _deliver_some(connection: Connection, channels: Mapping[Channel, Deliver], now: datetime, most: int) -> int:
    for count in range(most):
        message = outbox.lock_next(connection, now)
        if message is None:
            return count
        _try(connection, message, channels, now)
        outbox.note_try(connection, message)
    return most


def _try(connection: Connection, message: OutgoingRow, channels: Mapping[Channel, Deliver], now: datetime) -> None:
    try:
        with connection.begin_nested():
            channels[Channel(message.channel)](connection, message, now)
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


async def count_undelivered(session: AsyncSession, now: datetime) -> int:
    """What is due and has not gone out."""
    return await outbox.count_undelivered(session, now)


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
