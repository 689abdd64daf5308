"""Made-up people in a database that is about to be served: accounts, sessions and, where wanted, attempts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from edu.content.library import Library
from edu.domain.people.person import Origin
from edu.domain.people.profile import ClientKind
from edu.domain.people.role import Role
from edu.domain.sitting.blueprint import Blueprint
from edu.domain.sitting.terms import Sitters
from edu.rehearsal.doors import Door, find_door
from edu.rehearsal.paper import ShownQuestion
from edu.services.people import enrolling, signing_in
from edu.services.sitting import invigilating, taking
from edu.services.suitability.deciding import ONBOARDING
from edu.store.engine.database import Database
from edu.store.upgrading import upgrade

_ORIGIN = Origin("rehearsal", "127.0.0.1")
_PASSWORD = "four words in a row"  # noqa: S105  the database is thrown away, and nobody signs in with it
_NAME = "王晓明"

SeatingProgress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class SignedInPerson:
    """A person who is signed in. ``attempt`` and ``questions`` are of the running attempt, if there is one."""

    token: str
    account: UUID
    attempt: str = ""
    questions: tuple[ShownQuestion, ...] = ()


async def seat_clients(
    database: Database, count: int, library: Library | None = None, progress: SeatingProgress = lambda _: None
) -> list[SignedInPerson]:
    """Clients of a fresh database; with a ``library`` each has a running knowledge check."""
    await upgrade(database)
    password_hash = await signing_in.hash_password(_PASSWORD)
    seats = []
    for number in range(count):
        seat = await _seat_client(database, number, password_hash)
        seats.append(seat if library is None else await _start(database, library, seat))
        progress(1)
    return seats


async def seat_at_doors(
    database: Database, count: int, library: Library, blueprint: Blueprint, progress: SeatingProgress = lambda _: None
) -> list[tuple[SignedInPerson, Door]]:
    """People of a fresh database who may sit ``blueprint``, each before the door to its start.

    Where the exam has a window, they are in its waiting room already, as on the day; the door opens now. Elsewhere
    they are before the lobby, with the entry code.
    """
    await upgrade(database)
    password_hash, code = await signing_in.hash_password(_PASSWORD), await _make_code(database, blueprint)
    seated = []
    for number in range(count):
        if blueprint.terms.sitters is Sitters.STAFF:
            seat = await _seat_candidate(database, number, password_hash)
        else:
            seat = await _seat_client(database, number, password_hash)
        attempt = await _wait(database, library, blueprint, seat) if blueprint.terms.window else ""
        seated.append((seat, find_door(blueprint, code, attempt)))
        progress(1)
    return seated


async def _seat_client(database: Database, number: int, password_hash: str) -> SignedInPerson:
    now, login = datetime.now(UTC), f"rehearsal{number}@example.cn"
    registration = enrolling.Registration(login, _NAME, ClientKind.INDIVIDUAL)
    account = await enrolling.register(database, registration, password_hash, now)
    return SignedInPerson(await signing_in.sign_in_as(database, login, now, _ORIGIN), account)


async def _seat_candidate(database: Database, number: int, password_hash: str) -> SignedInPerson:
    now, login = datetime.now(UTC), f"rehearsal{number}@example.cn"
    account = await enrolling.open_staff_account(database, login, _NAME, Role.CANDIDATE, password_hash, now)
    return SignedInPerson(await signing_in.sign_in_as(database, login, now, _ORIGIN), account)


async def _make_code(database: Database, blueprint: Blueprint) -> str:
    if not blueprint.terms.entry_code:
        return ""
    async with database.write() as session:
        return await invigilating.renew_code(session, blueprint.id, datetime.now(UTC))


async def _wait(database: Database, library: Library, blueprint: Blueprint, seat: SignedInPerson) -> str:
    opened = replace(blueprint, terms=replace(blueprint.terms, window=None))
    async with database.write() as session:
        return str(await taking.enter(session, library, opened, seat.account, datetime.now(UTC)))


async def _start(database: Database, library: Library, seat: SignedInPerson) -> SignedInPerson:
    async with database.write() as session:
        blueprint = library.blueprints[ONBOARDING.check]
        attempt = await taking.start(session, library, blueprint, seat.account, datetime.now(UTC))
    async with database.read() as session:
        sitting = await taking.load_own(session, attempt, seat.account)
    questions = tuple(ShownQuestion.of(slot, item) for slot, item in enumerate(sitting.items))
    return SignedInPerson(seat.token, seat.account, str(attempt), questions)
