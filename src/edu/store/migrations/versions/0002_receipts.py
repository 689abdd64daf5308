"""Receipts: each attempt knows its number of saves, the digest of their chain, and the count of each slot

Revision: 0002, after 0001
"""

import json

import sqlalchemy as sa
import sqlmodel.sql.sqltypes as sqltypes
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("attempts") as batch_op:
        batch_op.add_column(sa.Column("receipts", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("chain", sqltypes.AutoString(length=64), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("heads", sqltypes.AutoString(), nullable=False, server_default="{}"))
    with op.batch_alter_table("response_events") as batch_op:
        batch_op.add_column(sa.Column("receipt", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("chain", sqltypes.AutoString(length=64), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("key", sqltypes.AutoString(length=40), nullable=True))
        batch_op.add_column(sa.Column("late", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_unique_constraint("uq_response_events_key", ["attempt_id", "key"])
    _number_what_is_there(op.get_bind())


def _number_what_is_there(connection: sa.Connection) -> None:
    """Saves from before have a place in the order and no chain: theirs begins with the next one."""
    events = sa.table("response_events", *map(sa.column, ("id", "attempt_id", "slot", "number", "receipt")))
    attempts = sa.table("attempts", *map(sa.column, ("id", "receipts", "heads")))
    counts: dict[object, int] = {}
    heads: dict[object, dict[str, int]] = {}
    rows = connection.execute(
        sa.select(events.c.id, events.c.attempt_id, events.c.slot, events.c.number).order_by(events.c.id)
    ).all()
    for row in rows:
        counts[row.attempt_id] = counts.get(row.attempt_id, 0) + 1
        heads.setdefault(row.attempt_id, {})[str(row.slot)] = row.number
        change = sa.update(events).where(events.c.id == row.id)
        connection.execute(change.values(receipt=counts[row.attempt_id]))
    for attempt, count in counts.items():
        change = sa.update(attempts).where(attempts.c.id == attempt)
        connection.execute(change.values(receipts=count, heads=json.dumps(heads[attempt])))


def downgrade() -> None:
    with op.batch_alter_table("response_events") as batch_op:
        batch_op.drop_constraint("uq_response_events_key", type_="unique")
        for name in ("late", "key", "chain", "receipt"):
            batch_op.drop_column(name)
    with op.batch_alter_table("attempts") as batch_op:
        for name in ("heads", "chain", "receipts"):
            batch_op.drop_column(name)
