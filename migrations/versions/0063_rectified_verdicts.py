# SPDX-License-Identifier: EUPL-1.2
"""A request to rectify says which verdicts it is about; what was asked before is about the result as a whole."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("rectifications") as batch:
        batch.add_column(sa.Column("about", JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("rectifications") as batch:
        batch.drop_column("about")
