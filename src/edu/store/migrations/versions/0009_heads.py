"""Where each slot of an attempt stands: its last response, the one that counts, and whether that leaves nothing out

Revision: 0009, after 0008
"""

import json
import zlib
from collections.abc import Iterable
from itertools import groupby
from typing import Any

import sqlalchemy as sa
import sqlmodel.sql.sqltypes as sqltypes
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_AT_ONCE = 500
_EVENTS = sa.table(
    "response_events",
    *(sa.column(name) for name in ("attempt_id", "slot", "number", "response", "late", "received_at")),
)
_ATTEMPTS = sa.table("attempts", *(sa.column(name) for name in ("id", "heads", "deadline", "receipts")))


def upgrade() -> None:
    op.add_column("response_events", sa.Column("given_at", sqltypes.UTCDateTime(), nullable=True))
    connection = op.get_bind()
    after: Any = None
    while attempts := _read_some(connection, after):
        after = attempts[-1]
        found = connection.execute(_SLOTS, {"wanted": attempts}).all()
        rows = [
            {"of": attempt, "text": json.dumps(_make_heads(slots))}
            for attempt, slots in groupby(found, key=lambda row: row.attempt_id)
        ]
        connection.execute(_WRITE, rows)


def _read_some(connection: sa.Connection, after: Any) -> list[Any]:
    query = sa.select(_ATTEMPTS.c.id).where(_ATTEMPTS.c.receipts > 0).order_by(_ATTEMPTS.c.id).limit(_AT_ONCE)
    if after is not None:
        query = query.where(_ATTEMPTS.c.id > after)
    return list(connection.execute(query).scalars())


_COUNTS = sa.not_(_EVENTS.c.late) | (_EVENTS.c.received_at <= _ATTEMPTS.c.deadline)
_NUMBERS = (
    sa.select(
        _EVENTS.c.attempt_id,
        _EVENTS.c.slot,
        sa.func.max(_EVENTS.c.number).label("last"),
        sa.func.max(sa.case((_COUNTS, _EVENTS.c.number), else_=0)).label("counting"),
    )
    .join(_ATTEMPTS, _ATTEMPTS.c.id == _EVENTS.c.attempt_id)
    .where(_ATTEMPTS.c.id.in_(sa.bindparam("wanted", expanding=True)))
    .group_by(_EVENTS.c.attempt_id, _EVENTS.c.slot)
    .subquery()
)
_LAST, _COUNTING = _EVENTS.alias(), _EVENTS.alias()


def _is_at(event: Any, number: Any) -> Any:
    there = (event.c.attempt_id == _NUMBERS.c.attempt_id) & (event.c.slot == _NUMBERS.c.slot)
    return there & (event.c.number == number)


_SLOTS = (
    sa.select(
        _NUMBERS,
        sa.cast(_LAST.c.response, sa.Text).label("given"),
        sa.cast(_COUNTING.c.response, sa.Text).label("kept"),
    )
    .join(_LAST, _is_at(_LAST, _NUMBERS.c.last))
    .outerjoin(_COUNTING, _is_at(_COUNTING, _NUMBERS.c.counting))
    .order_by(_NUMBERS.c.attempt_id, _NUMBERS.c.slot)
)
_WRITE = sa.update(_ATTEMPTS).where(_ATTEMPTS.c.id == sa.bindparam("of")).values(heads=sa.bindparam("text"))


def _make_heads(slots: Iterable[Any]) -> dict[int, list[Any]]:
    return {
        row.slot: [row.last, row.counting, row.kept is not None and _is_complete(json.loads(row.kept)), _digest(row)]
        for row in slots
    }


def _is_complete(response: dict[str, Any]) -> bool:
    """The pages send a text for each blank, so that the response alone says it."""
    texts, pairs = response["texts"], response.get("pairs", [])
    if texts or pairs:
        return all(map(str.strip, [*texts, *pairs]))
    return bool(response["letters"]) or response["truth"] is not None


def _digest(row: Any) -> int:
    text = json.dumps(json.loads(row.given), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return zlib.crc32(text.encode())


def downgrade() -> None:
    op.drop_column("response_events", "given_at")
    connection = op.get_bind()
    for attempt, text in connection.execute(sa.select(_ATTEMPTS.c.id, _ATTEMPTS.c.heads)).all():
        heads = json.dumps({slot: head[0] for slot, head in json.loads(text).items()})
        connection.execute(_WRITE, {"of": attempt, "text": heads})
