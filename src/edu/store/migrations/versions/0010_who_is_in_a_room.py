"""Who waits or runs in an exam is found without its past sittings

Revision: 0010, after 0009
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_attempts_in_room", "attempts", ["blueprint", "state"])


def downgrade() -> None:
    op.drop_index("ix_attempts_in_room", "attempts")
