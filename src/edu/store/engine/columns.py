"""Column types that the tables share."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator

HIGHEST_ID = 2**31 - 1
"""Ids are integers of four bytes; PostgreSQL refuses to compare them with a greater number."""


class EnumText(TypeDecorator[StrEnum]):
    """A ``StrEnum`` as its text, so that a new member needs no migration."""

    impl = String(20)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """To the database."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:
        """From the database."""
        return None if value is None else self.kind(value)
