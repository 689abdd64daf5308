"""The entry code of an exam room: it keeps out who is not there."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from edu.domain.people.back_off import TooManyTries, count_after, opens_at
from edu.domain.refusal import NotRight
from edu.domain.sitting.blueprint import Blueprint
from edu.store.people import sign_ins
from edu.store.sitting import rooms


class WrongCode(NotRight):
    """The entry code is not the one that the room was told."""

    def __init__(self) -> None:
        super().__init__("This is not the entry code of this exam. The examiner in the room tells it.")


async def check_code(session: AsyncSession, blueprint: Blueprint, candidate: UUID, given: str, now: datetime) -> None:
    """Refuse a wrong entry code; after several the next is heard later. Commits what it noted."""
    if not blueprint.terms.entry_code:
        return
    key = f"entry:{candidate}"
    failures = await sign_ins.lock_failures(session, [key], now)
    opens = max((opens_at(failure.count, failure.last_at) for failure in failures if failure.count), default=now)
    if opens > now:
        raise TooManyTries(opens)
    room = await rooms.get(session, blueprint.id)
    if room is not None and secrets.compare_digest(room.entry_code.encode(), given.strip().upper().encode()):
        return
    for failure in failures:
        failure.count = count_after(failure.count, failure.last_at, now)
        failure.last_at = now
    await session.commit()
    raise WrongCode()
