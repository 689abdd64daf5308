"""The statements that a page sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from tests.house import House


@contextmanager
def counting(house: House) -> Iterator[list[str]]:
    """The statements sent to the database, without those that only open and close a transaction or a savepoint."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            sent.append(statement)

    database = house.platform.database
    engines = [
        database.engine.sync_engine,
        *([database._plain_reader, database._plain_engine] if database.is_sqlite else []),
    ]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
