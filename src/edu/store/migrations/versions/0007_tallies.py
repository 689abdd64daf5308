"""What candidates earned of each item

Revision: 0007, after 0006
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes as sqltypes
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tallies",
        sa.Column("revision", sqltypes.AutoString(length=64), nullable=False),
        sa.Column("item", sqltypes.AutoString(length=100), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("earned", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("revision"),
    )
    op.create_index(op.f("ix_tallies_item"), "tallies", ["item"])
    op.add_column("attempts", sa.Column("tallied", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_attempts_to_tally", "attempts", ["tallied", "released_at"])


def downgrade() -> None:
    op.drop_index("ix_attempts_to_tally", "attempts")
    op.drop_column("attempts", "tallied")
    op.drop_index(op.f("ix_tallies_item"), "tallies")
    op.drop_table("tallies")
