"""At which migration a database stands, known without loading Alembic: every start asks."""

from dataclasses import dataclass

from sqlalchemy import Connection, inspect, text

from edu.store.engine.database import Database
from edu.store.migrations import HEAD


@dataclass(frozen=True, slots=True)
class State:
    """``tables``: there are any. ``current``: the migration that the database stands at."""

    tables: bool
    current: str | None

    @property
    def newest(self) -> bool:
        """Nothing is left to run."""
        return self.current == HEAD


async def read_state(database: Database) -> State:
    """What stands in the database now."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(_read_state)


def _read_state(connection: Connection) -> State:
    tables = inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        return State(bool(tables), None)
    return State(True, connection.execute(text("SELECT version_num FROM alembic_version")).scalar())
