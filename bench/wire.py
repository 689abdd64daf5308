"""What a request costs at PostgreSQL: statements and transactions, read from the log of the server itself."""

import asyncio
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from crowd import Candidate, connect
from driving import Act

_SAID = re.compile(r"LOG:  (?:statement|execute [^:]*): *(\S*)")
_TRANSACTION = re.compile(r"(?:BEGIN|START|COMMIT|ROLLBACK)\b")
_SETTLES = 0.1
"""Seconds: what an act entails after its reply is part of it."""

COUNTED = 11
"""Requests of which the median is taken: between two of them the sweep may come by."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one request. ``turns`` are BEGIN, COMMIT and ROLLBACK; ``statements`` all others."""

    statements: float
    turns: float

    def __str__(self) -> str:
        return f"{self.statements:g} statements, {self.turns:g} BEGIN/COMMIT/ROLLBACK"


def read_cost(text: str) -> Cost:
    """Of a part of a log."""
    said = _SAID.findall(text)
    turns = sum(bool(_TRANSACTION.match(word)) for word in said)
    return Cost(len(said) - turns, turns)


async def count_cost(url: str, port: int, act: Act, crowd: Sequence[Candidate]) -> Cost:
    """The median of what each of ``crowd`` does, one after another."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    log = Path(await connection.fetchval("SHOW data_directory")).with_name("server.log")
    await _say_all(connection, "all")
    costs = []
    async with connect(port) as line:
        for candidate in crowd:
            begun = log.stat().st_size
            await act(line, candidate)
            await asyncio.sleep(_SETTLES)
            costs.append(read_cost(_read_from(log, begun)))
    await _say_all(connection, "none")
    await connection.close()
    return Cost(statistics.median(c.statements for c in costs), statistics.median(c.turns for c in costs))


async def _say_all(connection: asyncpg.Connection, which: str) -> None:
    await connection.execute(f"ALTER SYSTEM SET log_statement = '{which}'")
    await connection.execute("SELECT pg_reload_conf()")
    await asyncio.sleep(_SETTLES)


def _read_from(log: Path, start: int) -> str:
    with log.open("rb") as file:
        file.seek(start)
        return file.read().decode(errors="replace")
