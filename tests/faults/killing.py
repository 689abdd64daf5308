"""A campaign of faults: sitters at work, a server that is hurt again and again, and the evidence at the end."""

import asyncio
import random
from collections.abc import Coroutine
from typing import Any

from edu.rehearsal.comparing import Reconciliation, compare
from edu.rehearsal.evidence import read_evidence
from edu.rehearsal.logbook import Logbook
from edu.rehearsal.people import SignedInPerson, seat_clients
from edu.rehearsal.server import Server
from edu.store.engine.database import Database
from tests.faults.balance import BALANCE
from tests.faults.sitters import Campaign, Sitter
from tests.house import shipped_library

LONGEST_UP = 1.2
STARTS_CUT_SHORT = 0.1


async def seat_candidates(url: str, count: int) -> list[SignedInPerson]:
    """Clients with a running check each, in a fresh database."""
    database = Database(url)
    try:
        return await seat_clients(database, count, shipped_library())
    finally:
        await database.close()


async def read_comparison(url: str, logbook: Logbook) -> Reconciliation:
    """Through connections of our own, when the server has gone."""
    database = Database(url)
    try:
        return compare(logbook, await read_evidence(database))
    finally:
        await database.close()


async def sit_through(
    faults: Coroutine[Any, Any, None], campaign: Campaign, sitters: list[Sitter], seconds: float = 600
) -> None:
    """Until the faults are over and everybody has handed in; a failure of one of them ends it all."""

    async def hurt() -> None:
        await faults
        campaign.done = campaign.of

    async with asyncio.timeout(seconds), asyncio.TaskGroup() as group:
        group.create_task(hurt())
        for sitter in sitters:
            group.create_task(sitter.sit())


async def kill_again_and_again(server: Server, campaign: Campaign, seed: int = 1) -> None:
    """SIGKILL at random moments: while it works, and now and then while it starts. It runs when this returns."""
    rng = random.Random(seed)
    while campaign.done < campaign.of:
        if rng.random() < STARTS_CUT_SHORT and campaign.done:
            await asyncio.sleep(rng.uniform(0, LONGEST_UP))
        else:
            await server.wait_until_healthy()
            await asyncio.sleep(rng.uniform(0.05, LONGEST_UP))
        server.kill()
        campaign.done += 1
        server.launch()
    await server.wait_until_healthy()


def check(comparison: Reconciliation, logbook: Logbook, people: int) -> None:
    """Print the figures, what was noticed by the way first and the balance last; everything must hold."""
    print()
    print(", ".join(f"{name}: {count}" for name, count in sorted(logbook.counts.items())))
    for sentence in (*comparison.wrong, *logbook.error_pages):
        print(sentence)
    print(comparison, flush=True)
    BALANCE.add(comparison)
    assert comparison.wrong == ()
    assert logbook.error_pages == []
    assert len(logbook.handed_in) == people
    assert (comparison.lost, comparison.falsely_saved) == (0, 0)
    assert comparison.acknowledged > 0
