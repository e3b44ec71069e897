# SPDX-License-Identifier: EUPL-1.2
"""Keep opzet, bestaan and werking of a settled and of a released verdict; those of before have none."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

TABLES = ("proposals", "conclusions", "released_verdicts")


def upgrade() -> None:
    for name in TABLES:
        kind = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
        op.add_column(name, sa.Column("axes", kind, nullable=True))


def downgrade() -> None:
    for name in TABLES:
        op.drop_column(name, "axes")
