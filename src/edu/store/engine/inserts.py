"""INSERT that says what becomes of a row that is there already, for several nodes that write at once."""

from importlib import import_module
from typing import TYPE_CHECKING

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

if TYPE_CHECKING:
    from sqlalchemy.dialects.sqlite import Insert


def insert(place: AsyncSession | Connection, table: type[SQLModel]) -> "Insert":
    """``on_conflict_do_nothing`` and ``on_conflict_do_update`` are spelt alike in both systems.

    The system's own module is loaded since there is an engine; to import both would slow every start.
    """
    dialect = place.dialect if isinstance(place, Connection) else place.get_bind().dialect
    statement: Insert = import_module(f"sqlalchemy.dialects.{dialect.name}").insert(table)
    return statement
