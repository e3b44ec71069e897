# SPDX-License-Identifier: EUPL-1.2
"""The language of a letter to a first administrator. The earlier version goes on writing rows: in Dutch."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("onboarding_rows", sa.Column("language", sa.String(5), nullable=False, server_default="nl"))


def downgrade() -> None:
    with op.batch_alter_table("onboarding_rows") as batch:
        batch.drop_column("language")
