# SPDX-License-Identifier: EUPL-1.2
"""With which re-assessment, still with the supplier when its round began, a dossier goes on."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

TABLE, COLUMN = "dossiers", "goes_on_with_id"


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as table:
        table.add_column(sa.Column(COLUMN, sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f(f"fk_{TABLE}_{COLUMN}"), "dossiers", [COLUMN], ["id"], ondelete="RESTRICT")
        table.create_index(op.f(f"ix_{TABLE}_{COLUMN}"), [COLUMN])


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as table:
        table.drop_index(op.f(f"ix_{TABLE}_{COLUMN}"))
        table.drop_constraint(op.f(f"fk_{TABLE}_{COLUMN}"), type_="foreignkey")
        table.drop_column(COLUMN)
