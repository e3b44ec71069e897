# SPDX-License-Identifier: EUPL-1.2
"""Verdicts and conclusions found by requirement."""

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

TABLES = ("review_verdicts", "conclusions")


def upgrade() -> None:
    """Only indexes: no batch, which on SQLite would drop triggers."""
    for table in TABLES:
        op.create_index(op.f(f"ix_{table}_requirement_version_id"), table, ["requirement_version_id"], unique=False)


def downgrade() -> None:
    """The rows stay."""
    for table in reversed(TABLES):
        op.drop_index(op.f(f"ix_{table}_requirement_version_id"), table_name=table)
