"""The rows of a firm of any size, multiplied from those that the demo's services made: fresh ids, names and times.

A person's rows, from the account to the last entry of the ledger, are copied together, so that each copy's pages can
be opened. Receipts' chains and the digests of entries are those of the person copied: this is for pages and for speed.
"""

import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from sqlmodel.sql.sqltypes import UTCDateTime

from edu.domain.sitting.certificate import fold_words, make_number
from edu.store.tables import METADATA

CLIENTS, STAFF = 100_000, 10_000
"""People of the whole; a hundredth and a tenth have a hundredth and a tenth of them."""

_SURNAMES = "王李张刘陈杨黄赵周吴徐孙马胡朱郭何林罗高"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰"
_CLIENTS_COPIED = ("passed", "failed", "experienced", "careful", "expired", "company", "halfway", "new")
_ATTEMPTS_OF_A_CLIENT = (2, 3)
_ATTEMPTS_OF_STAFF = 10
_AT_ONCE = 2_000
_TABLES = (
    "accounts", "clients", "acknowledgements", "assessments", "checkpoint_responses", "decisions", "attempts", "forms",
    "response_events", "marks", "certificates", "ledger",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a table; ``numbered``: its id is the next number; ``moments`` are shifted with the copy."""

    name: str
    columns: tuple[str, ...]
    numbered: bool
    moments: frozenset[int]

    @classmethod
    def read(cls, connection: sqlite3.Connection, name: str) -> "Table":
        """As the database has it."""
        columns = tuple(row[1] for row in connection.execute(f"PRAGMA table_info({name})"))
        table = METADATA.tables[name]
        numbered = "id" in columns and table.c.id.type.python_type is int
        moments = {place for place, column in enumerate(columns) if isinstance(table.c[column].type, UTCDateTime)}
        return cls(name, columns, numbered, frozenset(moments))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody's rows by table, as they stand; those of one attempt apart, since a copy may sit it several times."""

    account: str
    rows: dict[str, list[tuple[Any, ...]]]
    attempts: dict[str, dict[str, list[tuple[Any, ...]]]]


@dataclass(slots=True)
class Copying:
    """Rows that wait to be written, and the next number of each table that numbers its rows."""

    tables: dict[str, Table]
    numbers: dict[str, int]
    rng: Random
    waiting: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    copied: int = 0

    def copy(self, person: Person, login: str, times: int) -> None:
        """One more like ``person``, with ``times`` sittings of each attempt."""
        self.copied += 1
        account = UUID(int=(2 << 64) + self.copied).hex
        name = self._name()
        back = timedelta(seconds=self.rng.randrange(86_400 * 300))
        names = {person.account: account, str(UUID(person.account)): str(UUID(account))}
        self._add(person.rows, names, back, name, login)
        for attempt, rows in person.attempts.items():
            for sitting in range(times):
                fresh = UUID(int=(3 << 64) + self.copied * 64 + sitting).hex
                more = names | {attempt: fresh, str(UUID(attempt)): str(UUID(fresh))}
                self._add(rows, more, back + timedelta(days=sitting * 20), name, login)

    def _name(self) -> str:
        pick = self.rng.choice
        return pick(_SURNAMES) + pick(_GIVEN) + pick(_GIVEN)

    def _add(
        self, rows: dict[str, list[tuple[Any, ...]]], names: dict[str, str], back: timedelta, name: str, login: str
    ) -> None:
        for table_name, originals in rows.items():
            table = self.tables[table_name]
            make = _SPECIAL.get(table_name)
            for original in originals:
                row = [names.get(value, value) if isinstance(value, str) else value for value in original]
                for place in table.moments:
                    if row[place] is not None:
                        row[place] = (datetime.fromisoformat(row[place]) - back).isoformat(" ", "microseconds")
                if table.numbered:
                    self.numbers[table_name] += 1
                    row[table.columns.index("id")] = self.numbers[table_name]
                if make is not None:
                    make(self, table.columns, row, names, name, login)
                self.waiting.setdefault(table_name, []).append(tuple(row))

    def write(self, connection: sqlite3.Connection) -> None:
        """Write what waits."""
        for table_name, rows in self.waiting.items():
            places = ",".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {table_name} VALUES ({places})", rows)  # noqa: S608 - names of ours
        connection.commit()
        self.waiting = {}


Special = Callable[[Copying, tuple[str, ...], list[Any], dict[str, str], str, str], None]


def _put(columns: tuple[str, ...], row: list[Any], **values: Any) -> None:
    for column, value in values.items():
        row[columns.index(column)] = value


def _account(copying: Copying, columns: tuple[str, ...], row: list[Any], _n: object, name: str, login: str) -> None:
    _put(columns, row, login=login, name=name)


def _client(_copying: Copying, columns: tuple[str, ...], row: list[Any], _n: object, _name: str, _login: str) -> None:
    _put(columns, row, decision_due_at=None)  # the sweep's work is measured with a known number of them


def _certificate(copying: Copying, columns: tuple[str, ...], row: list[Any], _n: object, name: str, _l: str) -> None:
    number = make_number(2026, copying.rng.getrandbits(55))
    _put(columns, row, number=number, name=name, name_key=fold_words(name), number_key=fold_words(number))


def _attempt(_copying: Copying, columns: tuple[str, ...], row: list[Any], _n: object, _name: str, _login: str) -> None:
    _put(columns, row, tallied=1)


def _entry(
    _copying: Copying, columns: tuple[str, ...], row: list[Any], names: dict[str, str], _n: str, _l: str
) -> None:
    place = columns.index("body")
    for old, new in names.items():
        if old in row[place]:
            row[place] = row[place].replace(old, new)


_SPECIAL: dict[str, Special] = {
    "accounts": _account, "clients": _client, "certificates": _certificate, "attempts": _attempt, "ledger": _entry,
}  # fmt: skip


def build(path: Path, share: float, say: Callable[[str], None]) -> None:
    """Multiply the people of the demo's database at ``path`` to ``share`` of the whole."""
    connection = sqlite3.connect(path)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-300000", "foreign_keys=OFF"):
        connection.execute(f"PRAGMA {pragma}")
    indexes = connection.execute("SELECT name, sql FROM sqlite_master WHERE type='index' AND sql NOT NULL").fetchall()
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    _multiply(connection, share, say)
    for place, (name, statement) in enumerate(indexes, 1):
        say(f"index {place} of {len(indexes)}: {name}")
        connection.execute(statement)
    _count(connection)
    connection.execute("ANALYZE")
    connection.commit()
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()


def _multiply(connection: sqlite3.Connection, share: float, say: Callable[[str], None]) -> None:
    tables = {name: Table.read(connection, name) for name in _TABLES}
    numbers = {
        name: connection.execute(f"SELECT coalesce(max(id), 0) FROM {name}").fetchone()[0]  # noqa: S608 - ours
        for name, table in tables.items()
        if table.numbered
    }
    clients = [_read_person(connection, tables, f"{login}@demo") for login in _CLIENTS_COPIED]
    certified, unmarked = (_read_person(connection, tables, f"{login}@demo") for login in ("certified", "unmarked"))
    copying, begun = Copying(tables, numbers, Random(12)), time.monotonic()
    people, staff = int(CLIENTS * share), int(STAFF * share)
    for number in range(people):
        copying.copy(
            clients[number % len(clients)], f"c{number}@growth", _ATTEMPTS_OF_A_CLIENT[number // len(clients) % 2]
        )
        if number % _AT_ONCE == _AT_ONCE - 1:
            copying.write(connection)
            say(f"{number + 1:,} of {people:,} clients, {time.monotonic() - begun:.0f} s")
    for number in range(staff):
        copying.copy(certified, f"s{number}@growth", _ATTEMPTS_OF_STAFF)
        if number % 2 == 0:  # so many that the smallest firm has a full page of them
            copying.copy(unmarked, f"u{number}@growth", 1)
        if number % (_AT_ONCE // 10) == 0:
            copying.write(connection)
            say(f"{number + 1:,} of {staff:,} staff, {time.monotonic() - begun:.0f} s")
    copying.write(connection)


def _read_person(connection: sqlite3.Connection, tables: dict[str, Table], login: str) -> Person:
    account = connection.execute("SELECT id FROM accounts WHERE login = ?", (login,)).fetchone()[0]
    attempts = [row[0] for row in connection.execute("SELECT id FROM attempts WHERE candidate_id = ?", (account,))]
    rows: dict[str, list[tuple[Any, ...]]] = {}
    sittings: dict[str, dict[str, list[tuple[Any, ...]]]] = {attempt: {} for attempt in attempts}
    for name, table in tables.items():
        for row in connection.execute(f"SELECT * FROM {name}"):  # noqa: S608 - ours
            entry = dict(zip(table.columns, row, strict=True))
            sat = _sitting_of(name, entry, attempts)
            if sat is not None:
                sittings[sat].setdefault(name, []).append(row)
            elif account in (
                entry.get("account_id"),
                entry.get("subject_id"),
                entry["id"] if name == "accounts" else "",
            ):
                rows.setdefault(name, []).append(row)
    return Person(account, rows, sittings)


def _sitting_of(name: str, entry: dict[str, Any], attempts: Sequence[str]) -> str | None:
    for attempt in attempts:
        whose = entry["id"] if name == "attempts" else entry.get("attempt_id")
        if whose == attempt or (name == "ledger" and str(UUID(attempt)) in entry["body"]):
            return attempt
    return None


def _count(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM counts")
    connection.execute("INSERT INTO counts SELECT 'accounts', role, count(*) FROM accounts GROUP BY role")
    connection.execute(
        "INSERT INTO counts SELECT 'standings', standing, count(*) FROM decisions WHERE current GROUP BY standing"
    )


def sizes(path: Path) -> Iterator[tuple[str, int]]:
    """How many rows each table has."""
    connection = sqlite3.connect(path)
    for name in _TABLES:
        yield name, connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608 - ours
    connection.close()


def show_progress(text: str) -> None:
    """One line that is written over."""
    print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
