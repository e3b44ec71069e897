# SPDX-License-Identifier: EUPL-1.2
"""Verdicts that a reviewer confirmed together, and which of them come back to be read."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

NAMES = ("is_together", "is_chosen")


def upgrade() -> None:
    with op.batch_alter_table("review_verdicts") as table:
        for name in NAMES:
            table.add_column(sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("review_verdicts") as table:
        for name in NAMES:
            table.drop_column(name)
