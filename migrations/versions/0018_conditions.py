# SPDX-License-Identifier: EUPL-1.2
"""The condition under which a requirement is asked."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    """No batch: on SQLite that would drop the triggers that keep wordings as they are."""
    op.add_column("requirement_versions", sa.Column("applies_when", JSON, nullable=True))


def downgrade() -> None:
    """Conditions are lost: every question is asked of everybody again."""
    op.drop_column("requirement_versions", "applies_when")
