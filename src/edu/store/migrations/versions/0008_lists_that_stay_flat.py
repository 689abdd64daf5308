"""What lists and counts look for is kept: decisions in force, counts, keys to search certificates by

Revision: 0008, after 0007
"""

import unicodedata

import sqlalchemy as sa
import sqlmodel.sql.sqltypes as sqltypes
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_AT_ONCE = 5_000


def _key(length: int) -> sa.String:
    """Compared sign by sign in both systems."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "counts",
        sa.Column("name", sqltypes.AutoString(length=40), nullable=False),
        sa.Column("key", sqltypes.AutoString(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", "key"),
    )
    op.add_column("decisions", sa.Column("current", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.execute(
        "UPDATE decisions SET current = false WHERE id NOT IN (SELECT max(id) FROM decisions GROUP BY account_id)"
    )
    op.create_index("ix_decisions_current", "decisions", ["current", "id"])
    op.execute(
        "INSERT INTO counts SELECT 'standings', standing, count(*) FROM decisions WHERE current GROUP BY standing"
    )
    op.execute("INSERT INTO counts SELECT 'accounts', role, count(*) FROM accounts GROUP BY role")
    op.create_index("ix_attempts_to_mark", "attempts", ["awaiting", "ended_at"])
    op.drop_index("ix_attempts_awaiting", "attempts")
    op.create_index("ix_attempts_of_exam", "attempts", ["blueprint", "started_at"])
    op.drop_index("ix_attempts_blueprint", "attempts")
    op.create_index("ix_attempts_overdue", "attempts", ["state", "closes_at"])
    op.drop_index("ix_attempts_state", "attempts")
    _key_certificates()


def _key_certificates() -> None:
    op.add_column("certificates", sa.Column("name_key", _key(200), nullable=False, server_default=""))
    op.add_column("certificates", sa.Column("number_key", _key(40), nullable=False, server_default=""))
    table = sa.table("certificates", *map(sa.column, ("number", "name", "name_key", "number_key")))
    bound = {name: sa.bindparam(f"new_{name}", type_=sa.String()) for name in ("name_key", "number_key")}
    connection, last = op.get_bind(), ""
    while True:
        some = sa.select(table.c.number, table.c.name).where(table.c.number > last)
        rows = connection.execute(some.order_by(table.c.number).limit(_AT_ONCE)).all()
        if not rows:
            break
        changes = [{"of": row[0], "new_name_key": _fold(row[1])[:200], "new_number_key": _fold(row[0])} for row in rows]
        connection.execute(sa.update(table).where(table.c.number == sa.bindparam("of")).values(bound), changes)
        last = rows[-1][0]
    for name, columns in _CERTIFICATE_INDEXES.items():
        op.create_index(name, "certificates", columns)
    op.drop_index("ix_certificates_issued_at", "certificates")


_CERTIFICATE_INDEXES = {
    "ix_certificates_name_key": ["name_key", "number"],
    "ix_certificates_number_key": ["number_key"],
    "ix_certificates_of_exam": ["title", "issued_at", "number"],
    "ix_certificates_newest": ["issued_at", "number"],
}


def _fold(text: str) -> str:
    """As the domain folded words when this was written."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def downgrade() -> None:
    op.create_index("ix_certificates_issued_at", "certificates", ["issued_at"])
    for name in _CERTIFICATE_INDEXES:
        op.drop_index(name, "certificates")
    op.drop_column("certificates", "number_key")
    op.drop_column("certificates", "name_key")
    op.create_index("ix_attempts_state", "attempts", ["state"])
    op.drop_index("ix_attempts_overdue", "attempts")
    op.create_index("ix_attempts_blueprint", "attempts", ["blueprint"])
    op.drop_index("ix_attempts_of_exam", "attempts")
    op.create_index("ix_attempts_awaiting", "attempts", ["awaiting"])
    op.drop_index("ix_attempts_to_mark", "attempts")
    op.drop_index("ix_decisions_current", "decisions")
    op.drop_column("decisions", "current")
    op.drop_table("counts")
