"""Exams: terms of a sitting, more time, rooms, signals, notes, marks and certificates

Revision: 0003, after 0002
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes as sqltypes
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sqltypes.UTCDateTime()
    with op.batch_alter_table("attempts") as batch_op:
        batch_op.add_column(sa.Column("allowed", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("closes_at", moment, nullable=True))
        batch_op.add_column(sa.Column("first_open", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("terms", sqltypes.AutoString(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("awaiting", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("released_at", moment, nullable=True))
        batch_op.add_column(sa.Column("certified", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("ended_by", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("seen_at", moment, nullable=True))
    op.execute("UPDATE attempts SET closes_at = deadline, released_at = ended_at")
    with op.batch_alter_table("attempts") as batch_op:
        batch_op.alter_column("closes_at", existing_type=moment, nullable=False)
        batch_op.create_index("ix_attempts_closes_at", ["closes_at"])
        batch_op.create_index("ix_attempts_awaiting", ["awaiting"])
        batch_op.create_index("ix_attempts_blueprint", ["blueprint"])
    op.drop_index("ix_response_events_attempt_id", "response_events")  # two unique constraints begin with the column
    _create_for_examiners(moment)
    _create_for_candidates(moment)


def _create_for_examiners(moment: sqltypes.UTCDateTime) -> None:
    op.create_table(
        "accommodations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("blueprint", sqltypes.AutoString(length=100), nullable=False),
        sa.Column("factor", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("reason", sqltypes.AutoString(length=300), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=False),
        sa.Column("granted_at", moment, nullable=False),
        sa.Column("ended_at", moment, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["granted_by"], ["accounts.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_accommodations_account_id", "accommodations", ["account_id"])
    op.create_table(
        "rooms",
        sa.Column("blueprint", sqltypes.AutoString(length=100), nullable=False),
        sa.Column("entry_code", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("blueprint"),
    )
    op.create_table(
        "room_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("words", sqltypes.AutoString(length=300), nullable=False),
        sa.Column("deadline", moment, nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"]),
        sa.ForeignKeyConstraint(["by"], ["accounts.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_room_events_attempt_id", "room_events", ["attempt_id"])
    op.create_index("ix_room_events_at", "room_events", ["at"])
    op.create_table(
        "marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("earned", sqltypes.AutoString(length=40), nullable=False),
        sa.Column("points", sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("comment", sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("marked_by", sa.Uuid(), nullable=False),
        sa.Column("marked_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"]),
        sa.ForeignKeyConstraint(["marked_by"], ["accounts.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_marks_attempt_id", "marks", ["attempt_id"])


def _create_for_candidates(moment: sqltypes.UTCDateTime) -> None:
    op.create_table(
        "signals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("detail", sqltypes.AutoString(length=100), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_signals_attempt_id", "signals", ["attempt_id"])
    op.create_table(
        "notes",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("words", sqltypes.AutoString(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"]),
        sa.PrimaryKeyConstraint("attempt_id", "slot"),
    )
    op.create_table(
        "certificates",
        sa.Column("number", sqltypes.AutoString(length=40), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("blueprint", sqltypes.AutoString(length=100), nullable=False),
        sa.Column("title", sqltypes.AutoString(length=200), nullable=False),
        sa.Column("name", sqltypes.AutoString(length=100), nullable=False),
        sa.Column("issued_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("revoked_at", moment, nullable=True),
        sa.Column("reason", sqltypes.AutoString(length=300), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"]),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("attempt_id"),
    )
    op.create_index("ix_certificates_account_id", "certificates", ["account_id"])


def downgrade() -> None:
    for table in ("certificates", "notes", "signals", "marks", "room_events", "rooms", "accommodations"):
        op.drop_table(table)
    op.create_index("ix_response_events_attempt_id", "response_events", ["attempt_id"])
    with op.batch_alter_table("attempts") as batch_op:
        for name in ("blueprint", "awaiting", "closes_at"):
            batch_op.drop_index(f"ix_attempts_{name}")
        for name in (
            "seen_at", "ended_by", "certified", "released_at", "awaiting", "terms", "first_open", "closes_at",
            "allowed",
        ):  # fmt: skip
            batch_op.drop_column(name)
