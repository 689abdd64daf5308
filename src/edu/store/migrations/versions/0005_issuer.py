"""Who issued a certificate, as the firm was called then

Revision: 0005, after 0004
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes as sqltypes
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "certificates", sa.Column("issuer", sqltypes.AutoString(length=100), nullable=False, server_default="")
    )
    op.create_index(op.f("ix_certificates_issued_at"), "certificates", ["issued_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_certificates_issued_at"), "certificates")
    op.drop_column("certificates", "issuer")
