"""The first tables

Revision: 0001, the first
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes as sqltypes
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("login", sqltypes.AutoString(length=100), nullable=False),
        sa.Column("name", sqltypes.AutoString(length=100), nullable=False),
        sa.Column("password_hash", sqltypes.AutoString(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("created_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("login"),
    )
    op.create_table(
        "installation",
        sa.Column("name", sqltypes.AutoString(length=40), nullable=False),
        sa.Column("value", sqltypes.AutoString(length=200), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "ledger",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("kind", sqltypes.AutoString(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("body", sqltypes.AutoString(), nullable=False),
        sa.Column("digest", sqltypes.AutoString(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "revisions",
        sa.Column("revision", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("kind", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("body", sqltypes.AutoString(), nullable=False),
        sa.Column("first_used_at", sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("revision"),
    )
    op.create_table(
        "sign_in_failures",
        sa.Column("key", sqltypes.AutoString(length=80), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "acknowledgements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("disclosure", sqltypes.AutoString(length=100), nullable=False),
        sa.Column("version", sqltypes.AutoString(length=40), nullable=False),
        sa.Column("revision", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("paragraph", sqltypes.AutoString(length=100), nullable=False),
        sa.Column("language", sqltypes.AutoString(length=10), nullable=False),
        sa.Column("confirmed_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("agent", sqltypes.AutoString(length=300), nullable=False),
        sa.Column("address", sqltypes.AutoString(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id", "revision", "paragraph"),
    )
    with op.batch_alter_table("acknowledgements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_acknowledgements_account_id"), ["account_id"], unique=False)

    op.create_table(
        "assessments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("questionnaire", sqltypes.AutoString(length=100), nullable=False),
        sa.Column("revision", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("policy_revision", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("responses", sa.JSON(), nullable=False),
        sa.Column("score", sqltypes.AutoString(length=40), nullable=False),
        sa.Column("maximum", sqltypes.AutoString(length=40), nullable=False),
        sa.Column("band", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("risk_class", sqltypes.AutoString(length=10), nullable=False),
        sa.Column("lowest", sa.Boolean(), nullable=False),
        sa.Column("gates", sa.JSON(), nullable=False),
        sa.Column("taken_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("agent", sqltypes.AutoString(length=300), nullable=False),
        sa.Column("address", sqltypes.AutoString(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("assessments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessments_account_id"), ["account_id"], unique=False)

    op.create_table(
        "attempts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("blueprint", sqltypes.AutoString(length=100), nullable=False),
        sa.Column("title", sqltypes.AutoString(length=200), nullable=False),
        sa.Column("cut", sqltypes.AutoString(length=40), nullable=False),
        sa.Column("validity_months", sa.Integer(), nullable=False),
        sa.Column("form", sqltypes.AutoString(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("started_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("deadline", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ended_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("earned", sqltypes.AutoString(length=40), nullable=True),
        sa.Column("possible", sqltypes.AutoString(length=40), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["accounts.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempts_candidate_id"), ["candidate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attempts_started_at"), ["started_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_attempts_state"), ["state"], unique=False)

    op.create_table(
        "checkpoint_responses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("lesson", sqltypes.AutoString(length=100), nullable=False),
        sa.Column("section", sqltypes.AutoString(length=100), nullable=False),
        sa.Column("item", sqltypes.AutoString(length=100), nullable=False),
        sa.Column("revision", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("response", sa.JSON(), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("given_at", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("checkpoint_responses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_checkpoint_responses_account_id"), ["account_id"], unique=False)

    op.create_table(
        "clients",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("stated", sa.JSON(), nullable=False),
        sa.Column("verified", sa.JSON(), nullable=False),
        sa.Column("number_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("number_digest", sqltypes.AutoString(length=64), nullable=True),
        sa.Column("number_masked", sqltypes.AutoString(length=40), nullable=False),
        sa.Column("completed_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("updated_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("decision_due_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
        ),
        sa.PrimaryKeyConstraint("account_id"),
    )
    with op.batch_alter_table("clients", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clients_decision_due_at"), ["decision_due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_clients_number_digest"), ["number_digest"], unique=False)

    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("policy_revision", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("facts", sqltypes.AutoString(), nullable=False),
        sa.Column("outcome", sqltypes.AutoString(), nullable=False),
        sa.Column("standing", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("risk_class", sqltypes.AutoString(length=10), nullable=False),
        sa.Column("tier", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("valid_until", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decisions_account_id"), ["account_id"], unique=False)

    op.create_table(
        "invitations",
        sa.Column("token_digest", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("name", sqltypes.AutoString(length=100), nullable=False),
        sa.Column("client_kind", sqltypes.AutoString(length=20), nullable=False),
        sa.Column("verified", sa.JSON(), nullable=False),
        sa.Column("created_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("used_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
        ),
        sa.PrimaryKeyConstraint("token_digest"),
    )
    op.create_table(
        "questionnaire_drafts",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("questionnaire", sqltypes.AutoString(length=100), nullable=False),
        sa.Column("responses", sa.JSON(), nullable=False),
        sa.Column("saved_at", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
        ),
        sa.PrimaryKeyConstraint("account_id"),
    )
    op.create_table(
        "sign_ins",
        sa.Column("token_digest", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("seen_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("agent", sqltypes.AutoString(length=300), nullable=False),
        sa.Column("address", sqltypes.AutoString(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
        ),
        sa.PrimaryKeyConstraint("token_digest"),
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_ins_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_ins_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "response_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("response", sa.JSON(), nullable=False),
        sa.Column("received_at", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["attempts.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("attempt_id", "slot", "number"),
    )
    with op.batch_alter_table("response_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_response_events_attempt_id"), ["attempt_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("response_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_events_attempt_id"))

    op.drop_table("response_events")
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_ins_expires_at"))
        batch_op.drop_index(batch_op.f("ix_sign_ins_account_id"))

    op.drop_table("sign_ins")
    op.drop_table("questionnaire_drafts")
    op.drop_table("invitations")
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decisions_account_id"))

    op.drop_table("decisions")
    with op.batch_alter_table("clients", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clients_number_digest"))
        batch_op.drop_index(batch_op.f("ix_clients_decision_due_at"))

    op.drop_table("clients")
    with op.batch_alter_table("checkpoint_responses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_checkpoint_responses_account_id"))

    op.drop_table("checkpoint_responses")
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempts_state"))
        batch_op.drop_index(batch_op.f("ix_attempts_started_at"))
        batch_op.drop_index(batch_op.f("ix_attempts_candidate_id"))

    op.drop_table("attempts")
    with op.batch_alter_table("assessments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessments_account_id"))

    op.drop_table("assessments")
    with op.batch_alter_table("acknowledgements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_acknowledgements_account_id"))

    op.drop_table("acknowledgements")
    op.drop_table("sign_in_failures")
    op.drop_table("revisions")
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_subject_id"))
        batch_op.drop_index(batch_op.f("ix_ledger_kind"))

    op.drop_table("ledger")
    op.drop_table("installation")
    op.drop_table("accounts")
