# SPDX-License-Identifier: EUPL-1.2
"""Reviewers say which segments of procurement they know."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("reviewer_profiles") as batch_op:
        batch_op.add_column(sa.Column("segments", JSON, server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("reviewer_profiles") as batch_op:
        batch_op.drop_column("segments")
