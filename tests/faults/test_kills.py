"""Whatever a candidate has a receipt for is there, though the server is killed again and again."""

from pathlib import Path

import pytest

from edu.rehearsal.logbook import Logbook
from edu.rehearsal.server import Server
from tests.faults.killing import check, kill_again_and_again, read_comparison, seat_candidates, sit_through
from tests.faults.sitters import Campaign, Sitter

pytestmark = [pytest.mark.slow, pytest.mark.faults]


async def _lose_nothing(folder: Path, url: str, *, people: int, kills: int, pause: float) -> None:
    seats, logbook, campaign = await seat_candidates(url, people), Logbook(), Campaign(kills)
    server = Server(folder / "data", url=url)
    async with server:
        sitters = [Sitter(n, seat, [server.port], logbook, campaign, pause) for n, seat in enumerate(seats)]
        await sit_through(kill_again_and_again(server, campaign), campaign, sitters, seconds=60 + 8 * kills)
    check(await read_comparison(url, logbook), logbook, people)


async def test_a_few_kills_lose_nothing(tmp_path: Path, empty_database_url: str):
    await _lose_nothing(tmp_path, empty_database_url, people=24, kills=5, pause=0.1)


@pytest.mark.long
async def test_a_hundred_kills_lose_nothing(tmp_path: Path, empty_database_url: str):
    await _lose_nothing(tmp_path, empty_database_url, people=250, kills=100, pause=0.4)
