"""What sittings say of items: counted a day after the end, and used for the forms that are drawn then."""

from asyncio import to_thread
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from edu.content.library import Library
from edu.domain.sitting.blueprint import Blueprint
from edu.domain.sitting.facility import ENOUGH, Observed, facility
from edu.domain.sitting.supply import Supply
from edu.store.engine.database import Database
from edu.store.sitting import tallies

SETTLED = timedelta(days=1)
"""So long after its end no examiner's extra time opens a sitting again."""

_AT_ONCE = 5
"""Attempts of one transaction: whoever saves meanwhile waits for it."""

_FRESH = timedelta(minutes=10)


async def tally_due(database: Database, now: datetime, limit: int = 200) -> int:
    """Count released attempts into the tallies, each once, whichever node does it; how many."""
    done = 0
    while done < limit:
        looked = await database.read_at_once(lambda connection: tallies.look(connection, now - SETTLED, _AT_ONCE))
        if not looked:
            break
        await database.write_at_once(partial(tallies.add_tallies, counted=looked))
        done += len(looked)
    return done


async def read_observed(database: Database) -> Mapping[str, Observed]:
    """By revision, items that enough candidates have met."""
    return await database.read_at_once(lambda connection: tallies.read_observed(connection, ENOUGH))


def make_supply(library: Library, blueprint: Blueprint, observed: Mapping[str, Observed]) -> Supply:
    """What the library holds for a blueprint, with the facilities that were observed."""
    if not observed:
        return library.supply(blueprint)
    return Supply.of(blueprint, library.live_items, library.enemies, lambda item: facility(item, observed))


class Supplies:
    """What each exam is drawn from, with facilities as of some minutes ago. One for each process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._observed: Mapping[str, Observed] = {}
        self._read_at: datetime | None = None
        self._made: dict[str, tuple[Library, Blueprint, Mapping[str, Observed], Supply]] = {}

    async def find(self, library: Library, blueprint: Blueprint, now: datetime) -> Supply:
        """The supply of an exam; while it is made anew, others go on with the one before."""
        if self._read_at is None or now - self._read_at >= _FRESH:
            self._read_at = now
            observed = await read_observed(self._database)
            if observed != self._observed:
                self._observed = observed
        basis = self._observed
        known = self._made.get(blueprint.id)
        if known is None or known[0] is not library or known[1] != blueprint or known[2] is not basis:
            made = await to_thread(make_supply, library, blueprint, basis)
            self._made[blueprint.id] = known = (library, blueprint, basis, made)
        return known[3]
