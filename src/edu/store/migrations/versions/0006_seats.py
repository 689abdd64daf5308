"""How many questions an attempt has and when it was saved last, so that an exam room reads short rows only

Revision: 0006, after 0005
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes as sqltypes
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attempts", sa.Column("size", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("attempts", sa.Column("saved_at", sqltypes.UTCDateTime(), nullable=True))
    length = "json_array_length(body, '$.slots')"
    if op.get_bind().dialect.name == "postgresql":
        length = "json_array_length(body::json -> 'slots')"
    op.execute(f"UPDATE attempts SET size = (SELECT {length} FROM forms WHERE attempt_id = attempts.id)")  # noqa: S608
    op.execute(
        "UPDATE attempts SET saved_at = (SELECT max(received_at) FROM response_events WHERE attempt_id = attempts.id)"
    )


def downgrade() -> None:
    op.drop_column("attempts", "saved_at")
    op.drop_column("attempts", "size")
