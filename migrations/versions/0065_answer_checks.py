# SPDX-License-Identifier: EUPL-1.2
"""A question can ask more of its answer than its kind: days that are past or to come, columns in each row."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    """No batch: on SQLite that would drop the triggers that keep wordings as they are."""
    op.add_column("requirement_versions", sa.Column("checks", JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    """Checks are lost: each question asks no more than its kind again."""
    op.drop_column("requirement_versions", "checks")
