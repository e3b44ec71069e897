# SPDX-License-Identifier: EUPL-1.2
"""Why a reviewer handed a dossier back, and whose place a reviewer took."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

COLUMN = "takes_over_from_id"
FOREIGN_KEY = "fk_assignments_takes_over_from_id"


def upgrade() -> None:
    with op.batch_alter_table("assignments") as table:
        table.add_column(sa.Column("end_reason", sa.String(500), nullable=False, server_default=""))
        table.add_column(sa.Column(COLUMN, sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f(FOREIGN_KEY), "users", [COLUMN], ["id"], ondelete="RESTRICT")


def downgrade() -> None:
    with op.batch_alter_table("assignments") as table:
        table.drop_constraint(op.f(FOREIGN_KEY), type_="foreignkey")
        table.drop_column(COLUMN)
        table.drop_column("end_reason")
