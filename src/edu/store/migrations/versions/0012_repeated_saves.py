"""Every name that a save was sent under is known, so that one sent again gets its receipt

Revision: 0012, after 0011
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes as sqltypes
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "repeated_saves",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("key", sqltypes.AutoString(length=40), nullable=False),
        sa.Column("receipt", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"]),
        sa.PrimaryKeyConstraint("attempt_id", "key"),
    )


def downgrade() -> None:
    op.drop_table("repeated_saves")
