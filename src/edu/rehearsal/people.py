"""Made-up people in a database that is about to be served: accounts, sessions and, where wanted, running attempts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from edu.content.library import Library
from edu.domain.person import Origin
from edu.domain.profile import ClientKind
from edu.rehearsal.paper import ShownQuestion
from edu.services import enrolling, signing_in, taking
from edu.services.deciding import ONBOARDING
from edu.store.database import Database
from edu.store.upgrading import upgrade

_ORIGIN = Origin("rehearsal", "127.0.0.1")
_PASSWORD = "four words in a row"  # noqa: S105  the database is thrown away, and nobody signs in with it


@dataclass(frozen=True, slots=True)
class Seat:
    """A person who is signed in. ``attempt`` and ``questions`` are of the running attempt, if there is one."""

    token: str
    account: UUID
    attempt: str = ""
    questions: tuple[ShownQuestion, ...] = ()


async def seat_clients(
    database: Database, count: int, library: Library | None = None, progress: Callable[[int], None] = lambda _: None
) -> list[Seat]:
    """Clients of a fresh database; with a ``library`` each has a running knowledge check."""
    await upgrade(database)
    password_hash = await signing_in.hash_password(_PASSWORD)
    seats = []
    for number in range(count):
        seat = await _seat_client(database, f"rehearsal{number}@example.cn", password_hash)
        seats.append(seat if library is None else await _start(database, library, seat))
        progress(1)
    return seats


async def _seat_client(database: Database, login: str, password_hash: str) -> Seat:
    now = datetime.now(UTC)
    registration = enrolling.Registration(login, "王晓明", ClientKind.INDIVIDUAL)
    account = await enrolling.register(database, registration, password_hash, now)
    return Seat(await signing_in.sign_in_as(database, login, now, _ORIGIN), account)


async def _start(database: Database, library: Library, seat: Seat) -> Seat:
    async with database.write() as session:
        blueprint = library.blueprints[ONBOARDING.check]
        attempt = await taking.start(session, library, blueprint, seat.account, datetime.now(UTC))
    async with database.read() as session:
        sitting = await taking.load_own(session, attempt, seat.account)
    questions = tuple(ShownQuestion.of(slot, item) for slot, item in enumerate(sitting.items))
    return Seat(seat.token, seat.account, str(attempt), questions)
