"""What goes out to people, what they have read, and certificates that are due

Revision: 0011, after 0010
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes as sqltypes
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_PENDING = sa.text("delivered_at IS NULL AND dead_at IS NULL")
_DEAD = sa.text("dead_at IS NOT NULL")
_UNREAD = sa.text("read_at IS NULL")
_EARNED = sa.text("certificate_due_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "outgoing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sqltypes.AutoString(length=200), nullable=False),
        sa.Column("channel", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("receiver", sqltypes.AutoString(length=200), nullable=False),
        sa.Column("kind", sqltypes.AutoString(length=40), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("next_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("delivered_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("dead_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("reason", sqltypes.AutoString(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    for name, columns, where in (
        ("ix_outgoing_pending", ["next_at"], _PENDING),
        ("ix_outgoing_order", ["channel", "receiver", "id"], _PENDING),
        ("ix_outgoing_dead", ["id"], _DEAD),
    ):
        op.create_index(name, "outgoing", columns, sqlite_where=where, postgresql_where=where)
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sqltypes.AutoString(length=200), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sqltypes.AutoString(length=40), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("read_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_inbox_account", "inbox", ["account_id", "id"])
    op.create_index("ix_inbox_unread", "inbox", ["account_id"], sqlite_where=_UNREAD, postgresql_where=_UNREAD)
    op.add_column("attempts", sa.Column("certificate_due_at", sqltypes.UTCDateTime(), nullable=True))
    op.create_index(
        "ix_attempts_certificate_due", "attempts", ["certificate_due_at"],
        sqlite_where=_EARNED, postgresql_where=_EARNED,
    )  # fmt: skip
    op.execute(
        "UPDATE attempts SET certificate_due_at = released_at WHERE passed AND certified AND ended_at IS NOT NULL"
        " AND id NOT IN (SELECT attempt_id FROM certificates)"
    )


def downgrade() -> None:
    op.drop_index("ix_attempts_certificate_due", "attempts")
    op.drop_column("attempts", "certificate_due_at")
    op.drop_table("inbox")
    op.drop_table("outgoing")
