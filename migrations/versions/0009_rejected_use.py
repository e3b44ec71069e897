# SPDX-License-Identifier: EUPL-1.2
"""A claim of use that a second person rejected: who, and why. The earlier version goes on writing lines."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

FOREIGN_KEY = "fk_usages_rejected_by_id"


def upgrade() -> None:
    with op.batch_alter_table("usages") as table:
        table.add_column(sa.Column("rejected_reason", sa.String(500), nullable=False, server_default=""))
        table.add_column(sa.Column("rejected_by_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f(FOREIGN_KEY), "users", ["rejected_by_id"], ["id"], ondelete="RESTRICT")


def downgrade() -> None:
    with op.batch_alter_table("usages") as table:
        table.drop_constraint(op.f(FOREIGN_KEY), type_="foreignkey")
        table.drop_column("rejected_by_id")
        table.drop_column("rejected_reason")
