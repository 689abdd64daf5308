"""The frozen form beside its attempt, so that a save rewrites a short row

Revision: 0004, after 0003
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes as sqltypes
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "forms",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("body", sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"]),
        sa.PrimaryKeyConstraint("attempt_id"),
    )
    op.execute("INSERT INTO forms (attempt_id, body) SELECT id, form FROM attempts")
    op.drop_column("attempts", "form")


def downgrade() -> None:
    op.add_column("attempts", sa.Column("form", sqltypes.AutoString(), nullable=True))
    op.execute("UPDATE attempts SET form = (SELECT body FROM forms WHERE attempt_id = attempts.id)")
    with op.batch_alter_table("attempts") as batch_op:
        batch_op.alter_column("form", existing_type=sqltypes.AutoString(), nullable=False)
    op.drop_table("forms")
