# SPDX-License-Identifier: EUPL-1.2
"""Answers that were confirmed together with others in a round, and those of them that come back to be read."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

COLUMNS = ("together_round_id", "reread_round_id")


def upgrade() -> None:
    with op.batch_alter_table("answers") as batch:
        for name in COLUMNS:
            batch.add_column(sa.Column(name, sa.Uuid(), nullable=True))
            batch.create_foreign_key(op.f(f"fk_answers_{name}"), "rounds", [name], ["id"], ondelete="RESTRICT")


def downgrade() -> None:
    with op.batch_alter_table("answers") as batch:
        for name in COLUMNS:
            batch.drop_constraint(op.f(f"fk_answers_{name}"), type_="foreignkey")
            batch.drop_column(name)
