"""Bring a database's tables to the newest migration."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from edu.store.database import Database


def make_config() -> Config:
    """Alembic's configuration, without a file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


async def upgrade(database: Database) -> None:
    """Run all migrations that the database lacks."""
    async with database.engine.begin() as connection:
        await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    config = make_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


async def read_state(database: Database) -> "State":
    """What stands in the database now."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(_read_state)


class State:
    """``tables`` there are any; ``current`` is the migration it stands at, ``head`` the newest of the programme."""

    def __init__(self, tables: bool, current: str | None, head: str | None) -> None:
        self.tables = tables
        self.current = current
        self.head = head

    @property
    def newest(self) -> bool:
        """Nothing is left to run."""
        return self.current == self.head


def _read_state(connection: Connection) -> State:
    head = ScriptDirectory.from_config(make_config()).get_current_head()
    current = MigrationContext.configure(connection).get_current_revision()
    return State(bool(inspect(connection).get_table_names()), current, head)
